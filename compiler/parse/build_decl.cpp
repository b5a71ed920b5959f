// Declarations.
#include <charconv>

#include "compiler/parse/builder.h"
#include "compiler/parse/fold.h"
#include "compiler/parse/keywords.h"

namespace pol::parse {

using namespace syntax;

namespace {

template <class T>
T* as(antlr4::tree::ParseTree* tree) {
    return dynamic_cast<T*>(tree);
}

// A number in a short quantity such as `1月`; the grammar has seen that digits stand first.
int small(std::string_view digits) {
    int value = 0;
    std::from_chars(digits.data(), digits.data() + digits.size(), value);
    return value;
}

}  // namespace

std::vector<Decl> Builder::build(Grammar::FileContext* file) {
    std::vector<Decl> decls;
    for (auto* context : file->decl()) {
        decl(context, decls);
    }
    return decls;
}

void Builder::decl(Grammar::DeclContext* context, std::vector<Decl>& into) {
    const Span where = span(context);
    if (auto* d = as<Grammar::DeclModuleContext>(context)) {
        into.push_back({ModuleDecl{path(d->path())}, where});
    } else if (auto* d1 = as<Grammar::DeclUseContext>(context)) {
        UseDecl use;
        for (auto* p : d1->path()) {
            use.paths.push_back(path(p));
        }
        into.push_back({std::move(use), where});
    } else if (auto* d2 = as<Grammar::DeclJurisdictionContext>(context)) {
        JurisdictionDecl j{fold_ascii(text(token(d2->NUMBER()))), span(token(d2->NUMBER())),
                           std::nullopt};
        if (d2->name() != nullptr) {
            j.name = name(d2->name());
        }
        into.push_back({std::move(j), where});
    } else if (auto* d3 = as<Grammar::DeclInForceContext>(context)) {
        into.push_back({*force(d3->force()), where});
    } else if (auto* d4 = as<Grammar::DeclYearContext>(context)) {
        into.push_back({year(d4->yearRule()), where});
    } else if (auto* d5 = as<Grammar::DeclAppliesContext>(context)) {
        into.push_back({AppliesDecl{path(d5->path())}, where});
    } else if (auto* d6 = as<Grammar::DeclRoundingContext>(context)) {
        into.push_back({RoundingDecl{name(d6->name(0)), name(d6->name(1))}, where});
    } else if (auto* d7 = as<Grammar::DeclSourceContext>(context)) {
        into.push_back({SourceDecl{name(d7->name()), string(d7->STRING())}, where});
    } else if (auto* d8 = as<Grammar::DeclClausesContext>(context)) {
        ClausesDecl clauses{name(d8->name()), {}};
        for (auto* entry : d8->clauseEntry()) {
            clauses.entries.push_back({string(entry->STRING()), name(entry->name())});
        }
        into.push_back({std::move(clauses), where});
    } else if (auto* d9 = as<Grammar::DeclAsBeforeContext>(context)) {
        into.push_back({AsBeforeDecl{cites(d9->cite())}, where});
    } else {
        vocabulary_decl(context, into);
    }
}

void Builder::vocabulary_decl(Grammar::DeclContext* context, std::vector<Decl>& into) {
    const Span where = span(context);
    if (auto* d = as<Grammar::DeclTableContext>(context)) {
        into.push_back({table(d), where});
    } else if (auto* d1 = as<Grammar::DeclParamContext>(context)) {
        into.push_back({param(d1), where});
    } else if (auto* d2 = as<Grammar::DeclEnumContext>(context)) {
        EnumDecl e{name(d2->name()), false, !d2->OPEN().empty(), !d2->PREFIX().empty(), {}};
        for (auto* value : d2->enumValue()) {
            e.values.push_back(enum_value(value));
        }
        into.push_back({std::move(e), where});
    } else if (auto* d3 = as<Grammar::DeclExtendEnumContext>(context)) {
        EnumDecl e{name(d3->name()), true, false, false, {}};
        for (auto* value : d3->enumValue()) {
            e.values.push_back(enum_value(value));
        }
        into.push_back({std::move(e), where});
    } else if (auto* d4 = as<Grammar::DeclRecordContext>(context)) {
        RecordDecl r{name(d4->name()), false, {}};
        for (auto* f : d4->field()) {
            r.fields.push_back(field(f));
        }
        into.push_back({std::move(r), where});
    } else if (auto* d5 = as<Grammar::DeclExtendContext>(context)) {
        RecordDecl r{name(d5->name()), true, {}};
        for (auto* f : d5->field()) {
            r.fields.push_back(field(f));
        }
        into.push_back({std::move(r), where});
    } else {
        rule_decl(context, into);
    }
}

void Builder::rule_decl(Grammar::DeclContext* context, std::vector<Decl>& into) {
    const Span where = span(context);
    if (auto* d = as<Grammar::DeclDefineContext>(context)) {
        into.push_back({definition(d->definition()), where});
    } else if (auto* d1 = as<Grammar::DeclAnswerContext>(context)) {
        into.push_back({answer(d1->answer()), where});
    } else if (auto* d2 = as<Grammar::DeclBenefitContext>(context)) {
        into.push_back({benefit(d2), where});
    } else if (auto* d3 = as<Grammar::DeclSpecimenContext>(context)) {
        into.push_back(
            {SpecimenDecl{name(d3->name(0)), name(d3->name(1)), record(d3->recordLit())}, where});
    } else if (auto* d4 = as<Grammar::DeclTestContext>(context)) {
        TestDecl test{string(d4->STRING()), span(token(d4->STRING())), {}};
        for (auto* item : d4->testItem()) {
            test_item(item, test.steps);
        }
        into.push_back({std::move(test), where});
    } else if (auto* d5 = as<Grammar::DeclCatalogueContext>(context)) {
        into.push_back({catalogue(d5), where});
    } else if (auto* d7 = as<Grammar::DeclReadingContext>(context)) {
        into.push_back({reading(d7), where});
    } else if (auto* d8 = as<Grammar::DeclAlwaysContext>(context)) {
        into.push_back({always(d8), where});
    } else if (auto* d6 = as<Grammar::DeclSettlementContext>(context)) {
        into.push_back({settlement(d6), where});
    } else if (auto* d9 = as<Grammar::DeclAmendContext>(context)) {
        into.push_back({amend(d9), where});
    } else if (auto* d10 = as<Grammar::DeclAllowanceContext>(context)) {
        into.push_back({allowance(d10->allowance()), where});
    } else if (auto* d11 = as<Grammar::DeclTierContext>(context)) {
        into.push_back({tier(d11->tier()), where});
    } else if (auto* d12 = as<Grammar::DeclFilingContext>(context)) {
        into.push_back({filing(d12), where});
    }
}

std::optional<InForceDecl> Builder::force(Grammar::ForceContext* context) {
    if (context == nullptr) {
        return std::nullopt;
    }
    InForceDecl result{date(context->DATE(0)), std::nullopt};
    if (context->DATE().size() > 1) {
        result.to = date(context->DATE(1));
    }
    return result;
}

YearDecl Builder::year(Grammar::YearRuleContext* context) {
    YearDecl result{1, 1, path(context->path())};
    const auto month = quantity(token(context->QUANTITY(0)));
    const auto day = quantity(token(context->QUANTITY(1)));
    if (month) {
        result.month = small(month->first);
    }
    if (day) {
        result.day = small(day->first);
    }
    const bool units = month && day && month->second == Unit::month && day->second == Unit::day;
    const bool range =
        result.month >= 1 && result.month <= 12 && result.day >= 1 && result.day <= 28;
    if (month && day && (!units || !range)) {
        diagnostics_.add(Code::E0117_bad_year_start, span(context));
        result.month = result.day = 1;
    }
    if (context->SPLIT() != nullptr) {
        result.split = span(token(context->SPLIT()));
    }
    return result;
}

DefineDecl Builder::definition(Grammar::DefinitionContext* context) {
    DefineDecl result{name(context->name()), std::nullopt, {}, {}, force(context->force())};
    if (context->expr() != nullptr) {
        result.value = expr(context->expr());
        result.cites = cites(context->cite());
    }
    for (auto* c : context->defineCase()) {
        DefineCase one{expr(c->expr()), std::nullopt, cites(c->cite()), span(c)};
        if (c->when() != nullptr) {
            one.when = expr(c->when()->expr());
        }
        result.cases.push_back(std::move(one));
    }
    return result;
}

TableDecl Builder::table(Grammar::DeclTableContext* context) {
    TableDecl result{name(context->name(0)), {}, {}, cites(context->cite()), {}, std::nullopt};
    // The names before `)` are keys, those after it columns.
    const std::uint32_t close = token(context->RPAREN()).begin;
    for (std::size_t i = 1; i < context->name().size(); ++i) {
        Name column = name(context->name(i));
        (column.span.begin < close ? result.keys : result.columns).push_back(std::move(column));
    }
    if (context->STRING() != nullptr) {
        result.file = Name{string(context->STRING()), span(token(context->STRING()))};
    }
    for (auto* r : context->row()) {
        TableRow row{{}, {}, cites(r->cite()), false, span(r)};
        for (auto* k : r->key()) {
            row.keys.push_back(key(k));
        }
        for (auto* c : r->cell()) {
            row.cells.push_back(expr(c->expr()));
        }
        row.rest = row.keys.size() == 1 && std::holds_alternative<RestKey>(row.keys[0].node);
        result.rows.push_back(std::move(row));
    }
    return result;
}

ParamDecl Builder::param(Grammar::DeclParamContext* context) {
    ParamDecl result{name(context->name()), std::nullopt, {}, cites(context->cite())};
    if (context->expr() != nullptr) {
        result.value = expr(context->expr());
    }
    for (auto* d : context->dated()) {
        result.dated.push_back({date(d->DATE()), expr(d->expr()), span(d)});
    }
    return result;
}

EnumValueDecl Builder::enum_value(Grammar::EnumValueContext* context) {
    EnumValueDecl result{name(context->name(0)), std::nullopt, std::nullopt};
    if (auto* code = context->code()) {
        result.code = code->STRING() != nullptr ? string(code->STRING())
                                                : fold_ascii(text(token(code->getStart())));
        if (code->name() != nullptr) {
            result.code = name(code->name()).text;
        }
    }
    if (context->name().size() > 1) {
        result.wider = name(context->name(1));
    }
    return result;
}

FieldDecl Builder::field(Grammar::FieldContext* context) {
    auto* t = context->typeRef();
    TypeRef type{{}, t->LIST() != nullptr, t->QUESTION() != nullptr, {}, t->ENUM() != nullptr};
    if (t->name() != nullptr) {
        type.name = name(t->name());
    }
    for (auto* value : t->enumValue()) {
        type.inline_values.push_back(enum_value(value));
    }
    FieldDecl result{name(context->name()), std::nullopt, std::move(type), std::nullopt};
    if (context->externalName() != nullptr) {
        result.external = name(context->externalName());
    }
    if (context->expr() != nullptr) {
        result.fallback = expr(context->expr());
    }
    return result;
}

AnswerDecl Builder::answer(Grammar::AnswerContext* context) {
    AnswerDecl result;
    switch (context->getStart()->getType()) {
    case Grammar::REFUSE:
        result.kind = AnswerKind::refused;
        break;
    case Grammar::PENDING:
        result.kind = AnswerKind::pending;
        break;
    case Grammar::MANUAL:
        result.kind = AnswerKind::manual;
        break;
    case Grammar::REJECT:
        result.kind = AnswerKind::refused;
        result.reject = true;
        break;
    default:
        result.kind = AnswerKind::notice;
        break;
    }
    result.line = context->LINE() != nullptr;
    result.code = name(context->name());
    result.no_calc = !context->NO_CALC().empty();
    if (context->when() != nullptr) {
        result.when = expr(context->when()->expr());
    }
    result.cites = cites(context->cite());
    return result;
}

std::vector<Each> Builder::each(const std::vector<Grammar::ExprContext*>& list, std::size_t from) {
    std::vector<Each> result;
    for (std::size_t i = from; i < list.size(); ++i) {
        result.push_back({expr(list[i])});
    }
    return result;
}

CatalogueDecl Builder::catalogue(Grammar::DeclCatalogueContext* context) {
    CatalogueDecl result{name(context->name()), {}, {}};
    for (auto* item : context->catalogueItem()) {
        if (item->answer() != nullptr) {
            result.answers.push_back(answer(item->answer()));
        }
        for (auto* p : item->part()) {
            if (p->answer() != nullptr) {
                // Inside 明细 an answer is about the line.
                result.answers.push_back(answer(p->answer()));
                result.answers.back().line = true;
                continue;
            }
            LinePart part{name(p->name()), expr(p->expr()), std::nullopt, cites(p->cite()),
                          span(p)};
            if (p->when() != nullptr) {
                part.when = expr(p->when()->expr());
            }
            result.parts.push_back(std::move(part));
        }
    }
    return result;
}

SettlementDecl Builder::settlement(Grammar::DeclSettlementContext* context) {
    SettlementDecl result{name(context->name()), std::nullopt, std::nullopt};
    for (auto* item : context->settlementItem()) {
        auto& place = item->CATALOGUE() != nullptr ? result.catalogue : result.benefits;
        place = expr(item->expr());
    }
    return result;
}

RecordLit Builder::record(Grammar::RecordLitContext* context) {
    RecordLit result{{}, span(context)};
    for (auto* f : context->recordField()) {
        FieldValue value{name(f->name()), {}};
        value.value.push_back(record_value(f->recordValue()));
        result.fields.push_back(std::move(value));
    }
    return result;
}

RecordValue Builder::record_value(Grammar::RecordValueContext* context) {
    const Span where = span(context);
    if (context->recordLit() != nullptr) {
        return {record(context->recordLit()), where};
    }
    if (context->expr() != nullptr) {
        return {expr(context->expr()), where};
    }
    ListLit elements;
    for (auto* element : context->recordValue()) {
        elements.elements.push_back(record_value(element));
    }
    return {std::move(elements), where};
}

void Builder::test_item(Grammar::TestItemContext* context, std::vector<TestStep>& into) {
    if (auto* t = as<Grammar::TestBeforeContext>(context)) {
        for (std::size_t i = 0; i < t->post().size(); ++i) {
            const ExprId account = post(t->post(i));
            into.push_back({TestBefore{account, additive(t->additive(i)), tree_[account].span}});
        }
    } else if (auto* s = as<Grammar::TestSequenceContext>(context)) {
        for (auto* item : s->testItem()) {
            test_item(item, into);
        }
    } else if (auto* c = as<Grammar::TestClaimContext>(context)) {
        TestClaim claim{name(c->name()), record(c->recordLit()), {}, span(c)};
        for (auto* g : c->got()) {
            claim.got.push_back(got(g));
        }
        into.push_back({std::move(claim)});
    }
}

Got Builder::got(Grammar::GotContext* context) {
    const Span where = span(context);
    if (auto* g = as<Grammar::GotAnswerContext>(context)) {
        const bool reject = g->REJECT() != nullptr;
        const auto kind = g->REFUSE() != nullptr || reject ? AnswerKind::refused
                          : g->PENDING() != nullptr        ? AnswerKind::pending
                          : g->MANUAL() != nullptr         ? AnswerKind::manual
                                                           : AnswerKind::notice;
        return {GotAnswer{kind, name(g->name()), reject}, where};
    }
    if (as<Grammar::GotAcceptedContext>(context) != nullptr) {
        return {GotAccepted{}, where};
    }
    if (auto* g = as<Grammar::GotFaultContext>(context)) {
        return {GotFault{name(g->name())}, where};
    }
    auto* g = as<Grammar::GotValueContext>(context);
    return {GotValue{path(g->path()), additive(g->additive())}, where};
}

Cites Builder::cites(Grammar::CiteContext* context) {
    Cites result;
    if (context == nullptr) {
        return result;
    }
    Name source{};
    for (auto* item : context->citeItem()) {
        // `依据 流程 "一(二)1", "一(二)2"`: the source is said once.
        if (item->name() != nullptr) {
            source = name(item->name());
        }
        result.push_back({source, string(item->STRING()), span(item)});
    }
    return result;
}

}  // namespace pol::parse
