// Look-ups: rows as arrays, by the places of their keys where these are few, else searched.
#include <algorithm>
#include <limits>

#include "compiler/columns/flattening.h"
#include "compiler/ir/table_layout.h"

namespace pol::columns {
namespace {

/// A key with at most so many values in a row has an entry for each.
constexpr std::int64_t kMostValues = 512;
/// Another one has an entry for each part between the edges of the rows' ranges.
constexpr std::size_t kMostEdges = 16;
constexpr std::size_t kMostEntries = 4096;

/// The entries of one key: a value of each, and of how many edges of ranges a value lies past.
struct Places {
    std::vector<std::int64_t> example;
    std::vector<std::int64_t> edges;  ///< where empty, the entries are `example[0]`, and so on up
};

bool matches(const ir::Row& row, const std::vector<std::int64_t>& keys) {
    for (std::size_t k = 0; k < keys.size(); ++k) {
        const ir::RowKey& key = row.keys[k];
        const bool in =
            key.any ||
            std::any_of(key.ranges.begin(), key.ranges.end(), [&](const ir::KeyRange& range) {
                return range.low <= keys[k] && keys[k] <= range.high;
            });
        if (!in) {
            return false;
        }
    }
    return true;
}

/// Nothing where a key has too many values and edges.
std::optional<Places> places_of(const ir::Table& table, std::size_t key, const Range& range) {
    std::vector<std::int64_t> edges;
    for (const ir::Row& row : table.rows) {
        for (const ir::KeyRange& part : row.keys[key].ranges) {
            edges.push_back(part.low);
            if (part.high < std::numeric_limits<std::int64_t>::max()) {
                edges.push_back(part.high + 1);
            }
        }
    }
    std::sort(edges.begin(), edges.end());
    edges.erase(std::unique(edges.begin(), edges.end()), edges.end());
    Places places;
    if (edges.empty()) {
        places.example = {0};
        return places;
    }
    // Values in a row, with one before and one behind where the key can lie there.
    const Range::Wide first = std::max<Range::Wide>(range.low, Range::Wide{edges.front()} - 1);
    const Range::Wide last = std::min<Range::Wide>(range.high, Range::Wide{edges.back()});
    if (first <= last && last - first < kMostValues) {
        for (Range::Wide value = first; value <= last; ++value) {
            places.example.push_back(static_cast<std::int64_t>(value));
        }
        return places;
    }
    if (edges.size() > kMostEdges || edges.front() == std::numeric_limits<std::int64_t>::min()) {
        return std::nullopt;
    }
    places.example.push_back(edges.front() - 1);
    places.example.insert(places.example.end(), edges.begin(), edges.end());
    places.edges = std::move(edges);
    return places;
}

NodeId place_of(Builder& make, const Places& places, NodeId key) {
    if (places.example.size() == 1) {
        return make.constant(0);
    }
    if (places.edges.empty()) {
        const NodeId low = make.constant(places.example.front());
        const NodeId high = make.constant(places.example.back());
        return make.subtract(make.maximum(low, make.minimum(key, high)), low);
    }
    NodeId past = make.constant(0);
    for (const std::int64_t edge : places.edges) {
        past = make.add(past, make.select(make.less_equal(make.constant(edge), key),
                                          make.constant(1), make.constant(0)));
    }
    return past;
}

}  // namespace

Flattening::Rows Flattening::rows(const ir::Node& node, const std::vector<Value>& keys) {
    const ir::Table& table = program_.tables[node.ref];
    std::vector<Places> places;
    std::size_t entries = 1;
    for (std::size_t k = 0; k < keys.size() && entries <= kMostEntries; ++k) {
        std::optional<Places> found = places_of(table, k, make_.range(keys[k].value));
        entries = found ? entries * found->example.size() : kMostEntries + 1;
        if (found) {
            places.push_back(std::move(*found));
        }
    }
    Rows result;
    if (entries <= kMostEntries) {
        result.index = make_.constant(0);
        for (std::size_t k = 0; k < keys.size(); ++k) {
            const auto size = static_cast<std::int64_t>(places[k].example.size());
            result.index = make_.add(make_.multiply(result.index, make_.constant(size)),
                                     place_of(make_, places[k], keys[k].value));
        }
        std::vector<std::int64_t> example(keys.size());
        for (std::size_t entry = 0; entry < entries; ++entry) {
            std::size_t rest = entry;
            for (std::size_t k = keys.size(); k-- > 0;) {
                example[k] = places[k].example[rest % places[k].example.size()];
                rest /= places[k].example.size();
            }
            const auto row =
                std::find_if(table.rows.begin(), table.rows.end(),
                             [&](const ir::Row& one) { return matches(one, example); });
            result.row.push_back(row == table.rows.end() ? -1 : row - table.rows.begin());
        }
        return result;
    }
    const std::optional<ir::TableLayout> layout = ir::layout_of(table);
    if (!layout) {
        refuse(Obstacle::Why::large_table);
        result.index = make_.constant(0);
        result.row = {-1};
        return result;
    }
    const Search search{static_cast<std::int64_t>(keys.size()), layout->intervals, layout->rows};
    const auto found = std::find(made_.searches.begin(), made_.searches.end(), search);
    const auto ref = static_cast<std::uint32_t>(found - made_.searches.begin());
    if (found == made_.searches.end()) {
        made_.searches.push_back(search);
    }
    std::vector<NodeId> values;
    values.reserve(keys.size());
    for (const std::size_t k : layout->order) {
        values.push_back(keys[k].value);
    }
    const auto count = static_cast<std::int64_t>(table.rows.size());
    const NodeId row = make_.search(ref, std::move(values), {-1, count - 1});
    result.index = make_.add(row, make_.constant(1));
    for (std::int64_t i = -1; i < count; ++i) {
        result.row.push_back(i);
    }
    return result;
}

NodeId Flattening::entry(const Rows& rows, const std::vector<std::int64_t>& by_entry) {
    const auto [low, high] = std::minmax_element(by_entry.begin(), by_entry.end());
    if (*low == *high) {
        return make_.constant(*low);
    }
    const auto next = static_cast<std::uint32_t>(made_.arrays.size());
    const auto [at, is_new] = arrays_.emplace(by_entry, next);
    if (is_new) {
        made_.arrays.push_back(by_entry);
    }
    return make_.dense(at->second, rows.index, {*low, *high});
}

/// Keys as numbers: a truth value is 0 or 1.
std::vector<Value> Flattening::keys_of(const ir::Node& node, Value& together) {
    std::vector<Value> keys = operands(node, together);
    for (Value& key : keys) {
        if (make_[key.value].truth) {
            key.value = make_.select(key.value, make_.constant(1), make_.constant(0));
        }
    }
    return keys;
}

Value Flattening::in_table(const ir::Node& node) {
    Value together;
    const std::vector<Value> keys = keys_of(node, together);
    const Rows rows = this->rows(node, keys);
    std::vector<std::int64_t> found;
    found.reserve(rows.row.size());
    for (const std::int64_t row : rows.row) {
        found.push_back(row < 0 ? 0 : 1);
    }
    const NodeId holds = make_.equal(entry(rows, found), make_.constant(1));
    return {both(together.there, holds), std::nullopt, together.fault};
}

/// Without a key the claim faults, and without a row unless the table says what a miss means.
Value Flattening::lookup(const ir::Node& node) {
    Value result;
    const std::vector<Value> keys = keys_of(node, result);
    const ir::Table& table = program_.tables[node.ref];
    const Rows rows = this->rows(node, keys);
    std::vector<std::int64_t> found;
    std::vector<std::int64_t> there;
    std::vector<std::int64_t> cells;
    for (const std::int64_t row : rows.row) {
        const bool miss = row < 0;
        const bool any = !miss || !table.miss.empty();
        found.push_back(any ? 1 : 0);
        const ir::Cell cell =
            any ? (miss ? table.miss : table.rows[static_cast<std::size_t>(row)].cells)[node.ref2]
                : ir::Cell{};
        there.push_back(cell.present || !any ? 1 : 0);
        cells.push_back(cell.value);
    }
    const bool is_truth = node.type.kind == abi::Kind::boolean;
    NodeId value = entry(rows, cells);
    if (is_truth) {
        value = make_.equal(value, make_.constant(1));
    }
    NodeId none = make_.equal(entry(rows, found), make_.constant(0));
    if (result.there) {
        none = make_.disjunction(none, make_.negation(*result.there));
        result.there = std::nullopt;
    }
    result.value = value;
    result.fault = make_.disjunction(result.fault, none);
    const NodeId cell = make_.equal(entry(rows, there), make_.constant(1));
    if (!make_.is(cell, true)) {
        result.there = cell;
    }
    return result;
}

}  // namespace pol::columns
