// One order of nodes for equal programs, however they were built.
#pragma once

#include "compiler/ir/program.h"

namespace pol::ir {

/// The same program with its nodes in the order in which quantities, and after them postings, need
/// them, operands from the left; nodes that nothing needs are left out. Nested calls of a builder
/// append in an order that the C++ compiler chooses: this makes printed IR independent of it.
/// Operands must stand before the nodes that use them.
[[nodiscard]] Program in_order(const Program& program);

}  // namespace pol::ir
