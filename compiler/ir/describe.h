// Expressions of the rule IR in human terms, for the comments of printed IR and for messages.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "compiler/ir/program.h"

namespace pol::ir {

/// One line: names instead of indices, operators between their operands. A long expression is cut
/// short with the ids of its nodes. The program need not be verified.
[[nodiscard]] std::string describe(const Program& program, NodeId expression);

/// `value` as its kind is written: 500.00, 0.7500, 2023-03-01, 职工.
[[nodiscard]] std::string describe(const Program& program, const Type& type, std::int64_t value);

/// A name as part of one line: control characters become spaces.
[[nodiscard]] std::string on_one_line(std::string_view name);

}  // namespace pol::ir
