// Limits of a tier, and the accounts that limits, deductibles and bands keep.
#include <fmt/format.h>

#include "compiler/lower/tier_lowering.h"

namespace pol::lower {

using namespace syntax;
using ir::NodeId;
using ir::QuantityId;
using ir::Role;

// An amount as the limits that look at it leave it, in the order written. A limit on the total cuts
// the base like one on the base.
QuantityId TierLowering::limited(bool payments, Looks looks, QuantityId amount, const char* name,
                                 const char* of) {
    std::vector<std::size_t> cuts;
    for (std::size_t i = 0; i < info_.limits.size(); ++i) {
        const Looks own_looks = info_.limits[i].clause->looks;
        const bool this_one =
            payments ? own_looks == Looks::payment
                     : own_looks == looks || (own_looks == Looks::total && looks == Looks::base);
        if (this_one) {
            amount = cut(i, amount, name, of);
            cuts.push_back(i);
        }
    }
    // An account counts what all of them leave, not what a later one cuts off again.
    for (const std::size_t i : cuts) {
        if (info_.limits[i].clause->looks != Looks::total) {
            limits_[i].looked_at = amount;
        }
    }
    return amount;
}

QuantityId TierLowering::cut(std::size_t index, QuantityId amount, const char* name,
                             const char* of) {
    const types::TierInfo::Limit& limit = info_.limits[index];
    const LimitClause& clause = *limit.clause;
    const bool payment = clause.looks == Looks::payment;
    const Span at = limit.span;
    const AllowanceDecl* named =
        limit.allowance ? low_.typed_.allowances[*limit.allowance].decl : nullptr;
    CiteIds cited = own(clause.cites, clause.adjusts);
    if (named != nullptr && clause.cites.empty() && !named->cites.empty()) {
        cited = low_.cites(named->cites, context_.module);
    }
    const std::string label = named == nullptr ? "" : named->name.text + ".";
    const ExprId written = named == nullptr ? clause.amount : named->amount;
    build_.at(at);
    const QuantityId standard = quantity(label + "封顶标准", Role::limit, limit_amount(limit),
                                         text(written, clause.adjusts), cited, at);
    require_not_negative(standard, label + "封顶标准", cited, at);
    const QuantityId room = room_of(index, standard, label, cited);
    if (!limit.allowance) {
        result_.limit_sum = limits_[index].sum;
        result_.limit_standard = standard;
    }
    build_.at(at);
    const NodeId before = value(amount);
    const NodeId least = build_.minimum({before, value(room)});
    // 无 is no limit.
    const NodeId left = build_.type(value(room)).optional ? build_.or_else(least, before) : least;
    const bool kept = room.value != standard.value;
    const std::string words =
        fmt::format("最低({}, {}{})", of, label, kept ? "封顶剩余" : "封顶标准");
    const QuantityId after =
        quantity(label + name, payment ? Role::paid : Role::base, left, words, cited, at);
    build_.at(at);
    limits_[index].looked_at = after;
    if (clause.looks == Looks::total && limits_[index].sum) {
        const NodeId total = low_.total();
        const NodeId counted = build_.minimum({total, value(room)});
        limits_[index].looked_at =
            quantity(label + "计入总额", Role::base,
                     build_.type(value(room)).optional ? build_.or_else(counted, total) : counted,
                     "最低(医疗费总额, 封顶剩余)", cited, at);
        build_.at(at);
    }
    if (limit.allowance) {
        NodeId beyond = build_.subtract(before, value(after));
        if (payment) {
            const QuantityId used_now =
                quantity(label + "已用", Role::base, used(after), "支付所对应的金额", cited, at);
            build_.at(at);
            beyond = build_.maximum(
                {build_.money(0), build_.subtract(value(last_used_), value(used_now))});
            last_used_ = used_now;
        }
        result_.beyond_of.emplace(*limit.allowance, quantity(label + "超限额", Role::beyond, beyond,
                                                             "封顶前所用 - 封顶后所用", cited, at));
    } else if (payment && named_limit_after(index)) {
        last_used_ = quantity("封顶后所用", Role::base, used(after), "支付所对应的金额", cited, at);
    }
    return after;
}

bool TierLowering::named_limit_after(std::size_t index) const {
    for (std::size_t i = index + 1; i < info_.limits.size(); ++i) {
        if (info_.limits[i].allowance && info_.limits[i].clause->looks == Looks::payment) {
            return true;
        }
    }
    return false;
}

NodeId TierLowering::limit_amount(const types::TierInfo::Limit& limit) {
    const LimitClause& clause = *limit.clause;
    const ir::Type none{abi::Kind::money, 0, true, 0};
    const ExprId written =
        limit.allowance ? low_.typed_.allowances[*limit.allowance].decl->amount : clause.amount;
    Context context = context_;
    if (limit.allowance) {
        context.module = low_.typed_.allowances[*limit.allowance].module;
    }
    NodeId amount = low_.limit_written(written, context);
    amount = stored(low_.adjusted(amount, clause.adjusts, context_, Lowering::Nothing::none));
    if (clause.when) {
        amount =
            build_.choose({{low_.boolean(*clause.when, context_), amount}}, build_.absent(none));
    }
    return amount;
}

// What is left of a limit: in this claim, in its period, or of the periods so far where what is
// left is carried on.
QuantityId TierLowering::room_of(std::size_t index, QuantityId standard, const std::string& label,
                                 const CiteIds& cited) {
    const types::TierInfo::Limit& limit = info_.limits[index];
    if (!keeps(limit.each)) {
        return standard;
    }
    const Span at = limit.span;
    types::EachInfo each = limit.each;
    if (limit.carry) {
        each.period = *limit.carry;
    }
    limits_[index].sum = limit.allowance ? low_.allowance_sum(*limit.allowance, context_, at)
                                         : account("封顶", each, limit.clause->owner, at);
    QuantityId whole = standard;
    if (limit.carry) {
        build_.at(at);
        const resolve::ModuleIndex home =
            low_.names_.home(low_.tree_[limit.clause->amount].span, context_.module);
        const NodeId periods = low_.periods_so_far(limit.each.period, *limit.carry, home, context_);
        whole = quantity(label + "结转封顶", Role::limit, build_.multiply(value(standard), periods),
                         "封顶标准 × 至本期的期数", cited, at);
    }
    return rest_of(*limits_[index].sum, whole, label + "封顶", Role::room, cited, at);
}

// What is left of a standard after what has been posted in the period; both are figures of the
// trace.
QuantityId TierLowering::rest_of(const AccountSum& sum, QuantityId standard,
                                 const std::string& word, Role role, const CiteIds& cited,
                                 Span at) {
    build_.at(at);
    const std::size_t dot = word.rfind('.');
    const std::string before = dot == std::string::npos ? "" : word.substr(0, dot + 1);
    const std::string last = dot == std::string::npos ? word : word.substr(dot + 1);
    const QuantityId so_far = quantity(before + "已计" + last, role, low_.posted(sum, context_),
                                       "此前各笔合计", cited, at);
    build_.at(at);
    const NodeId rest =
        build_.maximum({build_.money(0), build_.subtract(value(standard), value(so_far))});
    return quantity(word + "剩余", role, rest, word + "标准 - 已计" + word, cited, at);
}

AccountSum TierLowering::account(const char* clause, const types::EachInfo& each,
                                 const std::string& owner, Span at) {
    const std::string prefix = owner.empty() ? accounts_prefix_ : owner + "." + info_.name + ".";
    const resolve::ModuleIndex home = low_.names_.home(at, context_.module);
    return low_.account_sum(prefix + clause, each, home, context_, at);
}

}  // namespace pol::lower
