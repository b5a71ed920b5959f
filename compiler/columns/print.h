// A column program as text, a line a value, for whoever looks at what the compiler made.
#pragma once

#include <string>

#include "compiler/columns/flatten.h"
#include "compiler/columns/program.h"
#include "runtime/abi/vocabulary.h"

namespace pol::columns {

[[nodiscard]] std::string print(const Program& program, const abi::Vocabulary& vocabulary);

/// Why a program has no column form, in English: "住院.统筹基金.支付 reads a list of the claim".
[[nodiscard]] std::string text_of(const Obstacle& obstacle);

/// The name of an operation: "divide".
[[nodiscard]] std::string_view name_of(Op op);

}  // namespace pol::columns
