// The parts of an expression.
#pragma once

#include <vector>

#include "compiler/syntax/tree.h"

namespace pol::syntax {

/// The expressions that stand directly in an expression, in the order of the text.
[[nodiscard]] std::vector<ExprId> parts_of(const Tree& tree, ExprId id);

}  // namespace pol::syntax
