// Benefits: their conditions, answers and tiers.
#include <algorithm>

#include "compiler/source/nearest.h"
#include "compiler/types/checker.h"
#include "runtime/value/overloaded.h"

namespace pol::types {

using namespace syntax;

void Checker::declare_benefit(const BenefitDecl& decl, resolve::ModuleIndex module, Span where) {
    const auto index = static_cast<std::uint32_t>(typed_.benefits.size());
    BenefitInfo info{&decl, module, where, {}, {}};
    for (const BenefitItem& item : decl.items) {
        const auto* d = std::get_if<DefineDecl>(&item.node);
        if (d == nullptr) {
            continue;
        }
        info.defines.push_back(static_cast<std::uint32_t>(typed_.defines.size()));
        typed_.defines.push_back(
            {d, module, decl.name.text + "." + d->name.text, {}, DefineInfo::State::fresh, index});
    }
    typed_.benefits.push_back(std::move(info));
}

void Checker::benefits() {
    each_decl([&](resolve::ModuleIndex module, const Decl& decl) {
        if (const auto* a = std::get_if<AnswerDecl>(&decl.node)) {
            check_answer(*a, module_scope(module));
        }
    });
    for (std::uint32_t i = 0; i < typed_.benefits.size(); ++i) {
        check_benefit(i);
    }
}

void Checker::check_benefit(std::uint32_t index) {
    const BenefitDecl& decl = *typed_.benefits[index].decl;
    Scope scope = module_scope(typed_.benefits[index].module);
    scope.benefit = index;
    if (decl.when) {
        condition(*decl.when, scope);
    }
    BenefitInfo info = typed_.benefits[index];
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
                   },
                   item.node);
    }
    typed_.benefits[index] = std::move(info);
}

void Checker::check_answer(const AnswerDecl& answer, Scope scope) {
    scope.line = answer.line;
    if (answer.when) {
        condition(*answer.when, scope);
    }
}

void Checker::condition(ExprId id, const Scope& scope) {
    const Type type = check(id, scope);
    if (type.is_error() || type.is(Kind::boolean)) {
        return;
    }
    diagnostics_.add(Code::E0349_not_a_condition, span(id), {describe(type)});
}

void Checker::check_tier(const TierDecl& decl, Span where, const Scope& benefit_scope,
                         BenefitInfo& benefit) {
    Scope scope = benefit_scope;
    scope.tiers = &benefit.tiers;
    TierInfo tier;
    tier.decl = &decl;
    tier.name = decl.second ? decl.fund.text + "." + decl.second->text : decl.fund.text;
    const auto funds = enum_index_.find(kFundEnum);
    bool known = false;
    std::vector<std::string> all;
    if (funds != enum_index_.end()) {
        for (const abi::EnumValue& fund : typed_.vocabulary.enums[funds->second].values) {
            all.push_back(fund.name);
            if (fund.name != decl.fund.text) {
                continue;
            }
            const auto result = typed_.vocabulary.result(fund.code);
            known = result.has_value();
            tier.result = result.value_or(0);
            tier.hospital = fund.code == kHospitalField;
        }
    }
    if (!known && !lost_.contains(decl.fund.text) && !typed_.vocabulary.fields.empty()) {
        Diagnostic& d =
            diagnostics_.add(Code::E0350_unknown_fund, decl.fund.span, {decl.fund.text});
        if (const std::string near = nearest(decl.fund.text, all); !near.empty()) {
            d.hint(Note::did_you_mean, {near});
        }
    }
    for (const TierInfo& other : benefit.tiers) {
        if (other.name != tier.name) {
            continue;
        }
        diagnostics_.add(Code::E0351_tier_twice, decl.fund.span, {tier.name})
            .label(other.decl->fund.span, Note::first_is_here)
            .hint(Note::second_name);
    }
    if (decl.when) {
        condition(*decl.when, scope);
    }
    const auto once = [&](const auto*& slot, const auto& clause, Span at, Span first) {
        if (slot != nullptr) {
            diagnostics_.add(Code::E0352_clause_twice, at).label(first, Note::first_is_here);
        } else {
            slot = &clause;
        }
    };
    for (const TierClause& clause : decl.clauses) {
        std::visit(Overloaded{
                       [&](const BaseClause& c) {
                           once(tier.base, c, clause.span, tier.base_span);
                           tier.base_span = clause.span;
                           money_clause(c.value, scope, false);
                       },
                       [&](const DeductClause& c) {
                           once(tier.deduct, c, clause.span, tier.deduct_span);
                           tier.deduct_span = clause.span;
                           money_clause(c.amount, scope, false);
                           if (auto each = check_each(c.each, scope, true)) {
                               tier.deduct_each = std::move(*each);
                           }
                       },
                       [&](const RateClause& c) {
                           once(tier.rate, c, clause.span, tier.rate_span);
                           tier.rate_span = clause.span;
                           const Type wanted{Kind::rate, 0, false, 0};
                           const Type type = check(c.rate, scope, &wanted);
                           if (type.is_error()) {
                               return;
                           }
                           if (!type.is(Kind::rate)) {
                               Diagnostic& d =
                                   diagnostics_.add(Code::E0326_wrong_type, span(c.rate),
                                                    {Term::rate, describe(type)});
                               if (type.is(Kind::points)) {
                                   d.hint(Note::percent_instead);
                               }
                           }
                           need_rounding({Kind::money, 4, false, 0}, scope.module, span(c.rate));
                       },
                       [&](const LimitClause& c) {
                           TierInfo::Limit limit{&c, {}, clause.span};
                           money_clause(c.amount, scope, true);
                           if (auto each = check_each(c.each, scope, true)) {
                               limit.each = std::move(*each);
                           }
                           if (!tier.limits.empty()) {
                               diagnostics_.add(Code::E0352_clause_twice, clause.span)
                                   .label(tier.limits.front().span, Note::first_is_here);
                               return;
                           }
                           tier.limits.push_back(std::move(limit));
                       },
                   },
                   clause.node);
    }
    if (tier.base == nullptr) {
        diagnostics_.add(Code::E0354_clause_missing,
                         {where.file, decl.fund.span.begin, decl.fund.span.end},
                         {tier.name, Term::base});
    }
    if (tier.rate == nullptr) {
        diagnostics_.add(Code::E0354_clause_missing,
                         {where.file, decl.fund.span.begin, decl.fund.span.end},
                         {tier.name, Term::rate});
    }
    tier.in_scope = tier.base != nullptr && holds_in_scope(tier.base->value, benefit.tiers);
    benefit.tiers.push_back(std::move(tier));
}

void Checker::money_clause(ExprId amount, const Scope& scope, bool may_be_none) {
    const Type wanted{Kind::money, 0, false, 0};
    const Type type = check(amount, scope, &wanted);
    if (type.is_error() || (type.is(Kind::none) && may_be_none)) {
        return;
    }
    if (!type.is(Kind::money)) {
        diagnostics_.add(Code::E0326_wrong_type, span(amount), {Term::money, describe(type)});
        return;
    }
    need_rounding(type, scope.module, span(amount));
}

// 每 年度 每 病种限额[病种].类别: first the period, then keys of which there are finitely many, or
// texts.
std::optional<EachInfo> Checker::check_each(const std::vector<Each>& each, const Scope& scope,
                                            bool visit_alone) {
    struct PeriodWord {
        std::string_view zh, en;
        PeriodKind kind;
    };
    constexpr PeriodWord kPeriods[] = {{"次", "visit", PeriodKind::visit},
                                       {"日", "day", PeriodKind::day},
                                       {"月", "month", PeriodKind::month},
                                       {"季度", "quarter", PeriodKind::quarter},
                                       {"年度", "year", PeriodKind::year}};
    EachInfo info;
    bool period = false;
    for (const Each& e : each) {
        const auto* word = std::get_if<NameExpr>(&tree_[e.key].node);
        const PeriodWord* named = nullptr;
        for (const PeriodWord& p : kPeriods) {
            if (word != nullptr && (word->text == p.zh || word->text == p.en)) {
                named = &p;
            }
        }
        if (named != nullptr && &e == &each.front()) {
            info.period = named->kind;
            period = true;
            const bool year = named->kind != PeriodKind::visit;
            if (year && names_.modules[scope.module].year == nullptr &&
                !names_.modules[scope.module].broken) {
                diagnostics_.add(Code::E0355_no_year, span(e.key)).hint(Note::declare_year);
            }
            continue;
        }
        if (named != nullptr) {
            diagnostics_.add(Code::E0190_not_supported, span(e.key),
                             {std::string("每 ") + word->text});
            return std::nullopt;
        }
        const Type type = check(e.key, scope);
        if (type.is_error()) {
            return std::nullopt;
        }
        const bool key = type.is(Kind::enumeration) || type.is(Kind::boolean) ||
                         type.is(Kind::place) || type.is(Kind::text);
        if (!key) {
            diagnostics_.add(Code::E0356_not_a_key, span(e.key), {describe(type)});
            return std::nullopt;
        }
        info.keys.push_back(e.key);
    }
    if (!period && (!each.empty() || !visit_alone)) {
        diagnostics_.add(Code::E0357_no_period, each.empty() ? Span{} : span(each.front().key));
        return std::nullopt;
    }
    return info;
}

}  // namespace pol::types
