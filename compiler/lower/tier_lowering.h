// Builds one tier as quantities, steps and postings, in the order that the language fixes: base,
// deductible, payable, paid, beyond. A class of its own because its parts share so much; it asks
// the lowering for expressions and accounts. Private to this folder: lower_tier.cpp has the order
// and the amounts, lower_bands.cpp the rate, lower_limits.cpp limits and accounts.
#pragma once

#include "compiler/lower/lowering.h"

namespace pol::lower {

class TierLowering {
  public:
    TierLowering(Lowering& lowering, const types::TierInfo& info, ir::Benefit& benefit,
                 const Context& context);

    LoweredTier run();

  private:
    using NodeId = ir::NodeId;
    using QuantityId = ir::QuantityId;
    using CiteIds = std::vector<ir::CiteId>;

    struct Limit {
        std::optional<AccountSum> sum;
        std::optional<QuantityId> looked_at;  ///< what its account counts
    };
    /// One band: what of the claim's money it holds, its rate, and what it pays.
    struct Band {
        QuantityId money, rate, payable;
    };

    // lower_tier.cpp
    void holds();
    void nth();
    void base();
    void difference();
    void deductible();
    [[nodiscard]] bool keeps(const types::EachInfo& each) const;
    void above();
    void paid();
    void check();
    void beyond();
    void post();
    void post(const AccountSum& sum, QuantityId amount);
    void require_not_negative(QuantityId amount, const std::string& name, const CiteIds& cited,
                              Span at);
    void require(const std::string& name, NodeId holds, const std::string& formula,
                 const CiteIds& cited, Span at);
    NodeId guarded(NodeId node);
    QuantityId quantity(const std::string& name, ir::Role role, NodeId node, std::string formula,
                        CiteIds cited, Span at);
    NodeId value(QuantityId q) { return build_.quantity(q); }
    NodeId stored(NodeId node) { return low_.stored_money(node, context_.module); }
    std::string text(syntax::ExprId id) const { return low_.text(low_.tree_[id].span); }
    std::string text(syntax::ExprId id, const std::vector<syntax::Adjust>& adjusts) const;
    ir::Rounding rounding() const { return low_.rounding(context_.module); }
    CiteIds own(const syntax::Cites& cited, const std::vector<syntax::Adjust>& adjusts = {});

    // lower_bands.cpp
    void payable();
    void one_rate();
    void bands();
    NodeId band_money(std::size_t band, NodeId low, NodeId high);
    void require_rate(QuantityId rate, const std::string& name, Span at);
    void with_floor(NodeId by_rate, const std::string& formula);
    NodeId used(QuantityId payment);
    NodeId used_of_bands(NodeId payment);

    // lower_limits.cpp
    QuantityId limited(bool payments, syntax::Looks looks, QuantityId amount, const char* name,
                       const char* of);
    QuantityId cut(std::size_t index, QuantityId amount, const char* name, const char* of);
    [[nodiscard]] bool named_limit_after(std::size_t index) const;
    NodeId limit_amount(const types::TierInfo::Limit& limit);
    QuantityId room_of(std::size_t index, QuantityId standard, const std::string& label,
                       const CiteIds& cited);
    QuantityId rest_of(const AccountSum& sum, QuantityId standard, const std::string& word,
                       ir::Role role, const CiteIds& cited, Span at);
    AccountSum account(const char* clause, const types::EachInfo& each, const std::string& owner,
                       Span at);

    Lowering& low_;
    ir::Builder& build_;
    const types::TierInfo& info_;
    ir::Benefit& benefit_;
    Context context_;
    std::string prefix_;           ///< of its quantities
    std::string accounts_prefix_;  ///< of its accounts
    Span where_;
    CiteIds cites_, rate_cites_;
    LoweredTier result_;
    QuantityId whole_;      ///< the base before any limit
    QuantityId rated_;      ///< the money that the rate, or the bands, are on
    QuantityId last_used_;  ///< the used money before the next limit
    std::vector<Band> bands_;
    std::optional<AccountSum> deductible_sum_, bands_sum_, claims_sum_;
    std::optional<QuantityId> one_claim_;
    std::vector<Limit> limits_;
};

}  // namespace pol::lower
