// Benefits: tiers and their clauses, amendments, readings, properties.
#include "compiler/parse/builder.h"
#include "compiler/parse/keywords.h"

namespace pol::parse {

using namespace syntax;

namespace {

template <class T>
T* as(antlr4::tree::ParseTree* tree) {
    return dynamic_cast<T*>(tree);
}

}  // namespace

TierDecl Builder::tier(Grammar::TierContext* context) {
    TierDecl result;
    result.fund = name(context->name(0));
    result.cites = cites(context->cite());
    if (context->name().size() > 1) {
        result.second = name(context->name(1));
    }
    if (context->when() != nullptr) {
        result.when = expr(context->when()->expr());
    }
    result.reference = context->LBRACE() == nullptr;
    for (auto* c : context->tierClause()) {
        result.clauses.push_back(tier_clause(c));
    }
    return result;
}

TierClause Builder::tier_clause(Grammar::TierClauseContext* context) {
    const Span where = span(context);
    if (auto* c = as<Grammar::ClauseBaseContext>(context)) {
        return {BaseClause{expr(c->expr()), cites(c->cite()), {}}, where};
    }
    if (auto* c = as<Grammar::ClauseDeductContext>(context)) {
        DeductClause deduct;
        deduct.amount = expr(c->expr(0));
        deduct.each = each(c->expr(), 1);
        deduct.counts_base = c->accumulate() != nullptr;
        deduct.cites = cites(c->cite());
        return {std::move(deduct), where};
    }
    if (auto* c = as<Grammar::ClauseRateContext>(context)) {
        RateClause rate{{}, cites(c->cite()), std::nullopt, c->ROUND_SUM() != nullptr, {}};
        if (c->bands() != nullptr) {
            rate.bands = bands(c->bands());
            rate.rate = error(rate.bands->span);
        } else {
            rate.rate = expr(c->expr());
        }
        return {std::move(rate), where};
    }
    if (auto* c = as<Grammar::ClauseLimitContext>(context)) {
        return {limit(c->expr(), c->looks(), c->carry(), c->cite()), where};
    }
    if (auto* c = as<Grammar::ClauseFloorContext>(context)) {
        return {FloorClause{expr(c->expr()), cites(c->cite())}, where};
    }
    auto* c = as<Grammar::ClauseBalanceContext>(context);
    return {BalanceClause{name(c->name())}, where};
}

Bands Builder::bands(Grammar::BandsContext* context) {
    Bands result{
        context->OVER_DEDUCTIBLE() != nullptr, each(context->expr(), 0), {}, span(context)};
    for (auto* arm : context->arm()) {
        Key k = key(arm->key());
        result.arms.push_back({std::move(k), expr(arm->expr())});
    }
    return result;
}

LimitClause Builder::limit(const std::vector<Grammar::ExprContext*>& exprs,
                           Grammar::LooksContext* looked, Grammar::CarryContext* carried,
                           Grammar::CiteContext* cited) {
    LimitClause result;
    result.looks = looks(looked);
    result.amount = expr(exprs[0]);
    result.each = each(exprs, 1);
    result.cites = cites(cited);
    result.carry = carry(carried);
    return result;
}

std::optional<Name> Builder::carry(Grammar::CarryContext* context) {
    if (context == nullptr) {
        return std::nullopt;
    }
    return name(context->path());
}

AllowanceDecl Builder::allowance(Grammar::AllowanceContext* context) {
    return {name(context->name()),   expr(context->expr(0)), each(context->expr(), 1),
            carry(context->carry()), cites(context->cite()), {}};
}

FilingDecl Builder::filing(Grammar::DeclFilingContext* context) {
    FilingDecl result;
    result.judged.name = name(context->name(0));
    result.record = name(context->name(1));
    result.judged.cites = cites(context->cite());
    for (auto* item : context->filingItem()) {
        if (item->answer() != nullptr) {
            result.judged.items.push_back({answer(item->answer()), span(item)});
        } else {
            result.judged.items.push_back({AppliesDecl{path(item->path())}, span(item)});
        }
    }
    return result;
}

BenefitDecl Builder::benefit(Grammar::DeclBenefitContext* context) {
    BenefitDecl result;
    result.name = name(context->name());
    result.cites = cites(context->cite());
    result.force = force(context->force());
    if (context->when() != nullptr) {
        result.when = expr(context->when()->expr());
    }
    for (auto* item : context->benefitItem()) {
        const Span where = span(item);
        if (item->answer() != nullptr) {
            result.items.push_back({answer(item->answer()), where});
        } else if (item->tier() != nullptr) {
            result.items.push_back({tier(item->tier()), where});
        } else if (item->definition() != nullptr) {
            result.items.push_back({definition(item->definition()), where});
        } else if (item->allowance() != nullptr) {
            result.items.push_back({allowance(item->allowance()), where});
        } else if (item->yearRule() != nullptr) {
            result.items.push_back({year(item->yearRule()), where});
        } else if (item->APPLIES() != nullptr) {
            result.items.push_back({AppliesDecl{path(item->path())}, where});
        } else if (item->WITHIN() != nullptr) {
            const ExprId when = expr(item->when()->expr());
            result.items.push_back({WithinDecl{when, changes(item->change())}, where});
        }
    }
    return result;
}

// What a limit looks at: the base, the money above the deductible, or the total by its name.
Looks Builder::looks(Grammar::LooksContext* context) {
    if (context == nullptr) {
        return Looks::payment;
    }
    if (context->BASE() != nullptr) {
        return Looks::base;
    }
    if (context->OVER_DEDUCTIBLE() != nullptr) {
        return Looks::over_deductible;
    }
    const std::string_view word = text(token(context->getStart()));
    if (word != "医疗费总额" && word != "medfee_sumamt") {
        diagnostics_.add(Code::E0118_limit_looks, span(context), {std::string(word)});
    }
    return Looks::total;
}

AmendDecl Builder::amend(Grammar::DeclAmendContext* context) {
    AmendDecl result;
    result.base = name(context->name(0));
    result.name = name(context->name(1));
    result.when = expr(context->when()->expr());
    for (auto* o : context->order()) {
        const auto kind = o->INSTEAD() != nullptr  ? OrderKind::instead
                          : o->ON_TOP() != nullptr ? OrderKind::on_top
                                                   : OrderKind::better;
        result.orders.push_back({kind, name(o->name())});
    }
    result.force = force(context->force());
    result.cites = cites(context->cite());
    result.changes = changes(context->change());
    return result;
}

ReadingDecl Builder::reading(Grammar::DeclReadingContext* context) {
    ReadingDecl result{
        name(context->name()), cites(context->cite()), string(context->STRING()), {}, {}};
    for (auto* o : context->option()) {
        ReadingOption option{name(o->name()), std::nullopt, {}, o->ADOPT() != nullptr, span(o)};
        if (o->expr() != nullptr) {
            option.value = expr(o->expr());
        }
        option.changes = changes(o->change());
        result.options.push_back(std::move(option));
    }
    return result;
}

std::vector<ChangeItem> Builder::changes(const std::vector<Grammar::ChangeContext*>& list) {
    std::vector<ChangeItem> result;
    for (auto* context : list) {
        const Span where = span(context);
        if (context->verb() != nullptr) {
            result.push_back({change(context), where});
        } else if (context->tier() != nullptr) {
            result.push_back({tier(context->tier()), where});
        } else if (context->answer() != nullptr) {
            result.push_back({answer(context->answer()), where});
        } else {
            result.push_back(
                {limit(context->expr(), context->looks(), context->carry(), context->cite()),
                 where});
        }
    }
    return result;
}

Change Builder::change(Grammar::ChangeContext* context) {
    auto* v = context->verb();
    Change result;
    result.path = path(context->path());
    result.cites = cites(context->cite());
    result.span = span(context);
    switch (v->getStart()->getType()) {
    case Grammar::IS:
        result.verb = Verb::set;
        break;
    case Grammar::BY:
        result.verb = Verb::by;
        break;
    case Grammar::RAISE_TO:
        result.verb = Verb::raise_to;
        break;
    case Grammar::RAISE:
        result.verb = Verb::raise;
        break;
    case Grammar::LOWER:
        result.verb = Verb::lower;
        break;
    case Grammar::PLUS_VERB:
        result.verb = Verb::plus;
        break;
    case Grammar::MINUS_VERB:
        result.verb = Verb::minus;
        break;
    case Grammar::NOT_LESS:
        result.verb = Verb::at_least;
        break;
    case Grammar::NOT_MORE:
        result.verb = Verb::at_most;
        break;
    default:
        result.verb = Verb::cancel;
        return result;
    }
    result.carry = carry(v->carry());
    if (v->bands() != nullptr) {
        result.bands = bands(v->bands());
        result.each = each(v->expr(), 0);
        return result;
    }
    result.looks = looks(v->looks());
    result.value = expr(v->expr(0));
    result.each = each(v->expr(), 1);
    return result;
}

// In a property `=` compares; of 不减于 the first side is money, the second what it follows.
AlwaysDecl Builder::always(Grammar::DeclAlwaysContext* context) {
    AlwaysDecl result{{}, {}, std::nullopt};
    for (auto* key : context->post()) {
        result.each.push_back({post(key)});
    }
    equals_compares_ = true;
    result.holds = expr(context->expr(0));
    equals_compares_ = false;
    if (context->NOT_FALLING() != nullptr) {
        result.not_falling_in = expr(context->expr(1));
    }
    return result;
}

}  // namespace pol::parse
