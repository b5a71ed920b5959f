// Catalogues: a place's own conditions and the parts of a fee line; and which place gives what.
#include <array>

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
        ++scope.parts;
    }
    typed_.catalogues.push_back(std::move(info));
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
