// The lowering's state; private to this folder.
#pragma once

#include <array>
#include <deque>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "compiler/ir/builder.h"
#include "compiler/lower/lower.h"

namespace pol::lower {

struct LoweredTier;

/// An answer about single fee lines, and the catalogue it belongs to, if it does.
struct LineAnswer {
    const syntax::AnswerDecl* decl = nullptr;
    resolve::ModuleIndex module = 0;
    std::optional<ir::QuantityId> applies;
};

/// The parts of a claim's total as quantities, by their fields: the claim's own, or its lines'
/// sums.
struct Sums {
    std::string owner;  ///< the benefit with a dot, or empty
    std::map<std::uint32_t, ir::QuantityId> parts;
    // By which single lines are parted:
    std::vector<LineAnswer> answers;
    const std::vector<syntax::Adjust>* changes = nullptr;
};

/// An account at the keys of the claim at hand.
struct AccountSum {
    ir::AccountId account;
    ir::NodeId period;
    std::vector<ir::NodeId> keys;
};
/// What a tier adds to an account when it is done.
struct PlannedPost {
    AccountSum sum;
    ir::QuantityId amount;
};

/// Where an expression stands.
struct Context {
    /// What a name of a fee line means: the one line of a claim that has none, or each line in
    /// turn.
    enum class Lines : std::uint8_t { whole, each };

    resolve::ModuleIndex module = 0;
    int lists = 0;                                    ///< quantifiers around it
    const std::vector<LoweredTier>* tiers = nullptr;  ///< those before the tier at hand
    Lines lines = Lines::whole;
    const std::vector<ir::NodeId>* parts = nullptr;  ///< of the line at hand, taken before
    const Sums* sums = nullptr;                      ///< of the benefit at hand
    std::string label;  ///< of the benefit at hand, apart from its other versions
    std::string root;   ///< the benefit that it is a version of: whose accounts it has
    const types::YearInfo* year = nullptr;  ///< of the benefit, where it says its own
    bool splits = false;  ///< a stay is settled as one claim a year: what is 每 次 is kept for it
    std::optional<std::uint32_t> applies;       ///< likewise the field whose date picks the text
    std::optional<ir::QuantityId> nth;          ///< 年内次数 of the tier at hand
    std::vector<PlannedPost>* posts = nullptr;  ///< of the benefit's tiers so far
    bool competes = false;                      ///< computed before it is known which version posts
    const std::vector<syntax::Adjust>* changes =
        nullptr;  ///< changes of a line's pre-self-pay ratio
    /// In a property: the fields of the settlement, by their place in the vocabulary.
    const std::vector<ir::NodeId>* results = nullptr;
};

/// The word of a period in an account, however the text spells it.
[[nodiscard]] std::string_view period_word(types::PeriodKind kind);

/// A catalogue, and whether it is the claim's.
struct LoweredCatalogue {
    const types::CatalogueInfo* info = nullptr;
    ir::QuantityId applies;
};

class Lowering {
  public:
    Lowering(const syntax::Tree& tree, const resolve::Names& names, const types::Typed& typed,
             const SourceMap& sources)
        : tree_(tree), names_(names), typed_(typed), sources_(sources), build_(program_) {}

    ir::Program run();

  private:
    friend class TierLowering;

    // lower_program.cpp
    void tables();
    void jurisdictions();
    void unused_definitions();
    ir::NodeId benefit_place();
    static int width_of(const std::optional<std::int64_t>& place);
    ir::NodeId in_force(resolve::ModuleIndex module, const Context& context);
    ir::NodeId text_day(resolve::ModuleIndex module, const Context& context);
    std::vector<ir::CiteId> cites(const syntax::Cites& list, resolve::ModuleIndex module);
    std::string text(Span span) const;
    /// Adds a quantity; where its name is taken, by another city say, with its module's name
    /// before.
    ir::QuantityId add(ir::Quantity quantity);

    // lower_benefits.cpp
    struct PlacedAnswer {
        const syntax::AnswerDecl* decl = nullptr;
        resolve::ModuleIndex module = 0;
        std::string owner;
        Span span;
        std::optional<ir::QuantityId> applies;  ///< of the catalogue it stands in
    };
    ir::BenefitId benefit(std::uint32_t index);
    ir::AnswerId answer(const PlacedAnswer& answer, const Context& around);
    ir::QuantityId condition(const std::string& name, std::optional<syntax::ExprId> when,
                             const std::vector<ir::NodeId>& before, const Context& context,
                             Span span, const std::vector<ir::CiteId>& cites,
                             const std::vector<ir::NodeId>& after = {});
    ir::NodeId guard(const syntax::Guard& guard, const Context& context);
    void contests();
    void conjuncts(syntax::ExprId id, std::vector<syntax::ExprId>& into) const;
    void outputs(ir::Benefit& benefit, const std::vector<LoweredTier>& tiers,
                 const Context& context);
    std::vector<LineAnswer> line_answers(std::uint32_t benefit) const;
    std::vector<PlacedAnswer> answers_of(std::uint32_t benefit) const;
    ir::QuantityId output(const ir::Benefit& benefit, const std::string& label,
                          const std::string& kind, std::uint32_t result, ir::NodeId node,
                          const std::string& formula);

    // lower_properties.cpp
    void properties(ir::Benefit& benefit, resolve::ModuleIndex module, const Context& around);
    void property(const types::PropertyInfo& info, ir::Benefit& benefit, const Context& around,
                  std::vector<ir::Step>& posts);

    // lower_lines.cpp
    [[nodiscard]] std::optional<std::uint32_t> line_list() const;
    ir::NodeId no_lines();
    static Context each_line(resolve::ModuleIndex module);
    ir::NodeId catalogue_place();
    void add_line_answers(const LoweredCatalogue& catalogue, std::vector<LineAnswer>& into) const;
    void catalogues();
    ir::NodeId line_refused(const std::vector<LineAnswer>& answers);
    std::array<ir::NodeId, 4> line_amounts(const types::CatalogueInfo& info,
                                           const std::vector<LineAnswer>& answers,
                                           const std::vector<syntax::Adjust>* changes);
    ir::NodeId line_amount(std::uint32_t amount, const Context& context);
    void line_sums(const std::vector<LineAnswer>& answers,
                   const std::vector<syntax::Adjust>* changes, Sums& into);
    std::optional<ir::Require> parts_agree(const ir::Benefit& benefit, const std::string& label);
    ir::NodeId claim_part(std::uint32_t field, const Sums* own);
    [[nodiscard]] bool is_part(std::uint32_t field) const;
    ir::AnswerId line_answer(const LineAnswer& answer, const std::string& name, Span span,
                             const std::vector<LineAnswer>& all);

    // lower_ranges.cpp
    bool all_values(ir::NodeId id, const std::function<bool(std::int64_t)>& passes) const;
    [[nodiscard]] bool never_negative(ir::NodeId id) const;

    // lower_tier.cpp
    LoweredTier tier(const types::TierInfo& info, ir::Benefit& benefit, const Context& place,
                     const std::vector<LoweredTier>& before);

    // lower_accounts.cpp
    /// What a cancelled clause yields: a deductible zero, a limit none.
    enum class Nothing : std::uint8_t { zero, none };
    ir::NodeId adjusted(ir::NodeId value, const std::vector<syntax::Adjust>& adjusts,
                        const Context& context, Nothing nothing);
    ir::NodeId adjusted(ir::NodeId value, const syntax::Adjust& adjust, const Context& context,
                        Nothing nothing);
    ir::NodeId period(types::PeriodKind kind, resolve::ModuleIndex module, const Context& context);
    ir::NodeId period_day(const types::YearInfo& year);
    ir::NodeId last_fee_day(const types::YearInfo& year);
    void split_by_years(ir::Benefit& benefit, const Context& context, const types::YearInfo& year);
    [[nodiscard]] const types::YearInfo& year_of(resolve::ModuleIndex module,
                                                 const Context& context) const;
    ir::NodeId periods_so_far(types::PeriodKind inner, types::PeriodKind outer,
                              resolve::ModuleIndex module, const Context& context);
    AccountSum account_sum(const std::string& path, const types::EachInfo& each,
                           resolve::ModuleIndex module, const Context& context, Span at);
    AccountSum allowance_sum(std::uint32_t index, const Context& context, Span at);
    ir::NodeId posted(const AccountSum& sum, const Context& context);
    ir::NodeId account_value(const types::AccountRef& ref, syntax::ExprId id,
                             const Context& context);
    ir::NodeId limit_written(syntax::ExprId id, const Context& context);
    ir::NodeId beyond_of(std::uint32_t allowance, const Context& context);
    ir::NodeId total();
    ir::NodeId unpaid(const std::vector<LoweredTier>& before, bool in_scope, const Sums* sums);
    ir::AccountId account_of(ir::Account account, resolve::ModuleIndex module);
    ir::NodeId tier_part(const LoweredTier& tier, types::TierPart part);
    ir::Rounding rounding(resolve::ModuleIndex module) const;
    ir::NodeId stored_money(ir::NodeId node, resolve::ModuleIndex module);

    // lower_expressions.cpp
    ir::NodeId expr(syntax::ExprId id, const Context& context);
    ir::NodeId expression(syntax::ExprId id, const Context& context);
    ir::NodeId reference(syntax::ExprId id, const Context& context);
    ir::NodeId line_field(const types::LineRef& ref, const Context& context);
    ir::NodeId literal(syntax::ExprId id);
    ir::NodeId boolean(syntax::ExprId id, const Context& context);
    ir::NodeId binary(const syntax::BinaryExpr& e, const Context& context);
    ir::NodeId date_plus(ir::NodeId date, syntax::ExprId duration, bool minus,
                         const Context& context);
    ir::NodeId date_plus(ir::NodeId date, syntax::Unit unit, std::int64_t amount);
    ir::NodeId compare(const syntax::CompareExpr& e, const Context& context);
    ir::NodeId is(syntax::ExprId left, syntax::ExprId right, const Context& context);
    ir::NodeId is_absent(syntax::ExprId id, const Context& context);
    ir::NodeId membership(const syntax::CompareExpr& e, const Context& context);
    ir::NodeId equals(ir::NodeId left, ir::NodeId right);
    ir::NodeId between(const syntax::BetweenExpr& e, const Context& context);
    ir::NodeId by(const syntax::ByExpr& e, syntax::ExprId id, const Context& context);
    static std::vector<syntax::Arm> in_order_of_asking(std::vector<syntax::Arm> arms);
    ir::NodeId key_condition(ir::NodeId subject, const syntax::Key& key, const types::Type& type);

    // lower_data.cpp
    ir::NodeId list(const syntax::ListExpr& e, const Context& context);
    ir::NodeId lookup(const types::CellRef& cell, syntax::ExprId id, const Context& context);
    ir::NodeId param(std::uint32_t index, const Context& context);
    ir::NodeId by_day(std::uint32_t param, const Context& context,
                      const std::function<ir::NodeId(const types::CellInfo&)>& made);
    ir::NodeId fold(const syntax::FoldExpr& e, syntax::ExprId id, const Context& context);
    ir::NodeId round_to(const syntax::CallExpr& e, const Context& context);
    ir::NodeId year_of(ir::NodeId date);
    ir::NodeId part_of_year(ir::NodeId date, int parts);
    [[nodiscard]] bool own_of_benefit(syntax::ExprId id) const;
    ir::NodeId define(std::uint32_t index, const Context& around);
    [[nodiscard]] bool asks_for_parts(std::uint32_t define) const;
    [[nodiscard]] bool asks_for_parts(syntax::ExprId id) const;
    ir::NodeId converted(ir::NodeId node, const types::Type& type);

    // lower_workdays.cpp
    ir::NodeId workday(ir::NodeId date, std::int64_t count);
    [[nodiscard]] std::vector<std::int64_t> working_days() const;

    [[nodiscard]] ir::Type type(const types::Type& type) const;

    const syntax::Tree& tree_;
    const resolve::Names& names_;
    const types::Typed& typed_;
    const SourceMap& sources_;
    ir::Program program_;
    ir::Builder build_;
    /// By definition and, where it asks for a part of the total, by the sums of its benefit.
    std::map<std::tuple<std::uint32_t, const Sums*, std::optional<std::uint32_t>>, ir::QuantityId>
        defines_;
    std::vector<LoweredCatalogue> catalogues_;
    Sums sums_;  ///< before any benefit takes a line out
    /// By module and text: a lookup is done once.
    std::map<std::pair<resolve::ModuleIndex, std::string>, ir::QuantityId> lookups_;
    std::set<std::string> taken_;  ///< names of quantities
    std::deque<Sums> benefit_sums_;
    std::map<const syntax::AnswerDecl*, ir::AnswerId> answers_;
    /// By place of insurance and path: the accounts of two cities are two.
    std::map<std::pair<std::int64_t, std::string>, ir::AccountId> accounts_;
    std::set<std::string> account_names_;
    std::optional<std::pair<ir::TableId, ir::TableId>> workdays_;  ///< made at first use
    /// By where it is written: the condition of an amendment, or of a benefit that one changes.
    std::map<std::pair<Span, resolve::ModuleIndex>, ir::QuantityId> guards_;
    std::deque<std::vector<PlannedPost>> posts_;
    std::map<std::uint32_t, ir::QuantityId> fee_days_;  ///< by the fee lines' field
    /// Of the versions of a benefit that compete, by what they compete in.

    std::map<std::string, std::vector<ir::BenefitId>> contests_;
    /// By short name, title and clause.
    std::map<std::tuple<std::string, std::string, std::string>, ir::CiteId> cites_;
};

/// What later tiers and the result need of a tier.
struct LoweredTier {
    const types::TierInfo* info = nullptr;
    std::optional<ir::QuantityId> holds;
    std::optional<ir::QuantityId> standard, deductible;
    ir::QuantityId base, above, rate, payable, paid, beyond;
    std::optional<ir::QuantityId> difference;           ///< 差额归
    std::map<std::uint32_t, ir::QuantityId> beyond_of;  ///< 超限额, by allowance
    // The accounts of its deductible and of its own limit, for 已计 and 剩余.
    std::optional<AccountSum> deduct_sum, limit_sum;
    std::optional<ir::QuantityId> limit_standard;
};

}  // namespace pol::lower
