// The commands of the prompt: one row each, read by the dispatch, the help and the completion.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "tools/repl/state.h"

namespace pol::repl {

struct Command {
    std::string_view name;             ///< :set
    std::string_view chinese;          ///< :设
    std::string_view takes_zh, takes;  ///< FIELD = VALUE
    std::string_view zh, en;           ///< what it does
    /// Is given what stands behind the name, and where that begins in the line.
    Answer (*run)(State&, std::string_view, std::size_t);
};
[[nodiscard]] std::span<const Command> commands();

/// All commands, and the forms of lines that are none.
[[nodiscard]] Answer help(const State& state);

}  // namespace pol::repl
