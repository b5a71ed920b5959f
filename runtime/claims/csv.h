// CSV as RFC 4180 has it: cells between commas, in quotes where they hold a comma, a quote or the
// end of a line; rows end in LF or CRLF.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "runtime/claims/bytes.h"

namespace pol::claims::csv {

/// A row may have this many bytes. It is also how far the end of a quoted cell is looked for.
inline constexpr std::size_t kLongestRow = std::size_t{1} << 20U;

/// Why a line is no row.
enum class Wrong : std::uint8_t {
    none,
    stray_quote,  ///< a quote in a cell that does not begin with one
    after_quote,  ///< text between the quote that ends a cell and the next comma
    open_quote,   ///< a quoted cell does not end, not within kLongestRow either
    too_long,     ///< the row does not end within kLongestRow
    zero_byte,    ///< a byte 0, which no text may have
    bad_byte,     ///< a byte that belongs to no character
};

struct Row {
    LineColumn at;                   ///< of its first character
    std::vector<std::string> cells;  ///< of a wrong row: those that were read
    Wrong wrong = Wrong::none;
    LineColumn wrong_at;
    unsigned char byte = 0;  ///< the bad one
    /// Whether all cells are empty, as spreadsheets write rows that have been cleared.
    [[nodiscard]] bool is_empty() const;
};

/// Reads row after row. After a line that is no row the next line is a new row: so a quote too many
/// spoils no more than its own line.
class Rows {
  public:
    explicit Rows(Bytes bytes) : window_(std::move(bytes)) {}
    /// The next row, into `row`; false at the end. Blank lines are no rows.
    bool next(Row& row);

  private:
    std::size_t scan(Row& row);
    void skip_line();

    Window window_;
};

}  // namespace pol::claims::csv
