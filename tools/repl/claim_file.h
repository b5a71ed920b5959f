// Records of a file, of which one is taken to the prompt.
#pragma once

#include <string_view>

#include "tools/repl/state.h"

namespace pol::repl {

/// `FILE` or `FILE NUMBER`: puts a claim (or a filing, where filings are at hand) of a file into
/// the form. The file may have each form that `pol settle` reads. Of several records the number
/// picks one; without it they are listed, and nothing has changed.
[[nodiscard]] Answer take_from_file(State& state, std::string_view text, std::size_t at);

}  // namespace pol::repl
