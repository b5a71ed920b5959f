// The syntax tree as text, for people and tests: one node a line, indented by depth.
#pragma once

#include <string>

#include "compiler/syntax/tree.h"

namespace pol::syntax {

/// Says everything but spans, so that a file and its reformatted twin dump alike.
[[nodiscard]] std::string dump(const Tree& tree);

/// One expression on one line.
[[nodiscard]] std::string dump(const Tree& tree, ExprId id);

}  // namespace pol::syntax
