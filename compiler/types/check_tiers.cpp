// Tiers: the fund, and each clause's amounts, bands and limits.
#include <algorithm>

#include "compiler/source/nearest.h"
#include "compiler/types/checker.h"
#include "runtime/value/overloaded.h"

namespace pol::types {

using namespace syntax;

std::optional<FundInfo> Checker::fund(const Name& name) {
    const auto funds = enum_index_.find(kFundEnum);
    std::vector<std::string> all;
    if (funds != enum_index_.end()) {
        const auto& values = typed_.vocabulary.enums[funds->second].values;
        for (const abi::EnumValue& fund : values) {
            // What nobody pays is the person's: no tier pays it.
            if (fund.code == kPersonField) {
                continue;
            }
            all.push_back(fund.name);
            const auto result = typed_.vocabulary.result(fund.code);
            if (fund.name != name.text || !result) {
                continue;
            }
            FundInfo info{*result, {}, Payer::fund};
            for (const abi::EnumValue* one = &fund;; one = &values[std::size_t(one->wider)]) {
                if (one->code == kHospitalField) {
                    info.payer = Payer::hospital;
                } else if (one->code == kPersonField) {
                    info.payer = Payer::person;
                }
                const auto wider = typed_.vocabulary.result(one->code);
                if (one != &fund && wider && one->code != kPersonField) {
                    info.wider.push_back(*wider);
                }
                if (one->wider < 0) {
                    return info;
                }
            }
        }
    }
    if (!lost_.contains(name.text) && !typed_.vocabulary.fields.empty()) {
        Diagnostic& d = diagnostics_.add(Code::E0350_unknown_fund, name.span, {name.text});
        if (const std::string near = nearest(name.text, all); !near.empty()) {
            d.hint(Note::did_you_mean, {near});
        }
    }
    return std::nullopt;
}

void Checker::check_tier(const TierDecl& decl, Span where, const Scope& benefit_scope,
                         BenefitInfo& benefit) {
    if (decl.reference) {
        return;  // no tier of this name: told when it was looked for
    }
    Scope scope = benefit_scope;
    scope.tiers = &benefit.tiers;
    TierInfo tier;
    scope.tier = &tier;
    tier.decl = &decl;
    tier.name = decl.second ? decl.fund.text + "." + decl.second->text : decl.fund.text;
    tier.fund = fund(decl.fund).value_or(FundInfo{});
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
    for (const TierClause& clause : decl.clauses) {
        check_clause(clause, tier, scope);
    }
    const Span named{where.file, decl.fund.span.begin, decl.fund.span.end};
    if (tier.base == nullptr) {
        diagnostics_.add(Code::E0354_clause_missing, named, {tier.name, Term::base});
    }
    if (tier.rate == nullptr) {
        diagnostics_.add(Code::E0354_clause_missing, named, {tier.name, Term::rate});
    }
    tier.in_scope = tier.base != nullptr && holds_in_scope(tier.base->value, benefit.tiers);
    benefit.tiers.push_back(std::move(tier));
}

void Checker::check_clause(const TierClause& clause, TierInfo& tier, const Scope& scope) {
    const auto once = [&](const auto*& slot, const auto& c, Span& at) {
        if (slot != nullptr) {
            diagnostics_.add(Code::E0352_clause_twice, clause.span).label(at, Note::first_is_here);
            return;
        }
        slot = &c;
        at = clause.span;
    };
    constexpr Type kMoney{Kind::money, 0, false, 0};
    std::visit(Overloaded{
                   [&](const BaseClause& c) {
                       once(tier.base, c, tier.base_span);
                       money_clause(c.value, scope, false);
                       check_adjusts(c.adjusts, "基数", kMoney, scope);
                   },
                   [&](const DeductClause& c) {
                       once(tier.deduct, c, tier.deduct_span);
                       money_clause(c.amount, scope, false);
                       check_adjusts(c.adjusts, "起付", kMoney, scope);
                       if (auto each = check_each(c.each, scope, true)) {
                           tier.deduct_each = std::move(*each);
                       }
                   },
                   [&](const RateClause& c) {
                       once(tier.rate, c, tier.rate_span);
                       check_rate(c, tier, scope);
                   },
                   [&](const LimitClause& c) { check_limit(c, clause.span, tier, scope); },
                   [&](const FloorClause& c) {
                       once(tier.floor, c, tier.floor_span);
                       money_clause(c.amount, scope, false);
                   },
                   [&](const BalanceClause& c) {
                       if (tier.difference) {
                           diagnostics_.add(Code::E0352_clause_twice, clause.span);
                       }
                       tier.difference = fund(c.fund);
                   },
               },
               clause.node);
}

void Checker::check_rate(const RateClause& rate, TierInfo& tier, const Scope& scope) {
    if (rate.bands) {
        check_bands(rate, tier, scope);
    } else {
        rate_value(rate.rate, scope);
    }
    check_adjusts(rate.adjusts, "比例", {Kind::rate, 0, false, 0}, scope);
    need_rounding({Kind::money, 4, false, 0}, scope.module,
                  rate.bands ? rate.bands->span : span(rate.rate));
}

void Checker::rate_value(ExprId rate, const Scope& scope) {
    const Type wanted{Kind::rate, 0, false, 0};
    const Type type = check(rate, scope, &wanted);
    if (type.is_error() || type.is(Kind::rate)) {
        return;
    }
    Diagnostic& d =
        diagnostics_.add(Code::E0326_wrong_type, span(rate), {Term::rate, describe(type)});
    if (type.is(Kind::points)) {
        d.hint(Note::percent_instead);
    }
}

// 至 5万元: 60%  至 10万元: 65%  以上: 70%. Edges rise; a last band without an edge takes the rest.
void Checker::check_bands(const RateClause& rate, TierInfo& tier, const Scope& scope) {
    const Bands& bands = *rate.bands;
    if (auto each = check_each(bands.each, scope, true)) {
        tier.bands_each = std::move(*each);
    }
    constexpr Type kMoney{Kind::money, 0, false, 0};
    std::int64_t below = 0;
    for (const Arm& arm : bands.arms) {
        rate_value(arm.value, scope);
        BandInfo band{std::nullopt, arm.value};
        const bool open = std::holds_alternative<AboveKey>(arm.key.node) ||
                          std::holds_alternative<RestKey>(arm.key.node);
        const auto* up_to = std::get_if<UpToKey>(&arm.key.node);
        if (up_to != nullptr) {
            const Type own = check(up_to->high, scope, &kMoney);
            if (own.is_error()) {
                continue;
            }
            const auto edge = constant(tree_, typed_, up_to->high, kMoney);
            if (!edge || !own.is(Kind::money)) {
                diagnostics_.add(Code::E0326_wrong_type, arm.key.span,
                                 {Term::money, describe(own)});
                continue;
            }
            band.edge = edge;
        }
        const bool closed_before = tier.bands.empty() || tier.bands.back().edge.has_value();
        if ((!open && up_to == nullptr) || !closed_before || (band.edge && *band.edge <= below)) {
            diagnostics_.add(Code::E0365_band_order, arm.key.span);
            continue;
        }
        below = band.edge.value_or(below);
        tier.bands.push_back(band);
    }
    if (bands.arms.empty()) {
        diagnostics_.add(Code::E0328_no_cases, bands.span);
    }
}

void Checker::check_limit(const LimitClause& clause, Span where, TierInfo& tier,
                          const Scope& scope) {
    TierInfo::Limit limit{&clause, {}, where, std::nullopt, std::nullopt};
    if (clause.when) {
        condition(*clause.when, scope);
    }
    limit.allowance = allowance_named(clause.amount, scope);
    if (limit.allowance) {
        const AllowanceInfo& allowance = typed_.allowances[*limit.allowance];
        limit.each = allowance.each;
        limit.carry = allowance.carry;
    } else {
        money_clause(clause.amount, scope, true);
        if (auto each = check_each(clause.each, scope, true)) {
            limit.each = std::move(*each);
        }
        limit.carry = carried(clause.carry, limit.each);
    }
    check_adjusts(clause.adjusts, "封顶", {Kind::money, 0, true, 0}, scope);
    const auto same = std::find_if(tier.limits.begin(), tier.limits.end(), [&](const auto& other) {
        return other.allowance == limit.allowance;
    });
    if (same != tier.limits.end()) {
        diagnostics_.add(Code::E0352_clause_twice, where).label(same->span, Note::first_is_here);
        return;
    }
    tier.limits.push_back(std::move(limit));
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

}  // namespace pol::types
