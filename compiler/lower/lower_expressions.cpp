// Expressions as nodes.
#include <algorithm>
#include <limits>

#include "compiler/lower/lowering.h"
#include "compiler/syntax/walk.h"
#include "compiler/types/types.h"
#include "runtime/fault/assert.h"
#include "runtime/value/overloaded.h"

namespace pol::lower {

using namespace syntax;
using ir::NodeId;

ir::Type Lowering::type(const types::Type& type) const {
    using types::Kind;
    ir::Type result{abi::Kind::number,
                    static_cast<std::uint8_t>(type.scale + types::unit_scale(type.kind)),
                    type.optional, 0};
    switch (type.kind) {
    case Kind::boolean:
        result.kind = abi::Kind::boolean;
        break;
    case Kind::money:
        result.kind = abi::Kind::money;
        result.scale = type.scale;
        break;
    case Kind::date:
        result.kind = abi::Kind::date;
        break;
    case Kind::text:
        result.kind = abi::Kind::text;
        break;
    case Kind::place:
        result.kind = abi::Kind::place;
        break;
    case Kind::enumeration:
        result.kind = abi::Kind::code;
        result.enumeration = type.ref;
        break;
    default:
        break;
    }
    return result;
}

NodeId Lowering::expr(ExprId id, const Context& context) {
    build_.at(tree_[id].span);
    const resolve::ModuleIndex home = names_.home(tree_[id].span, context.module);
    if (home == context.module) {
        return expression(id, context);
    }
    Context there = context;
    there.module = home;
    return expression(id, there);
}

NodeId Lowering::expression(ExprId id, const Context& context) {
    return std::visit(
        Overloaded{
            [&](const ErrorExpr&) -> NodeId {
                unreachable_state("a program with errors is not lowered");
            },
            [&](const NumberLit&) { return literal(id); },
            [&](const QuantityLit&) { return literal(id); },
            [&](const DateLit&) { return literal(id); },
            [&](const StringLit&) { return literal(id); },
            [&](const BoolLit&) { return literal(id); },
            [&](const NoneLit&) -> NodeId {
                unreachable_state("无 is lowered with the type it is beside");
            },
            [&](const HereExpr&) { return reference(id, context); },
            [&](const NameExpr&) { return reference(id, context); },
            [&](const AliasExpr& e) { return expr(e.target, context); },
            [&](const MemberExpr&) { return reference(id, context); },
            [&](const IndexExpr&) { return reference(id, context); },
            [&](const SetExpr&) -> NodeId { unreachable_state("a set stands only beside 属于"); },
            [&](const NegateExpr& e) { return build_.negate(expr(e.operand, context)); },
            [&](const NotExpr& e) { return build_.negation(boolean(e.operand, context)); },
            [&](const BinaryExpr& e) { return binary(e, context); },
            [&](const CompareExpr& e) { return compare(e, context); },
            [&](const RangeExpr&) -> NodeId {
                unreachable_state("a range stands only beside 属于");
            },
            [&](const BetweenExpr& e) { return between(e, context); },
            [&](const CallExpr& e) -> NodeId {
                if (e.builtin == Builtin::round_to) {
                    return round_to(e, context);
                }
                std::vector<NodeId> args;
                for (const ExprId arg : e.args) {
                    args.push_back(expr(arg, context));
                }
                build_.at(tree_[id].span);
                switch (e.builtin) {
                case Builtin::minimum:
                    return build_.minimum(std::move(args));
                case Builtin::maximum:
                    return build_.maximum(std::move(args));
                case Builtin::days:
                    return build_.days_between(args[0], args[1]);
                case Builtin::age:
                    return build_.age(args[0], args[1]);
                case Builtin::year_of:
                    return year_of(args[0]);
                case Builtin::quarter_of:
                    return part_of_year(args[0], 4);
                case Builtin::month_of:
                    return part_of_year(args[0], 12);
                case Builtin::round_to:
                    break;
                }
                unreachable_state("取整 is lowered by its own rule");
            },
            [&](const ByExpr& e) { return by(e, id, context); },
            [&](const ListExpr& e) { return list(e, context); },
            [&](const FoldExpr& e) { return fold(e, id, context); },
            [&](const AccountExpr&) { return reference(id, context); },
        },
        tree_[id].node);
}

NodeId Lowering::literal(ExprId id) {
    const types::Type& t = typed_.type(id);
    const auto value = types::constant(tree_, typed_, id, t);
    if (!value) {
        unreachable_state("a checked literal has a value");
    }
    ir::Type target = type(t);
    target.optional = false;
    return build_.constant(target, *value);
}

NodeId Lowering::reference(ExprId id, const Context& context) {
    return std::visit(
        Overloaded{
            [&](const types::FieldRef& r) {
                return is_part(r.field) ? claim_part(r.field, context.sums) : build_.field(r.field);
            },
            [&](const types::ElementRef& r) { return build_.element(r.list, r.field, r.depth); },
            [&](const types::LineRef& r) { return line_field(r, context); },
            [&](const types::ReadingRef& r) {
                return expr(*r.reading->options.front().value, context);
            },
            [&](const types::LinePartRef& r) { return (*context.parts)[r.part]; },
            [&](const types::LineAmountRef& r) { return line_amount(r.amount, context); },
            [&](const types::ValueRef& r) { return build_.code(r.enumeration, r.value); },
            [&](const types::DefineRef& r) { return define(r.define, context); },
            [&](const types::ParamRef& r) { return param(r.param, context); },
            [&](const types::CellRef& r) { return lookup(r, id, context); },
            [&](const types::HereRef& r) { return build_.place(r.place); },
            [&](const types::TierRef& r) { return tier_part((*context.tiers)[r.tier], r.part); },
            [&](const types::ResultRef& r) { return (*context.results)[r.result]; },
            [&](const types::BeyondRef& r) { return beyond_of(r.allowance, context); },
            [&](const types::AccountRef& r) { return account_value(r, id, context); },
            [&](const types::NthRef&) { return build_.quantity(*context.nth); },
            [&](const types::UnpaidRef&) { return unpaid(*context.tiers, false, context.sums); },
            [&](const types::SelfPaidRef&) { return unpaid(*context.tiers, true, context.sums); },
            [&](const auto&) -> NodeId {
                unreachable_state("a name that is no value is refused before lowering");
            },
        },
        typed_.ref(id));
}

NodeId Lowering::boolean(ExprId id, const Context& context) {
    const NodeId node = expr(id, context);
    return build_.type(node).optional ? build_.truth(node) : node;
}

NodeId Lowering::binary(const BinaryExpr& e, const Context& context) {
    const Span where = join(tree_[e.left].span, tree_[e.right].span);
    if (e.op == BinaryOp::conjunction || e.op == BinaryOp::disjunction) {
        const NodeId left = boolean(e.left, context);
        const NodeId right = boolean(e.right, context);
        build_.at(where);
        return e.op == BinaryOp::conjunction ? build_.conjunction({left, right})
                                             : build_.disjunction({left, right});
    }
    if (typed_.type(e.right).is(types::Kind::duration)) {
        const NodeId date = expr(e.left, context);
        build_.at(where);
        return date_plus(date, e.right, e.op == BinaryOp::subtract, context);
    }
    const NodeId left = expr(e.left, context);
    const NodeId right = expr(e.right, context);
    build_.at(where);
    switch (e.op) {
    case BinaryOp::add:
        return build_.add(left, right);
    case BinaryOp::subtract:
        return build_.subtract(left, right);
    case BinaryOp::multiply: {
        const NodeId product = build_.multiply(left, right);
        const bool price = typed_.type(e.left).is(types::Kind::price) ||
                           typed_.type(e.right).is(types::Kind::price);
        return price ? build_.as_money(product) : product;
    }
    default:
        unreachable_state("division is refused before lowering");
    }
}

NodeId Lowering::date_plus(NodeId date, ExprId duration, bool minus, const Context& context) {
    const types::Type& t = typed_.type(duration);
    const auto later = [&](std::int64_t amount) {
        return date_plus(date, static_cast<Unit>(t.ref), minus ? -amount : amount);
    };
    if (const auto amount = types::constant(tree_, typed_, duration, t)) {
        return later(*amount);
    }
    const auto* param = std::get_if<types::ParamRef>(&typed_.ref(duration));
    if (param == nullptr) {
        unreachable_state("a length of time is a literal or a param");
    }
    return by_day(param->param, context, [&](const types::CellInfo& cell) {
        return cell.present ? later(cell.value) : build_.absent({abi::Kind::date, 0, true, 0});
    });
}

NodeId Lowering::date_plus(NodeId date, Unit unit, std::int64_t amount) {
    switch (unit) {
    case Unit::day:
        return build_.add_days(date, build_.number(amount));
    case Unit::month:
        return build_.add_months(date, build_.number(amount));
    case Unit::year:
        return build_.add_months(date, build_.number(12 * amount));
    case Unit::workday:
        return workday(date, amount);
    default:
        unreachable_state("a length of time has one of these units");
    }
}

NodeId Lowering::compare(const CompareExpr& e, const Context& context) {
    const Span where = join(tree_[e.left].span, tree_[e.right].span);
    switch (e.op) {
    case CompareOp::equal:
    case CompareOp::is:
        return is(e.left, e.right, context);
    case CompareOp::is_not:
        return build_.negation(is(e.left, e.right, context));
    case CompareOp::in:
        return membership(e, context);
    case CompareOp::not_in:
        return build_.negation(membership(e, context));
    default:
        break;
    }
    const NodeId left = expr(e.left, context);
    const NodeId right = expr(e.right, context);
    build_.at(where);
    switch (e.op) {
    case CompareOp::less:
        return build_.less(left, right);
    case CompareOp::less_equal:
        return build_.less_equal(left, right);
    case CompareOp::greater:
        return build_.less(right, left);
    default:
        return build_.less_equal(right, left);
    }
}

NodeId Lowering::is(ExprId left, ExprId right, const Context& context) {
    if (std::holds_alternative<NoneLit>(tree_[right].node)) {
        return is_absent(left, context);
    }
    const NodeId a = expr(left, context);
    const NodeId b = expr(right, context);
    build_.at(join(tree_[left].span, tree_[right].span));
    return equals(a, b);
}

// A record is absent where none of it is given.
NodeId Lowering::is_absent(ExprId id, const Context& context) {
    const auto* record = std::get_if<types::RecordRef>(&typed_.ref(id));
    if (record == nullptr) {
        return build_.negation(build_.present(expr(id, context)));
    }
    std::vector<NodeId> given;
    for (std::uint32_t f = 0; f < typed_.vocabulary.fields.size(); ++f) {
        if (!typed_.vocabulary.fields[f].name.starts_with(record->path + ".")) {
            continue;
        }
        given.push_back(build_.present(build_.field(f)));
    }
    return build_.negation(build_.disjunction(std::move(given)));
}

// A value of an enum is equal to its wider one; 其他 of an open one is whatever it does not know.
NodeId Lowering::equals(NodeId left, NodeId right) {
    const ir::Node& constant = program_.nodes[right.value];
    if (constant.op != ir::Op::constant || constant.type.kind != abi::Kind::code) {
        return build_.equal(left, right);
    }
    const auto& values = typed_.vocabulary.enums[constant.type.enumeration].values;
    const std::int64_t wider = constant.value;
    const std::uint32_t enumeration = constant.type.enumeration;
    if (typed_.vocabulary.enums[enumeration].open &&
        wider + 1 == static_cast<std::int64_t>(values.size())) {
        std::vector<NodeId> known;
        for (std::uint32_t v = 0; v + 1 < values.size(); ++v) {
            known.push_back(build_.equal(left, build_.code(enumeration, v)));
        }
        const NodeId other = build_.negation(build_.disjunction(std::move(known)));
        return build_.type(left).optional ? build_.conjunction({build_.present(left), other})
                                          : other;
    }
    std::vector<NodeId> any{build_.equal(left, right)};
    for (std::size_t v = 0; v < values.size(); ++v) {
        if (values[v].wider == wider) {
            any.push_back(
                build_.equal(left, build_.code(enumeration, static_cast<std::uint32_t>(v))));
        }
    }
    return any.size() == 1 ? any[0] : build_.disjunction(std::move(any));
}

NodeId Lowering::membership(const CompareExpr& e, const Context& context) {
    if (const auto* keys = std::get_if<SetExpr>(&tree_[e.left].node)) {
        std::vector<NodeId> all;
        for (const ExprId key : keys->elements) {
            all.push_back(expr(key, context));
        }
        build_.at(join(tree_[e.left].span, tree_[e.right].span));
        return build_.in_table({std::get<types::TableRef>(typed_.ref(e.right)).table},
                               std::move(all));
    }
    const NodeId left = expr(e.left, context);
    const bool place = typed_.type(e.left).is(types::Kind::place);
    const Span where = join(tree_[e.left].span, tree_[e.right].span);
    const auto one = [&](ExprId element) {
        const NodeId right = expr(element, context);
        build_.at(where);
        return place ? build_.within(left, right) : equals(left, right);
    };
    const ExprNode& right = tree_[e.right].node;
    if (const auto* set = std::get_if<SetExpr>(&right)) {
        std::vector<NodeId> any;
        for (const ExprId element : set->elements) {
            any.push_back(one(element));
        }
        build_.at(where);
        return any.size() == 1 ? any[0] : build_.disjunction(std::move(any));
    }
    if (const auto* range = std::get_if<RangeExpr>(&right)) {
        const NodeId low = expr(range->low, context);
        const NodeId high = expr(range->high, context);
        build_.at(where);
        return build_.conjunction({build_.less_equal(low, left), build_.less_equal(left, high)});
    }
    if (const auto* table = std::get_if<types::TableRef>(&typed_.ref(e.right))) {
        build_.at(where);
        return build_.in_table({table->table}, {left});
    }
    return one(e.right);
}

NodeId Lowering::between(const BetweenExpr& e, const Context& context) {
    const NodeId subject = expr(e.subject, context);
    const NodeId low = expr(e.low, context);
    std::vector<NodeId> all{build_.less_equal(low, subject)};
    if (e.high) {
        const NodeId high = expr(*e.high, context);
        const NodeId within = build_.less_equal(subject, high);
        // An absent end is open, for a day that is there.
        all.push_back(build_.type(high).optional
                          ? build_.disjunction({build_.negation(build_.present(high)), within})
                          : within);
    }
    return all.size() == 1 ? all[0] : build_.conjunction(std::move(all));
}

NodeId Lowering::converted(NodeId node, const types::Type& wanted) {
    const ir::Type target = type(wanted);
    return build_.type(node).scale < target.scale ? build_.rescale(node, target.scale) : node;
}

NodeId Lowering::by(const ByExpr& e, ExprId id, const Context& context) {
    const types::Type& result = typed_.type(id);
    const types::Type& subject_type = typed_.type(e.subject);
    const NodeId subject = expr(e.subject, context);
    std::vector<ir::Case> cases;
    std::optional<NodeId> otherwise;
    for (const Arm& arm : in_order_of_asking(e.arms)) {
        const NodeId value = std::holds_alternative<NoneLit>(tree_[arm.value].node)
                                 ? build_.absent(type(result))
                                 : converted(expr(arm.value, context), result);
        build_.at(arm.key.span);
        const bool rest = std::holds_alternative<RestKey>(arm.key.node) ||
                          std::holds_alternative<AnyKey>(arm.key.node);
        if (rest) {
            otherwise = value;
            break;
        }
        cases.push_back({key_condition(subject, arm.key, subject_type), value});
    }
    build_.at(tree_[id].span);
    if (cases.empty()) {
        return *otherwise;
    }
    return build_.choose(cases, otherwise);
}

// Of two days the later counts: those come first, from the last to the first.
std::vector<Arm> Lowering::in_order_of_asking(std::vector<Arm> arms) {
    std::stable_sort(arms.begin(), arms.end(), [](const Arm& a, const Arm& b) {
        const auto* x = std::get_if<SinceKey>(&a.key.node);
        const auto* y = std::get_if<SinceKey>(&b.key.node);
        return x != nullptr && (y == nullptr || x->day > y->day);
    });
    return arms;
}

NodeId Lowering::key_condition(NodeId subject, const Key& key, const types::Type& subject_type) {
    types::Type plain = subject_type;
    plain.optional = false;
    const auto value = [&](ExprId id) {
        const auto v = types::constant(tree_, typed_, id, plain);
        if (!v) {
            unreachable_state("the key of an arm is a constant");
        }
        return build_.constant(type(plain), *v);
    };
    return std::visit(
        Overloaded{
            [&](const AnyKey&) { return build_.boolean(true); },
            [&](const RestKey&) { return build_.boolean(true); },
            [&](const AboveKey&) { return build_.present(subject); },
            [&](const ValueKey& k) { return equals(subject, value(k.value)); },
            [&](const RangeKey& k) {
                if (!plain.is(types::Kind::enumeration)) {
                    return build_.conjunction({build_.less_equal(value(k.low), subject),
                                               build_.less_equal(subject, value(k.high))});
                }
                const auto& values = typed_.vocabulary.enums[plain.ref].values;
                const auto code = [&](ExprId id) {
                    return values[static_cast<std::size_t>(
                                      *types::constant(tree_, typed_, id, plain))]
                        .code;
                };
                std::vector<NodeId> any;
                for (std::size_t v = 0; v < values.size(); ++v) {
                    if (values[v].code.empty() || values[v].code < code(k.low) ||
                        values[v].code > code(k.high)) {
                        continue;
                    }
                    any.push_back(build_.equal(
                        subject, build_.code(plain.ref, static_cast<std::uint32_t>(v))));
                }
                return build_.disjunction(std::move(any));
            },
            [&](const UpToKey& k) { return build_.less_equal(subject, value(k.high)); },
            [&](const SinceKey& k) { return build_.less_equal(build_.date(k.day), subject); },
        },
        key.node);
}

}  // namespace pol::lower
