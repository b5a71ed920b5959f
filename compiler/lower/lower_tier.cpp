// One tier, in the order that the language fixes, and its amounts.
#include <algorithm>

#include "compiler/lower/tier_lowering.h"
#include "runtime/fault/assert.h"

namespace pol::lower {

namespace {

constexpr std::int64_t kMostClaims = 1'000'000;

}  // namespace

using namespace syntax;
using ir::NodeId;
using ir::QuantityId;
using ir::Role;

TierLowering::TierLowering(Lowering& lowering, const types::TierInfo& info, ir::Benefit& benefit,
                           const Context& context)
    : low_(lowering),
      build_(lowering.build_),
      info_(info),
      benefit_(benefit),
      context_(context),
      prefix_(context.label + "." + info.name + "."),
      where_(info.decl->fund.span),
      cites_(lowering.cites(info.decl->cites, context.module)) {
    const std::string& owner = info.decl->owner.empty() ? context.root : info.decl->owner;
    accounts_prefix_ = info.decl->shared ? info.name + "." : owner + "." + info.name + ".";
}

LoweredTier TierLowering::run() {
    result_.info = &info_;
    holds();
    nth();
    limits_.resize(info_.limits.size());
    base();
    difference();
    deductible();
    above();
    payable();
    paid();
    check();
    beyond();
    post();
    result_.deduct_sum = deductible_sum_;
    return result_;
}

void TierLowering::holds() {
    if (!info_.decl->when) {
        return;
    }
    result_.holds = low_.condition(prefix_ + "条件", info_.decl->when, {}, context_,
                                   low_.tree_[*info_.decl->when].span, cites_);
    benefit_.steps.emplace_back(ir::Compute{*result_.holds});
}

// 年内次数: the paid claims of this tier in the year and this one; the stay's own number where the
// claim brings it.
void TierLowering::nth() {
    if (!info_.counts_claims) {
        return;
    }
    claims_sum_ = account("次数", {types::PeriodKind::year, {}}, "", where_);
    build_.at(where_);
    const NodeId posted = low_.posted(*claims_sum_, context_);
    const NodeId counted = build_.quotient(posted, build_.money(1), rounding(), 0);
    // No year has so many; a bound keeps what is computed of it narrow.
    const NodeId before =
        build_.maximum({build_.number(0), build_.minimum({counted, build_.number(kMostClaims)})});
    NodeId number = build_.add(before, build_.number(1));
    if (const auto given = low_.typed_.vocabulary.field("ipt_no")) {
        number = build_.or_else(build_.field(*given), number);
    }
    context_.nth =
        quantity("年内次数", Role::definition, number, "本年已付次数 + 1", cites_, where_);
    one_claim_ = quantity("计次", Role::definition, build_.money(1), "1", cites_, where_);
}

void TierLowering::base() {
    const Span at = info_.base_span;
    build_.at(at);
    const NodeId written = low_.adjusted(low_.expr(info_.base->value, context_),
                                         info_.base->adjusts, context_, Lowering::Nothing::zero);
    const NodeId amount = build_.maximum({build_.money(0), build_.given(stored(written))});
    whole_ = quantity("基数", Role::base, amount, text(info_.base->value, info_.base->adjusts),
                      own(info_.base->cites, info_.base->adjusts), at);
    result_.base = limited(false, Looks::base, whole_, "计入基数", "基数");
}

// 差额归: what the in-scope money that is still unpaid has above the base, below zero where the
// base is the larger.
void TierLowering::difference() {
    if (!info_.difference) {
        return;
    }
    build_.at(where_);
    const NodeId unpaid = low_.unpaid(*context_.tiers, true, context_.sums);
    result_.difference = quantity("差额", Role::paid, build_.subtract(unpaid, value(whole_)),
                                  "自付 - 基数", cites_, where_);
}

void TierLowering::deductible() {
    if (info_.deduct == nullptr) {
        return;
    }
    const DeductClause& clause = *info_.deduct;
    const auto cited = own(clause.cites, clause.adjusts);
    const Span at = info_.deduct_span;
    build_.at(at);
    const NodeId written = low_.adjusted(low_.expr(clause.amount, context_), clause.adjusts,
                                         context_, Lowering::Nothing::zero);
    result_.standard = quantity("起付标准", Role::standard, build_.given(stored(written)),
                                text(clause.amount, clause.adjusts), cited, at);
    require_not_negative(*result_.standard, "起付标准", cited, at);
    QuantityId left = *result_.standard;
    const bool kept = keeps(info_.deduct_each);
    if (kept) {
        deductible_sum_ = account("起付", info_.deduct_each, clause.owner, at);
        left = rest_of(*deductible_sum_, *result_.standard, "起付", Role::left, cited, at);
    }
    build_.at(at);
    result_.deductible =
        quantity("起付额", Role::deductible, build_.minimum({value(result_.base), value(left)}),
                 kept ? "最低(基数, 起付剩余)" : "最低(基数, 起付标准)", cited, at);
}

// Whether an amount is kept over claims, or over the parts of a stay that is split.
bool TierLowering::keeps(const types::EachInfo& each) const {
    return each.period != types::PeriodKind::visit || (context_.splits && !each.yearly);
}

void TierLowering::above() {
    build_.at(where_);
    NodeId amount = value(result_.base);
    if (result_.deductible) {
        amount = build_.subtract(amount, value(*result_.deductible));
    }
    const QuantityId all = quantity("起付以上", Role::base, amount,
                                    result_.deductible ? "基数 - 起付额" : "基数", cites_, where_);
    result_.above = limited(false, Looks::over_deductible, all, "计入起付以上", "起付以上");
}

void TierLowering::paid() {
    const bool cut = std::any_of(info_.limits.begin(), info_.limits.end(),
                                 [](const auto& l) { return l.clause->looks == Looks::payment; });
    last_used_ = rated_;
    result_.paid =
        cut ? limited(true, Looks::payment, result_.payable, "支付", "应付")
            : quantity("支付", Role::paid, value(result_.payable), "应付", rate_cites_, where_);
}

// No tier pays more than is still unpaid.
void TierLowering::check() {
    build_.at(where_);
    NodeId pays = value(result_.paid);
    if (result_.difference) {
        pays = build_.add(pays, value(*result_.difference));
    }
    const NodeId fits = build_.less_equal(pays, low_.unpaid(*context_.tiers, false, context_.sums));
    const QuantityId q = low_.add(
        ir::Quantity{prefix_ + "不超未付", Role::check, fits, "支付 ≤ 未付", cites_, where_});
    benefit_.steps.emplace_back(ir::Require{q, FaultCode::overpaid});
}

// What no payment answers for: the base less the deductible and what was used, where used is the
// money, counted from the lowest, whose payment was paid.
void TierLowering::beyond() {
    build_.at(where_);
    NodeId left = value(whole_);
    if (result_.deductible) {
        left = build_.subtract(left, value(*result_.deductible));
    }
    left = build_.maximum({build_.money(0), build_.subtract(left, used(result_.paid))});
    result_.beyond = quantity("超限额", Role::beyond, left,
                              bands_.empty() ? "基数 - 起付额 - 已用 (支付 ÷ 比例)"
                                             : "基数 - 起付额 - 已用 (自低段起，支付所对应的金额)",
                              cites_, where_);
}

void TierLowering::post() {
    if (deductible_sum_) {
        post(*deductible_sum_, info_.deduct->counts_base ? result_.base : *result_.deductible);
    }
    if (bands_sum_) {
        post(*bands_sum_, info_.rate->bands->over_deductible ? result_.above : result_.base);
    }
    if (claims_sum_) {
        post(*claims_sum_, *one_claim_);
    }
    for (const Limit& limit : limits_) {
        if (limit.sum) {
            post(*limit.sum, *limit.looked_at);
        }
    }
}

void TierLowering::post(const AccountSum& sum, QuantityId amount) {
    benefit_.steps.emplace_back(ir::Post{sum.account, sum.period, sum.keys, amount});
    if (context_.posts != nullptr) {
        context_.posts->push_back({sum, amount});
    }
}

// A computed deductible or limit below zero would pay out of nothing: a fault, unless it is seen
// that it cannot be.
void TierLowering::require_not_negative(QuantityId amount, const std::string& name,
                                        const CiteIds& cited, Span at) {
    if (low_.never_negative(value(amount))) {
        return;
    }
    build_.at(at);
    const NodeId below = build_.less(value(amount), build_.money(0));
    require(name + "不低于零", build_.negation(below), name + " ≥ 0", cited, at);
}

void TierLowering::require(const std::string& name, NodeId holds, const std::string& formula,
                           const CiteIds& cited, Span at) {
    const NodeId checked =
        result_.holds ? build_.disjunction({build_.negation(value(*result_.holds)), holds}) : holds;
    const QuantityId q =
        low_.add(ir::Quantity{prefix_ + name, Role::check, checked, formula, cited, at});
    benefit_.steps.emplace_back(ir::Require{q, FaultCode::out_of_bounds});
}

// A tier whose condition does not hold computes nothing, and its names are zero.
NodeId TierLowering::guarded(NodeId node) {
    if (!result_.holds) {
        return node;
    }
    ir::Type zero = build_.type(node);
    const bool optional = zero.optional;
    zero.optional = false;
    const NodeId nothing = optional ? build_.absent(zero) : build_.constant(zero, 0);
    return build_.choose({{value(*result_.holds), node}}, nothing);
}

QuantityId TierLowering::quantity(const std::string& name, Role role, NodeId node,
                                  std::string formula, CiteIds cited, Span at) {
    build_.at(at);
    const QuantityId q = low_.add(ir::Quantity{prefix_ + name, role, guarded(node),
                                               std::move(formula), std::move(cited), at});
    benefit_.steps.emplace_back(ir::Compute{q});
    return q;
}

// A clause's words and the changes made on it: 住院标准[级别].起付，上调至 2.5倍.
std::string TierLowering::text(ExprId id, const std::vector<Adjust>& adjusts) const {
    std::string words = text(id);
    for (const Adjust& a : adjusts) {
        words += "，" + low_.text(a.span);
    }
    return words;
}

TierLowering::CiteIds TierLowering::own(const Cites& cited, const std::vector<Adjust>& adjusts) {
    CiteIds list = low_.cites(cited, context_.module);
    if (list.empty()) {
        list = cites_;
    }
    for (const Adjust& a : adjusts) {
        const CiteIds more =
            a.cites.empty() ? benefit_.cites : low_.cites(a.cites, context_.module);
        for (const ir::CiteId id : more) {
            if (std::find(list.begin(), list.end(), id) == list.end()) {
                list.push_back(id);
            }
        }
    }
    return list;
}

LoweredTier Lowering::tier(const types::TierInfo& info, ir::Benefit& benefit, const Context& place,
                           const std::vector<LoweredTier>& before) {
    Context context = place;
    context.tiers = &before;
    return TierLowering(*this, info, benefit, context).run();
}

}  // namespace pol::lower
