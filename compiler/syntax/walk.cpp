#include "compiler/syntax/walk.h"

#include <type_traits>

#include "runtime/value/overloaded.h"

namespace pol::syntax {
namespace {

// `Node` may be constant or not; `f` then gets its parts alike.
template <class K, class F>
void key_parts(K& key, F& f) {
    std::visit(
        Overloaded{
            [](auto&) {},
            [&](std::conditional_t<std::is_const_v<K>, const ValueKey, ValueKey>& k) {
                f(k.value);
            },
            [&](std::conditional_t<std::is_const_v<K>, const RangeKey, RangeKey>& k) {
                f(k.low);
                f(k.high);
            },
            [&](std::conditional_t<std::is_const_v<K>, const UpToKey, UpToKey>& k) { f(k.high); },
        },
        key.node);
}

template <class Arms, class F>
void arm_parts(Arms& arms, F& f) {
    for (auto& arm : arms) {
        key_parts(arm.key, f);
        f(arm.value);
    }
}

template <class List, class F>
void all(List& list, F& f) {
    for (auto& id : list) {
        f(id);
    }
}

template <class Maybe, class F>
void maybe(Maybe& id, F& f) {
    if (id) {
        f(*id);
    }
}

// The parts of a node, a constant one or not, by the name of its kind.
template <class Node, class F>
void parts(Node& node, F& f) {
    std::visit(
        [&](auto& e) {
            using E = std::remove_const_t<std::remove_reference_t<decltype(e)>>;
            if constexpr (std::is_same_v<E, AliasExpr>) {
                f(e.target);
            } else if constexpr (std::is_same_v<E, MemberExpr>) {
                f(e.base);
            } else if constexpr (std::is_same_v<E, IndexExpr>) {
                f(e.base);
                all(e.keys, f);
            } else if constexpr (std::is_same_v<E, SetExpr>) {
                all(e.elements, f);
            } else if constexpr (std::is_same_v<E, NegateExpr> || std::is_same_v<E, NotExpr>) {
                f(e.operand);
            } else if constexpr (std::is_same_v<E, BinaryExpr> || std::is_same_v<E, CompareExpr>) {
                f(e.left);
                f(e.right);
            } else if constexpr (std::is_same_v<E, RangeExpr>) {
                f(e.low);
                f(e.high);
            } else if constexpr (std::is_same_v<E, BetweenExpr>) {
                f(e.subject);
                f(e.low);
                maybe(e.high, f);
            } else if constexpr (std::is_same_v<E, CallExpr>) {
                all(e.args, f);
            } else if constexpr (std::is_same_v<E, ByExpr>) {
                f(e.subject);
                arm_parts(e.arms, f);
            } else if constexpr (std::is_same_v<E, ListExpr>) {
                f(e.list);
                maybe(e.condition, f);
            } else if constexpr (std::is_same_v<E, FoldExpr>) {
                f(e.list);
                f(e.body);
                maybe(e.condition, f);
            } else {
                static_assert(std::is_same_v<E, ErrorExpr> || std::is_same_v<E, NumberLit> ||
                                  std::is_same_v<E, QuantityLit> || std::is_same_v<E, DateLit> ||
                                  std::is_same_v<E, StringLit> || std::is_same_v<E, BoolLit> ||
                                  std::is_same_v<E, NoneLit> || std::is_same_v<E, HereExpr> ||
                                  std::is_same_v<E, NameExpr> || std::is_same_v<E, AccountExpr>,
                              "a new node says here what its parts are");
            }
        },
        node);
}

void each_key(std::vector<Each>& each, const OnExpr& f) {
    for (Each& e : each) {
        f(e.key);
    }
}

void adjusts_of(std::vector<Adjust>& adjusts, const OnExpr& f) {
    for (Adjust& a : adjusts) {
        maybe(a.value, f);
        maybe(a.when, f);
    }
}

void bands_of(std::optional<Bands>& bands, const OnExpr& f) {
    if (bands) {
        each_key(bands->each, f);
        arm_parts(bands->arms, f);
    }
}

void clause_of(TierClause& clause, const OnExpr& f) {
    std::visit(Overloaded{
                   [&](BaseClause& c) {
                       f(c.value);
                       adjusts_of(c.adjusts, f);
                   },
                   [&](DeductClause& c) {
                       f(c.amount);
                       each_key(c.each, f);
                       adjusts_of(c.adjusts, f);
                   },
                   [&](RateClause& c) {
                       f(c.rate);
                       bands_of(c.bands, f);
                       adjusts_of(c.adjusts, f);
                   },
                   [&](LimitClause& c) { each_expr(c, f); },
                   [&](FloorClause& c) { f(c.amount); },
                   [](BalanceClause&) {},
               },
               clause.node);
}

}  // namespace

std::vector<ExprId> parts_of(const Tree& tree, ExprId id) {
    std::vector<ExprId> found;
    const auto add = [&](ExprId part) { found.push_back(part); };
    parts(tree[id].node, add);
    return found;
}

void each_expr(AnswerDecl& decl, const OnExpr& f) {
    maybe(decl.when, f);
}

void each_expr(DefineDecl& decl, const OnExpr& f) {
    maybe(decl.value, f);
    for (DefineCase& c : decl.cases) {
        f(c.value);
        maybe(c.when, f);
    }
}

void each_expr(AllowanceDecl& decl, const OnExpr& f) {
    f(decl.amount);
    each_key(decl.each, f);
    adjusts_of(decl.adjusts, f);
}

void each_expr(TierDecl& decl, const OnExpr& f) {
    maybe(decl.when, f);
    for (TierClause& clause : decl.clauses) {
        clause_of(clause, f);
    }
}

void each_expr(LimitClause& clause, const OnExpr& f) {
    f(clause.amount);
    each_key(clause.each, f);
    adjusts_of(clause.adjusts, f);
    maybe(clause.when, f);
}

void each_expr(Change& change, const OnExpr& f) {
    maybe(change.value, f);
    bands_of(change.bands, f);
    each_key(change.each, f);
}

void each_expr(ChangeItem& item, const OnExpr& f) {
    std::visit([&](auto& part) { each_expr(part, f); }, item.node);
}

void each_expr(BenefitItem& item, const OnExpr& f) {
    std::visit(Overloaded{
                   [&](AnswerDecl& d) { each_expr(d, f); },
                   [&](TierDecl& d) { each_expr(d, f); },
                   [&](DefineDecl& d) { each_expr(d, f); },
                   [&](AllowanceDecl& d) { each_expr(d, f); },
                   [&](WithinDecl& d) {
                       f(d.when);
                       for (ChangeItem& change : d.changes) {
                           each_expr(change, f);
                       }
                   },
                   [](YearDecl&) {},
                   [](AppliesDecl&) {},
               },
               item.node);
}

ExprId copy(Tree& tree, ExprId id) {
    Expr made = tree[id];
    const auto renew = [&](ExprId& part) { part = copy(tree, part); };
    parts(made.node, renew);
    return tree.add(std::move(made.node), made.span);
}

}  // namespace pol::syntax
