// What keeps accounts: allowances, periods and keys; and the changes that amendments make on what a
// clause yields.
#include <algorithm>

#include "compiler/types/checker.h"

namespace pol::types {

using namespace syntax;

namespace {

struct PeriodWord {
    std::string_view zh, en;
    PeriodKind kind;
};
constexpr PeriodWord kPeriods[] = {{"次", "visit", PeriodKind::visit},
                                   {"日", "day", PeriodKind::day},
                                   {"月", "month", PeriodKind::month},
                                   {"季度", "quarter", PeriodKind::quarter},
                                   {"年度", "year", PeriodKind::year}};

const PeriodWord* period_named(std::string_view word) {
    for (const PeriodWord& p : kPeriods) {
        if (word == p.zh || word == p.en) {
            return &p;
        }
    }
    return nullptr;
}

}  // namespace

void Checker::check_allowance(std::uint32_t index) {
    const AllowanceInfo info = typed_.allowances[index];
    Scope scope = module_scope(info.module);
    scope.benefit = info.benefit;
    money_clause(info.decl->amount, scope, true);
    AllowanceInfo& into = typed_.allowances[index];
    if (auto each = check_each(info.decl->each, scope, true)) {
        into.each = std::move(*each);
    }
    into.carry = carried(info.decl->carry, into.each);
    into.checked = true;
}

// Whether what stands here settles a stay as one claim a year.
bool Checker::splits(const Scope& scope) const {
    const bool own_year = scope.benefit && typed_.benefits[*scope.benefit].year;
    const resolve::Module& module = names_.modules[scope.module];
    if (own_year) {
        return typed_.benefits[*scope.benefit].year->line_field.has_value();
    }
    // A year that says it wrongly has been reported.
    return module.broken || (module.year != nullptr && module.year->split);
}

std::optional<std::uint32_t> Checker::find_allowance(const std::string& name, const Scope& scope) {
    if (scope.benefit) {
        for (const std::uint32_t a : typed_.benefits[*scope.benefit].allowances) {
            if (typed_.allowances[a].decl->name.text == name) {
                return a;
            }
        }
    }
    const resolve::Symbol* found = names_.find(scope.module, name);
    if (found == nullptr) {
        return std::nullopt;
    }
    const auto* decl = std::get_if<const AllowanceDecl*>(&found->declared);
    return decl == nullptr ? std::nullopt : std::optional(allowance_index_.at(*decl));
}

// 封顶 统筹年度额度: the name of an allowance alone.
std::optional<std::uint32_t> Checker::allowance_named(ExprId id, const Scope& scope) {
    const auto* name = std::get_if<NameExpr>(&tree_[id].node);
    if (name == nullptr) {
        return std::nullopt;
    }
    Scope home = scope;
    home.module = names_.home(span(id), scope.module);
    const auto found = find_allowance(name->text, home);
    if (found) {
        set(id, Ref{AllowanceRef{*found}});
        set(id, Type{Kind::record, 0, false, 0});
    }
    return found;
}

// 每 月 … 结转 至 年度: to a period that holds several of the limit's own.
std::optional<PeriodKind> Checker::carried(const std::optional<Name>& to, const EachInfo& each) {
    if (!to) {
        return std::nullopt;
    }
    const PeriodWord* period = period_named(to->text);
    if (period == nullptr || each.period == PeriodKind::visit || period->kind <= each.period ||
        period->kind == PeriodKind::day) {
        diagnostics_.add(Code::E0364_carry_period, to->span);
        return std::nullopt;
    }
    return period->kind;
}

// 每 年度 每 病种限额[病种].类别: first the period, then keys of which there are finitely many, or
// texts.
std::optional<EachInfo> Checker::check_each(const std::vector<Each>& each, const Scope& scope,
                                            bool visit_alone) {
    EachInfo info;
    bool period = false;
    for (const Each& e : each) {
        const auto* word = std::get_if<NameExpr>(&tree_[e.key].node);
        const PeriodWord* named = word == nullptr ? nullptr : period_named(word->text);
        if (named != nullptr && &e == &each.front()) {
            info.period = named->kind;
            period = true;
            const resolve::Module& module = names_.modules[scope.module];
            const bool own_year = scope.benefit && typed_.benefits[*scope.benefit].year;
            if (named->kind != PeriodKind::visit && module.year == nullptr && !own_year &&
                !module.broken) {
                diagnostics_.add(Code::E0355_no_year, span(e.key)).hint(Note::declare_year);
            }
            continue;
        }
        if (named != nullptr && named->kind == PeriodKind::year && &e == &each[1] &&
            info.period == PeriodKind::visit && period) {
            if (!splits(scope)) {
                diagnostics_.add(Code::E0372_visit_a_year, span(e.key));
                return std::nullopt;
            }
            info.yearly = true;
            continue;
        }
        if (named != nullptr) {
            diagnostics_.add(Code::E0373_second_period, span(e.key), {word->text});
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

// 已计 统筹年度额度, 剩余 统筹基金.起付: what an account holds, or leaves of its amount.
Type Checker::account(ExprId id, const AccountExpr& account, const Scope& scope) {
    const auto& parts = account.path.parts;
    AccountRef ref{std::nullopt, 0, AccountRef::Clause::deduct, account.left};
    if (parts.size() == 1) {
        ref.allowance = find_allowance(parts[0].text, scope);
        const bool kept =
            ref.allowance && typed_.allowances[*ref.allowance].each.period != PeriodKind::visit;
        if (!kept) {
            diagnostics_.add(Code::E0366_not_an_account, account.path.span, {account.path.text()});
            return error();
        }
    } else {
        const std::string& clause = parts.back().text;
        const bool deduct = clause == "起付" || clause == "deduct";
        std::string tier = parts[0].text;
        if (parts.size() == 3) {
            tier += "." + parts[1].text;
        }
        bool kept = false;
        for (std::uint32_t t = 0; scope.tiers != nullptr && t < scope.tiers->size(); ++t) {
            const TierInfo& info = (*scope.tiers)[t];
            if (info.name != tier) {
                continue;
            }
            ref.tier = t;
            ref.clause = deduct ? AccountRef::Clause::deduct : AccountRef::Clause::limit;
            kept = deduct ? info.deduct != nullptr && info.deduct_each.period != PeriodKind::visit
                          : (clause == "封顶" || clause == "limit") &&
                                std::any_of(info.limits.begin(), info.limits.end(),
                                            [](const TierInfo::Limit& l) {
                                                return !l.allowance &&
                                                       l.each.period != PeriodKind::visit;
                                            });
        }
        if (!kept) {
            diagnostics_.add(Code::E0366_not_an_account, account.path.span, {account.path.text()});
            return error();
        }
    }
    set(id, Ref{ref});
    return {Kind::money, 0, false, 0};
}

void Checker::check_adjusts(const std::vector<Adjust>& adjusts, std::string_view word,
                            const Type& clause, const Scope& scope) {
    for (const Adjust& a : adjusts) {
        check_adjust(a, word, clause, scope);
    }
}

// What each verb takes beside a clause of money or of a rate.
void Checker::check_adjust(const Adjust& adjust, std::string_view word, const Type& clause,
                           const Scope& scope) {
    if (adjust.when) {
        condition(*adjust.when, scope);
    }
    if (!adjust.value) {
        return;
    }
    const bool money = clause.is(Kind::money);
    std::vector<Kind> fits;
    switch (adjust.verb) {
    case Verb::set:
    case Verb::at_least:
    case Verb::at_most:
        fits = {clause.kind};
        break;
    case Verb::by:
        fits = {Kind::rate, Kind::factor};
        break;
    case Verb::raise_to:
        fits = {Kind::factor};
        break;
    case Verb::raise:
    case Verb::lower:
        if (money) {
            const std::string path =
                (scope.tier == nullptr ? "" : scope.tier->name + ".") + std::string(word);
            diagnostics_.add(Code::E0212_verb_unfit, adjust.span, {path})
                .hint(Note::verbs_are,
                      {std::string("为  上调至 …倍  按 …%  加  减  不低于  不高于  取消")});
            return;
        }
        fits = {Kind::points};
        break;
    case Verb::plus:
    case Verb::minus:
        fits = {money ? Kind::money : Kind::points};
        break;
    case Verb::cancel:
        return;
    }
    const Type wanted{fits.front(), 0, false, 0};
    const Type type = check(*adjust.value, scope, &wanted);
    const bool none = type.is(Kind::none) && clause.optional && adjust.verb == Verb::set;
    if (type.is_error() || none || std::find(fits.begin(), fits.end(), type.kind) != fits.end()) {
        if (money) {
            need_rounding({Kind::money, 4, false, 0}, scope.module, adjust.span);
        }
        return;
    }
    diagnostics_.add(Code::E0326_wrong_type, span(*adjust.value),
                     {term_of(wanted.kind), describe(type)});
}

}  // namespace pol::types
