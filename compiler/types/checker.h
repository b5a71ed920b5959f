// The type checker's state; private to this folder. Its members stand in check_*.cpp, one theme a
// file.
#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/types/types.h"

namespace pol::types {

/// Where an expression stands.
struct Scope {
    resolve::ModuleIndex module = 0;
    std::optional<std::uint32_t> benefit;  ///< inside this one of `Typed::benefits`
    std::vector<std::uint32_t> lists;  ///< the lists whose elements are at hand, outermost first
    const std::vector<TierInfo>* tiers = nullptr;      ///< the tiers before the one at hand
    TierInfo* tier = nullptr;                          ///< the one at hand
    const syntax::CatalogueDecl* catalogue = nullptr;  ///< whose lines are parted
    std::size_t parts = 0;                             ///< how many of its parts stand before
    bool line = false;                                 ///< a fee line is at hand
    bool settled = false;                              ///< the fields of the settlement are at hand
};

class Checker {
  public:
    Checker(const syntax::Tree& tree, const resolve::Names& names,
            const std::set<std::string>& lost, Diagnostics& diagnostics,
            const syntax::RecordDecl* filed)
        : tree_(tree), names_(names), lost_(lost), diagnostics_(diagnostics), filed_(filed) {}

    Typed run();

  private:
    // check_vocabulary.cpp
    void vocabulary();
    void add_enum(const syntax::EnumDecl& decl);
    void extend_enum(const syntax::EnumDecl& decl);
    void add_enum_values(std::uint32_t index, const std::vector<syntax::EnumValueDecl>& values);
    void finish_enum(std::uint32_t index, bool open);
    void claim_fields(const syntax::RecordDecl& record, resolve::ModuleIndex module,
                      const std::string& path, const std::string& external, bool optional);
    void list_field(const syntax::FieldDecl& field, resolve::ModuleIndex module,
                    const std::string& path, const std::string& external);
    std::optional<abi::Field> scalar_field(const syntax::FieldDecl& field,
                                           resolve::ModuleIndex module, const std::string& path,
                                           const std::string& external);
    void field_defaults();
    void result_fields(const syntax::RecordDecl& record, resolve::ModuleIndex module);
    std::optional<Type> scalar_type(const syntax::Name& name);
    const syntax::RecordDecl* record_named(resolve::ModuleIndex module,
                                           const std::string& name) const;
    std::vector<const syntax::FieldDecl*> fields_of(const syntax::RecordDecl& record) const;
    [[nodiscard]] bool alike(const syntax::FieldDecl& a, const syntax::FieldDecl& b) const;

    // check_modules.cpp
    void module_settings();
    void gaps_between_modules();
    std::optional<std::uint32_t> date_field(const syntax::Path& path, resolve::ModuleIndex module);
    [[nodiscard]] bool splits(const Scope& scope) const;
    YearInfo year_of(const syntax::YearDecl& decl, resolve::ModuleIndex module);
    void rounding(resolve::ModuleIndex module);

    // check_tables.cpp
    void declare_tables();
    void check_table(std::uint32_t index);
    void table_columns(TableInfo& table);
    void table_row(TableInfo& table, const syntax::TableRow& row);
    static void after_rows_before(const syntax::Key& key, const TableInfo& table,
                                  std::size_t column, RowKeyInfo& info);
    std::optional<RowKeyInfo> row_key(const syntax::Key& key, const Type& type);
    std::optional<Type> key_column_type(const TableInfo& table, const syntax::Name& name);

    // check_rows.cpp
    void until_next_day(TableInfo& table) const;
    void row_overlaps(const TableInfo& table);

    // check_params.cpp
    void declare_params();
    void check_param(std::uint32_t index);

    // check_defines.cpp
    void declare_defines();
    Type define_type(std::uint32_t index);
    Type check_cases(DefineInfo& define, const Scope& scope);
    std::optional<std::uint32_t> own_enum(const syntax::DefineDecl& decl, const Scope& scope,
                                          const std::string& name);
    void need_rounding(const Type& type, resolve::ModuleIndex module, Span span);

    // check_benefits.cpp
    void benefits();
    void declare_benefit(const syntax::BenefitDecl& decl, resolve::ModuleIndex module, Span span);
    void check_benefit(std::uint32_t index);
    void check_answer(const syntax::AnswerDecl& answer, Scope scope);
    void benefit_settings(BenefitInfo& info);
    void condition(syntax::ExprId id, const Scope& scope);

    // check_tiers.cpp
    void check_tier(const syntax::TierDecl& decl, Span where, const Scope& benefit_scope,
                    BenefitInfo& benefit);
    std::optional<FundInfo> fund(const syntax::Name& name);
    void check_clause(const syntax::TierClause& clause, TierInfo& tier, const Scope& scope);
    void check_rate(const syntax::RateClause& rate, TierInfo& tier, const Scope& scope);
    void check_bands(const syntax::RateClause& rate, TierInfo& tier, const Scope& scope);
    void rate_value(syntax::ExprId rate, const Scope& scope);
    void check_limit(const syntax::LimitClause& clause, Span where, TierInfo& tier,
                     const Scope& scope);
    void money_clause(syntax::ExprId amount, const Scope& scope, bool may_be_none);

    // check_accounts.cpp
    void check_allowance(std::uint32_t index);
    std::optional<std::uint32_t> allowance_named(syntax::ExprId id, const Scope& scope);
    std::optional<std::uint32_t> find_allowance(const std::string& name, const Scope& scope);
    std::optional<PeriodKind> carried(const std::optional<syntax::Name>& to, const EachInfo& each);
    std::optional<EachInfo> check_each(const std::vector<syntax::Each>& each, const Scope& scope,
                                       bool visit_alone);
    Type account(syntax::ExprId id, const syntax::AccountExpr& account, const Scope& scope);
    /// `word` is the clause, as a path ends in it.
    void check_adjusts(const std::vector<syntax::Adjust>& adjusts, std::string_view word,
                       const Type& clause, const Scope& scope);
    void check_adjust(const syntax::Adjust& adjust, std::string_view word, const Type& clause,
                      const Scope& scope);

    // check_expressions.cpp
    Type check(syntax::ExprId id, const Scope& scope, const Type* expected = nullptr);
    Type expression(syntax::ExprId id, const Scope& scope, const Type* expected);
    Type number(const syntax::NumberLit& literal, Span where, const Type* expected);
    Type quantity(const syntax::QuantityLit& literal, Span where, const Type* expected);
    Type name(syntax::ExprId id, const syntax::NameExpr& name, const Scope& scope,
              const Type* expected);
    std::optional<Type> find_name(syntax::ExprId id, const std::string& name, const Scope& scope,
                                  const Type* expected);
    [[nodiscard]] std::optional<LineRef> line_field(const std::string& name) const;
    std::optional<Type> tier_name(syntax::ExprId id, const std::string& name, const Scope& scope);
    Type tier_part(syntax::ExprId id, std::uint32_t tier, const syntax::Name& part);
    Type allowance_part(syntax::ExprId id, std::uint32_t allowance, const syntax::Name& part,
                        const Scope& scope);
    [[nodiscard]] bool holds_in_scope(syntax::ExprId id, const std::vector<TierInfo>& tiers) const;
    std::optional<Type> claim_member(syntax::ExprId id, const std::string& path);
    std::optional<Type> symbol(syntax::ExprId id, const resolve::Symbol& symbol);
    std::optional<Type> reading(syntax::ExprId id, const syntax::ReadingDecl& decl,
                                resolve::ModuleIndex module);
    void unknown_name(const std::string& name, Span where, const Scope& scope,
                      const Type* expected);
    std::vector<std::string> visible_names(const Scope& scope) const;
    Type member(syntax::ExprId id, const syntax::MemberExpr& member, const Scope& scope);
    Type index(syntax::ExprId id, const syntax::IndexExpr& index, const Scope& scope);
    Type cell(syntax::ExprId id, const CellRef& cell);
    Type list(const syntax::ListExpr& list, const Scope& scope);
    std::optional<Scope> inside(syntax::ExprId list, const Scope& scope);
    Type fold(const syntax::FoldExpr& fold, const Scope& scope, const Type* expected);
    Type round_to(const syntax::CallExpr& call, Span span, const Scope& scope);
    Type call(const syntax::CallExpr& call, Span span, const Scope& scope, const Type* expected);
    Type here(syntax::ExprId id, const Scope& scope);
    Type by(const syntax::ByExpr& by, Span span, const Scope& scope, const Type* expected);
    std::optional<Type> enum_of(const std::vector<const syntax::Arm*>& arms) const;
    bool by_order(const syntax::ByExpr& by, const Type& subject);
    void by_covers(const syntax::ByExpr& by, Span span, const Type& subject);
    std::optional<Type> unify(Type a, Type b);

    // check_operators.cpp
    Type binary(const syntax::BinaryExpr& binary, Span span, const Scope& scope);
    Type add(syntax::BinaryOp op, const Type& left, const Type& right, Span span, Span right_span);
    bool find_calendar();
    Type multiply(const Type& left, const Type& right, Span span);
    Type compare(const syntax::CompareExpr& compare, Span span, const Scope& scope);
    Type membership(const syntax::CompareExpr& compare, Span span, const Scope& scope);
    void several_keys(const syntax::SetExpr& keys, syntax::ExprId right, Span where,
                      const Scope& scope);
    Type between(const syntax::BetweenExpr& between, Span span, const Scope& scope);
    bool comparable(const Type& left, const Type& right, Span span);
    std::vector<Arg> mixed(const Type& left, const Type& right);

    // check_filings.cpp
    [[nodiscard]] bool is_subject(const std::string& base, resolve::ModuleIndex module) const;
    bool is_subject(const syntax::TestDecl& test, resolve::ModuleIndex module);
    void filing_records();
    void declare_filing(const syntax::FilingDecl& decl, resolve::ModuleIndex module, Span span);
    std::optional<std::uint32_t> filing_date(const BenefitInfo& info);
    void find_filed();

    // check_properties.cpp
    void properties();
    void not_falling(PropertyInfo info, const Scope& scope);
    std::optional<Type> result_name(syntax::ExprId id, const std::string& name);

    // check_catalogues.cpp
    void catalogues();
    void check_catalogue(const syntax::CatalogueDecl& decl, resolve::ModuleIndex module, Span span);
    std::optional<Type> line_amount(syntax::ExprId id, const std::string& name, const Scope& scope);
    [[nodiscard]] std::optional<syntax::ExprId>
    asks_line_amounts(syntax::ExprId id, std::set<const void*>& seen) const;
    void forbid_line_amounts(syntax::ExprId id);
    void check_settlement(const syntax::SettlementDecl& decl, resolve::ModuleIndex module);

    // check_tests.cpp
    void check_specimens();
    void specimen_circle(const syntax::SpecimenDecl& start, resolve::ModuleIndex module);
    void record_value(const syntax::RecordLit& record, const std::string& path, const Scope& scope);
    void field_value(const syntax::FieldValue& field, const std::string& path, const Scope& scope);
    void list_value(const syntax::ListLit& list, std::uint32_t index, const Scope& scope);
    void constant_of(syntax::ExprId id, const Type& wanted, const Scope& scope);
    void check_test(const syntax::TestDecl& test, const Scope& scope);

    // Shared.
    /// The name of the record that rules are about.
    [[nodiscard]] std::string subject() const {
        return filed_ == nullptr ? kClaimRecord : filed_->name.text;
    }
    void set(syntax::ExprId id, Type type) { typed_.types[id.value] = type; }
    void set(syntax::ExprId id, Ref ref) { typed_.refs[id.value] = std::move(ref); }
    Span span(syntax::ExprId id) const { return tree_[id].span; }
    Arg describe(const Type& type) const;
    Type error() const { return {}; }
    Scope module_scope(resolve::ModuleIndex module) const {
        Scope scope;
        scope.module = module;
        return scope;
    }
    template <class F>
    void each_decl(F f) const {
        for (resolve::ModuleIndex m = 0; m < names_.modules.size(); ++m) {
            for (const syntax::File* file : names_.modules[m].files) {
                for (const syntax::Decl& decl : file->decls) {
                    f(m, decl);
                }
            }
        }
    }

    const syntax::Tree& tree_;
    const resolve::Names& names_;
    const std::set<std::string>& lost_;
    Diagnostics& diagnostics_;
    const syntax::RecordDecl* filed_;                    ///< of filings: their record; null: claims
    std::set<const syntax::DefineDecl*> filed_defines_;  ///< that filings ask for
    std::set<const syntax::TableDecl*> filed_tables_;    ///< likewise
    Typed typed_;
    std::map<std::string, std::uint32_t, std::less<>> enum_index_;
    std::map<std::pair<std::uint32_t, std::string>, const syntax::EnumValueDecl*>
        extended_values_;  ///< by enum and name: who added it first
    std::map<std::string, std::string, std::less<>>
        records_in_claim_;  ///< path -> record name, of nested records
    std::map<std::string, std::uint32_t, std::less<>> fields_by_path_, lists_by_path_;
    std::map<const void*, std::uint32_t> table_index_, param_index_, define_index_,
        allowance_index_;
    std::set<const syntax::ReadingDecl*> open_readings_;  ///< whose values are being typed
    std::vector<std::pair<std::uint32_t, syntax::ExprId>>
        defaults_;  ///< fields and what they default to
};

/// The built-in type with this name, in either spelling; enums are found by their own.
[[nodiscard]] std::optional<Kind> builtin_type(std::string_view name);

}  // namespace pol::types
