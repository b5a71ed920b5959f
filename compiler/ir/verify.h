// The invariants of the rule IR, as code. Every engine may rely on them; a program that breaks one
// is our own bug.
#pragma once

#include <string>
#include <vector>

#include "compiler/ir/program.h"

namespace pol::ir {

/// One broken invariant a line, naming the node, quantity or step; empty for a good program.
/// Checked: operand counts and types of each op by its row, references in range, operands before
/// users, `element` inside a quantifier of its list, quantities that do not depend on themselves,
/// scales at most `kWidestScale`, money outputs rounded, key and cell counts of tables and
/// accounts.
[[nodiscard]] std::vector<std::string> verify(const Program& program);

}  // namespace pol::ir
