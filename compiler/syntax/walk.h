// The parts of expressions and declarations, and copies of them.
#pragma once

#include <functional>
#include <vector>

#include "compiler/syntax/tree.h"

namespace pol::syntax {

/// The expressions that stand directly in an expression, in the order of the text.
[[nodiscard]] std::vector<ExprId> parts_of(const Tree& tree, ExprId id);

using OnExpr = std::function<void(ExprId&)>;

/// Calls `f` with each expression that stands directly in a declaration's part, to read it or to
/// put another in its place.
void each_expr(AnswerDecl& decl, const OnExpr& f);
void each_expr(DefineDecl& decl, const OnExpr& f);
void each_expr(AllowanceDecl& decl, const OnExpr& f);
void each_expr(TierDecl& decl, const OnExpr& f);
void each_expr(LimitClause& clause, const OnExpr& f);
void each_expr(Change& change, const OnExpr& f);
void each_expr(ChangeItem& item, const OnExpr& f);
void each_expr(BenefitItem& item, const OnExpr& f);

/// A copy of an expression, all of its parts copied too; spans stay those of the original.
[[nodiscard]] ExprId copy(Tree& tree, ExprId id);

/// A copy of a declaration's part, with copies of its expressions.
template <class Part>
[[nodiscard]] Part copy(Tree& tree, const Part& part) {
    Part made = part;
    each_expr(made, [&](ExprId& id) { id = copy(tree, id); });
    return made;
}

}  // namespace pol::syntax
