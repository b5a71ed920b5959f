// Working days as two tables that the compiler makes of the national calendar: a day to the number
// of the last working day not after it, and that number to its day. `d + 5个工作日` is the day five
// numbers on; a day that the calendar does not reach has no row, which is a fault of the claim.
#include <algorithm>

#include "compiler/lower/lowering.h"
#include "runtime/fault/assert.h"
#include "runtime/value/date.h"

namespace pol::lower {

using ir::NodeId;

namespace {

// 1970-01-01 was a Thursday.
bool weekend(Days day) {
    const std::int64_t weekday = ((day + 3) % 7 + 7) % 7;
    return weekday >= 5;
}

}  // namespace

std::vector<Days> Lowering::working_days() const {
    const types::TableInfo& table = typed_.tables[*typed_.calendar];
    const auto& kinds = typed_.vocabulary.enums[table.columns[0].type.ref].values;
    Days first = kLastDay;
    Days last = kFirstDay;
    std::map<Days, bool> said;
    for (const types::RowInfo& row : table.rows) {
        const auto kind = static_cast<std::size_t>(row.cells[0].value);
        const bool works = kinds[kind].name == "班";
        for (const types::Interval& range : row.keys[0].ranges) {
            first = std::min(first, range.low);
            last = std::max(last, range.high);
            for (Days day = range.low; day <= range.high; ++day) {
                said[day] = works;
            }
        }
    }
    // Whole years: what the table says of a year it says of all its days.
    std::vector<Days> days;
    const Days end = add_months(year_start(last, 1, 1), 12);
    for (Days day = year_start(first, 1, 1); day < end; ++day) {
        const auto own = said.find(day);
        if (own == said.end() ? !weekend(day) : own->second) {
            days.push_back(day);
        }
    }
    return days;
}

NodeId Lowering::workday(NodeId date, std::int64_t count) {
    if (!workdays_) {
        const std::vector<Days> days = working_days();
        const ir::Type day{abi::Kind::date};
        const ir::Type number{abi::Kind::number};
        ir::Table numbers{"工作日序", {{"日期", day}}, {{"序", number}}, {}, {}, true};
        ir::Table by_number{"第几个工作日", {{"序", number}}, {{"日期", day}}, {}, {}, true};
        for (std::size_t i = 0; i < days.size(); ++i) {
            const auto at = static_cast<std::int64_t>(i);
            const Days until = i + 1 < days.size() ? days[i + 1] - 1
                                                   : add_months(year_start(days[i], 1, 1), 12) - 1;
            numbers.rows.push_back({{{false, {{days[i], until}}}}, {{true, at}}, {}, {}});
            by_number.rows.push_back({{{false, {{at, at}}}}, {{true, days[i]}}, {}, {}});
        }
        workdays_ = {build_.add(std::move(numbers)), build_.add(std::move(by_number))};
    }
    const NodeId number = build_.lookup(workdays_->first, 0, {date});
    const NodeId day =
        build_.lookup(workdays_->second, 0, {build_.add(number, build_.number(count))});
    // From an absent day none is counted.
    return build_.type(date).optional
               ? build_.choose({{build_.present(date), day}}, build_.absent({abi::Kind::date}))
               : day;
}

}  // namespace pol::lower
