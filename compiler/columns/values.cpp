// Expressions of the rule IR as values of the column program.
#include <algorithm>

#include "compiler/columns/flattening.h"
#include "compiler/columns/lists.h"
#include "runtime/fault/assert.h"
#include "runtime/value/date.h"
#include "runtime/value/money.h"

namespace pol::columns {
namespace {

using Wide = Range::Wide;

/// A number of a claim that is no money; see ir::kNumberBits.
constexpr Wide kNumber = 1'000'000'000'000'000;
constexpr Wide kIndex = (Wide{1} << 31) - 1;
constexpr Range kMoney{-kMoneyBound, kMoneyBound};
constexpr Range kCalendar{kFirstDay, kLastDay};

Range bounds_of(const abi::Field& field, const abi::Vocabulary& vocabulary) {
    switch (field.kind) {
    case abi::Kind::boolean:
        return {0, 1};
    case abi::Kind::number:
        return {-kNumber, kNumber};
    case abi::Kind::money:
        return {0, kMoneyBound};
    case abi::Kind::date:
        return kCalendar;
    case abi::Kind::place:
        return {0, 999'999};
    case abi::Kind::text:
        return {0, kIndex};
    case abi::Kind::code: {
        const abi::Enum& codes = vocabulary.enums[field.enumeration];
        const auto known = static_cast<Wide>(codes.values.size());
        return {0, codes.open ? kIndex : known - 1};
    }
    }
    unreachable_state("a kind out of range");
}

Range stored_range(abi::ColumnType type) {
    switch (type) {
    case abi::ColumnType::u8:
        return {0, 255};
    case abi::ColumnType::u16:
        return {0, 65535};
    case abi::ColumnType::i32:
        return {-kIndex - 1, kIndex};
    case abi::ColumnType::i64:
        return {-(Wide{1} << 63), (Wide{1} << 63) - 1};
    }
    unreachable_state("a type of column out of range");
}

Range inside(const Range& a, const Range& b) {
    return {std::max(a.low, b.low), std::min(a.high, b.high)};
}

std::int64_t power_of_ten(int k) {
    std::int64_t power = 1;
    for (int i = 0; i < k; ++i) {
        power *= 10;
    }
    return power;
}

}  // namespace

Value Flattening::refuse(Obstacle::Why why) {
    if (!obstacle_) {
        const bool known = computing_ != Fault::kNoQuantity;
        obstacle_ = {why, known ? program_.quantities[computing_].name : std::string()};
    }
    return never_faults(make_.constant(0));
}

Value Flattening::node(ir::NodeId id) {
    if (obstacle_) {
        return never_faults(make_.constant(0));
    }
    const ir::Op op = program_[id].op;
    const bool is_figure =
        op == ir::Op::exists || op == ir::Op::count || op == ir::Op::total || op == ir::Op::ranked;
    return is_figure && lists_ == Lists::figures ? figure(id) : operation(program_[id]);
}

/// A figure of a list, from its column. Whether it faults is known before the kernel runs.
Value Flattening::figure(ir::NodeId id) {
    if (reads_accounts(program_, id)) {
        return refuse(Obstacle::Why::listed_balance);
    }
    const ir::Node& node = program_[id];
    const auto next = static_cast<std::uint32_t>(made_.inputs.size());
    const auto [known, is_new] = figures_.emplace(text_of_figure(program_, id), next);
    if (is_new) {
        const abi::ListFigure column = column_of(program_, id);
        const auto number = static_cast<std::uint32_t>(made_.figures.size());
        made_.figures.push_back(id);
        made_.inputs.push_back({number, column.type, column.optional, true, Input::Source::figure});
    }
    const std::uint32_t ref = known->second;
    const bool is_truth = node.type.kind == abi::Kind::boolean;
    const Range range = is_truth                            ? Range{0, 1}
                        : node.op == ir::Op::count          ? Range{0, kIndex}
                        : node.type.kind == abi::Kind::date ? kCalendar
                        : node.type.kind == abi::Kind::money && node.type.scale == 0
                            ? kMoney
                            : stored_range(abi::ColumnType::i64);
    Value value = never_faults(make_.input(ref, is_truth, range));
    if (node.type.optional) {
        value.there = make_.there(ref);
    }
    return value;
}

/// A condition: absent is false.
Value Flattening::truth(ir::NodeId id) {
    const Value value = node(id);
    return {both(value.there, value.value), std::nullopt, value.fault};
}

Value Flattening::operation(const ir::Node& node) {
    using ir::Op;
    switch (node.op) {
    case Op::constant:
        return never_faults(node.type.kind == abi::Kind::boolean ? make_.truth(node.value != 0)
                                                                 : make_.constant(node.value));
    case Op::absent: {
        const bool is_truth = node.type.kind == abi::Kind::boolean;
        return {is_truth ? make_.truth(false) : make_.constant(0), make_.truth(false),
                make_.truth(false)};
    }
    case Op::field:
        return field(node);
    case Op::quantity:
        return quantity({node.ref});
    case Op::negate:
    case Op::add:
    case Op::subtract:
    case Op::multiply:
    case Op::rescale:
        return arithmetic(node);
    case Op::round:
        return round(node);
    case Op::quotient:
        return quotient(node);
    case Op::minimum:
    case Op::maximum:
        return extreme(node);
    case Op::equal:
    case Op::less:
    case Op::less_equal:
    case Op::within:
        return compare(node);
    case Op::negation: {
        Value value = truth(node.args[0]);
        value.value = make_.negation(value.value);
        return value;
    }
    case Op::conjunction:
        return connective(node, false);
    case Op::disjunction:
        return connective(node, true);
    case Op::present: {
        const Value value = this->node(node.args[0]);
        return {value.there.value_or(make_.truth(true)), std::nullopt, value.fault};
    }
    case Op::truth:
        return truth(node.args[0]);
    case Op::choose:
        return choice(node);
    case Op::in_table:
        return in_table(node);
    case Op::lookup:
        return lookup(node);
    case Op::as_money:
        return this->node(node.args[0]);
    case Op::balance:
        return balance(node);
    case Op::year_start:
    case Op::quarter_start:
    case Op::month_start:
    case Op::add_days:
    case Op::add_months:
    case Op::days_between:
    case Op::age:
        return calendar(node);
    case Op::exists:
        return never_faults(make_.truth(false));
    case Op::count:
    case Op::total:
        return never_faults(make_.constant(0));
    case Op::ranked:
        return {make_.constant(0), make_.truth(false), make_.truth(false)};
    case Op::element:
        break;
    }
    unreachable_state("an element outside of its list");
}

Value Flattening::field(const ir::Node& node) {
    const auto known = fields_.find(node.ref);
    const Value value = known != fields_.end()
                            ? known->second
                            : fields_.emplace(node.ref, stored(node.ref)).first->second;
    return value;
}

/// One of the parts that the total is the sum of.
bool Flattening::is_part(std::uint32_t field) const {
    const abi::Vocabulary& vocabulary = program_.vocabulary;
    const auto known = [&](std::string_view name) { return vocabulary.field(name).has_value(); };
    return known("medfee_sumamt") &&
           std::all_of(abi::kPartFields.begin(), abi::kPartFields.end(), known) &&
           std::find(abi::kPartFields.begin(), abi::kPartFields.end(),
                     vocabulary.fields[field].external) != abi::kPartFields.end();
}

/// Where one part is given the others are zero.
Value Flattening::part(std::uint32_t index) {
    Value value = column(index);
    if (!value.there) {
        return value;
    }
    value.value = make_.select(*value.there, value.value, make_.constant(0));
    NodeId given = make_.truth(false);
    for (const std::string_view name : abi::kPartFields) {
        const Value one = column(*program_.vocabulary.field(name));
        given = make_.disjunction(given, one.there.value_or(make_.truth(true)));
    }
    value.there = given;
    if (make_.is(given, true)) {
        value.there = std::nullopt;
    }
    return value;
}

Value Flattening::stored(std::uint32_t index) {
    return is_part(index) ? part(index) : column(index);
}

/// A field as its column has it, its default where it has none. What is out of its bounds is the
/// claim's fault before anything is settled, as for a claim that is read from a text.
Value Flattening::column(std::uint32_t index) {
    const abi::Field& field = program_.vocabulary.fields[index];
    const bool is_truth = field.kind == abi::Kind::boolean;
    const auto by_default = [&]() -> std::optional<Value> {
        switch (field.fallback.kind) {
        case abi::Default::Kind::none:
            return std::nullopt;
        case abi::Default::Kind::value:
            return never_faults(is_truth ? make_.truth(field.fallback.value != 0)
                                         : make_.constant(field.fallback.value));
        case abi::Default::Kind::field:
            return stored(static_cast<std::uint32_t>(field.fallback.value));
        }
        unreachable_state("a default out of range");
    };
    // Columns of figures come after those that were given.
    const auto column = std::find_if(given_.begin(), given_.end(),
                                     [&](const Input& input) { return input.index == index; });
    if (column == given_.end()) {
        if (const std::optional<Value> value = by_default()) {
            return *value;
        }
        if (field.required) {
            return refuse(Obstacle::Why::missing_column);
        }
        return {is_truth ? make_.truth(false) : make_.constant(0), make_.truth(false),
                make_.truth(false)};
    }
    const auto ref = static_cast<std::uint32_t>(column - given_.begin());
    const Range bounds = bounds_of(field, program_.vocabulary);
    const Range range = stored_range(column->type);
    Value value = never_faults(
        make_.input(ref, is_truth, column->trusted || is_truth ? inside(range, bounds) : range));
    const NodeId unread = is_truth ? make_.truth(false) : make_.outside(value.value, bounds);
    if (!column->nullable) {
        unread_ = make_.disjunction(unread_, unread);
        return value;
    }
    const NodeId there = make_.there(ref);
    unread_ = make_.disjunction(unread_, make_.conjunction(there, unread));
    if (const std::optional<Value> otherwise = by_default()) {
        value.value = make_.select(there, value.value, otherwise->value);
        value.there = otherwise->there;
        return value;
    }
    if (field.required) {
        unread_ = make_.disjunction(unread_, make_.negation(there));
        return value;
    }
    value.there = there;
    return value;
}

/// All operands; `together` is there where all are, and faults where one does.
std::vector<Value> Flattening::operands(const ir::Node& node, Value& together) {
    std::vector<Value> values;
    values.reserve(node.args.size());
    together = never_faults(make_.constant(0));
    for (const ir::NodeId id : node.args) {
        values.push_back(this->node(id));
        const Value& value = values.back();
        if (value.there) {
            together.there = both(together.there, *value.there);
        }
        together.fault = make_.disjunction(together.fault, value.fault);
    }
    return values;
}

/// Money in fen past the bound is the claim's fault.
Value Flattening::bounded(const ir::Node& node, Value value) {
    if (node.type.kind == abi::Kind::money && node.type.scale == 0) {
        const NodeId past = both(value.there, make_.outside(value.value, kMoney));
        value.fault = make_.disjunction(value.fault, past);
    }
    return value;
}

Value Flattening::arithmetic(const ir::Node& node) {
    Value result;
    const std::vector<Value> args = operands(node, result);
    const NodeId a = args[0].value;
    switch (node.op) {
    case ir::Op::negate:
        result.value = make_.subtract(make_.constant(0), a);
        break;
    case ir::Op::add:
        result.value = make_.add(a, args[1].value);
        break;
    case ir::Op::subtract:
        result.value = make_.subtract(a, args[1].value);
        break;
    case ir::Op::multiply:
        result.value = make_.multiply(a, args[1].value);
        break;
    case ir::Op::rescale: {
        const int added = node.type.scale - program_[node.args[0]].type.scale;
        if (added > 18) {
            return refuse(Obstacle::Why::wide);
        }
        result.value = make_.multiply(a, make_.constant(power_of_ten(added)));
        return result;
    }
    default:
        unreachable_state("an operation of arithmetic");
    }
    return bounded(node, result);
}

NodeId Flattening::rounded_to(NodeId value, int dropped, ir::Rounding rounding) {
    const int digits = dropped + rounding.digits;
    if (digits > 18) {
        return refuse(Obstacle::Why::wide).value;
    }
    const NodeId whole = make_.divide(value, power_of_ten(digits), rounding.mode);
    return make_.multiply(whole, make_.constant(power_of_ten(rounding.digits)));
}

Value Flattening::round(const ir::Node& node) {
    Value result = this->node(node.args[0]);
    const int dropped = program_[node.args[0]].type.scale - node.type.scale;
    result.value = rounded_to(result.value, dropped, ir::Rounding::decode(node.value));
    return bounded(node, result);
}

Value Flattening::quotient(const ir::Node& node) {
    Value result;
    const std::vector<Value> args = operands(node, result);
    const ir::Rounding rounding = ir::Rounding::decode(node.value);
    const int power =
        program_[node.args[1]].type.scale + node.type.scale - program_[node.args[0]].type.scale;
    if (power > 18 || -power + rounding.digits > 18) {
        return refuse(Obstacle::Why::wide);
    }
    NodeId dividend = args[0].value;
    NodeId divisor = args[1].value;
    const NodeId none = make_.equal(divisor, make_.constant(0));
    result.fault = make_.disjunction(result.fault, both(result.there, none));
    dividend = make_.multiply(dividend, make_.constant(power_of_ten(std::max(0, power))));
    divisor = make_.multiply(divisor,
                             make_.constant(power_of_ten(std::max(0, -power) + rounding.digits)));
    result.value = make_.multiply(make_.quotient(dividend, divisor, rounding.mode),
                                  make_.constant(power_of_ten(rounding.digits)));
    return bounded(node, result);
}

Value Flattening::extreme(const ir::Node& node) {
    Value result;
    const std::vector<Value> args = operands(node, result);
    result.value = args[0].value;
    for (std::size_t i = 1; i < args.size(); ++i) {
        result.value = node.op == ir::Op::minimum ? make_.minimum(result.value, args[i].value)
                                                  : make_.maximum(result.value, args[i].value);
    }
    return result;
}

Value Flattening::compare(const ir::Node& node) {
    Value together;
    const std::vector<Value> args = operands(node, together);
    const NodeId a = args[0].value;
    const NodeId b = args[1].value;
    NodeId holds;
    switch (node.op) {
    case ir::Op::equal:
        holds = make_.equal(a, b);
        break;
    case ir::Op::less:
        holds = make_.less(a, b);
        break;
    case ir::Op::less_equal:
        holds = make_.less_equal(a, b);
        break;
    default:
        holds = lies_in(a, b);
    }
    return {both(together.there, holds), std::nullopt, together.fault};
}

/// A place lies in a wider one where the pairs of digits that the wider one gives agree.
NodeId Flattening::lies_in(NodeId place, NodeId wider) {
    const std::optional<std::int64_t> known = make_.known(wider);
    if (!known) {
        return make_.call(Op::within, {place, wider}, 0, true, {0, 1});
    }
    if (*known == 0) {
        return make_.truth(true);
    }
    const std::int64_t span = *known % 10'000 == 0 ? 10'000 : *known % 100 == 0 ? 100 : 1;
    return make_.conjunction(make_.less_equal(wider, place),
                             make_.less_equal(place, make_.constant(*known + span - 1)));
}

/// From the left: what comes behind the first decisive operand does not fault.
Value Flattening::connective(const ir::Node& node, bool decisive) {
    NodeId result = make_.truth(!decisive);
    NodeId fault = make_.truth(false);
    const int outer = in_some_case_;
    for (const ir::NodeId id : node.args) {
        const NodeId reached = decisive ? make_.negation(result) : result;
        if (make_.is(reached, false)) {
            break;
        }
        const Value operand = truth(id);
        fault = make_.disjunction(fault, make_.conjunction(reached, operand.fault));
        result = decisive ? make_.disjunction(result, operand.value)
                          : make_.conjunction(result, operand.value);
        in_some_case_ = outer + 1;
    }
    in_some_case_ = outer;
    return {result, std::nullopt, fault};
}

Value Flattening::choice(const ir::Node& node) {
    struct Arm {
        NodeId condition;
        Value value;
    };
    std::vector<Arm> arms;
    NodeId reached = make_.truth(true);
    NodeId fault = make_.truth(false);
    const int outer = in_some_case_;
    for (std::size_t i = 0; i < node.args.size() && !make_.is(reached, false); i += 2) {
        const bool last = i + 1 == node.args.size();
        const Value asked = last ? never_faults(make_.truth(true)) : truth(node.args[i]);
        fault = make_.disjunction(fault, make_.conjunction(reached, asked.fault));
        const NodeId taken = make_.conjunction(reached, asked.value);
        in_some_case_ = outer + 1;
        if (make_.is(taken, false)) {
            continue;
        }
        const Value value = this->node(node.args[last ? i : i + 1]);
        fault = make_.disjunction(fault, make_.conjunction(taken, value.fault));
        arms.push_back({asked.value, value});
        reached = make_.conjunction(reached, make_.negation(asked.value));
    }
    in_some_case_ = outer;
    if (node.args.size() % 2 == 0) {
        fault = make_.disjunction(fault, reached);
    }
    if (arms.empty()) {
        const bool is_truth = node.type.kind == abi::Kind::boolean;
        return {is_truth ? make_.truth(false) : make_.constant(0), std::nullopt, fault};
    }
    Value result = arms.back().value;
    for (std::size_t i = arms.size() - 1; i-- > 0;) {
        const Arm& arm = arms[i];
        result.value = make_.select(arm.condition, arm.value.value, result.value);
        if (arm.value.there || result.there) {
            const NodeId yes = make_.truth(true);
            result.there = make_.select(arm.condition, arm.value.there.value_or(yes),
                                        result.there.value_or(yes));
        }
    }
    if (!node.type.optional) {
        result.there = std::nullopt;
    }
    result.fault = fault;
    return result;
}

/// A day outside of the calendar is the claim's fault.
Value Flattening::days(Value value) {
    const NodeId past = both(value.there, make_.outside(value.value, kCalendar));
    value.fault = make_.disjunction(value.fault, past);
    return value;
}

Value Flattening::calendar(const ir::Node& node) {
    constexpr std::int64_t kTooManyMonths = std::int64_t{12} * 400;
    constexpr Range kStarts{kFirstDay - 366, kLastDay};
    Value result;
    const std::vector<Value> args = operands(node, result);
    const NodeId a = args[0].value;
    const std::optional<std::int64_t> day = make_.known(a);
    switch (node.op) {
    case ir::Op::year_start:
        if (day) {
            result.value = make_.constant(year_start(*day, static_cast<int>(node.value / 100),
                                                     static_cast<int>(node.value % 100)));
            return result;
        }
        result.value = make_.call(Op::year_start, {a}, node.value, false, kStarts);
        return result;
    case ir::Op::quarter_start:
        if (day) {
            result.value = make_.constant(quarter_start(*day));
            return result;
        }
        result.value = make_.call(Op::quarter_start, {a}, 0, false, kStarts);
        return result;
    case ir::Op::month_start:
        if (day) {
            result.value = make_.constant(month_start(*day));
            return result;
        }
        result.value = make_.call(Op::month_start, {a}, 0, false, kStarts);
        return result;
    case ir::Op::age:
        result.value = make_.call(Op::age, {a, args[1].value}, 0, false, {-400, 400});
        return result;
    case ir::Op::days_between:
        result.value = make_.subtract(args[1].value, a);
        return result;
    case ir::Op::add_days:
        result.value = make_.add(a, args[1].value);
        return days(result);
    case ir::Op::add_months: {
        const NodeId many = make_.outside(args[1].value, {-kTooManyMonths, kTooManyMonths});
        result.fault = make_.disjunction(result.fault, both(result.there, many));
        result.value = make_.call(Op::add_months, {a, args[1].value}, 0, false,
                                  {kFirstDay - 146'097, kLastDay + 146'097});
        return days(result);
    }
    default:
        unreachable_state("an operation of the calendar");
    }
}

}  // namespace pol::columns
