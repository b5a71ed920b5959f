#include "compiler/ir/builder.h"

#include <algorithm>

#include "compiler/ir/typing.h"
#include "runtime/fault/assert.h"

namespace pol::ir {
namespace {

/// Appends an item and yields its id.
template <class IdOf, class T>
IdOf append_to(std::vector<T>& items, T item) {
    const IdOf id{static_cast<std::uint32_t>(items.size())};
    items.push_back(std::move(item));
    return id;
}

/// value × 10^power, where it fits.
std::optional<std::int64_t> times_power(std::int64_t value, int power) {
    for (; power > 0; --power) {
        if (__builtin_mul_overflow(value, std::int64_t{10}, &value)) {
            return std::nullopt;
        }
    }
    return value;
}

}  // namespace

NodeId Builder::append(Node node) {
    node.span = span_;
    const tl::expected<Type, std::string> type = type_of(program_, node);
    if (!type) {
        unreachable_state(type.error().c_str());
    }
    node.type = *type;
    return append_to<NodeId>(program_.nodes, std::move(node));
}

NodeId Builder::node(Op op, std::vector<NodeId> args, std::uint32_t ref, std::uint32_t ref2,
                     std::int64_t value) {
    return append({op, {}, std::move(args), ref, ref2, value, {}});
}

NodeId Builder::scaled(Op op, std::vector<NodeId> args, int scale, std::int64_t value) {
    const Type type{abi::Kind::number, static_cast<std::uint8_t>(scale)};
    return append({op, type, std::move(args), 0, 0, value, {}});
}

int Builder::widest_scale(const std::vector<NodeId>& args) const {
    int widest = 0;
    for (const NodeId id : args) {
        widest = std::max<int>(widest, type(id).scale);
    }
    return widest;
}

NodeId Builder::aligned(Op op, std::vector<NodeId> args) {
    const int scale = widest_scale(args);
    for (NodeId& id : args) {
        id = rescale(id, scale);
    }
    return node(op, std::move(args));
}

NodeId Builder::constant(const Type& type, std::int64_t value) {
    return append({Op::constant, type, {}, 0, 0, value, {}});
}

NodeId Builder::boolean(bool value) {
    return constant({abi::Kind::boolean}, value ? 1 : 0);
}

NodeId Builder::number(std::int64_t value, int scale) {
    return constant({abi::Kind::number, static_cast<std::uint8_t>(scale)}, value);
}

NodeId Builder::money(Fen value) {
    return constant({abi::Kind::money}, value);
}

NodeId Builder::date(Days day) {
    return constant({abi::Kind::date}, day);
}

NodeId Builder::place(std::int64_t division) {
    return constant({abi::Kind::place}, division);
}

NodeId Builder::text(std::string_view text) {
    auto& texts = program_.texts;
    const auto found = std::find(texts.begin(), texts.end(), text);
    const auto index = found - texts.begin();
    if (found == texts.end()) {
        texts.emplace_back(text);
    }
    return constant({abi::Kind::text}, index);
}

NodeId Builder::code(std::uint32_t enumeration, std::uint32_t value) {
    return constant({abi::Kind::code, 0, false, enumeration}, value);
}

NodeId Builder::absent(Type type) {
    return append({Op::absent, type, {}, 0, 0, 0, {}});
}

NodeId Builder::field(std::uint32_t field) {
    return node(Op::field, {}, field);
}

NodeId Builder::element(std::uint32_t list, std::uint32_t field, std::uint32_t outward) {
    const abi::Vocabulary& vocabulary = program_.vocabulary;
    const Type type = type_of(vocabulary, vocabulary.lists[list].fields[field]);
    return append({Op::element, type, {}, field, outward, 0, {}});
}

NodeId Builder::quantity(QuantityId id) {
    return node(Op::quantity, {}, id.value);
}

NodeId Builder::quantity(QuantityId id, const Type& type) {
    return append_to<NodeId>(program_.nodes, Node{Op::quantity, type, {}, id.value, 0, 0, span_});
}

NodeId Builder::negate(NodeId a) {
    return node(Op::negate, {a});
}
NodeId Builder::add(NodeId a, NodeId b) {
    return aligned(Op::add, {a, b});
}
NodeId Builder::subtract(NodeId a, NodeId b) {
    return aligned(Op::subtract, {a, b});
}
NodeId Builder::multiply(NodeId a, NodeId b) {
    return node(Op::multiply, {a, b});
}

NodeId Builder::rescale(NodeId a, int scale) {
    const int power = scale - type(a).scale;
    if (power == 0) {
        return a;
    }
    const Node& operand = program_[a];
    if (operand.op == Op::constant) {
        if (const auto value = times_power(operand.value, power); power > 0 && value) {
            Type larger = operand.type;
            larger.scale = static_cast<std::uint8_t>(scale);
            return constant(larger, *value);
        }
    }
    return scaled(Op::rescale, {a}, scale, 0);
}

NodeId Builder::round(NodeId a, Rounding rounding, int scale) {
    return scaled(Op::round, {a}, scale, rounding.encoded());
}

NodeId Builder::quotient(NodeId a, NodeId b, Rounding rounding, int scale) {
    return scaled(Op::quotient, {a, b}, scale, rounding.encoded());
}

NodeId Builder::minimum(std::vector<NodeId> args) {
    return aligned(Op::minimum, std::move(args));
}
NodeId Builder::maximum(std::vector<NodeId> args) {
    return aligned(Op::maximum, std::move(args));
}
NodeId Builder::equal(NodeId a, NodeId b) {
    return aligned(Op::equal, {a, b});
}
NodeId Builder::less(NodeId a, NodeId b) {
    return aligned(Op::less, {a, b});
}
NodeId Builder::less_equal(NodeId a, NodeId b) {
    return aligned(Op::less_equal, {a, b});
}
NodeId Builder::negation(NodeId a) {
    return node(Op::negation, {a});
}

NodeId Builder::conjunction(std::vector<NodeId> args) {
    return node(Op::conjunction, std::move(args));
}

NodeId Builder::disjunction(std::vector<NodeId> args) {
    return node(Op::disjunction, std::move(args));
}

NodeId Builder::present(NodeId a) {
    return node(Op::present, {a});
}
NodeId Builder::truth(NodeId a) {
    return type(a).optional ? node(Op::truth, {a}) : a;
}
NodeId Builder::within(NodeId place, NodeId wider) {
    return node(Op::within, {place, wider});
}

NodeId Builder::in_table(TableId table, std::vector<NodeId> keys) {
    return node(Op::in_table, std::move(keys), table.value);
}

NodeId Builder::exists(std::uint32_t list, NodeId condition) {
    return node(Op::exists, {condition}, list);
}

NodeId Builder::ranked(std::uint32_t list, NodeId condition, NodeId body, int rank) {
    return node(Op::ranked, {condition, body}, list, 0, rank);
}

NodeId Builder::total(std::uint32_t list, NodeId amount) {
    return node(Op::total, {amount}, list);
}

NodeId Builder::as_money(NodeId yuan) {
    return node(Op::as_money, {yuan});
}

NodeId Builder::count(std::uint32_t list, NodeId condition) {
    return node(Op::count, {condition}, list);
}

NodeId Builder::choose(const std::vector<Case>& cases, std::optional<NodeId> otherwise) {
    std::vector<NodeId> values;
    values.reserve(cases.size() + 1);
    for (const Case& one : cases) {
        values.push_back(one.value);
    }
    values.insert(values.end(), otherwise.has_value() ? 1 : 0, otherwise.value_or(NodeId{}));
    const int scale = widest_scale(values);
    std::vector<NodeId> args;
    for (const Case& one : cases) {
        args.push_back(one.condition);
        args.push_back(rescale(one.value, scale));
    }
    if (otherwise) {
        args.push_back(rescale(*otherwise, scale));
    }
    return node(Op::choose, std::move(args));
}

NodeId Builder::or_else(NodeId a, NodeId otherwise) {
    return choose({{present(a), a}}, otherwise);
}

NodeId Builder::given(NodeId a) {
    return type(a).optional ? choose({{present(a), a}}) : a;
}

NodeId Builder::lookup(TableId table, std::uint32_t column, std::vector<NodeId> keys) {
    return node(Op::lookup, std::move(keys), table.value, column);
}

NodeId Builder::balance(AccountId account, NodeId period, const std::vector<NodeId>& keys) {
    std::vector<NodeId> args{period};
    args.insert(args.end(), keys.begin(), keys.end());
    return node(Op::balance, std::move(args), account.value);
}

NodeId Builder::year_start(NodeId day, int month, int month_day) {
    return node(Op::year_start, {day}, 0, 0, month * 100 + month_day);
}

NodeId Builder::quarter_start(NodeId day) {
    return node(Op::quarter_start, {day});
}
NodeId Builder::month_start(NodeId day) {
    return node(Op::month_start, {day});
}
NodeId Builder::add_days(NodeId day, NodeId days) {
    return node(Op::add_days, {day, days});
}

NodeId Builder::add_months(NodeId day, NodeId months) {
    return node(Op::add_months, {day, months});
}

NodeId Builder::days_between(NodeId from, NodeId to) {
    return node(Op::days_between, {from, to});
}
NodeId Builder::age(NodeId birth, NodeId day) {
    return node(Op::age, {birth, day});
}

QuantityId Builder::define(std::string_view name, Role role, NodeId expression) {
    Quantity quantity;
    quantity.name = name;
    quantity.role = role;
    quantity.expression = expression;
    quantity.span = span_;
    return add(std::move(quantity));
}

QuantityId Builder::add(Quantity quantity) {
    return append_to<QuantityId>(program_.quantities, std::move(quantity));
}

TableId Builder::add(Table table) {
    return append_to<TableId>(program_.tables, std::move(table));
}

AccountId Builder::add(Account account) {
    return append_to<AccountId>(program_.accounts, std::move(account));
}

AnswerId Builder::add(Answer answer) {
    return append_to<AnswerId>(program_.answers, std::move(answer));
}

BenefitId Builder::add(Benefit benefit) {
    return append_to<BenefitId>(program_.benefits, std::move(benefit));
}

CiteId Builder::add(Citation cite) {
    return append_to<CiteId>(program_.cites, std::move(cite));
}

}  // namespace pol::ir
