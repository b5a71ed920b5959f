// A JSON input cut into the texts of its records, before any of them is understood.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <utility>

#include "runtime/claims/bytes.h"
#include "runtime/claims/scan.h"

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
    std::string_view text;  ///< without white space around it
    LineColumn at;          ///< of its first byte
    SliceFault fault = SliceFault::none;
};

/// What lies around the records.
enum class Shape : std::uint8_t {
    lines,   ///< one record a line
    array,   ///< records between commas
    object,  ///< all of it is one record
};

/// Cuts the records of lines, of an array, or of a single object; `read.h` says how they are told
/// apart. Of lines and arrays no more is held than the record and what was read with it.
class Splitter {
  public:
    explicit Splitter(Bytes bytes);
    /// Lines, whatever the text looks like.
    static Splitter of_lines(Bytes bytes);

    [[nodiscard]] Shape shape() const { return shape_; }
    /// Valid until it is called again.
    [[nodiscard]] std::optional<Slice> next();

  private:
    enum class Part : std::uint8_t { elements, rest, end };  ///< of an array
    Splitter(Bytes bytes, Shape shape) : window_(std::move(bytes)), shape_(shape) {}
    [[nodiscard]] Shape look();
    [[nodiscard]] bool is_one_object();
    [[nodiscard]] Slice cut(std::size_t size, SliceFault fault = SliceFault::none) const;
    [[nodiscard]] std::optional<Slice> next_line();
    [[nodiscard]] std::optional<Slice> next_element();
    [[nodiscard]] std::optional<Slice> whole();
    [[nodiscard]] std::size_t end_of_element();
    [[nodiscard]] std::optional<Slice> unfinished();
    [[nodiscard]] std::optional<Slice> after_array();

    Window window_;
    Shape shape_ = Shape::lines;
    std::size_t given_ =
        0;             ///< how much of the window is done with once the next slice is asked for
    json::Scan scan_;  ///< of the array
    std::size_t elements_ = 0;
    Part part_ = Part::elements;
};

}  // namespace pol::claims
