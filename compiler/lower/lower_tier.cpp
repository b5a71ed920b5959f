// One tier as quantities, steps and postings, in the order that the language fixes: base,
// deductible, payable, paid, beyond.
#include <algorithm>

#include <fmt/format.h>

#include "compiler/lower/lowering.h"
#include "runtime/fault/assert.h"

namespace pol::lower {

using namespace syntax;
using ir::NodeId;
using ir::QuantityId;
using ir::Role;

ir::Rounding Lowering::rounding(resolve::ModuleIndex module) const {
    const auto& declared = typed_.modules[module].rounding;
    return declared ? ir::Rounding::decode(*declared) : ir::Rounding{};
}

// Where money is stored the module's rounding applies, once; whole fen stay as they are unless the
// module rounds to more.
NodeId Lowering::stored_money(NodeId node, resolve::ModuleIndex module) {
    const ir::Type& t = build_.type(node);
    if (t.kind != abi::Kind::money || t.scale == 0) {
        return node;
    }
    return build_.round(node, rounding(module));
}

NodeId Lowering::total() {
    const auto field = typed_.vocabulary.field("medfee_sumamt");
    return field ? build_.field(*field) : build_.money(0);
}

// 个人负担: what the tiers before have left of the total. 自付: what those whose base holds
// in-scope money have left of it, never below zero.
NodeId Lowering::unpaid(const std::vector<LoweredTier>& before, bool in_scope, const Sums* sums) {
    const auto scope_field = typed_.vocabulary.field("inscp_scp_amt");
    NodeId left = in_scope && scope_field ? claim_part(*scope_field, sums) : total();
    for (const LoweredTier& tier : before) {
        if (!in_scope || tier.info->in_scope) {
            left = build_.subtract(left, build_.quantity(tier.paid));
        }
    }
    return in_scope ? build_.maximum({build_.money(0), left}) : left;
}

// The account of a path, kept for each place of insurance apart.
ir::AccountId Lowering::account_of(ir::Account account, resolve::ModuleIndex module) {
    const std::int64_t place = typed_.modules[module].place.value_or(0);
    const std::pair key{place, account.name};
    if (const auto known = accounts_.find(key); known != accounts_.end()) {
        return known->second;
    }
    if (!account_names_.insert(account.name).second) {
        account.name = std::to_string(place) + "." + account.name;
        account_names_.insert(account.name);
    }
    const ir::AccountId id = build_.add(std::move(account));
    accounts_.emplace(key, id);
    return id;
}

NodeId Lowering::tier_part(const LoweredTier& tier, types::TierPart part) {
    const auto money = [&](const std::optional<QuantityId>& q) {
        return q ? build_.quantity(*q) : build_.money(0);
    };
    switch (part) {
    case types::TierPart::base:
        return build_.quantity(tier.base);
    case types::TierPart::standard:
        return money(tier.standard);
    case types::TierPart::deductible:
        return money(tier.deductible);
    case types::TierPart::rate:
        return build_.quantity(tier.rate);
    case types::TierPart::payable:
        return build_.quantity(tier.payable);
    case types::TierPart::paid:
        return build_.quantity(tier.paid);
    case types::TierPart::beyond:
        return build_.quantity(tier.beyond);
    }
    unreachable_state("a part of a tier out of range");
}

// The first day of the period that holds the claim; accounts are told apart by it.
NodeId Lowering::period(types::PeriodKind kind, resolve::ModuleIndex module) {
    const types::ModuleInfo& info = typed_.modules[module];
    const auto setl_date = typed_.vocabulary.field("setl_date");
    const auto begndate = typed_.vocabulary.field("begndate");
    const NodeId day =
        build_.field(info.year_field.value_or(setl_date.value_or(begndate.value_or(0))));
    switch (kind) {
    case types::PeriodKind::day:
        return day;
    case types::PeriodKind::month:
        return build_.month_start(day);
    case types::PeriodKind::quarter:
        return build_.quarter_start(day);
    case types::PeriodKind::year:
        return build_.year_start(day, info.year_month, info.year_day);
    case types::PeriodKind::visit:
        break;
    }
    unreachable_state("a visit has no account");
}

namespace {

std::string_view period_word(types::PeriodKind kind) {
    switch (kind) {
    case types::PeriodKind::visit:
        return "次";
    case types::PeriodKind::day:
        return "日";
    case types::PeriodKind::month:
        return "月";
    case types::PeriodKind::quarter:
        return "季度";
    case types::PeriodKind::year:
        return "年度";
    }
    return {};
}

}  // namespace

// Builds one tier, in the order that the language fixes. A class of its own because its parts share
// so much; it asks the lowering for expressions and accounts.
class TierLowering {
  public:
    TierLowering(Lowering& lowering, const types::TierInfo& info, ir::Benefit& benefit,
                 const Context& context)
        : low_(lowering),
          build_(lowering.build_),
          info_(info),
          benefit_(benefit),
          context_(context),
          prefix_(benefit.name + "." + info.name + "."),
          where_(info.decl->fund.span),
          cites_(lowering.cites(info.decl->cites, context.module)) {}

    LoweredTier run() {
        result_.info = &info_;
        holds();
        limits_.resize(info_.limits.size());
        base();
        deductible();
        above();
        payable();
        paid();
        check();
        beyond();
        post();
        return result_;
    }

  private:
    // What an account of this tier holds so far, and the step that adds to it.
    struct Sum {
        ir::AccountId account;
        NodeId period;
        std::vector<NodeId> keys;
    };
    struct Limit {
        std::optional<Sum> sum;
        std::optional<QuantityId> looked_at;  ///< what its account counts
    };

    void holds() {
        if (!info_.decl->when) {
            return;
        }
        result_.holds = low_.condition(prefix_ + "条件", info_.decl->when, {}, context_,
                                       low_.tree_[*info_.decl->when].span, cites_);
        benefit_.steps.emplace_back(ir::Compute{*result_.holds});
    }

    void base() {
        const Span at = info_.base_span;
        build_.at(at);
        const NodeId amount = build_.maximum({build_.money(0), needed_money(info_.base->value)});
        whole_ = quantity("基数", Role::base, amount, text(info_.base->value),
                          own(info_.base->cites), at);
        result_.base = limited(Looks::base, whole_, "计入基数", "基数");
    }

    void deductible() {
        if (info_.deduct == nullptr) {
            return;
        }
        const auto cited = own(info_.deduct->cites);
        const Span at = info_.deduct_span;
        result_.standard = quantity("起付标准", Role::standard, needed_money(info_.deduct->amount),
                                    text(info_.deduct->amount), cited, at);
        require_not_negative(*result_.standard, "起付标准", cited, at);
        QuantityId left = *result_.standard;
        const bool kept = info_.deduct_each.period != types::PeriodKind::visit;
        if (kept) {
            deductible_sum_ = account("起付", info_.deduct_each, at);
            left = rest_of(*deductible_sum_, *result_.standard, "起付", Role::left, cited, at);
        }
        build_.at(at);
        result_.deductible =
            quantity("起付额", Role::deductible, build_.minimum({value(result_.base), value(left)}),
                     kept ? "最低(基数, 起付剩余)" : "最低(基数, 起付标准)", cited, at);
    }

    void above() {
        build_.at(where_);
        NodeId amount = value(result_.base);
        if (result_.deductible) {
            amount = build_.subtract(amount, value(*result_.deductible));
        }
        const QuantityId all =
            quantity("起付以上", Role::base, amount, result_.deductible ? "基数 - 起付额" : "基数",
                     cites_, where_);
        result_.above = limited(Looks::over_deductible, all, "计入起付以上", "起付以上");
    }

    void payable() {
        rate_cites_ = own(info_.rate->cites);
        const Span at = info_.rate_span;
        result_.rate =
            quantity("比例", Role::rate, build_.given(low_.expr(info_.rate->rate, context_)),
                     text(info_.rate->rate), rate_cites_, at);
        require_rate(at);
        build_.at(at);
        const NodeId product = build_.multiply(value(result_.above), value(result_.rate));
        result_.payable = quantity("应付", Role::payable, build_.round(product, rounding()),
                                   "起付以上 × 比例", rate_cites_, at);
    }

    void paid() {
        const bool cut = std::any_of(info_.limits.begin(), info_.limits.end(), [](const auto& l) {
            return l.clause->looks == Looks::payment;
        });
        result_.paid =
            cut ? limited(Looks::payment, result_.payable, "支付", "应付")
                : quantity("支付", Role::paid, value(result_.payable), "应付", rate_cites_, where_);
    }

    // No tier pays more than is still unpaid.
    void check() {
        build_.at(where_);
        const NodeId fits = build_.less_equal(value(result_.paid),
                                              low_.unpaid(*context_.tiers, false, context_.sums));
        const QuantityId q = low_.add(
            ir::Quantity{prefix_ + "不超未付", Role::check, fits, "支付 ≤ 未付", cites_, where_});
        benefit_.steps.emplace_back(ir::Require{q, FaultCode::overpaid});
    }

    // What no payment answers for: the base less the deductible and what was used, where used is
    // the money whose payment was paid: the payment divided by the rate, rounded once.
    void beyond() {
        build_.at(where_);
        const NodeId cut = build_.less(value(result_.paid), value(result_.payable));
        const NodeId quotient =
            build_.quotient(value(result_.paid), value(result_.rate), rounding(), 0);
        const NodeId used = build_.choose({{cut, quotient}}, value(result_.above));
        NodeId left = value(whole_);
        if (result_.deductible) {
            left = build_.subtract(left, value(*result_.deductible));
        }
        left = build_.maximum({build_.money(0), build_.subtract(left, used)});
        result_.beyond = quantity("超限额", Role::beyond, left,
                                  "基数 - 起付额 - 已用 (支付 ÷ 比例)", cites_, where_);
    }

    void post() {
        if (deductible_sum_) {
            post(*deductible_sum_, *result_.deductible);
        }
        for (const Limit& limit : limits_) {
            if (limit.sum) {
                post(*limit.sum, *limit.looked_at);
            }
        }
    }
    void post(const Sum& sum, QuantityId amount) {
        benefit_.steps.emplace_back(ir::Post{sum.account, sum.period, sum.keys, amount});
    }

    // A computed deductible or limit below zero would pay out of nothing: a fault, unless it is
    // seen that it cannot be.
    void require_not_negative(QuantityId amount, const std::string& name,
                              const std::vector<ir::CiteId>& cited, Span at) {
        if (low_.never_negative(value(amount))) {
            return;
        }
        build_.at(at);
        const NodeId below = build_.less(value(amount), build_.money(0));
        require(name + "不低于零", build_.negation(below), name + " ≥ 0", cited, at);
    }

    void require_rate(Span at) {
        const NodeId rate = value(result_.rate);
        const std::uint8_t scale = build_.type(rate).scale;
        std::int64_t whole = 1;
        for (int i = 0; i < scale; ++i) {
            whole *= 10;
        }
        if (low_.all_values(rate, [&](std::int64_t v) { return v >= 0 && v <= whole; })) {
            return;
        }
        build_.at(at);
        const NodeId low = build_.less_equal(build_.number(0, scale), rate);
        const NodeId high = build_.less_equal(rate, build_.number(whole, scale));
        require("比例在界内", build_.conjunction({low, high}), "0% ≤ 比例 ≤ 100%", rate_cites_, at);
    }

    void require(const std::string& name, NodeId holds, const std::string& formula,
                 const std::vector<ir::CiteId>& cited, Span at) {
        const QuantityId q = low_.add(
            ir::Quantity{prefix_ + name, Role::check, guarded_check(holds), formula, cited, at});
        benefit_.steps.emplace_back(ir::Require{q, FaultCode::out_of_bounds});
    }
    NodeId guarded_check(NodeId holds) {
        if (!result_.holds) {
            return holds;
        }
        return build_.disjunction({build_.negation(value(*result_.holds)), holds});
    }

    // An amount as the limits that look at it leave it, in the order written.
    QuantityId limited(Looks looks, QuantityId amount, const char* name, const char* of) {
        for (std::size_t i = 0; i < info_.limits.size(); ++i) {
            const types::TierInfo::Limit& limit = info_.limits[i];
            if (limit.clause->looks != looks) {
                continue;
            }
            const Span at = limit.span;
            const auto cited = own(limit.clause->cites);
            const ExprId written = limit.clause->amount;
            const bool none = std::holds_alternative<NoneLit>(low_.tree_[written].node);
            build_.at(at);
            const NodeId standard_node =
                none ? build_.absent({abi::Kind::money, 0, true, 0}) : money(written);
            const QuantityId standard =
                quantity("封顶标准", Role::limit, standard_node, text(written), cited, at);
            require_not_negative(standard, "封顶标准", cited, at);
            QuantityId room = standard;
            if (limit.each.period != types::PeriodKind::visit) {
                limits_[i].sum = account("封顶", limit.each, at);
                room = rest_of(*limits_[i].sum, standard, "封顶", Role::room, cited, at);
            }
            build_.at(at);
            const NodeId least = build_.minimum({value(amount), value(room)});
            // 无 is no limit.
            const NodeId left =
                build_.type(value(room)).optional ? build_.or_else(least, value(amount)) : least;
            const std::string formula =
                std::string("最低(") + of +
                (room.value == standard.value ? ", 封顶标准)" : ", 封顶剩余)");
            amount = quantity(name, looks == Looks::payment ? Role::paid : Role::base, left,
                              formula, cited, at);
            limits_[i].looked_at = amount;
        }
        return amount;
    }

    // What is left of a standard after what has been posted in the period; both are figures of the
    // trace.
    QuantityId rest_of(const Sum& sum, QuantityId standard, const std::string& word, Role role,
                       const std::vector<ir::CiteId>& cited, Span at) {
        build_.at(at);
        const NodeId posted = build_.balance(sum.account, sum.period, sum.keys);
        const QuantityId so_far = quantity("已计" + word, role, posted, "此前各笔合计", cited, at);
        build_.at(at);
        const NodeId rest =
            build_.maximum({build_.money(0), build_.subtract(value(standard), value(so_far))});
        return quantity(word + "剩余", role, rest, word + "标准 - 已计" + word, cited, at);
    }

    Sum account(const char* clause, const types::EachInfo& each, Span at) {
        build_.at(at);
        Sum sum;
        ir::Account a{prefix_ + clause, std::string(period_word(each.period)), {}};
        sum.period = low_.period(each.period, context_.module);
        for (const ExprId key : each.keys) {
            sum.keys.push_back(build_.given(low_.expr(key, context_)));
            a.keys.push_back({text(key), build_.type(sum.keys.back())});
        }
        sum.account = low_.account_of(std::move(a), context_.module);
        return sum;
    }

    // A tier whose condition does not hold computes nothing, and its names are zero.
    NodeId guarded(NodeId node) {
        if (!result_.holds) {
            return node;
        }
        ir::Type zero = build_.type(node);
        const bool optional = zero.optional;
        zero.optional = false;
        const NodeId nothing = optional ? build_.absent(zero) : build_.constant(zero, 0);
        return build_.choose({{value(*result_.holds), node}}, nothing);
    }

    QuantityId quantity(const std::string& name, Role role, NodeId node, std::string formula,
                        std::vector<ir::CiteId> cited, Span at) {
        build_.at(at);
        const QuantityId q = low_.add(ir::Quantity{prefix_ + name, role, guarded(node),
                                                   std::move(formula), std::move(cited), at});
        benefit_.steps.emplace_back(ir::Compute{q});
        return q;
    }

    NodeId value(QuantityId q) { return build_.quantity(q); }
    NodeId money(ExprId id) { return low_.stored_money(low_.expr(id, context_), context_.module); }
    NodeId needed_money(ExprId id) { return build_.given(money(id)); }
    std::string text(ExprId id) const { return low_.text(low_.tree_[id].span); }
    ir::Rounding rounding() const { return low_.rounding(context_.module); }
    std::vector<ir::CiteId> own(const Cites& cited) {
        std::vector<ir::CiteId> list = low_.cites(cited, context_.module);
        return list.empty() ? cites_ : list;
    }

    Lowering& low_;
    ir::Builder& build_;
    const types::TierInfo& info_;
    ir::Benefit& benefit_;
    const Context& context_;
    std::string prefix_;
    Span where_;
    std::vector<ir::CiteId> cites_, rate_cites_;
    LoweredTier result_;
    QuantityId whole_;  ///< the base before any limit
    std::optional<Sum> deductible_sum_;
    std::vector<Limit> limits_;
};

LoweredTier Lowering::tier(const types::TierInfo& info, ir::Benefit& benefit, const Context& place,
                           const std::vector<LoweredTier>& before) {
    Context context = place;
    context.tiers = &before;
    return TierLowering(*this, info, benefit, context).run();
}

}  // namespace pol::lower
