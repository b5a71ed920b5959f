// One field moved through a range: a table, a plot on the terminal, and as SVG.
#pragma once

#include <string>
#include <string_view>

#include "tools/repl/state.h"

namespace pol::repl {

/// `政策范围内金额 from 0 to 100000元 by 1000元`, also `从 … 到 … 每 …`; at most 10000 points.
[[nodiscard]] Answer sweep(State& state, std::string_view text, std::size_t at);

/// The last sweep as a picture.
[[nodiscard]] std::string to_svg(const Swept& swept, claims::Lang lang);

}  // namespace pol::repl
