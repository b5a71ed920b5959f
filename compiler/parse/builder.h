// Parse tree to syntax tree; private to this folder. Declarations and expressions are built in a
// file each.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "PolParser.h"

#include "compiler/diagnostics/diagnostic.h"
#include "compiler/parse/keywords.h"
#include "compiler/parse/tokens.h"
#include "compiler/syntax/tree.h"

namespace pol::parse {

using Grammar = grammar::PolParser;

class Builder {
  public:
    Builder(FileId file, std::string_view text, const std::vector<Token>& tokens,
            syntax::Tree& tree, Diagnostics& diagnostics)
        : file_(file), text_(text), tokens_(tokens), tree_(tree), diagnostics_(diagnostics) {}

    std::vector<syntax::Decl> build(Grammar::FileContext* file);

  private:
    // Declarations.
    void decl(Grammar::DeclContext* context, std::vector<syntax::Decl>& into);
    void vocabulary_decl(Grammar::DeclContext* context, std::vector<syntax::Decl>& into);
    void rule_decl(Grammar::DeclContext* context, std::vector<syntax::Decl>& into);
    std::optional<syntax::InForceDecl> force(Grammar::ForceContext* context);
    syntax::YearDecl year(Grammar::YearRuleContext* context);
    syntax::DefineDecl definition(Grammar::DefinitionContext* context);
    syntax::TableDecl table(Grammar::DeclTableContext* context);
    syntax::ParamDecl param(Grammar::DeclParamContext* context);
    syntax::EnumValueDecl enum_value(Grammar::EnumValueContext* context);
    syntax::FieldDecl field(Grammar::FieldContext* context);
    syntax::AnswerDecl answer(Grammar::AnswerContext* context);
    syntax::TierDecl tier(Grammar::TierContext* context);
    syntax::TierClause tier_clause(Grammar::TierClauseContext* context);
    syntax::Bands bands(Grammar::BandsContext* context);
    syntax::LimitClause limit(const std::vector<Grammar::ExprContext*>& exprs,
                              Grammar::LooksContext* looked, Grammar::CarryContext* carried,
                              Grammar::CiteContext* cited);
    std::optional<syntax::Name> carry(Grammar::CarryContext* context);
    syntax::AllowanceDecl allowance(Grammar::AllowanceContext* context);
    syntax::AmendDecl amend(Grammar::DeclAmendContext* context);
    syntax::BenefitDecl benefit(Grammar::DeclBenefitContext* context);
    syntax::FilingDecl filing(Grammar::DeclFilingContext* context);
    syntax::ReadingDecl reading(Grammar::DeclReadingContext* context);
    std::vector<syntax::ChangeItem> changes(const std::vector<Grammar::ChangeContext*>& list);
    syntax::Change change(Grammar::ChangeContext* context);
    syntax::Looks looks(Grammar::LooksContext* context);
    syntax::AlwaysDecl always(Grammar::DeclAlwaysContext* context);
    syntax::CatalogueDecl catalogue(Grammar::DeclCatalogueContext* context);
    syntax::SettlementDecl settlement(Grammar::DeclSettlementContext* context);
    syntax::RecordLit record(Grammar::RecordLitContext* context);
    syntax::RecordValue record_value(Grammar::RecordValueContext* context);
    void test_item(Grammar::TestItemContext* context, std::vector<syntax::TestStep>& into);
    syntax::Got got(Grammar::GotContext* context);
    syntax::Cites cites(Grammar::CiteContext* context);
    std::vector<syntax::Each> each(const std::vector<Grammar::ExprContext*>& list,
                                   std::size_t from);

    // Expressions.
    syntax::ExprId expr(Grammar::ExprContext* context);
    syntax::ExprId conjunction(Grammar::ConjunctionContext* context);
    syntax::ExprId negation(Grammar::NegationContext* context);
    syntax::ExprId comparison(Grammar::ComparisonContext* context);
    syntax::ExprId additive(Grammar::AdditiveContext* context);
    syntax::ExprId multiplicative(Grammar::MultiplicativeContext* context);
    syntax::ExprId unary(Grammar::UnaryContext* context);
    syntax::ExprId list(Grammar::UnaryListContext* context);
    syntax::ExprId sum(Grammar::UnarySumContext* context);
    syntax::ExprId ranked(Rank rank, const std::vector<Grammar::ExprContext*>& bodies,
                          const std::vector<Grammar::PathContext*>& paths,
                          Grammar::SuchContext* such, Span where);
    syntax::ExprId post(Grammar::PostContext* context);
    syntax::ExprId atom(Grammar::AtomContext* context);
    syntax::ExprId call(syntax::Builtin builtin, const std::vector<Grammar::ExprContext*>& args,
                        Span span);
    syntax::ExprId path_expr(Grammar::PathContext* context);
    syntax::ExprId suffixes(syntax::ExprId base, antlr4::ParserRuleContext* context);
    syntax::ExprId by(Grammar::AtomByContext* context);
    syntax::Key key(Grammar::KeyContext* context);
    syntax::ExprId literal(Grammar::LiteralContext* context);
    syntax::ExprId number(const Token& token);
    syntax::ExprId error(Span span) { return tree_.add(syntax::ErrorExpr{}, span); }

    // Words and places.
    const Token& token(antlr4::Token* token) const { return tokens_[token->getTokenIndex()]; }
    const Token& token(antlr4::tree::TerminalNode* node) const { return token(node->getSymbol()); }
    Span span(const Token& t) const { return {file_, t.begin, t.end}; }
    Span span(antlr4::ParserRuleContext* context) const;
    std::string_view text(const Token& t) const { return text_.substr(t.begin, t.end - t.begin); }
    syntax::Name name(antlr4::ParserRuleContext* context);
    syntax::Path path(Grammar::PathContext* context);
    std::string string(antlr4::tree::TerminalNode* node) const;
    std::int64_t date(antlr4::tree::TerminalNode* node);
    std::optional<std::pair<std::string, syntax::Unit>> quantity(const Token& t);

    FileId file_;
    std::string_view text_;
    const std::vector<Token>& tokens_;
    syntax::Tree& tree_;
    Diagnostics& diagnostics_;
    bool equals_compares_ = false;  ///< in a property
};

}  // namespace pol::parse
