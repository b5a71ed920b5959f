// Text set in columns, for a terminal of a given width.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace pol::statement {

/// A text broken into lines of at most `columns` columns, at blanks and between wide characters,
/// never before a closing mark. A piece without any such place is broken where it must be.
[[nodiscard]] std::vector<std::string> wrapped(std::string_view text, std::size_t columns);

/// Every line of a text wrapped, what comes after under its own indentation.
[[nodiscard]] std::string fitted(std::string_view text, std::size_t columns);

/// The text followed by blanks, or after them, up to a width.
[[nodiscard]] std::string padded(std::string_view text, std::size_t columns, bool right = false);

struct Column {
    std::string head;
    bool right = false;      ///< figures
    std::size_t most = 0;    ///< wider cells are wrapped; 0: as wide as needed
    bool stretches = false;  ///< takes what the other columns leave; at most one
};

/// Rows under a head (none where all heads are empty), no line wider than `columns`. A row of one
/// cell in a table of several columns is a title over them.
[[nodiscard]] std::string table(std::vector<Column> columns,
                                const std::vector<std::vector<std::string>>& rows,
                                std::size_t width);

}  // namespace pol::statement
