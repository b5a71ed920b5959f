// Text to the tokens that the parser reads: lexed, keywords found, line ends kept only where a
// clause ends.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "compiler/diagnostics/diagnostic.h"
#include "compiler/source/source_map.h"

namespace pol::parse {

/// A token of the grammar and its bytes. Type 0 is never used; the end of the file has type `kEnd`.
struct Token {
    std::size_t type = 0;
    std::uint32_t begin = 0;
    std::uint32_t end = 0;
};
inline constexpr std::size_t kEnd = static_cast<std::size_t>(-1);

/// How deep braces, brackets and prefix operators may nest, and how many tokens one clause may
/// have.
inline constexpr int kDeepest = 64;
inline constexpr std::size_t kLongestClause = 20'000;

/// All tokens of a file, comments and blanks left out. Stray characters, unclosed strings and
/// braces, and limits that are passed are reported here; the tokens are repaired so that the parser
/// does not meet the same mistake. An empty list: the file cannot be read.
[[nodiscard]] std::vector<Token> tokenize(FileId file, const SourceMap& sources,
                                          Diagnostics& diagnostics);

/// The tokens of a piece of a file, without the line rule: [begin, end).
[[nodiscard]] std::vector<Token> lex(std::string_view text, std::uint32_t begin, std::uint32_t end);

}  // namespace pol::parse
