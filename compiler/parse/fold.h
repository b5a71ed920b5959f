// The character stream the lexer sees: full-width twins as ASCII, other letters as one placeholder,
// so that its cached states serve every script. Text and spans stay those of the file.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace pol::parse {

/// One folded character for each character of the text, with the byte where it begins; a last
/// offset marks the end.
struct Folded {
    std::string characters;
    std::vector<std::uint32_t> offsets;
};

/// Folds valid UTF-8.
[[nodiscard]] Folded fold(std::string_view text);

/// The ASCII text of a number token whose digits or point may be full-width.
[[nodiscard]] std::string fold_ascii(std::string_view text);

}  // namespace pol::parse
