// The operations that look into the claim's lists, tables, accounts and the calendar.
#include <algorithm>

#include "compiler/interpret/calendar.h"
#include "compiler/interpret/evaluate.h"
#include "runtime/value/date.h"

namespace pol::interpret {
namespace {

/// Four centuries: more months than lie between the first and the last day of the calendar.
constexpr std::int64_t kTooManyMonths = 4'800;

bool matches(const ir::RowKey& key, const Integer& value) {
    return key.any ||
           std::any_of(key.ranges.begin(), key.ranges.end(), [&](const ir::KeyRange& range) {
               return range.low <= value && value <= range.high;
           });
}

bool matches(const ir::Row& row, const std::vector<Integer>& keys) {
    return std::equal(
        row.keys.begin(), row.keys.end(), keys.begin(), keys.end(),
        [](const ir::RowKey& key, const Integer& value) { return matches(key, value); });
}

const ir::Row* find_row(const ir::Table& table, const std::vector<Integer>& keys) {
    const auto row = std::find_if(table.rows.begin(), table.rows.end(),
                                  [&](const ir::Row& one) { return matches(one, keys); });
    return row == table.rows.end() ? nullptr : &*row;
}

}  // namespace

Value Evaluator::in_table(const ir::Node& node) {
    const auto keys = operands(node);
    const bool found = keys && find_row(program_.tables[node.ref], *keys) != nullptr;
    return Integer{found ? 1 : 0};
}

Value Evaluator::lookup(const ir::Node& node) {
    const ir::Table& table = program_.tables[node.ref];
    const auto keys = operands(node);
    const ir::Row* row = keys ? find_row(table, *keys) : nullptr;
    if (row == nullptr && (!keys || table.miss.empty())) {
        fail(FaultCode::no_row);
        return {};
    }
    const ir::Cell& cell = (row != nullptr ? row->cells : table.miss)[node.ref2];
    return cell.present ? Value{cell.value} : Value{};
}

bool Evaluator::more_elements() const {
    const Element& at = elements_.back();
    return !fault_ && at.index < claim_.lists[at.list].count;
}

Value Evaluator::exists(const ir::Node& node) {
    elements_.push_back({node.ref, 0});
    bool found = false;
    for (; !found && more_elements(); ++elements_.back().index) {
        found = condition(node.args[0]);
    }
    elements_.pop_back();
    return Integer{found ? 1 : 0};
}

Value Evaluator::count(const ir::Node& node) {
    elements_.push_back({node.ref, 0});
    std::int64_t count = 0;
    for (; more_elements(); ++elements_.back().index) {
        count += condition(node.args[0]) ? 1 : 0;
    }
    elements_.pop_back();
    return Integer{count};
}

Value Evaluator::total(const ir::Node& node) {
    elements_.push_back({node.ref, 0});
    Integer sum = 0;
    for (; more_elements(); ++elements_.back().index) {
        if (const Value amount = this->node(node.args[0])) {
            sum += *amount;
        }
    }
    elements_.pop_back();
    return bounded(node, sum);
}

Value Evaluator::ranked(const ir::Node& node) {
    elements_.push_back({node.ref, 0});
    std::vector<Integer> found;
    for (; more_elements(); ++elements_.back().index) {
        if (!condition(node.args[0])) {
            continue;
        }
        if (const Value body = this->node(node.args[1])) {
            found.push_back(*body);
        }
    }
    elements_.pop_back();
    const bool greatest = node.value > 0;
    const auto rank = static_cast<std::size_t>(greatest ? node.value : -node.value);
    if (fault_ || found.size() < rank) {
        return {};
    }
    std::sort(found.begin(), found.end(),
              [&](const Integer& a, const Integer& b) { return greatest ? a > b : a < b; });
    return found[rank - 1];
}

Value Evaluator::balance(const ir::Node& node, const Operands& a) {
    std::vector<std::int64_t> words;
    for (const Integer& value : a) {
        words.push_back(to_word(value));
    }
    // The period, and behind it the further keys.
    const abi::AccountKey key{node.ref, static_cast<std::uint32_t>(words.size() - 1), words.front(),
                              words.data() + 1};
    return accounts_.balance(accounts_.self, &key);
}

Value Evaluator::on_calendar(const Integer& day) {
    if (day < kFirstDay || day > kLastDay) {
        fail(FaultCode::out_of_bounds);
    }
    return day;
}

Value Evaluator::months_added(const Operands& a) {
    if (abs(a[1]) > kTooManyMonths) {
        fail(FaultCode::out_of_bounds);
        return {};
    }
    return on_calendar(months_later(to_word(a[0]), to_word(a[1])));
}

}  // namespace pol::interpret
