// What tiers share: accounts and their periods, what is unpaid, changes of a clause's value.
#include <algorithm>

#include "compiler/lower/lowering.h"
#include "runtime/fault/assert.h"

namespace pol::lower {

using namespace syntax;
using ir::NodeId;
using ir::QuantityId;

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
// in-scope money have left of it, never below zero. What a package's difference gives to another
// is paid too.
NodeId Lowering::unpaid(const std::vector<LoweredTier>& before, bool in_scope, const Sums* sums) {
    const auto scope_field = typed_.vocabulary.field("inscp_scp_amt");
    NodeId left = in_scope && scope_field ? claim_part(*scope_field, sums) : total();
    for (const LoweredTier& tier : before) {
        if (!in_scope || tier.info->in_scope) {
            left = build_.subtract(left, build_.quantity(tier.paid));
        }
        if (tier.difference) {
            left = build_.subtract(left, build_.quantity(*tier.difference));
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

const types::YearInfo& Lowering::year_of(resolve::ModuleIndex module,
                                         const Context& context) const {
    return context.year != nullptr ? *context.year : typed_.modules[module].year;
}

NodeId Lowering::period_day(const types::YearInfo& year) {
    if (year.line_field) {
        return last_fee_day(year);
    }
    const auto setl_date = typed_.vocabulary.field("setl_date");
    const auto begndate = typed_.vocabulary.field("begndate");
    return build_.field(year.field.value_or(setl_date.value_or(begndate.value_or(0))));
}

// The day of a claim that is settled by its fees' years: its last fee's, without fee lines its
// first day.
NodeId Lowering::last_fee_day(const types::YearInfo& year) {
    const std::uint32_t field = *year.line_field;
    if (const auto known = fee_days_.find(field); known != fee_days_.end()) {
        return build_.quantity(known->second);
    }
    const std::uint32_t lines = *line_list();
    const NodeId last =
        build_.ranked(lines, build_.boolean(true), build_.element(lines, field, 0), 1);
    const NodeId begin = build_.field(typed_.vocabulary.field("begndate").value_or(0));
    const abi::Field& date = typed_.vocabulary.lists[lines].fields[field];
    const QuantityId day = add(ir::Quantity{"最晚" + date.name,
                                            ir::Role::definition,
                                            build_.or_else(last, begin),
                                            "明细中最晚的一日，没有明细为开始日期",
                                            {},
                                            year.span});
    fee_days_.emplace(field, day);
    return build_.quantity(day);
}

// The first day of the period that holds the claim; accounts are told apart by it.
NodeId Lowering::period(types::PeriodKind kind, resolve::ModuleIndex module,
                        const Context& context) {
    const types::YearInfo& year = year_of(module, context);
    const NodeId day = period_day(year);
    switch (kind) {
    case types::PeriodKind::day:
        return day;
    case types::PeriodKind::month:
        return build_.month_start(day);
    case types::PeriodKind::quarter:
        return build_.quarter_start(day);
    case types::PeriodKind::year:
        return build_.year_start(day, year.month, year.day);
    case types::PeriodKind::visit:
        // Kept for one claim only, so that any day will do that its parts share.
        return build_.field(typed_.vocabulary.field("setl_date").value_or(0));
    }
    unreachable_state("a period out of range");
}

// How many periods the larger one has had, this one with them: a limit that is carried on has come
// up so often.
NodeId Lowering::periods_so_far(types::PeriodKind inner, types::PeriodKind outer,
                                resolve::ModuleIndex module, const Context& context) {
    const types::YearInfo& year = year_of(module, context);
    const NodeId begin = period(outer, module, context);
    const NodeId day = period_day(year);
    if (inner == types::PeriodKind::day) {
        return build_.add(build_.days_between(begin, day), build_.number(1));
    }
    const int step = inner == types::PeriodKind::quarter ? 3 : 1;
    const int months = outer == types::PeriodKind::quarter ? 3 : 12;
    NodeId count = build_.number(1);
    for (int m = step; m < months; m += step) {
        const NodeId begun = build_.less_equal(build_.add_months(begin, build_.number(m)), day);
        count = build_.add(count, build_.choose({{begun, build_.number(1)}}, build_.number(0)));
    }
    return count;
}

AccountSum Lowering::account_sum(const std::string& path, const types::EachInfo& each,
                                 resolve::ModuleIndex module, const Context& context, Span at) {
    build_.at(at);
    AccountSum sum;
    ir::Account account{path, std::string(period_word(each.period)), {}};
    sum.period = period(each.period, module, context);
    for (const ExprId key : each.keys) {
        sum.keys.push_back(build_.given(expr(key, context)));
        account.keys.push_back({text(tree_[key].span), build_.type(sum.keys.back())});
    }
    sum.account = account_of(std::move(account), module);
    return sum;
}

AccountSum Lowering::allowance_sum(std::uint32_t index, const Context& context, Span at) {
    const types::AllowanceInfo& info = typed_.allowances[index];
    types::EachInfo each = info.each;
    if (info.carry) {
        each.period = *info.carry;
    }
    Context own = context;
    own.module = info.module;
    if (!info.benefit) {
        own.year = nullptr;
    }
    return account_sum(info.name, each, info.module, own, at);
}

// What an account holds. Where several versions of a benefit are computed before one of them posts,
// what the tiers before would have posted is counted too.
NodeId Lowering::posted(const AccountSum& sum, const Context& context) {
    NodeId held = build_.balance(sum.account, sum.period, sum.keys);
    if (context.posts == nullptr || !context.competes) {
        return held;
    }
    for (const PlannedPost& post : *context.posts) {
        if (post.sum.account != sum.account) {
            continue;
        }
        NodeId amount = build_.quantity(post.amount);
        std::vector<NodeId> same;
        same.reserve(sum.keys.size());
        for (std::size_t k = 0; k < sum.keys.size(); ++k) {
            same.push_back(build_.equal(sum.keys[k], post.sum.keys[k]));
        }
        if (!same.empty()) {
            const NodeId all = same.size() == 1 ? same[0] : build_.conjunction(std::move(same));
            amount = build_.choose({{all, amount}}, build_.money(0));
        }
        held = build_.add(held, amount);
    }
    return held;
}

// 已计 X, 剩余 X.
NodeId Lowering::account_value(const types::AccountRef& ref, ExprId id, const Context& context) {
    const Span at = tree_[id].span;
    std::optional<AccountSum> sum;
    NodeId standard;
    if (ref.allowance) {
        const types::AllowanceInfo& info = typed_.allowances[*ref.allowance];
        sum = allowance_sum(*ref.allowance, context, at);
        if (ref.left) {
            Context own = context;
            own.module = info.module;
            standard = stored_money(limit_written(info.decl->amount, own), info.module);
        }
    } else {
        const LoweredTier& tier = (*context.tiers)[ref.tier];
        const bool deduct = ref.clause == types::AccountRef::Clause::deduct;
        const auto& held = deduct ? tier.deduct_sum : tier.limit_sum;
        if (!held) {
            unreachable_state("a clause without an account is refused before lowering");
        }
        sum = *held;
        standard = build_.quantity(deduct ? *tier.standard : *tier.limit_standard);
    }
    build_.at(at);
    const NodeId so_far = posted(*sum, context);
    if (!ref.left) {
        return so_far;
    }
    const NodeId left = build_.maximum({build_.money(0), build_.subtract(standard, so_far)});
    // 无: there is no end to what is left.
    return build_.type(left).optional ? build_.or_else(left, build_.money(kMoneyBound)) : left;
}

// The amount of a limit as it is written: 无 is none.
NodeId Lowering::limit_written(ExprId id, const Context& context) {
    return std::holds_alternative<NoneLit>(tree_[id].node)
               ? build_.absent({abi::Kind::money, 0, true, 0})
               : expr(id, context);
}

// What a clause yields after the changes made on it, in the order written.
NodeId Lowering::adjusted(NodeId value, const std::vector<Adjust>& adjusts, const Context& context,
                          Nothing nothing) {
    for (const Adjust& adjust : adjusts) {
        build_.at(adjust.span);
        const NodeId changed = adjusted(value, adjust, context, nothing);
        value = adjust.when ? build_.choose({{boolean(*adjust.when, context), changed}}, value)
                            : changed;
    }
    return value;
}

NodeId Lowering::adjusted(NodeId value, const Adjust& adjust, const Context& context,
                          Nothing nothing) {
    const ir::Type before = build_.type(value);
    const auto none = [&] {
        ir::Type type = before;
        type.optional = true;
        return build_.absent(type);
    };
    if (adjust.verb == Verb::cancel) {
        return nothing == Nothing::none ? none() : build_.money(0);
    }
    if (std::holds_alternative<NoneLit>(tree_[*adjust.value].node)) {
        return none();
    }
    const NodeId operand = expr(*adjust.value, context);
    build_.at(adjust.span);
    switch (adjust.verb) {
    case Verb::set:
        return operand;
    case Verb::by:
    case Verb::raise_to:
        return build_.multiply(value, operand);
    case Verb::raise:
    case Verb::plus:
        return build_.add(value, operand);
    case Verb::lower:
    case Verb::minus:
        return build_.subtract(value, operand);
    case Verb::at_least:
        return build_.maximum({value, operand});
    case Verb::at_most: {
        // Of no limit at most so much is so much.
        const NodeId least = build_.minimum({value, operand});
        return before.optional ? build_.or_else(least, operand) : least;
    }
    case Verb::cancel:
        break;
    }
    unreachable_state("every verb is lowered");
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

// What the limits of one name cut, in all tiers before.
NodeId Lowering::beyond_of(std::uint32_t allowance, const Context& context) {
    std::optional<NodeId> sum;
    for (const LoweredTier& tier : *context.tiers) {
        const auto found = tier.beyond_of.find(allowance);
        if (found == tier.beyond_of.end()) {
            continue;
        }
        const NodeId one = build_.quantity(found->second);
        sum = sum ? build_.add(*sum, one) : one;
    }
    if (!sum) {
        unreachable_state("an allowance that no tier uses is refused before lowering");
    }
    return *sum;
}

}  // namespace pol::lower
