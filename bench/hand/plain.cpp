// Loops as they are written first: what the document says, line by line.
#include <algorithm>

#include "bench/hand/hand.h"
#include "bench/hand/tables.h"

namespace pol::bench::hand {
namespace {

std::int64_t percent(std::int64_t amount, std::int64_t rate) {
    return (amount * rate + 50) / 100;
}

}  // namespace

void chronic_plain(const Chronic64& in, const Figures64& out, std::int64_t begin,
                   std::int64_t end) {
    for (std::int64_t i = begin; i < end; ++i) {
        const std::int64_t left = std::max<std::int64_t>(0, 50'000 - in.ytd_deductible[i]);
        const std::int64_t ded = std::min(in.in_scope[i], left);
        std::int64_t rate = 60;
        if (in.insured[i] == 0) {
            rate = 75;
        }
        const std::int64_t pay = percent(in.in_scope[i] - ded, rate);
        std::int64_t cap = 0;
        if (in.insured[i] == 0) {
            if (in.disease[i] < 2) {
                cap = 350'000;
            }
        } else if (in.disease[i] < 2) {
            cap = 240'000;
        } else if (in.disease[i] == 2) {
            cap = 1'300'000;
        } else if (in.disease[i] == 3) {
            cap = 2'000'000;
        } else {
            cap = 2'800'000;
        }
        const std::int64_t fund = std::min(pay, std::max<std::int64_t>(0, cap - in.ytd_fund[i]));
        out.ded[i] = ded;
        out.fund[i] = fund;
        out.person[i] = in.in_scope[i] - fund;
    }
}

void stay_plain(const Stay& in, const Figures64& out, std::int64_t begin, std::int64_t end) {
    for (std::int64_t i = begin; i < end; ++i) {
        std::int64_t ded = kDeductible[in.level[i]];
        std::int64_t rate = kRate[in.type[i] * 4 + in.level[i]];
        const bool employee = in.type[i] < 2;
        if (in.travel[i] == 2) {
            if (in.urgent[i] != 0) {
                ded = ded * 2;
            } else {
                ded = ded * 5 / 2;
                rate -= 10;
            }
        } else if (in.travel[i] == 1 && in.capital[i] != 0 && in.papers[i] == 0 &&
                   in.home[i] != 0) {
            rate -= 10;
        }
        const std::int64_t scope = in.in_scope[i];
        ded = std::min(scope, ded);
        const std::int64_t raw = percent(scope - ded, rate);
        const std::int64_t cap = employee ? 30'000'000 : 15'000'000;
        const std::int64_t basic = std::min(raw, std::max<std::int64_t>(0, cap - in.ytd_basic[i]));
        std::int64_t second = 0;
        if (employee) {
            const std::int64_t room = std::max<std::int64_t>(0, 40'000'000 - in.ytd_large[i]);
            second = std::min(percent(raw - basic, 90), room);
        } else {
            const std::int64_t rest = scope - basic;
            const std::int64_t less = in.travel[i] == 2 ? 10 : 0;
            std::int64_t sum = 0;
            if (rest > 2'000'000) {
                sum += (std::min<std::int64_t>(rest, 5'000'000) - 2'000'000) * (60 - less);
            }
            if (rest > 5'000'000) {
                sum += (std::min<std::int64_t>(rest, 10'000'000) - 5'000'000) * (65 - less);
            }
            if (rest > 10'000'000) {
                sum += (rest - 10'000'000) * (70 - less);
            }
            second = (sum + 50) / 100;
        }
        out.ded[i] = ded;
        out.fund[i] = basic;
        out.second[i] = second;
        out.person[i] = scope - basic - second;
    }
}

void year_plain(const Year& in, const Figures64& out, Sums* sums, std::int64_t begin,
                std::int64_t end) {
    for (std::int64_t i = begin; i < end; ++i) {
        Sums& own = sums[in.person[i]];
        const std::int64_t ded =
            std::min<std::int64_t>(in.in_scope[i], std::max(0, 50'000 - own.deductible));
        const std::int64_t pay = percent(in.in_scope[i] - ded, in.insured[i] == 0 ? 75 : 60);
        const std::int64_t cap = kCap[in.insured[i] * 10 + in.disease[i]];
        const std::int64_t fund =
            std::min(pay, std::max<std::int64_t>(0, cap - own.fund[in.disease[i]]));
        own.deductible += static_cast<std::int32_t>(ded);
        own.fund[in.disease[i]] += static_cast<std::int32_t>(fund);
        out.ded[i] = ded;
        out.fund[i] = fund;
        out.person[i] = in.in_scope[i] - fund;
    }
}

}  // namespace pol::bench::hand
