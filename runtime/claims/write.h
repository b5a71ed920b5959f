// Writes settlements: the records of the output, field by field in the platform's names.
#pragma once

#include <string>

#include "runtime/abi/vocabulary.h"
#include "runtime/claims/record.h"

namespace pol::claims {

/// One JSON object on one line, without the line's end. Money and rates are numbers with all their
/// decimals: 1125.00, 0.7500.
[[nodiscard]] std::string to_json(const Settled& settled, const abi::Vocabulary& vocabulary);

}  // namespace pol::claims
