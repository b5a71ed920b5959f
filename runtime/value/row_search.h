// The row of a table that matches some keys, of tables too large to be code.
#pragma once

#include <cstdint>

namespace pol {

/// A table's keys as generated code lays them out: `entries` closed intervals of each key, one
/// entry after another (low and high of the first key, of the second, …), ascending by the first
/// key's low. Entries of one low have one first interval, and no other entry meets it: so a binary
/// search finds them. `any` is the whole range of a word. Entries exclude each other.
struct RowSearch {
    std::int64_t entries = 0;
    std::int64_t keys = 0;
    const std::int64_t* intervals = nullptr;
    const std::int64_t* rows = nullptr;  ///< by entry: the row that it belongs to
};

/// The row whose keys match, or -1.
[[nodiscard]] std::int64_t find_row(const RowSearch* table, const std::int64_t* keys);

}  // namespace pol
