// The same without branches, for the compiler to make vectors of.
#include "bench/hand/hand.h"
#include "bench/hand/tables.h"

namespace pol::bench::hand {
namespace {

std::int64_t least(std::int64_t a, std::int64_t b) {
    return a < b ? a : b;
}
std::int64_t most(std::int64_t a, std::int64_t b) {
    return a > b ? a : b;
}
/// (amount × rate + 50) / 100 of amounts below 2^45, in double: exact there, since the quotient of
/// a whole number by 100 is a multiple of 0.01 away from the next whole number.
std::int64_t percent(std::int64_t amount, std::int64_t rate) {
    return static_cast<std::int64_t>((static_cast<double>(amount * rate + 50) + 0.5) * 0.01);
}

}  // namespace

void chronic_portable(const Chronic64& in, const Figures64& out, std::int64_t begin,
                      std::int64_t end) {
    const std::uint8_t* __restrict insured = in.insured.data();
    const std::uint8_t* __restrict disease = in.disease.data();
    const std::int64_t* __restrict scope = in.in_scope.data();
    const std::int64_t* __restrict used = in.ytd_deductible.data();
    const std::int64_t* __restrict paid = in.ytd_fund.data();
    std::int64_t* __restrict out_ded = out.ded.data();
    std::int64_t* __restrict out_fund = out.fund.data();
    std::int64_t* __restrict out_person = out.person.data();
    for (std::int64_t i = begin; i < end; ++i) {
        const std::int64_t ded = least(scope[i], most(0, 50'000 - used[i]));
        const std::int64_t pay = percent(scope[i] - ded, insured[i] == 0 ? 75 : 60);
        const std::int64_t employee = disease[i] < 2 ? 350'000 : 0;
        const std::int64_t resident = disease[i] < 2    ? 240'000
                                      : disease[i] == 2 ? 1'300'000
                                      : disease[i] == 3 ? 2'000'000
                                                        : 2'800'000;
        const std::int64_t fund =
            least(pay, most(0, (insured[i] == 0 ? employee : resident) - paid[i]));
        out_ded[i] = ded;
        out_fund[i] = fund;
        out_person[i] = scope[i] - fund;
    }
}

void stay_portable(const Stay& in, const Figures64& out, std::int64_t begin, std::int64_t end) {
    const std::uint8_t* __restrict type = in.type.data();
    const std::uint8_t* __restrict level = in.level.data();
    const std::uint8_t* __restrict travel = in.travel.data();
    const std::uint8_t* __restrict capital = in.capital.data();
    const std::uint8_t* __restrict papers = in.papers.data();
    const std::uint8_t* __restrict urgent = in.urgent.data();
    const std::uint8_t* __restrict home = in.home.data();
    const std::int64_t* __restrict in_scope = in.in_scope.data();
    const std::int64_t* __restrict ytd_basic = in.ytd_basic.data();
    const std::int64_t* __restrict ytd_large = in.ytd_large.data();
    std::int64_t* __restrict out_ded = out.ded.data();
    std::int64_t* __restrict out_fund = out.fund.data();
    std::int64_t* __restrict out_second = out.second.data();
    std::int64_t* __restrict out_person = out.person.data();
    // The tables are read by an index, and no store reaches them: clang has to be told.
#ifdef __clang__
#pragma clang loop vectorize(assume_safety)
#endif
    for (std::int64_t i = begin; i < end; ++i) {
        const bool away = travel[i] == 2;
        const bool employee = type[i] < 2;
        const bool rushed = away & (urgent[i] != 0);
        const bool planned = away & (urgent[i] == 0);
        const bool lesser =
            planned | ((travel[i] == 1) & (capital[i] != 0) & (papers[i] == 0) & (home[i] != 0));
        const std::int64_t halves = planned ? 5 : rushed ? 4 : 2;
        const std::int64_t scope = in_scope[i];
        const std::int64_t ded = least(scope, kDeductible[level[i]] * halves / 2);
        const std::int64_t rate = kRate[type[i] * 4 + level[i]] - (lesser ? 10 : 0);
        const std::int64_t raw = percent(scope - ded, rate);
        const std::int64_t cap = employee ? 30'000'000 : 15'000'000;
        const std::int64_t basic = least(raw, most(0, cap - ytd_basic[i]));
        const std::int64_t large =
            least(percent(raw - basic, 90), most(0, 40'000'000 - ytd_large[i]));
        const std::int64_t rest = scope - basic;
        const std::int64_t less = away ? 10 : 0;
        const std::int64_t first = most(0, least(rest, 5'000'000) - 2'000'000) * (60 - less);
        const std::int64_t second = most(0, least(rest, 10'000'000) - 5'000'000) * (65 - less);
        const std::int64_t third = most(0, rest - 10'000'000) * (70 - less);
        const std::int64_t illness = percent(first + second + third, 1);
        const std::int64_t more = employee ? large : illness;
        out_ded[i] = ded;
        out_fund[i] = basic;
        out_second[i] = more;
        out_person[i] = scope - basic - more;
    }
}

void year_portable(const Year& in, const Figures64& out, Sums* sums, std::int64_t begin,
                   std::int64_t end) {
    for (std::int64_t i = begin; i < end; ++i) {
        Sums& own = sums[in.person[i]];
        const std::int64_t scope = in.in_scope[i];
        const std::int64_t ded = least(scope, most(0, 50'000 - own.deductible));
        const std::int64_t pay = ((scope - ded) * (in.insured[i] == 0 ? 75 : 60) + 50) / 100;
        const std::int64_t cap = kCap[in.insured[i] * 10 + in.disease[i]];
        const std::int64_t fund = least(pay, most(0, cap - own.fund[in.disease[i]]));
        own.deductible += static_cast<std::int32_t>(ded);
        own.fund[in.disease[i]] += static_cast<std::int32_t>(fund);
        out.ded[i] = ded;
        out.fund[i] = fund;
        out.person[i] = scope - fund;
    }
}

}  // namespace pol::bench::hand
