// The rate of a tier: one, or bands; what it pays, and the money that a payment answers for.
#include <fmt/format.h>

#include "compiler/lower/tier_lowering.h"

namespace pol::lower {

using namespace syntax;
using ir::NodeId;
using ir::QuantityId;
using ir::Role;

void TierLowering::payable() {
    rate_cites_ = own(info_.rate->cites, info_.rate->adjusts);
    if (info_.bands.empty()) {
        one_rate();
    } else {
        bands();
    }
}

void TierLowering::one_rate() {
    const Span at = info_.rate_span;
    build_.at(at);
    const NodeId written = low_.adjusted(low_.expr(info_.rate->rate, context_), info_.rate->adjusts,
                                         context_, Lowering::Nothing::zero);
    result_.rate = quantity("比例", Role::rate, build_.given(written),
                            text(info_.rate->rate, info_.rate->adjusts), rate_cites_, at);
    require_rate(result_.rate, "比例", at);
    rated_ = result_.above;
    build_.at(at);
    const NodeId product = build_.multiply(value(result_.above), value(result_.rate));
    with_floor(build_.round(product, rounding()), "起付以上 × 比例");
}

// The claim's money lies behind what the tier's earlier claims of the period had, from its first
// fen; the deductible is its lowest part and pays nothing.
void TierLowering::bands() {
    const Bands& written = *info_.rate->bands;
    const Span at = written.span;
    build_.at(at);
    NodeId low = build_.money(0);
    std::string from = "0";
    if (keeps(info_.bands_each)) {
        bands_sum_ = account("分段", info_.bands_each, written.owner, at);
        build_.at(at);
        const QuantityId so_far =
            quantity("已计分段", Role::base, low_.posted(*bands_sum_, context_), "此前各笔合计",
                     rate_cites_, at);
        low = value(so_far);
        from = "已计分段";
    }
    if (!written.over_deductible && result_.deductible) {
        build_.at(at);
        low = build_.add(low, value(*result_.deductible));
        from += " + 起付额";
    }
    const QuantityId begin = quantity("分段起点", Role::base, low, from, rate_cites_, at);
    build_.at(at);
    const QuantityId end =
        quantity("分段终点", Role::base, build_.add(value(begin), value(result_.above)),
                 "分段起点 + 起付以上", rate_cites_, at);
    NodeId money_sum = build_.money(0);
    NodeId payable_sum = build_.money(0);
    for (std::size_t b = 0; b < info_.bands.size(); ++b) {
        const std::string name = fmt::format("第{}段", b + 1);
        const ExprId rate_text = info_.bands[b].rate;
        const Span here = low_.tree_[rate_text].span;
        build_.at(here);
        Band band;
        const NodeId rate = low_.adjusted(low_.expr(rate_text, context_), info_.rate->adjusts,
                                          context_, Lowering::Nothing::zero);
        band.rate = quantity(name + "比例", Role::rate, build_.given(rate),
                             text(rate_text, info_.rate->adjusts), rate_cites_, here);
        require_rate(band.rate, name + "比例", here);
        build_.at(here);
        band.money = quantity(name + "金额", Role::base, band_money(b, value(begin), value(end)),
                              "起点到终点之间落在本段的金额", rate_cites_, here);
        build_.at(here);
        NodeId pays = build_.multiply(value(band.money), value(band.rate));
        if (!info_.rate->round_sum) {
            pays = build_.round(pays, rounding());
        }
        band.payable = quantity(name + "应付", Role::payable, pays,
                                fmt::format("{0}金额 × {0}比例", name), rate_cites_, here);
        build_.at(at);
        money_sum = build_.add(money_sum, value(band.money));
        payable_sum = build_.add(payable_sum, value(band.payable));
        bands_.push_back(band);
    }
    build_.at(at);
    rated_ = quantity("入段金额", Role::base, money_sum, "各段金额合计", rate_cites_, at);
    // The rate shown is that of the highest band reached.
    std::vector<ir::Case> reached;
    for (std::size_t b = bands_.size(); b-- > 1;) {
        reached.push_back(
            {build_.less(build_.money(0), value(bands_[b].money)), value(bands_[b].rate)});
    }
    const NodeId lowest = value(bands_.front().rate);
    result_.rate =
        quantity("比例", Role::rate, reached.empty() ? lowest : build_.choose(reached, lowest),
                 "所达最高段的比例", rate_cites_, at);
    build_.at(at);
    with_floor(info_.rate->round_sum ? build_.round(payable_sum, rounding()) : payable_sum,
               "各段应付合计");
}

NodeId TierLowering::band_money(std::size_t band, NodeId low, NodeId high) {
    NodeId from = low;
    if (band > 0) {
        from = build_.maximum({low, build_.money(*info_.bands[band - 1].edge)});
    }
    NodeId to = high;
    if (info_.bands[band].edge) {
        to = build_.minimum({high, build_.money(*info_.bands[band].edge)});
    }
    return build_.maximum({build_.money(0), build_.subtract(to, from)});
}

void TierLowering::require_rate(QuantityId rate, const std::string& name, Span at) {
    const NodeId node = value(rate);
    const std::uint8_t scale = build_.type(node).scale;
    std::int64_t whole = 1;
    for (int i = 0; i < scale; ++i) {
        whole *= 10;
    }
    if (low_.all_values(node, [&](std::int64_t v) { return v >= 0 && v <= whole; })) {
        return;
    }
    build_.at(at);
    const NodeId low = build_.less_equal(build_.number(0, scale), node);
    const NodeId high = build_.less_equal(node, build_.number(whole, scale));
    require(name + "在界内", build_.conjunction({low, high}), "0% ≤ 比例 ≤ 100%", rate_cites_, at);
}

// 保底: at least this much.
void TierLowering::with_floor(NodeId by_rate, const std::string& formula) {
    const Span at = info_.rate_span;
    if (info_.floor == nullptr) {
        result_.payable = quantity("应付", Role::payable, by_rate, formula, rate_cites_, at);
        return;
    }
    const auto cited = own(info_.floor->cites);
    const Span floor_at = info_.floor_span;
    build_.at(floor_at);
    const NodeId least = build_.given(stored(low_.expr(info_.floor->amount, context_)));
    const QuantityId floor =
        quantity("保底标准", Role::standard, least, text(info_.floor->amount), cited, floor_at);
    build_.at(at);
    result_.payable = quantity("应付", Role::payable, build_.maximum({by_rate, value(floor)}),
                               "最高(" + formula + ", 保底标准)", rate_cites_, at);
}

// The money, counted from the lowest, whose payment is the payment: all of it where nothing was
// cut, else the payment divided by its rate, rounded once.
NodeId TierLowering::used(QuantityId payment) {
    const NodeId cut = build_.less(value(payment), value(result_.payable));
    NodeId part;
    if (!bands_.empty()) {
        part = used_of_bands(value(payment));
    } else {
        part = build_.quotient(value(payment), value(result_.rate), rounding(), 0);
    }
    if (info_.floor != nullptr) {
        // A floor may pay more than the rate would, of a rate of nothing too.
        const NodeId some_rate = build_.less(build_.number(0, 4), value(result_.rate));
        const NodeId bounded = build_.minimum({part, value(rated_)});
        part = bands_.empty() ? build_.choose({{some_rate, bounded}}, value(rated_)) : bounded;
    }
    return build_.choose({{cut, part}}, value(rated_));
}

// Whole bands, then the rest of the payment divided by its band's rate.
NodeId TierLowering::used_of_bands(NodeId payment) {
    std::vector<ir::Case> cases;
    NodeId rest = payment;
    NodeId whole = build_.money(0);
    for (const Band& band : bands_) {
        const NodeId in_this = build_.less(rest, value(band.payable));
        const NodeId quotient = build_.quotient(rest, value(band.rate), rounding(), 0);
        cases.push_back({in_this, build_.add(whole, quotient)});
        rest = build_.subtract(rest, value(band.payable));
        whole = build_.add(whole, value(band.money));
    }
    return build_.choose(cases, whole);
}

}  // namespace pol::lower
