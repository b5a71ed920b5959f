// Benefits: their conditions, answers and settings.
#include <algorithm>

#include "compiler/types/checker.h"
#include "runtime/value/overloaded.h"

namespace pol::types {

using namespace syntax;

void Checker::declare_benefit(const BenefitDecl& decl, resolve::ModuleIndex module, Span where) {
    const auto index = static_cast<std::uint32_t>(typed_.benefits.size());
    BenefitInfo info{&decl, module, where, {}, {}, {}, std::nullopt, std::nullopt};
    for (const BenefitItem& item : decl.items) {
        if (const auto* a = std::get_if<AllowanceDecl>(&item.node)) {
            info.allowances.push_back(static_cast<std::uint32_t>(typed_.allowances.size()));
            const std::string& root = decl.root.empty() ? decl.name.text : decl.root;
            // One that an amendment took over is the amended benefit's, with its account.
            const resolve::ModuleIndex home = names_.home(a->name.span, module);
            typed_.allowances.push_back({a, home, root + "." + a->name.text, {}, {}, false, index});
        }
        const auto* d = std::get_if<DefineDecl>(&item.node);
        if (d == nullptr) {
            continue;
        }
        info.defines.push_back(static_cast<std::uint32_t>(typed_.defines.size()));
        typed_.defines.push_back({d,
                                  module,
                                  decl.variant + decl.name.text + "." + d->name.text,
                                  {},
                                  DefineInfo::State::fresh,
                                  index});
    }
    typed_.benefits.push_back(std::move(info));
}

void Checker::benefits() {
    each_decl([&](resolve::ModuleIndex module, const Decl& decl) {
        const auto* a = std::get_if<AnswerDecl>(&decl.node);
        if (a != nullptr && filed_ == nullptr) {
            check_answer(*a, module_scope(module));
        }
    });
    for (std::uint32_t i = 0; i < typed_.benefits.size(); ++i) {
        benefit_settings(typed_.benefits[i]);
    }
    for (std::uint32_t i = 0; i < typed_.allowances.size(); ++i) {
        check_allowance(i);
    }
    for (std::uint32_t i = 0; i < typed_.benefits.size(); ++i) {
        check_benefit(i);
    }
}

// 年度 and 适用 inside a benefit stand for the module's.
void Checker::benefit_settings(BenefitInfo& info) {
    for (const BenefitItem& item : info.decl->items) {
        if (const auto* year = std::get_if<YearDecl>(&item.node)) {
            if (info.year) {
                diagnostics_.add(Code::E0203_set_twice, item.span);
            }
            info.year = year_of(*year, info.module);
        }
        if (const auto* applies = std::get_if<AppliesDecl>(&item.node)) {
            if (info.applies) {
                diagnostics_.add(Code::E0203_set_twice, item.span);
            }
            info.applies = date_field(applies->field, info.module);
        }
    }
    const bool says =
        std::any_of(info.decl->items.begin(), info.decl->items.end(), [](const BenefitItem& item) {
            return std::holds_alternative<AppliesDecl>(item.node);
        });
    if (filed_ != nullptr && !says) {
        info.applies = filing_date(info);
    }
}

void Checker::check_benefit(std::uint32_t index) {
    const BenefitDecl& decl = *typed_.benefits[index].decl;
    Scope scope = module_scope(typed_.benefits[index].module);
    scope.benefit = index;
    for (const Guard& guard : decl.guards) {
        condition(guard.when, scope);
        for (const Guard& with : guard.with) {
            condition(with.when, scope);
        }
    }
    if (decl.when) {
        condition(*decl.when, scope);
    }
    BenefitInfo info = typed_.benefits[index];
    for (const Adjust& a : decl.lines) {
        check_adjust(a, "自付比例", {Kind::rate, 0, false, 0}, scope);
        for (const auto& part : {a.value, a.when}) {
            if (part) {
                forbid_line_amounts(*part);
            }
        }
    }
    std::vector<const AnswerDecl*> answers;
    for (const BenefitItem& item : decl.items) {
        std::visit(Overloaded{
                       [&](const AnswerDecl& a) {
                           const auto same = std::find_if(
                               answers.begin(), answers.end(),
                               [&](const AnswerDecl* b) { return b->code.text == a.code.text; });
                           if (same != answers.end()) {
                               diagnostics_
                                   .add(Code::E0202_declared_twice, a.code.span, {a.code.text})
                                   .label((*same)->code.span, Note::first_declared_here);
                           }
                           answers.push_back(&a);
                           check_answer(a, scope);
                       },
                       [&](const TierDecl& t) { check_tier(t, item.span, scope, info); },
                       [](const DefineDecl&) {},
                       [](const AllowanceDecl&) {},
                       [](const WithinDecl&) {},
                       [](const YearDecl&) {},
                       [](const AppliesDecl&) {},
                   },
                   item.node);
    }
    typed_.benefits[index] = std::move(info);
}

void Checker::check_answer(const AnswerDecl& answer, Scope scope) {
    scope.line = answer.line;
    const bool fits = filed_ == nullptr
                          ? !answer.reject
                          : !answer.line && !answer.no_calc && answer.kind != AnswerKind::manual &&
                                (answer.kind != AnswerKind::refused || answer.reject);
    if (!fits) {
        diagnostics_.add(filed_ == nullptr ? Code::E0382_only_of_filings
                                           : Code::E0381_not_of_filings,
                         answer.code.span, {answer.code.text});
    }
    if (answer.when) {
        condition(*answer.when, scope);
        if (answer.line) {
            forbid_line_amounts(*answer.when);
        }
    }
}

void Checker::condition(ExprId id, const Scope& scope) {
    const Type type = check(id, scope);
    if (type.is_error() || type.is(Kind::boolean)) {
        return;
    }
    diagnostics_.add(Code::E0349_not_a_condition, span(id), {describe(type)});
}

}  // namespace pol::types
