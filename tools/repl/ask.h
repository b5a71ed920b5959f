// Questions to the policies and to the last settlement.
#pragma once

#include <string_view>

#include "tools/repl/state.h"

namespace pol::repl {

/// A field, a quantity of the settlement (统筹基金.起付额), or any expression of the language. `at`
/// is where it begins in the line at hand.
[[nodiscard]] Answer evaluate(State& state, std::string_view expression, std::size_t at);
/// `:type EXPR`
[[nodiscard]] Answer show_type(State& state, std::string_view expression, std::size_t at);
/// `:why`: the whole statement; `:why BENEFIT`: which condition of it failed.
[[nodiscard]] Answer why(State& state, std::string_view benefit);
/// `:ir [NAME]`: quantities whose name has this part, as one line each.
[[nodiscard]] Answer show_ir(const State& state, std::string_view name);
/// The clauses of each source, and what cites them.
[[nodiscard]] Answer show_clauses(const State& state);
/// Without text the readings and the options taken; `NAME=OPTION` takes another.
[[nodiscard]] Answer reading(State& state, std::string_view text);

}  // namespace pol::repl
