// Catalogues: a place's own conditions and the parts of a fee line; and which place gives what.
#include <array>

#include "compiler/syntax/walk.h"
#include "compiler/types/checker.h"

namespace pol::types {

using namespace syntax;

namespace {

struct PartName {
    std::string_view zh, en;
    LineAmount amount;
};
constexpr std::array kPartNames{
    PartName{"全自费", "own_pay", LineAmount::own},
    PartName{"超限价", "over_limit", LineAmount::over_limit},
    PartName{"先自付", "pre_self_pay", LineAmount::self_paid},
};
constexpr std::uint32_t kInScope = 3;

}  // namespace

void Checker::catalogues() {
    each_decl([&](resolve::ModuleIndex module, const Decl& decl) {
        if (const auto* c = std::get_if<CatalogueDecl>(&decl.node)) {
            check_catalogue(*c, module, decl.span);
        }
        if (const auto* s = std::get_if<SettlementDecl>(&decl.node)) {
            check_settlement(*s, module);
        }
    });
}

void Checker::check_catalogue(const CatalogueDecl& decl, resolve::ModuleIndex module, Span where) {
    for (const CatalogueInfo& other : typed_.catalogues) {
        if (typed_.modules[other.module].place == typed_.modules[module].place) {
            diagnostics_.add(Code::E0361_second_catalogue, decl.name.span, {decl.name.text})
                .label(other.decl->name.span, Note::first_is_here);
        }
    }
    for (const AnswerDecl& answer : decl.answers) {
        check_answer(answer, module_scope(module));
    }
    CatalogueInfo info{&decl, module, where, {}};
    Scope scope = module_scope(module);
    scope.line = true;
    scope.catalogue = &decl;
    for (const LinePart& part : decl.parts) {
        const PartName* named = nullptr;
        for (const PartName& name : kPartNames) {
            if (name.zh == part.name.text || name.en == part.name.text) {
                named = &name;
            }
        }
        if (named == nullptr) {
            diagnostics_.add(Code::E0362_unknown_line_part, part.name.span, {part.name.text})
                .hint(Note::line_parts);
        }
        info.parts.push_back(named == nullptr ? LineAmount::own : named->amount);
        if (part.when) {
            condition(*part.when, scope);
        }
        // A part that may be absent is zero where it is.
        money_clause(part.value, scope, true);
        forbid_line_amounts(part.value);
        if (part.when) {
            forbid_line_amounts(*part.when);
        }
        ++scope.parts;
    }
    typed_.catalogues.push_back(std::move(info));
}

// What a line comes to is known inside the outermost question over the claim's lines.
std::optional<Type> Checker::line_amount(ExprId id, const std::string& name, const Scope& scope) {
    const bool of_lines = filed_ == nullptr && scope.lists.size() == 1 &&
                          typed_.vocabulary.lists[scope.lists.front()].external == kLineList;
    if (!of_lines) {
        return std::nullopt;
    }
    std::optional<std::uint32_t> amount;
    if (name == "政策范围内" || name == "in_scope") {
        amount = kInScope;
    }
    for (const PartName& part : kPartNames) {
        if (name == part.zh || name == part.en) {
            amount = static_cast<std::uint32_t>(part.amount);
        }
    }
    if (!amount) {
        return std::nullopt;
    }
    set(id, Ref{LineAmountRef{*amount}});
    return Type{Kind::money, 0, false, 0};
}

// Where an expression asks for a part of a line, itself or by a definition or a reading.
std::optional<ExprId> Checker::asks_line_amounts(ExprId id, std::set<const void*>& seen) const {
    const Ref& ref = typed_.refs[id.value];
    if (std::holds_alternative<LineAmountRef>(ref)) {
        return id;
    }
    std::vector<ExprId> parts = parts_of(tree_, id);
    if (const auto* define = std::get_if<DefineRef>(&ref)) {
        const DefineDecl* decl = typed_.defines[define->define].decl;
        if (seen.insert(decl).second) {
            DefineDecl copy = *decl;
            each_expr(copy, [&](const ExprId& part) { parts.push_back(part); });
        }
    }
    if (const auto* reading = std::get_if<ReadingRef>(&ref)) {
        if (seen.insert(reading->reading).second) {
            parts.push_back(*reading->reading->options.front().value);
        }
    }
    for (const ExprId part : parts) {
        if (asks_line_amounts(part, seen)) {
            return id;
        }
    }
    return std::nullopt;
}

// Which lines are taken out, and how a line is parted, is decided before its parts are known.
void Checker::forbid_line_amounts(ExprId id) {
    std::set<const void*> seen;
    if (asks_line_amounts(id, seen)) {
        diagnostics_.add(Code::E0388_parts_not_known_yet, span(id));
    }
}

void Checker::check_settlement(const SettlementDecl& decl, resolve::ModuleIndex module) {
    if (typed_.settlement != nullptr) {
        diagnostics_.add(Code::E0202_declared_twice, decl.name.span, {decl.name.text})
            .label(typed_.settlement->name.span, Note::first_declared_here);
        return;
    }
    for (const auto& place : {decl.catalogue, decl.benefits}) {
        if (!place) {
            continue;
        }
        const Type type = check(*place, module_scope(module));
        if (!type.is_error() && !type.is(Kind::place)) {
            diagnostics_.add(Code::E0326_wrong_type, span(*place), {Term::place, describe(type)});
        }
    }
    typed_.settlement = &decl;
    typed_.settlement_module = module;
}

}  // namespace pol::types
