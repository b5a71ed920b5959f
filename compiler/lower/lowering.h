// The lowering's state; private to this folder.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "compiler/ir/builder.h"
#include "compiler/lower/lower.h"

namespace pol::lower {

/// Where an expression stands.
struct LoweredTier;

struct Context {
    resolve::ModuleIndex module = 0;
    int lists = 0;                                    ///< quantifiers around it
    const std::vector<LoweredTier>* tiers = nullptr;  ///< those before the tier at hand
};

class Lowering {
  public:
    Lowering(const syntax::Tree& tree, const resolve::Names& names, const types::Typed& typed,
             const SourceMap& sources)
        : tree_(tree), names_(names), typed_(typed), sources_(sources), build_(program_) {}

    ir::Program run();

  private:
    // lower_program.cpp
    void tables();
    void jurisdictions();
    ir::NodeId in_force(resolve::ModuleIndex module);
    ir::NodeId text_day(resolve::ModuleIndex module);
    std::vector<ir::CiteId> cites(const syntax::Cites& cites, resolve::ModuleIndex module);
    std::string text(Span span) const;

    // lower_benefits.cpp
    ir::BenefitId benefit(std::uint32_t index);
    ir::AnswerId answer(const syntax::AnswerDecl& decl, const std::string& owner,
                        resolve::ModuleIndex module, Span span);
    ir::QuantityId condition(const std::string& name, std::optional<syntax::ExprId> when,
                             const std::vector<ir::NodeId>& before, const Context& context,
                             Span span, const std::vector<ir::CiteId>& cites);
    void conjuncts(syntax::ExprId id, std::vector<syntax::ExprId>& into) const;
    void outputs(ir::Benefit& benefit, const std::vector<struct LoweredTier>& tiers);
    ir::QuantityId output(const ir::Benefit& benefit, const std::string& kind, std::uint32_t result,
                          ir::NodeId node, const std::string& formula);

    // lower_tier.cpp
    LoweredTier tier(const types::TierInfo& info, ir::Benefit& benefit, resolve::ModuleIndex module,
                     const std::vector<struct LoweredTier>& before);
    ir::NodeId period(types::PeriodKind kind, resolve::ModuleIndex module);
    ir::NodeId total();
    ir::NodeId unpaid(const std::vector<LoweredTier>& before, bool in_scope);
    ir::NodeId tier_part(const LoweredTier& tier, types::TierPart part);
    ir::Rounding rounding(resolve::ModuleIndex module) const;
    ir::NodeId stored_money(ir::NodeId node, resolve::ModuleIndex module);

    // lower_expressions.cpp
    ir::NodeId expr(syntax::ExprId id, const Context& context);
    ir::NodeId expression(syntax::ExprId id, const Context& context);
    ir::NodeId reference(syntax::ExprId id, const Context& context);
    ir::NodeId line_field(const types::LineRef& ref);
    ir::NodeId literal(syntax::ExprId id);
    ir::NodeId boolean(syntax::ExprId id, const Context& context);
    ir::NodeId binary(const syntax::BinaryExpr& e, const Context& context);
    ir::NodeId date_plus(ir::NodeId date, syntax::ExprId duration, bool minus);
    ir::NodeId compare(const syntax::CompareExpr& e, const Context& context);
    ir::NodeId is(syntax::ExprId left, syntax::ExprId right, const Context& context);
    ir::NodeId is_absent(syntax::ExprId id, const Context& context);
    ir::NodeId membership(const syntax::CompareExpr& e, const Context& context);
    ir::NodeId equals(ir::NodeId left, ir::NodeId right);
    ir::NodeId between(const syntax::BetweenExpr& e, const Context& context);
    ir::NodeId by(const syntax::ByExpr& e, syntax::ExprId id, const Context& context);
    ir::NodeId key_condition(ir::NodeId subject, const syntax::Key& key, const types::Type& type);
    ir::NodeId list(const syntax::ListExpr& e, const Context& context);
    ir::NodeId lookup(const types::CellRef& cell, syntax::ExprId id, const Context& context);
    ir::NodeId param(std::uint32_t index);
    ir::NodeId define(std::uint32_t index);
    ir::NodeId converted(ir::NodeId node, const types::Type& type);
    [[nodiscard]] ir::Type type(const types::Type& type) const;

    const syntax::Tree& tree_;
    const resolve::Names& names_;
    const types::Typed& typed_;
    const SourceMap& sources_;
    ir::Program program_;
    ir::Builder build_;
    std::map<std::uint32_t, ir::QuantityId> defines_;
    std::map<std::string, ir::QuantityId> lookups_;  ///< by name: a lookup is done once
    std::map<const syntax::AnswerDecl*, ir::AnswerId> answers_;
    std::map<std::string, ir::AccountId> accounts_;
};

/// What later tiers and the result need of a tier.
struct LoweredTier {
    const types::TierInfo* info = nullptr;
    std::optional<ir::QuantityId> holds;
    std::optional<ir::QuantityId> standard, deductible;
    ir::QuantityId base, above, rate, payable, paid, beyond;
};

}  // namespace pol::lower
