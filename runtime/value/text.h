// UTF-8 as far as tables and messages need it: reading it, its width on a terminal, shortening,
// likeness.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace pol {

/// The first character of a text.
struct Rune {
    char32_t point = 0xFFFD;  ///< U+FFFD where the bytes are no UTF-8
    std::size_t bytes = 1;    ///< how many bytes it takes; 1 where they are no UTF-8
    bool valid = false;
};

/// Decodes the first character; `text` is not empty. Overlong forms, surrogates and points past
/// U+10FFFF are no UTF-8.
[[nodiscard]] Rune decode_utf8(std::string_view text);

/// Columns on a terminal: wide characters (中, ，) take two, combining ones none.
[[nodiscard]] std::size_t display_width(std::string_view text);

/// The text with U+FFFD for every byte that is no UTF-8.
[[nodiscard]] std::string valid_utf8(std::string_view text);

/// Appends the text as JSON writes it, with its quotation marks; what is no UTF-8 becomes U+FFFD.
void put_json_text(std::string& out, std::string_view text);
[[nodiscard]] std::string json_text(std::string_view text);

/// At most `characters` characters, with … for the rest; valid UTF-8.
[[nodiscard]] std::string shortened(std::string_view text, std::size_t characters);

/// How many characters to insert, delete or change to make one text the other: for "did you mean".
/// Time is the product of the lengths, so shorten what a user gives.
[[nodiscard]] std::size_t edit_distance(std::string_view left, std::string_view right);

}  // namespace pol
