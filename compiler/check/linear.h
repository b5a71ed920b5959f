// What holds by adding up alone: a person's part that is the total less what others pay makes the
// parts sum to the total, whatever each of them is.
#pragma once

#include "compiler/ir/program.h"

namespace pol::check {

/// Whether a condition of sums and differences holds for every value of what is summed. False where
/// that is not seen; never true where a claim that does not fault could break it.
[[nodiscard]] bool holds_by_adding(const ir::Program& program, ir::NodeId condition);

}  // namespace pol::check
