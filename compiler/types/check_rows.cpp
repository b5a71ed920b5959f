// The rows of a table beside one another: dated ones end where the next begins, and no two match
// one key. Tables may have tens of thousands of rows, so neither compares each row with each.
#include <algorithm>
#include <limits>
#include <map>

#include "compiler/types/checker.h"

namespace pol::types {

using namespace syntax;

namespace {

// The other keys of a row, as something to sort by.
std::vector<std::int64_t> other_keys(const RowInfo& row, std::size_t except) {
    std::vector<std::int64_t> all;
    for (std::size_t k = 0; k < row.keys.size(); ++k) {
        if (k == except) {
            continue;
        }
        all.push_back(row.keys[k].any ? 1 : 0);
        all.push_back(static_cast<std::int64_t>(row.keys[k].ranges.size()));
        for (const Interval& range : row.keys[k].ranges) {
            all.insert(all.end(), {range.low, range.high});
        }
    }
    return all;
}

bool meet(const RowKeyInfo& a, const RowKeyInfo& b) {
    if (a.any || b.any) {
        return true;
    }
    return std::any_of(a.ranges.begin(), a.ranges.end(), [&](const Interval& x) {
        return std::any_of(b.ranges.begin(), b.ranges.end(),
                           [&](const Interval& y) { return x.low <= y.high && y.low <= x.high; });
    });
}

// From the least to the greatest value that a key takes.
Interval span_of(const RowKeyInfo& key) {
    Interval whole{std::numeric_limits<std::int64_t>::max(),
                   std::numeric_limits<std::int64_t>::min()};
    if (key.any) {
        std::swap(whole.low, whole.high);
        return whole;
    }
    for (const Interval& range : key.ranges) {
        whole = {std::min(whole.low, range.low), std::max(whole.high, range.high)};
    }
    return whole;
}

// The key that tells most rows apart.
std::size_t telling_key(const TableInfo& table) {
    std::size_t best = 0;
    std::size_t most = 0;
    for (std::size_t k = 0; k < table.keys.size(); ++k) {
        std::vector<std::int64_t> lows;
        lows.reserve(table.rows.size());
        for (const RowInfo& row : table.rows) {
            lows.push_back(span_of(row.keys[k]).low);
        }
        std::sort(lows.begin(), lows.end());
        const auto distinct =
            static_cast<std::size_t>(std::unique(lows.begin(), lows.end()) - lows.begin());
        if (distinct > most) {
            most = distinct;
            best = k;
        }
    }
    return best;
}

}  // namespace

// A row of `2022-01-01 起` ends on the day before the next such row of the same other keys.
void Checker::until_next_day(TableInfo& table) const {
    for (std::size_t k = 0; k < table.keys.size(); ++k) {
        std::map<std::vector<std::int64_t>, std::vector<std::pair<std::int64_t, RowInfo*>>> alike;
        for (RowInfo& row : table.rows) {
            if (const auto* since = std::get_if<SinceKey>(&row.row->keys[k].node)) {
                alike[other_keys(row, k)].emplace_back(since->day, &row);
            }
        }
        for (auto& [keys, rows] : alike) {
            std::sort(rows.begin(), rows.end());
            for (std::size_t i = 0; i + 1 < rows.size(); ++i) {
                std::int64_t& high = rows[i].second->keys[k].ranges[0].high;
                if (rows[i].first < rows[i + 1].first) {
                    high = std::min(high, rows[i + 1].first - 1);
                }
            }
        }
    }
}

void Checker::row_overlaps(const TableInfo& table) {
    if (table.rows.empty() || table.keys.empty()) {
        return;
    }
    const std::size_t key = telling_key(table);
    std::vector<std::pair<Interval, std::size_t>> order;
    order.reserve(table.rows.size());
    for (std::size_t r = 0; r < table.rows.size(); ++r) {
        order.emplace_back(span_of(table.rows[r].keys[key]), r);
    }
    std::sort(order.begin(), order.end(), [](const auto& a, const auto& b) {
        return a.first.low != b.first.low ? a.first.low < b.first.low : a.second < b.second;
    });
    std::vector<std::pair<std::size_t, std::size_t>> pairs;
    for (std::size_t i = 0; i < order.size(); ++i) {
        for (std::size_t j = i + 1; j < order.size() && order[j].first.low <= order[i].first.high;
             ++j) {
            const RowInfo& a = table.rows[order[i].second];
            const RowInfo& b = table.rows[order[j].second];
            bool both = true;
            for (std::size_t k = 0; k < table.keys.size() && both; ++k) {
                both = meet(a.keys[k], b.keys[k]);
            }
            if (both) {
                pairs.emplace_back(std::min(order[i].second, order[j].second),
                                   std::max(order[i].second, order[j].second));
            }
        }
    }
    std::sort(pairs.begin(), pairs.end());
    for (const auto& [first, second] : pairs) {
        diagnostics_.add(Code::E0343_rows_overlap, table.rows[second].row->span)
            .label(table.rows[first].row->span, Note::first_is_here);
    }
}

}  // namespace pol::types
