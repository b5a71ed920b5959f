#include "compiler/syntax/walk.h"

#include "runtime/value/overloaded.h"

namespace pol::syntax {
namespace {

using Parts = std::vector<ExprId>;

void add_key(const Key& key, Parts& parts) {
    if (const auto* value = std::get_if<ValueKey>(&key.node)) {
        parts.push_back(value->value);
    }
    if (const auto* range = std::get_if<RangeKey>(&key.node)) {
        parts.insert(parts.end(), {range->low, range->high});
    }
    if (const auto* up_to = std::get_if<UpToKey>(&key.node)) {
        parts.push_back(up_to->high);
    }
}

Parts arms_of(const ByExpr& e) {
    Parts parts{e.subject};
    for (const Arm& arm : e.arms) {
        add_key(arm.key, parts);
        parts.push_back(arm.value);
    }
    return parts;
}

Parts with(ExprId first, const Parts& rest) {
    Parts parts{first};
    parts.insert(parts.end(), rest.begin(), rest.end());
    return parts;
}

Parts with(Parts parts, const std::optional<ExprId>& last) {
    if (last) {
        parts.push_back(*last);
    }
    return parts;
}

}  // namespace

std::vector<ExprId> parts_of(const Tree& tree, ExprId id) {
    return std::visit(Overloaded{
                          [](const ErrorExpr&) { return Parts{}; },
                          [](const NumberLit&) { return Parts{}; },
                          [](const QuantityLit&) { return Parts{}; },
                          [](const DateLit&) { return Parts{}; },
                          [](const StringLit&) { return Parts{}; },
                          [](const BoolLit&) { return Parts{}; },
                          [](const NoneLit&) { return Parts{}; },
                          [](const HereExpr&) { return Parts{}; },
                          [](const NameExpr&) { return Parts{}; },
                          [](const MemberExpr& e) { return Parts{e.base}; },
                          [](const IndexExpr& e) { return with(e.base, e.keys); },
                          [](const SetExpr& e) { return e.elements; },
                          [](const NegateExpr& e) { return Parts{e.operand}; },
                          [](const NotExpr& e) { return Parts{e.operand}; },
                          [](const BinaryExpr& e) { return Parts{e.left, e.right}; },
                          [](const CompareExpr& e) { return Parts{e.left, e.right}; },
                          [](const RangeExpr& e) { return Parts{e.low, e.high}; },
                          [](const BetweenExpr& e) { return with({e.subject, e.low}, e.high); },
                          [](const CallExpr& e) { return e.args; },
                          [](const ByExpr& e) { return arms_of(e); },
                          [](const ListExpr& e) { return with({e.list}, e.condition); },
                      },
                      tree[id].node);
}

}  // namespace pol::syntax
