// The lines of a formatted file; private to this folder.
#pragma once

#include <cstddef>
#include <limits>
#include <optional>
#include <vector>

#include "compiler/parse/pieces.h"

namespace pol::parse {

inline constexpr std::size_t kNowhere = std::numeric_limits<std::size_t>::max();
inline constexpr std::size_t kIndent = 4;

struct Line {
    std::size_t first = 0;  ///< pieces [first, last)
    std::size_t last = 0;
    bool is_element = false;        ///< begins a declaration, a clause, a row, a field, an arm
    std::size_t inside = kNowhere;  ///< line of the bracket that it stands in
    bool is_set_in = false;         ///< one level further: it carries an element on
    std::size_t closes = kNowhere;  ///< it begins with the bracket that this line opened
    std::size_t under = kNowhere;   ///< the piece of an earlier line that it begins under
    bool opens = false;             ///< a bracket is open at its end that it opened
    bool blank_before = false;
    std::vector<Comment> comments;   ///< on lines of their own, before it
    std::optional<Comment> comment;  ///< at its end
};

/// Parts pieces into lines.
[[nodiscard]] std::vector<Line> lines_of(const std::vector<Piece>& pieces, bool moves_lines);

/// How many blanks stand before a piece where no column says otherwise.
[[nodiscard]] std::size_t blanks_before(const std::vector<Piece>& pieces, std::size_t i);

/// The node of an element without the nodes that hold nothing else.
[[nodiscard]] Node* unwrapped(Node* node);

template <class Context>
[[nodiscard]] Context* as(antlr4::tree::ParseTree* tree) {
    return dynamic_cast<Context*>(tree);
}

}  // namespace pol::parse
