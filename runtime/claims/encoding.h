// The encodings of an input: UTF-8, and GB18030 as spreadsheets write it. What is read further on
// is UTF-8, except for bytes that belong to no character: they stay as they are, and
// `first_bad_byte` finds them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string_view>

#include "runtime/claims/bytes.h"

namespace pol::claims {

enum class Encoding : std::uint8_t { utf8, gb18030 };

/// A byte of the input that belongs to no character.
struct BadByte {
    std::size_t offset = 0;  ///< from 0
    std::size_t line = 0;    ///< from 1
    unsigned char byte = 0;
};

struct Survey {
    Encoding encoding = Encoding::utf8;
    std::optional<BadByte> bad;  ///< the first one; nothing where the whole input is good
};

/// Looks at a whole input, which `open` begins anew. It is UTF-8 if all of it is; else GB18030 if
/// all of it is; else the one of the two in which fewer lines are bad, or UTF-8.
[[nodiscard]] Survey survey(const std::function<Bytes()>& open);

/// The same input in UTF-8.
[[nodiscard]] Bytes decoded(Bytes bytes, Encoding encoding);

/// The first byte that belongs to no character of UTF-8; npos where there is none.
[[nodiscard]] std::size_t first_bad_byte(std::string_view text);

/// Whether a text begins as UTF-16 does, which is read by nobody here.
[[nodiscard]] bool is_utf16(std::string_view head);

}  // namespace pol::claims
