// One tier as quantities, steps and postings, in the order that the language fixes: base,
// deductible, payable, paid, beyond.
#include <functional>

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

// Builds one tier; a class of its own because its parts share so much.
class TierLowering {
  public:
    using Add = std::function<QuantityId(ir::Quantity)>;
    TierLowering(ir::Builder& build, ir::Benefit& benefit, const types::TierInfo& info, Add add)
        : build_(build),
          benefit_(benefit),
          add_(std::move(add)),
          prefix_(benefit.name + "." + info.name + ".") {}

    // A tier whose condition does not hold computes nothing, and its names are zero.
    NodeId guarded(NodeId node) {
        if (!holds) {
            return node;
        }
        ir::Type zero = build_.type(node);
        const bool optional = zero.optional;
        zero.optional = false;
        const NodeId nothing = optional ? build_.absent(zero) : build_.constant(zero, 0);
        return build_.choose({{build_.quantity(*holds), node}}, nothing);
    }

    QuantityId quantity(const char* name, Role role, NodeId node, std::string formula,
                        std::vector<ir::CiteId> cites, Span span) {
        build_.at(span);
        const QuantityId q = add_(ir::Quantity{prefix_ + name, role, guarded(node),
                                               std::move(formula), std::move(cites), span});
        benefit_.steps.emplace_back(ir::Compute{q});
        return q;
    }

    // What an account of this tier holds so far, and the step that adds to it.
    struct Sum {
        ir::AccountId account;
        NodeId period;
        std::vector<NodeId> keys;
    };
    void post(const Sum& sum, QuantityId amount) {
        benefit_.steps.emplace_back(ir::Post{sum.account, sum.period, sum.keys, amount});
    }

    [[nodiscard]] const std::string& prefix() const { return prefix_; }

    std::optional<QuantityId> holds;

  private:
    ir::Builder& build_;
    ir::Benefit& benefit_;
    Add add_;
    std::string prefix_;
};

LoweredTier Lowering::tier(const types::TierInfo& info, ir::Benefit& benefit, const Context& place,
                           const std::vector<LoweredTier>& before) {
    Context context = place;
    context.tiers = &before;
    const resolve::ModuleIndex module = place.module;
    LoweredTier result;
    result.info = &info;
    TierLowering t(build_, benefit, info, [this](ir::Quantity q) { return add(std::move(q)); });
    const Span where = info.decl->fund.span;
    const std::vector<ir::CiteId> tier_cites = cites(info.decl->cites, module);
    const auto own_cites = [&](const Cites& own) {
        std::vector<ir::CiteId> list = cites(own, module);
        return list.empty() ? tier_cites : list;
    };
    const auto value = [&](QuantityId q) { return build_.quantity(q); };
    const auto money = [&](ExprId id) { return stored_money(expr(id, context), module); };

    if (info.decl->when) {
        result.holds = condition(t.prefix() + "条件", info.decl->when, {}, context,
                                 tree_[*info.decl->when].span, tier_cites);
        benefit.steps.emplace_back(ir::Compute{*result.holds});
        t.holds = result.holds;
    }

    // The sum of an account by the keys of a clause.
    const auto account = [&](const char* clause, const types::EachInfo& each) {
        TierLowering::Sum sum;
        ir::Account a{t.prefix() + clause, std::string(period_word(each.period)), {}};
        sum.period = period(each.period, module);
        for (const ExprId key : each.keys) {
            sum.keys.push_back(expr(key, context));
            a.keys.push_back({text(tree_[key].span), type(typed_.type(key))});
        }
        sum.account = account_of(std::move(a), module);
        return sum;
    };
    // What has been posted so far is a figure of the trace too.
    const auto balance = [&](const TierLowering::Sum& sum, const char* name, Role role,
                             const std::vector<ir::CiteId>& cited, Span at) {
        const NodeId node = build_.balance(sum.account, sum.period, sum.keys);
        return value(t.quantity(name, role, node, "此前各笔合计", cited, at));
    };

    build_.at(info.base_span);
    const NodeId base = build_.maximum({build_.money(0), money(info.base->value)});
    result.base = t.quantity("基数", Role::base, base, text(tree_[info.base->value].span),
                             own_cites(info.base->cites), info.base_span);

    std::optional<TierLowering::Sum> deductible_sum;
    NodeId above = value(result.base);
    std::string above_formula = "基数";
    if (info.deduct != nullptr) {
        const auto clause_cites = own_cites(info.deduct->cites);
        const Span at = info.deduct_span;
        result.standard = t.quantity("起付标准", Role::standard, money(info.deduct->amount),
                                     text(tree_[info.deduct->amount].span), clause_cites, at);
        QuantityId left = *result.standard;
        const bool kept = info.deduct_each.period != types::PeriodKind::visit;
        if (kept) {
            build_.at(at);
            deductible_sum = account("起付", info.deduct_each);
            const NodeId so_far =
                balance(*deductible_sum, "已计起付", Role::left, clause_cites, at);
            build_.at(at);
            const NodeId rest =
                build_.maximum({build_.money(0), build_.subtract(value(*result.standard), so_far)});
            left =
                t.quantity("起付剩余", Role::left, rest, "起付标准 - 已计起付", clause_cites, at);
        }
        build_.at(at);
        result.deductible = t.quantity(
            "起付额", Role::deductible, build_.minimum({value(result.base), value(left)}),
            kept ? "最低(基数, 起付剩余)" : "最低(基数, 起付标准)", clause_cites, at);
        above = build_.subtract(value(result.base), value(*result.deductible));
        above_formula = "基数 - 起付额";
    }
    result.above = t.quantity("起付以上", Role::base, above, above_formula, tier_cites, where);

    const auto rate_cites = own_cites(info.rate->cites);
    result.rate = t.quantity("比例", Role::rate, expr(info.rate->rate, context),
                             text(tree_[info.rate->rate].span), rate_cites, info.rate_span);
    build_.at(info.rate_span);
    const NodeId product = build_.multiply(value(result.above), value(result.rate));
    result.payable = t.quantity("应付", Role::payable, build_.round(product, rounding(module)),
                                "起付以上 × 比例", rate_cites, info.rate_span);

    NodeId paid = value(result.payable);
    std::string paid_formula = "应付";
    std::optional<TierLowering::Sum> limit_sum;
    std::vector<ir::CiteId> paid_cites = rate_cites;
    Span paid_span = where;
    for (const types::TierInfo::Limit& limit : info.limits) {
        const Span at = limit.span;
        const auto clause_cites = own_cites(limit.clause->cites);
        paid_cites = clause_cites;
        paid_span = at;
        const ExprId amount = limit.clause->amount;
        const bool none = std::holds_alternative<NoneLit>(tree_[amount].node);
        build_.at(at);
        const NodeId limit_node =
            none ? build_.absent({abi::Kind::money, 0, true, 0}) : money(amount);
        const QuantityId standard = t.quantity("封顶标准", Role::limit, limit_node,
                                               text(tree_[amount].span), clause_cites, at);
        QuantityId room = standard;
        if (limit.each.period != types::PeriodKind::visit) {
            build_.at(at);
            limit_sum = account("封顶", limit.each);
            const NodeId so_far = balance(*limit_sum, "已计封顶", Role::room, clause_cites, at);
            build_.at(at);
            const NodeId rest =
                build_.maximum({build_.money(0), build_.subtract(value(standard), so_far)});
            room =
                t.quantity("封顶剩余", Role::room, rest, "封顶标准 - 已计封顶", clause_cites, at);
        }
        build_.at(at);
        const NodeId least = build_.minimum({value(result.payable), value(room)});
        const bool optional = build_.type(value(room)).optional;
        // 无 is no limit.
        paid = optional ? build_.or_else(least, value(result.payable)) : least;
        paid_formula =
            room.value == standard.value ? "最低(应付, 封顶标准)" : "最低(应付, 封顶剩余)";
    }
    result.paid = t.quantity("支付", Role::paid, paid, paid_formula, paid_cites, paid_span);

    // No tier pays more than is still unpaid.
    build_.at(where);
    const NodeId fits = build_.less_equal(value(result.paid), unpaid(before, false, context.sums));
    const QuantityId check = add(
        ir::Quantity{t.prefix() + "不超未付", Role::check, fits, "支付 ≤ 未付", tier_cites, where});
    benefit.steps.emplace_back(ir::Require{check, FaultCode::overpaid});

    // What was cut: the money above the deductible whose payment was not paid. Used is the payment
    // divided by the rate, rounded once.
    const NodeId used =
        build_.quotient(value(result.paid), value(result.rate), rounding(module), 0);
    const NodeId cut = build_.less(value(result.paid), value(result.payable));
    const NodeId beyond = build_.choose(
        {{cut, build_.maximum({build_.money(0), build_.subtract(value(result.above), used)})}},
        build_.money(0));
    result.beyond =
        t.quantity("超限额", Role::beyond, beyond, "起付以上 - 支付 ÷ 比例", paid_cites, paid_span);

    if (deductible_sum) {
        t.post(*deductible_sum, *result.deductible);
    }
    if (limit_sum) {
        t.post(*limit_sum, result.paid);
    }
    return result;
}

}  // namespace pol::lower
