#include "tests/scenarios/city_model.h"

#include <algorithm>

namespace pol::scenario {
namespace {

constexpr Fen kYuan = 100;
constexpr Fen kWhole = 10'000;  // rates are in hundredths of a percent
constexpr Fen kPoolCap = 150'000 * kYuan;
constexpr Fen kLargeCap = 400'000 * kYuan;
constexpr Fen kSerious = 15'000 * kYuan;
constexpr Fen kTenPoints = 1000;

Fen part(Fen amount, Fen rate) {
    return (amount * rate + kWhole / 2) / kWhole;
}

// The money whose payment at this rate is `paid`.
Fen used(Fen paid, Fen rate) {
    return (paid * kWhole + rate / 2) / rate;
}

struct Standard {
    Fen deductible = 0;
    Fen rate = 0;
    Fen large_rate = 9000;
    Fen serious_less = 0;  ///< points off every band
};

Standard standard(const Bill& bill) {
    const Fen home = bill.resident ? 7000 : 8500;
    switch (bill.care) {
    case Care::stay:
        return {1200 * kYuan, home};
    case Care::stay_away:
        return {3000 * kYuan, home - kTenPoints, home, kTenPoints};
    case Care::stay_urgent:
        return {2400 * kYuan, home};
    case Care::rescue_away:
        return {0, home - kTenPoints, 9000 - kTenPoints, kTenPoints};
    case Care::outpatient:
        return {400 * kYuan, 5500};
    default:
        return {0, home};
    }
}

bool has_further_tiers(Care care) {
    return care != Care::outpatient && care != Care::pressure && care != Care::dialysis;
}

// The money of the ladder from `from` to `to`, each band rounded.
Fen ladder(Fen from, Fen to, Fen less) {
    constexpr Fen kEdges[] = {0, 50'000 * kYuan, 100'000 * kYuan, 1'000'000'000 * kYuan};
    constexpr Fen kRates[] = {6000, 6500, 7000};
    Fen sum = 0;
    for (int band = 0; band < 3; ++band) {
        const Fen low = std::max(from, kEdges[band]);
        const Fen high = std::min(to, kEdges[band + 1]);
        sum += high > low ? part(high - low, kRates[band] - less) : 0;
    }
    return sum;
}

}  // namespace

Fen Person::posted(const std::string& account) const {
    const auto found = accounts_.find(account);
    return found == accounts_.end() ? 0 : found->second;
}

void Person::post(const Paid& paid, Fen sign) {
    for (const auto& [account, amount] : paid.posted) {
        accounts_[account] += sign * amount;
    }
}

Paid Person::yinchuan(const Bill& bill) const {
    Paid paid;
    const Fen left = std::max<Fen>(0, 500 * kYuan - posted("yinchuan deductible"));
    paid.deducted = std::min(bill.in_scope, left);
    const Fen due = part(bill.in_scope - paid.deducted, bill.resident ? 6000 : 7500);
    const Fen cap = (bill.resident ? 2400 : 3500) * kYuan;
    paid.pool = std::min(due, std::max<Fen>(0, cap - posted("yinchuan pressure")));
    paid.posted = {{"yinchuan deductible", paid.deducted}, {"yinchuan pressure", paid.pool}};
    return paid;
}

Paid Person::would_be_paid(const Bill& bill) const {
    if (bill.care == Care::yinchuan) {
        return yinchuan(bill);
    }
    const Standard s = standard(bill);
    const bool yearly = bill.care == Care::outpatient;
    Paid paid;
    paid.deducted = std::min(
        bill.in_scope,
        yearly ? std::max<Fen>(0, s.deductible - posted("outpatient deductible")) : s.deductible);
    const Fen above = bill.in_scope - paid.deducted;
    const Fen due = part(above, s.rate);
    const std::string quota = "dialysis " + std::to_string(bill.month);
    Fen most = due;
    if (bill.care == Care::dialysis) {
        most = std::min(most, std::max<Fen>(0, 5000 * kYuan - posted(quota)));
    }
    if (yearly) {
        most = std::min(most, std::max<Fen>(0, 12'000 * kYuan - posted("outpatient")));
    }
    paid.pool = std::min(most, std::max<Fen>(0, kPoolCap - posted("pool")));
    paid.posted["pool"] = paid.pool;
    if (bill.care == Care::dialysis) {
        paid.posted[quota] = paid.pool;
    }
    if (yearly) {
        paid.posted["outpatient"] = paid.pool;
        paid.posted["outpatient deductible"] = paid.deducted;
    }
    if (has_further_tiers(bill.care)) {
        const Fen beyond = paid.pool < due ? above - used(paid.pool, s.rate) : 0;
        tiers_above(bill, beyond, s.large_rate, s.serious_less, paid);
    }
    return paid;
}

void Person::tiers_above(const Bill& bill, Fen beyond, Fen large_rate, Fen less, Paid& paid) const {
    if (!bill.resident) {
        paid.large = std::min(part(beyond, large_rate), kLargeCap - posted("large"));
        paid.posted["large"] = paid.large;
        return;
    }
    const Fen base = bill.in_scope - paid.pool;
    const Fen left = std::max<Fen>(0, kSerious - posted("serious deductible"));
    const Fen deducted = std::min(base, left);
    const Fen from = posted("serious base");
    paid.serious = ladder(from + deducted, from + base, less);
    paid.posted["serious deductible"] = deducted;
    paid.posted["serious base"] = base;
}

}  // namespace pol::scenario
