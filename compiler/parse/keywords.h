// The keywords of Pol: one table of both spellings. Words become keywords after the lexer, so that
// a spelling is data.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string_view>

namespace pol::parse {

struct Keyword {
    std::size_t token;    ///< token type of the grammar
    std::string_view zh;  ///< the spelling the formatter writes for `zh`
    std::string_view en;
};

/// All keywords; where a token has a second spelling in one language it has a second row.
[[nodiscard]] std::span<const Keyword> keywords();

/// The token type of a word, if it is a keyword.
[[nodiscard]] std::optional<std::size_t> keyword(std::string_view word);

/// 第2高, highest_2: the second from the top; the token NTH. Up to the ninth.
struct Rank {
    int rank = 1;
    bool highest = true;
};
inline constexpr int kMostRank = 9;
[[nodiscard]] std::optional<Rank> rank_of(std::string_view word);

/// The spelling of a token type for messages, in the language of the file's other words; for
/// punctuation the character.
[[nodiscard]] std::string_view spelling(std::size_t token, bool chinese);

}  // namespace pol::parse
