// An input cut into the texts of its records, before any of them is understood.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace pol::claims {

/// Why a slice is no record at all.
enum class SliceFault : std::uint8_t {
    none,
    empty,     ///< nothing between two commas of an array
    unclosed,  ///< an array that does not end
    trailing,  ///< text after the end of an array
};

/// The text of one record.
struct Slice {
    std::string_view text;   ///< without white space around it
    std::size_t offset = 0;  ///< of its first byte in the input
    std::size_t line = 0;    ///< of its first byte, from 1
    SliceFault fault = SliceFault::none;
};

/// A place for people: both from 1, columns in characters.
struct LineColumn {
    std::size_t line = 0;
    std::size_t column = 0;
};

/// The records of JSON Lines, of an array, or of a single object; `read.h` says how they are told
/// apart.
[[nodiscard]] std::vector<Slice> split(std::string_view input);

/// The place of a byte of the slice.
[[nodiscard]] LineColumn locate(std::string_view input, const Slice& slice, std::size_t offset);

}  // namespace pol::claims
