// What the processor runs.
#pragma once

#include "tools/repl/state.h"

namespace pol::repl {

/// `:asm`: the kernel that settles columns of the records at hand, as assembly; or why there is
/// none.
[[nodiscard]] Answer show_assembly(const State& state);

}  // namespace pol::repl
