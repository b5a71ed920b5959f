// The figures of the workloads.
#pragma once

#include <cstdint>

namespace pol::bench::hand {

/// By level.
inline constexpr std::int64_t kDeductible[4] = {120'000, 80'000, 40'000, 20'000};
/// Percent, by type × 4 + level.
inline constexpr std::int64_t kRate[16] = {80, 85, 88, 92, 85, 90, 93, 97,
                                           60, 65, 75, 85, 65, 70, 80, 90};
/// By insured × 10 + disease.
inline constexpr std::int64_t kCap[20] = {350'000,   350'000,   0,         0,         0,
                                          0,         0,         0,         0,         0,
                                          240'000,   240'000,   1'300'000, 2'000'000, 2'800'000,
                                          2'800'000, 2'800'000, 2'800'000, 2'800'000, 2'800'000};

}  // namespace pol::bench::hand
