// Rows of large tables, found by halves, against every row in turn.
#include "runtime/value/row_search.h"

#include <array>
#include <limits>
#include <vector>

#include <catch2/catch.hpp>

#include "tests/support/random.h"

using namespace pol;

namespace {

constexpr std::int64_t kLeast = std::numeric_limits<std::int64_t>::min();
constexpr std::int64_t kMost = std::numeric_limits<std::int64_t>::max();

std::int64_t by_hand(const RowSearch& table, const std::array<std::int64_t, 2>& keys) {
    for (std::int64_t entry = 0; entry < table.entries; ++entry) {
        const std::int64_t* at = table.intervals + 4 * entry;
        if (at[0] <= keys[0] && keys[0] <= at[1] && at[2] <= keys[1] && keys[1] <= at[3]) {
            return table.rows[entry];
        }
    }
    return -1;
}

}  // namespace

TEST_CASE("the row of a large table is the one that the keys lie in") {
    test::Random random(11);
    for (int round = 0; round < 200; ++round) {
        std::vector<std::int64_t> intervals;
        std::vector<std::int64_t> rows;
        std::int64_t low = random.between(-50, 50);
        for (std::int64_t row = 0, last = random.between(0, 40); row < last; ++row) {
            const std::int64_t high = low + random.between(0, 3);
            if (random.percent(30)) {
                // Two rows of one first key, told apart by the second.
                intervals.insert(intervals.end(), {low, high, kLeast, 4, low, high, 5, kMost});
                rows.insert(rows.end(), {2 * row, 2 * row + 1});
            } else {
                intervals.insert(intervals.end(), {low, high, random.between(0, 4), kMost});
                rows.push_back(2 * row);
            }
            low = high + random.between(1, 3);
        }
        const RowSearch table{static_cast<std::int64_t>(rows.size()), 2, intervals.data(),
                              rows.data()};
        for (int i = 0; i < 100; ++i) {
            const std::array<std::int64_t, 2> keys{random.between(-60, low + 5),
                                                   random.between(-2, 9)};
            CHECK(find_row(&table, keys.data()) == by_hand(table, keys));
        }
    }
}

TEST_CASE("an empty table has no row") {
    const RowSearch table{0, 1, nullptr, nullptr};
    const std::int64_t key = 5;
    CHECK(find_row(&table, &key) == -1);
}
