// Expressions.
#include <array>

#include "compiler/parse/builder.h"
#include "compiler/parse/fold.h"
#include "runtime/value/date.h"

namespace pol::parse {

using namespace syntax;

namespace {

struct UnitWord {
    std::string_view word;
    Unit unit;
};
constexpr std::array kUnits{
    UnitWord{"元", Unit::yuan},
    UnitWord{"万元", Unit::ten_thousand_yuan},
    UnitWord{"分", Unit::fen},
    UnitWord{"个百分点", Unit::points},
    UnitWord{"百分点", Unit::points},
    UnitWord{"points", Unit::points},
    UnitWord{"倍", Unit::times},
    UnitWord{"times", Unit::times},
    UnitWord{"日", Unit::day},
    UnitWord{"天", Unit::day},
    UnitWord{"day", Unit::day},
    UnitWord{"days", Unit::day},
    UnitWord{"月", Unit::month},
    UnitWord{"个月", Unit::month},
    UnitWord{"month", Unit::month},
    UnitWord{"months", Unit::month},
    UnitWord{"年", Unit::year},
    UnitWord{"years", Unit::year},
    UnitWord{"岁", Unit::age},
    UnitWord{"个工作日", Unit::workday},
    UnitWord{"workdays", Unit::workday},
    UnitWord{"yuan", Unit::yuan},
    UnitWord{"fen", Unit::fen},
    UnitWord{"元每件", Unit::yuan_each},
    UnitWord{"yuan_each", Unit::yuan_each},
};

template <class T>
T* as(antlr4::tree::ParseTree* tree) {
    return dynamic_cast<T*>(tree);
}

}  // namespace

Span Builder::span(antlr4::ParserRuleContext* context) const {
    const Token& first =
        tokens_[std::min(context->getStart()->getTokenIndex(), tokens_.size() - 1)];
    if (context->getStop() == nullptr ||
        context->getStop()->getTokenIndex() < context->getStart()->getTokenIndex()) {
        return {file_, first.begin, first.begin};
    }
    return {file_, first.begin, token(context->getStop()).end};
}

Name Builder::name(antlr4::ParserRuleContext* context) {
    const Span where = span(context);
    return {std::string(text_.substr(where.begin, where.end - where.begin)), where};
}

Path Builder::path(Grammar::PathContext* context) {
    Path result{{}, span(context)};
    for (auto* part : context->name()) {
        result.parts.push_back(name(part));
    }
    return result;
}

std::string Builder::string(antlr4::tree::TerminalNode* node) const {
    std::string_view quoted = text(token(node));
    for (const std::string_view quote : {"“", "\""}) {
        if (quoted.starts_with(quote)) {
            quoted.remove_prefix(quote.size());
            break;
        }
    }
    for (const std::string_view quote : {"”", "\""}) {
        if (quoted.ends_with(quote)) {
            quoted.remove_suffix(quote.size());
            break;
        }
    }
    return std::string(quoted);
}

std::int64_t Builder::date(antlr4::tree::TerminalNode* node) {
    const Token& t = token(node);
    const std::optional<Days> day = parse_date(fold_ascii(text(t)));
    if (!day) {
        diagnostics_.add(Code::E0115_bad_date, span(t), {std::string(text(t))});
    }
    return day.value_or(0);
}

std::optional<std::pair<std::string, Unit>> Builder::quantity(const Token& t) {
    const std::string_view whole = text(t);
    const Folded folded = fold(whole);
    const std::size_t digits = folded.characters.find_first_not_of("0123456789.");
    const std::string number = folded.characters.substr(0, digits);
    std::string_view unit = whole.substr(
        folded.offsets[digits == std::string::npos ? folded.characters.size() : digits]);
    if (t.type == Grammar::PERCENT) {
        return std::pair{number, Unit::percent};
    }
    while (unit.starts_with(' ') || unit.starts_with('\t')) {
        unit.remove_prefix(1);
    }
    for (const UnitWord& u : kUnits) {
        if (u.word == unit) {
            return std::pair{number, u.unit};
        }
    }
    diagnostics_.add(Code::E0114_unknown_unit, span(t), {std::string(unit)}).hint(Note::units_are);
    return std::nullopt;
}

ExprId Builder::number(const Token& t) {
    if (t.type == Grammar::NUMBER) {
        return tree_.add(NumberLit{fold_ascii(text(t))}, span(t));
    }
    if (auto q = quantity(t)) {
        return tree_.add(QuantityLit{std::move(q->first), q->second}, span(t));
    }
    return error(span(t));
}

ExprId Builder::expr(Grammar::ExprContext* context) {
    const auto parts = context->conjunction();
    ExprId left = conjunction(parts[0]);
    for (std::size_t i = 1; i < parts.size(); ++i) {
        const ExprId right = conjunction(parts[i]);
        left = tree_.add(BinaryExpr{BinaryOp::disjunction, left, right},
                         join(tree_[left].span, tree_[right].span));
    }
    return left;
}

ExprId Builder::conjunction(Grammar::ConjunctionContext* context) {
    const auto parts = context->negation();
    ExprId left = negation(parts[0]);
    for (std::size_t i = 1; i < parts.size(); ++i) {
        const ExprId right = negation(parts[i]);
        left = tree_.add(BinaryExpr{BinaryOp::conjunction, left, right},
                         join(tree_[left].span, tree_[right].span));
    }
    return left;
}

ExprId Builder::negation(Grammar::NegationContext* context) {
    if (auto* n = as<Grammar::NotNegationContext>(context)) {
        return tree_.add(NotExpr{negation(n->negation())}, span(context));
    }
    return comparison(as<Grammar::NotComparisonContext>(context)->comparison());
}

ExprId Builder::comparison(Grammar::ComparisonContext* context) {
    const auto sides = context->additive();
    const ExprId left = additive(sides[0]);
    if (sides.size() == 1) {
        return left;
    }
    const Span where = span(context);
    if (context->AT() != nullptr) {
        BetweenExpr between{left, additive(sides[1]), std::nullopt};
        if (sides.size() > 2) {
            between.high = additive(sides[2]);
        }
        return tree_.add(between, where);
    }
    ExprId right = additive(sides[1]);
    if (sides.size() > 2) {
        const ExprId high = additive(sides[2]);
        right = tree_.add(RangeExpr{right, high}, join(tree_[right].span, tree_[high].span));
    }
    const auto op = [&] {
        switch (context->comparator()->getStart()->getType()) {
        case Grammar::EQUALS:
            return CompareOp::equal;
        case Grammar::LESS:
            return CompareOp::less;
        case Grammar::LESS_EQUAL:
            return CompareOp::less_equal;
        case Grammar::GREATER:
            return CompareOp::greater;
        case Grammar::GREATER_EQUAL:
            return CompareOp::greater_equal;
        case Grammar::IS:
            return CompareOp::is;
        case Grammar::IS_NOT:
            return CompareOp::is_not;
        case Grammar::IN:
            return CompareOp::in;
        default:
            return CompareOp::not_in;
        }
    }();
    // A set of one, in brackets.
    const ExprNode& node = tree_[right].node;
    const bool literal =
        std::holds_alternative<StringLit>(node) || std::holds_alternative<DateLit>(node) ||
        std::holds_alternative<QuantityLit>(node) || std::holds_alternative<NumberLit>(node);
    if ((op == CompareOp::in || op == CompareOp::not_in) && literal &&
        span(sides[1]).begin != tree_[right].span.begin) {
        right = tree_.add(SetExpr{{right}}, span(sides[1]));
    }
    if (op == CompareOp::equal && !equals_compares_) {
        diagnostics_.add(Code::E0116_equals_in_expression, span(context->comparator()))
            .hint(Note::write_instead, {std::string("为")});
        return tree_.add(CompareExpr{CompareOp::is, left, right}, where);
    }
    return tree_.add(CompareExpr{op, left, right}, where);
}

ExprId Builder::additive(Grammar::AdditiveContext* context) {
    const auto parts = context->multiplicative();
    ExprId left = multiplicative(parts[0]);
    for (std::size_t i = 1; i < parts.size(); ++i) {
        auto* sign = as<antlr4::tree::TerminalNode>(context->children[2 * i - 1]);
        const auto op =
            sign->getSymbol()->getType() == Grammar::PLUS ? BinaryOp::add : BinaryOp::subtract;
        const ExprId right = multiplicative(parts[i]);
        left = tree_.add(BinaryExpr{op, left, right}, join(tree_[left].span, tree_[right].span));
    }
    return left;
}

ExprId Builder::multiplicative(Grammar::MultiplicativeContext* context) {
    const auto parts = context->unary();
    ExprId left = unary(parts[0]);
    for (std::size_t i = 1; i < parts.size(); ++i) {
        auto* sign = as<antlr4::tree::TerminalNode>(context->children[2 * i - 1]);
        const auto op =
            sign->getSymbol()->getType() == Grammar::STAR ? BinaryOp::multiply : BinaryOp::divide;
        const ExprId right = unary(parts[i]);
        left = tree_.add(BinaryExpr{op, left, right}, join(tree_[left].span, tree_[right].span));
    }
    return left;
}

ExprId Builder::unary(Grammar::UnaryContext* context) {
    if (auto* u = as<Grammar::UnaryMinusContext>(context)) {
        return tree_.add(NegateExpr{unary(u->unary())}, span(context));
    }
    if (auto* u = as<Grammar::UnaryListContext>(context)) {
        return list(u);
    }
    if (auto* u = as<Grammar::UnaryPostContext>(context)) {
        return post(u->post());
    }
    if (auto* u = as<Grammar::UnarySumContext>(context)) {
        return sum(u);
    }
    if (auto* u = as<Grammar::UnaryNthContext>(context)) {
        const Rank rank = rank_of(text(token(u->NTH()))).value_or(Rank{});
        std::vector<Grammar::ExprContext*> body;
        if (u->expr() != nullptr) {
            body.push_back(u->expr());
        }
        return ranked(rank, body, u->path(), u->such(), span(u));
    }
    auto* u = as<Grammar::UnaryAccountContext>(context);
    return tree_.add(AccountExpr{u->LEFT() != nullptr, path(u->path())}, span(u));
}

// 合计 明细.金额: the last part of the path is what is summed, the rest the list.
ExprId Builder::sum(Grammar::UnarySumContext* context) {
    const ExprId whole = path_expr(context->path());
    FoldExpr result;
    if (const auto* member = std::get_if<MemberExpr>(&tree_[whole].node)) {
        const Name field = member->member;
        result.list = member->base;
        result.body = tree_.add(NameExpr{field.text}, field.span);
    } else {
        result.list = whole;
        result.body = error(tree_[whole].span);
        diagnostics_.add(Code::E0119_sum_of_what, tree_[whole].span);
    }
    if (context->such() != nullptr) {
        result.condition = expr(context->such()->expr());
    }
    return tree_.add(result, span(context));
}

// 最高 (金额) 于 明细, 第2高 单价 于 明细 满足 (…).
ExprId Builder::ranked(Rank rank, const std::vector<Grammar::ExprContext*>& bodies,
                       const std::vector<Grammar::PathContext*>& paths, Grammar::SuchContext* such,
                       Span where) {
    FoldExpr result;
    result.op = rank.highest ? FoldOp::highest : FoldOp::lowest;
    result.rank = rank.rank;
    result.body = bodies.empty() ? path_expr(paths.front()) : expr(bodies.front());
    result.list = path_expr(paths.back());
    if (such != nullptr) {
        result.condition = expr(such->expr());
    }
    return tree_.add(result, where);
}

ExprId Builder::list(Grammar::UnaryListContext* context) {
    const ExprId over = path_expr(context->path());
    ListExpr result{ListOp::has, over, std::nullopt};
    if (context->HAS_NOT() != nullptr) {
        result.op = ListOp::has_not;
    }
    if (context->COUNT() != nullptr) {
        result.op = ListOp::count;
    }
    if (context->such() != nullptr) {
        result.condition = expr(context->such()->expr());
    }
    return tree_.add(result, span(context));
}

ExprId Builder::suffixes(ExprId base, antlr4::ParserRuleContext* context) {
    // children: the base, then `.` name or `[` keys `]`
    for (std::size_t i = 1; i < context->children.size(); ++i) {
        auto* sign = as<antlr4::tree::TerminalNode>(context->children[i]);
        const std::uint32_t begin = tree_[base].span.begin;
        if (sign->getSymbol()->getType() == Grammar::DOT) {
            Name member = name(as<antlr4::ParserRuleContext>(context->children[++i]));
            const Span where{file_, begin, member.span.end};
            base = tree_.add(MemberExpr{base, std::move(member)}, where);
            continue;
        }
        IndexExpr index{base, {}};
        for (++i; i < context->children.size(); ++i) {
            if (auto* key = as<Grammar::ExprContext>(context->children[i])) {
                index.keys.push_back(expr(key));
                continue;
            }
            if (as<antlr4::tree::TerminalNode>(context->children[i])->getSymbol()->getType() ==
                Grammar::RBRACK) {
                break;
            }
        }
        const Span where{file_, begin,
                         token(as<antlr4::tree::TerminalNode>(context->children[i])).end};
        base = tree_.add(std::move(index), where);
    }
    return base;
}

ExprId Builder::post(Grammar::PostContext* context) {
    return suffixes(atom(context->atom()), context);
}

ExprId Builder::path_expr(Grammar::PathContext* context) {
    Name first = name(context->name(0));
    const Span where = first.span;
    return suffixes(tree_.add(NameExpr{std::move(first.text)}, where), context);
}

ExprId Builder::call(Builtin builtin, const std::vector<Grammar::ExprContext*>& args, Span where) {
    CallExpr result{builtin, {}};
    for (auto* arg : args) {
        result.args.push_back(expr(arg));
    }
    return tree_.add(std::move(result), where);
}

ExprId Builder::atom(Grammar::AtomContext* context) {
    const Span where = span(context);
    if (as<Grammar::AtomNumberContext>(context) != nullptr) {
        return number(token(context->getStart()));
    }
    if (auto* a = as<Grammar::AtomDateContext>(context)) {
        return tree_.add(DateLit{date(a->DATE())}, where);
    }
    if (auto* a = as<Grammar::AtomStringContext>(context)) {
        return tree_.add(StringLit{string(a->STRING())}, where);
    }
    if (auto* a = as<Grammar::AtomBoolContext>(context)) {
        return tree_.add(BoolLit{a->TRUE() != nullptr}, where);
    }
    if (as<Grammar::AtomNoneContext>(context) != nullptr) {
        return tree_.add(NoneLit{}, where);
    }
    if (as<Grammar::AtomHereContext>(context) != nullptr) {
        return tree_.add(HereExpr{}, where);
    }
    if (auto* a = as<Grammar::AtomExtremeContext>(context)) {
        if (a->AMONG() != nullptr) {
            if (a->expr().size() != 1) {
                diagnostics_.add(Code::E0325_argument_count, where,
                                 {std::string("1"), std::to_string(a->expr().size())});
                return error(where);
            }
            return ranked({1, a->MAXIMUM() != nullptr}, a->expr(), {a->path()}, a->such(), where);
        }
        return call(a->MAXIMUM() != nullptr ? Builtin::maximum : Builtin::minimum, a->expr(),
                    where);
    }
    if (auto* a = as<Grammar::AtomCallContext>(context)) {
        return call(a->DAYS() != nullptr         ? Builtin::days
                    : a->AGE() != nullptr        ? Builtin::age
                    : a->YEAR_OF() != nullptr    ? Builtin::year_of
                    : a->QUARTER_OF() != nullptr ? Builtin::quarter_of
                    : a->MONTH_OF() != nullptr   ? Builtin::month_of
                                                 : Builtin::round_to,
                    a->expr(), where);
    }
    if (auto* a = as<Grammar::AtomParensContext>(context)) {
        if (a->expr().size() == 1) {
            return expr(a->expr(0));
        }
        SetExpr set;
        for (auto* element : a->expr()) {
            set.elements.push_back(expr(element));
        }
        return tree_.add(std::move(set), where);
    }
    if (auto* a = as<Grammar::AtomByContext>(context)) {
        return by(a);
    }
    Name word = name(context);
    return tree_.add(NameExpr{std::move(word.text)}, where);
}

ExprId Builder::by(Grammar::AtomByContext* context) {
    ByExpr result{expr(context->expr()), {}};
    for (auto* arm : context->arm()) {
        Key k = key(arm->key());
        result.arms.push_back({std::move(k), expr(arm->expr())});
    }
    return tree_.add(std::move(result), span(context));
}

Key Builder::key(Grammar::KeyContext* context) {
    const Span where = span(context);
    if (as<Grammar::KeyAnyContext>(context) != nullptr) {
        return {AnyKey{}, where};
    }
    if (as<Grammar::KeyRestContext>(context) != nullptr) {
        return {RestKey{}, where};
    }
    if (as<Grammar::KeyAboveContext>(context) != nullptr) {
        return {AboveKey{}, where};
    }
    if (auto* k = as<Grammar::KeyUpToContext>(context)) {
        return {UpToKey{literal(k->literal())}, where};
    }
    if (auto* k = as<Grammar::KeySinceContext>(context)) {
        return {SinceKey{date(k->DATE())}, where};
    }
    auto* k = as<Grammar::KeyValueContext>(context);
    const ExprId low = literal(k->literal(0));
    if (k->literal().size() == 1) {
        return {ValueKey{low}, where};
    }
    return {RangeKey{low, literal(k->literal(1))}, where};
}

ExprId Builder::literal(Grammar::LiteralContext* context) {
    const Span where = span(context);
    if (context->DATE() != nullptr) {
        return tree_.add(DateLit{date(context->DATE())}, where);
    }
    if (context->STRING() != nullptr) {
        return tree_.add(StringLit{string(context->STRING())}, where);
    }
    if (context->TRUE() != nullptr || context->FALSE() != nullptr) {
        return tree_.add(BoolLit{context->TRUE() != nullptr}, where);
    }
    if (context->name() != nullptr) {
        return tree_.add(NameExpr{name(context->name()).text}, where);
    }
    const ExprId value = number(token(context->getStop()));
    return context->MINUS() == nullptr ? value : tree_.add(NegateExpr{value}, where);
}

}  // namespace pol::parse
