// The columns of a vocabulary: how a batch stores the fields of claims where nobody says otherwise.
#pragma once

#include <vector>

#include "compiler/columns/program.h"
#include "runtime/abi/vocabulary.h"

namespace pol::columns {

/// A column for each field: money and numbers in 64 bits, dates, places, texts and codes of open
/// lists in 32, other codes and truth values in 8 (16 where a list is longer than 256); nullable
/// unless the field is required.
[[nodiscard]] std::vector<Input> inputs_of(const abi::Vocabulary& vocabulary);

}  // namespace pol::columns
