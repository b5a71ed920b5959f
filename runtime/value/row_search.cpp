#include "runtime/value/row_search.h"

namespace pol {

std::int64_t find_row(const RowSearch* table, const std::int64_t* keys) {
    const std::int64_t width = 2 * table->keys;
    const auto low_of = [&](std::int64_t entry) { return table->intervals[entry * width]; };
    // The last entry that begins at or below the first key.
    std::int64_t below = 0;
    std::int64_t above = table->entries;
    while (below < above) {
        const std::int64_t middle = below + (above - below) / 2;
        if (low_of(middle) <= keys[0]) {
            below = middle + 1;
        } else {
            above = middle;
        }
    }
    for (std::int64_t entry = below - 1; entry >= 0 && low_of(entry) == low_of(below - 1);
         --entry) {
        const std::int64_t* interval = table->intervals + entry * width;
        bool matches = true;
        for (std::int64_t k = 0; k < table->keys && matches; ++k) {
            matches = interval[2 * k] <= keys[k] && keys[k] <= interval[2 * k + 1];
        }
        if (matches) {
            return table->rows[entry];
        }
    }
    return -1;
}

}  // namespace pol
