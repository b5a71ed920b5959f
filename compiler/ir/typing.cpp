#include "compiler/ir/typing.h"

#include <algorithm>

#include <fmt/format.h>

#include "compiler/ir/names.h"
#include "runtime/fault/assert.h"

namespace pol::ir {
namespace {

using Result = tl::expected<Type, std::string>;

constexpr Type kBoolean{abi::Kind::boolean};
constexpr Type kNumber{abi::Kind::number};
constexpr Type kMoney{abi::Kind::money};
constexpr Type kDate{abi::Kind::date};
constexpr Type kPlace{abi::Kind::place};

bool is_amount(const Type& type) {
    return type.kind == abi::Kind::number || type.kind == abi::Kind::money;
}

bool is_ordered(const Type& type) {
    return is_amount(type) || type.kind == abi::Kind::date;
}

const Type& arg(const Program& program, const Node& node, std::size_t i) {
    return program[node.args[i]].type;
}

/// `type`, optional where an operand is.
Type strict(const Program& program, const Node& node, Type type) {
    type.optional = std::any_of(node.args.begin(), node.args.end(),
                                [&](NodeId id) { return program[id].type.optional; });
    return type;
}

tl::unexpected<std::string> wrong(const Type& found, std::string_view expected) {
    return tl::unexpected{
        fmt::format("has an operand of type {}, not {}", name_of(found), expected)};
}

/// The last rule of most operations: operands have these types, absent or not.
Result takes(const Program& program, const Node& node, std::initializer_list<Type> expected,
             Type yields) {
    std::size_t i = 0;
    for (const Type& type : expected) {
        const Type& found = arg(program, node, i++);
        if (!same_kind(found, type)) {
            return wrong(found, name_of(type));
        }
    }
    return strict(program, node, yields);
}

Result conditions(const Program& program, const Node& node) {
    for (const NodeId id : node.args) {
        if (program[id].type != kBoolean) {
            return wrong(program[id].type, "bool");
        }
    }
    return kBoolean;
}

/// All operands are of one type.
Result alike(const Program& program, const Node& node) {
    const Type& first = arg(program, node, 0);
    for (const NodeId id : node.args) {
        if (!same_kind(program[id].type, first)) {
            return wrong(program[id].type, name_of(first));
        }
    }
    return strict(program, node, first);
}

Result alike_and(const Program& program, const Node& node, bool (*fits)(const Type&),
                 std::string_view expected) {
    const Type& first = arg(program, node, 0);
    return fits(first) ? alike(program, node) : wrong(first, expected);
}

Result amounts(const Program& program, const Node& node) {
    return alike_and(program, node, is_amount, "a number or money");
}

Result ordered(const Program& program, const Node& node) {
    return alike_and(program, node, is_ordered, "a number, money or a date");
}

/// What a list is summed over is whole fen of every element.
Result summed(const Program& program, const Node& node) {
    const Type& body = arg(program, node, 0);
    const Type fen{abi::Kind::money, 0, false, 0};
    return body == fen ? Result{fen} : wrong(body, "money");
}

/// One of the elements' amounts or days; there may be too few.
Result ranked(const Program& program, const Node& node) {
    if (arg(program, node, 0) != kBoolean) {
        return wrong(arg(program, node, 0), "bool");
    }
    Type body = arg(program, node, 1);
    if (!is_ordered(body)) {
        return wrong(body, "a number, money or a date");
    }
    if (node.value == 0) {
        return tl::unexpected{std::string{"has no rank"}};
    }
    body.optional = true;
    return body;
}

/// Yuan in steps of 10^-s are fen in steps of 10^-(s-2).
Result as_money(const Program& program, const Node& node) {
    const Type& yuan = arg(program, node, 0);
    if (yuan.kind != abi::Kind::number || yuan.scale < 2) {
        return wrong(yuan, "a number of at least two decimals");
    }
    return Type{abi::Kind::money, static_cast<std::uint8_t>(yuan.scale - 2), yuan.optional, 0};
}

/// Comparisons are never absent.
Result decided(const Result& operands) {
    return operands.map([](const Type&) { return kBoolean; });
}

Result constant(const Program& program, const Node& node) {
    if (node.type.optional) {
        return tl::unexpected{std::string{"is a constant that may be absent"}};
    }
    if (const auto reason = misfit(program, node.type, node.value)) {
        return tl::unexpected{*reason};
    }
    return node.type;
}

Result absent(const Node& node) {
    Type type = node.type;
    type.optional = true;
    return type;
}

Result product(const Program& program, const Node& node) {
    const Type& a = arg(program, node, 0);
    const Type& b = arg(program, node, 1);
    if (!is_amount(a) || !is_amount(b)) {
        return wrong(is_amount(a) ? b : a, "a number or money");
    }
    if (a.kind == abi::Kind::money && b.kind == abi::Kind::money) {
        return tl::unexpected{std::string{"multiplies money by money"}};
    }
    const int scale = a.scale + b.scale;
    if (scale > kWidestScale) {
        return tl::unexpected{fmt::format("has scale {}, past {}", scale, kWidestScale)};
    }
    const bool money = a.kind == abi::Kind::money || b.kind == abi::Kind::money;
    return strict(program, node,
                  {money ? abi::Kind::money : abi::Kind::number, static_cast<std::uint8_t>(scale)});
}

/// An amount brought to the scale that the node's own type names.
Result to_scale(const Program& program, const Node& node, bool larger) {
    Type type = arg(program, node, 0);
    if (!is_amount(type)) {
        return wrong(type, "a number or money");
    }
    const bool right = larger ? node.type.scale > type.scale : node.type.scale <= type.scale;
    if (!right) {
        return tl::unexpected{fmt::format("goes from scale {} to {}", type.scale, node.type.scale)};
    }
    type.scale = node.type.scale;
    return strict(program, node, type);
}

Result quotient(const Program& program, const Node& node) {
    const Type& a = arg(program, node, 0);
    const Type& b = arg(program, node, 1);
    if (!is_amount(a) || !is_amount(b)) {
        return wrong(is_amount(a) ? b : a, "a number or money");
    }
    if (a.kind == abi::Kind::number && b.kind == abi::Kind::money) {
        return tl::unexpected{std::string{"divides a number by money"}};
    }
    return strict(program, node,
                  {a.kind == b.kind ? abi::Kind::number : abi::Kind::money, node.type.scale});
}

Result truth(const Program& program, const Node& node) {
    const Type& found = arg(program, node, 0);
    return found.kind == abi::Kind::boolean ? Result{kBoolean} : wrong(found, "bool?");
}

/// One value of a `choose`; its own condition may exclude that it is absent.
bool may_be_absent(const Program& program, const Node& node, std::size_t i) {
    const bool is_case = i % 2 == 1;
    return arg(program, node, i).optional &&
           !(is_case && excludes_absence(program, node.args[i - 1], node.args[i]));
}

Result choose(const Program& program, const Node& node) {
    Type type = arg(program, node, 1);
    type.optional = false;
    for (std::size_t i = 0; i < node.args.size(); ++i) {
        const Type& found = arg(program, node, i);
        const bool is_condition = i % 2 == 0 && i + 1 < node.args.size();
        if (is_condition && found != kBoolean) {
            return wrong(found, "bool");
        }
        if (!is_condition && !same_kind(found, type)) {
            return wrong(found, name_of(type));
        }
        type.optional = type.optional || (!is_condition && may_be_absent(program, node, i));
    }
    return type;
}

/// Operands are the keys of a table or an account; which ones may be absent is the operation's
/// affair.
std::optional<std::string> wrong_keys(const Program& program, const Node& node, std::size_t first,
                                      const std::vector<Column>& keys) {
    if (node.args.size() != first + keys.size()) {
        return fmt::format("has {} operands, not {}", node.args.size(), first + keys.size());
    }
    for (std::size_t i = 0; i < keys.size(); ++i) {
        const Type& found = arg(program, node, first + i);
        if (!same_kind(found, keys[i].type)) {
            return fmt::format("has a key {} of type {}, not {}", keys[i].name, name_of(found),
                               name_of(keys[i].type));
        }
    }
    return std::nullopt;
}

Result with_table(const Program& program, const Node& node, Type yields) {
    if (auto reason = wrong_keys(program, node, 0, program.tables[node.ref].keys)) {
        return tl::unexpected{std::move(*reason)};
    }
    return yields;
}

Result balance(const Program& program, const Node& node) {
    if (!same_kind(arg(program, node, 0), kDate)) {
        return wrong(arg(program, node, 0), "date");
    }
    if (auto reason = wrong_keys(program, node, 1, program.accounts[node.ref].keys)) {
        return tl::unexpected{std::move(*reason)};
    }
    return strict(program, node, kMoney);
}

}  // namespace

bool same_kind(const Type& a, const Type& b) {
    return a.kind == b.kind && a.scale == b.scale && a.enumeration == b.enumeration;
}

bool excludes_absence(const Program& program, NodeId condition, NodeId node) {
    const Node& asked = program[condition];
    if (asked.op == Op::present && asked.args.front() == node) {
        return true;
    }
    if (program[node].op == Op::rescale) {
        return excludes_absence(program, condition, program[node].args.front());
    }
    return asked.op == Op::conjunction &&
           std::any_of(asked.args.begin(), asked.args.end(),
                       [&](NodeId part) { return excludes_absence(program, part, node); });
}

std::optional<std::string> misfit(const Program& program, const Type& type, std::int64_t value) {
    const auto outside = [&](std::int64_t low, std::int64_t high) -> std::optional<std::string> {
        if (low <= value && value <= high) {
            return std::nullopt;
        }
        return fmt::format("has {}, which is no {}", value, name_of(type));
    };
    switch (type.kind) {
    case abi::Kind::boolean:
        return outside(0, 1);
    case abi::Kind::number:
        return std::nullopt;
    case abi::Kind::money:
        return type.scale == 0 ? outside(-kMoneyBound, kMoneyBound) : std::nullopt;
    case abi::Kind::date:
        return outside(kFirstDay, kLastDay);
    case abi::Kind::text:
        return outside(0, std::ssize(program.texts) - 1);
    case abi::Kind::place:
        return outside(0, 999'999);
    case abi::Kind::code:
        return outside(0, std::ssize(program.vocabulary.enums[type.enumeration].values) - 1);
    }
    unreachable_state("a kind out of range");
}

Type type_of(const abi::Vocabulary& vocabulary, const abi::Field& field) {
    Type type{field.kind, field.scale, !field.required, field.enumeration};
    const abi::Field* source = &field;
    // No chain of defaults is longer than there are fields; one that goes in a circle stays
    // optional.
    for (std::size_t i = 0; type.optional && i <= vocabulary.fields.size(); ++i) {
        if (source->fallback.kind != abi::Default::Kind::field) {
            type.optional = source->fallback.kind == abi::Default::Kind::none;
            break;
        }
        source = &vocabulary.fields[static_cast<std::size_t>(source->fallback.value)];
        type.optional = !source->required;
    }
    return type;
}

Result type_of(const Program& program, const Node& node) {
    const abi::Vocabulary& vocabulary = program.vocabulary;
    switch (node.op) {
    case Op::constant:
        return constant(program, node);
    case Op::absent:
        return absent(node);
    case Op::field:
        return type_of(vocabulary, vocabulary.fields[node.ref]);
    case Op::element:
        return node.type;
    case Op::quantity:
        return program[program.quantities[node.ref].expression].type;
    case Op::negate:
    case Op::add:
    case Op::subtract:
        return amounts(program, node);
    case Op::multiply:
        return product(program, node);
    case Op::rescale:
        return to_scale(program, node, true);
    case Op::round:
        return to_scale(program, node, false);
    case Op::quotient:
        return quotient(program, node);
    case Op::minimum:
    case Op::maximum:
        return ordered(program, node);
    case Op::equal:
        return decided(alike(program, node));
    case Op::less:
    case Op::less_equal:
        return decided(ordered(program, node));
    case Op::negation:
    case Op::conjunction:
    case Op::disjunction:
    case Op::exists:
        return conditions(program, node);
    case Op::count:
        return conditions(program, node).map([](const Type&) { return kNumber; });
    case Op::total:
        return summed(program, node);
    case Op::ranked:
        return ranked(program, node);
    case Op::as_money:
        return as_money(program, node);
    case Op::present:
        return kBoolean;
    case Op::truth:
        return truth(program, node);
    case Op::choose:
        return choose(program, node);
    case Op::within:
        return decided(takes(program, node, {kPlace, kPlace}, kBoolean));
    case Op::in_table:
        return with_table(program, node, kBoolean);
    case Op::lookup:
        return with_table(program, node, program.tables[node.ref].columns[node.ref2].type);
    case Op::balance:
        return balance(program, node);
    case Op::year_start:
    case Op::quarter_start:
    case Op::month_start:
        return takes(program, node, {kDate}, kDate);
    case Op::add_days:
    case Op::add_months:
        return takes(program, node, {kDate, kNumber}, kDate);
    case Op::days_between:
    case Op::age:
        return takes(program, node, {kDate, kDate}, kNumber);
    }
    unreachable_state("an operation out of range");
}

}  // namespace pol::ir
