// Where lines begin, how far they are set in, and how many blanks stand between two tokens; private
// to this folder.
#pragma once

#include <string>

#include "compiler/parse/pieces.h"

namespace pol::parse {

/// How much a layout may change: without `moves_lines` the line ends stay where they are.
struct LayoutOptions {
    bool moves_lines = true;
};

/// The text of the pieces, laid out.
[[nodiscard]] std::string layout(const Pieces& pieces, LayoutOptions options);

}  // namespace pol::parse
