#include "compiler/ir/table_layout.h"

#include <algorithm>
#include <limits>

namespace pol::ir {
namespace {

struct Entry {
    std::vector<KeyRange> keys;
    std::int64_t row = 0;
};

// A row of several ranges is an entry for each choice of them.
void entries_of(const Row& row, std::int64_t number, const std::vector<std::size_t>& order,
                std::vector<Entry>& into) {
    std::vector<Entry> made{{{}, number}};
    for (const std::size_t k : order) {
        const RowKey& key = row.keys[k];
        std::vector<KeyRange> ranges = key.ranges;
        if (key.any) {
            ranges = {{std::numeric_limits<std::int64_t>::min(),
                       std::numeric_limits<std::int64_t>::max()}};
        }
        std::vector<Entry> longer;
        for (const Entry& entry : made) {
            for (const KeyRange& range : ranges) {
                longer.push_back(entry);
                longer.back().keys.push_back(range);
            }
        }
        made = std::move(longer);
    }
    std::move(made.begin(), made.end(), std::back_inserter(into));
}

// Whether entries of one low have one interval that no other meets.
bool searchable(const std::vector<Entry>& entries) {
    for (std::size_t i = 1; i < entries.size(); ++i) {
        const KeyRange& before = entries[i - 1].keys[0];
        const KeyRange& here = entries[i].keys[0];
        if (before.low == here.low ? before.high != here.high : before.high >= here.low) {
            return false;
        }
    }
    return true;
}

}  // namespace

std::optional<TableLayout> layout_of(const Table& table) {
    std::optional<TableLayout> best;
    std::size_t best_group = 0;
    for (std::size_t first = 0; first < table.keys.size(); ++first) {
        TableLayout layout;
        layout.order.push_back(first);
        for (std::size_t k = 0; k < table.keys.size(); ++k) {
            if (k != first) {
                layout.order.push_back(k);
            }
        }
        std::vector<Entry> entries;
        for (std::size_t r = 0; r < table.rows.size(); ++r) {
            entries_of(table.rows[r], static_cast<std::int64_t>(r), layout.order, entries);
        }
        std::stable_sort(entries.begin(), entries.end(), [](const Entry& a, const Entry& b) {
            return a.keys[0].low < b.keys[0].low;
        });
        if (!searchable(entries)) {
            continue;
        }
        std::size_t group = 0;
        std::size_t longest = 0;
        for (std::size_t i = 0; i < entries.size(); ++i) {
            group = i > 0 && entries[i].keys[0].low == entries[i - 1].keys[0].low ? group + 1 : 1;
            longest = std::max(longest, group);
            for (const KeyRange& range : entries[i].keys) {
                layout.intervals.insert(layout.intervals.end(), {range.low, range.high});
            }
            layout.rows.push_back(entries[i].row);
        }
        if (!best || longest < best_group) {
            best_group = longest;
            best = std::move(layout);
        }
    }
    return best;
}

}  // namespace pol::ir
