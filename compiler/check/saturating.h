// Arithmetic on the values of classes, which may be as large as a word holds: what passes it stays
// at the end.
#pragma once

#include <cstdint>
#include <limits>

namespace pol::check {

[[nodiscard]] inline std::int64_t end_of(bool negative) {
    return negative ? std::numeric_limits<std::int64_t>::min()
                    : std::numeric_limits<std::int64_t>::max();
}

[[nodiscard]] inline std::int64_t plus(std::int64_t a, std::int64_t b) {
    std::int64_t sum = 0;
    return __builtin_add_overflow(a, b, &sum) ? end_of(a < 0) : sum;
}

[[nodiscard]] inline std::int64_t minus(std::int64_t a, std::int64_t b) {
    std::int64_t rest = 0;
    return __builtin_sub_overflow(a, b, &rest) ? end_of(a < 0) : rest;
}

[[nodiscard]] inline std::int64_t times(std::int64_t a, std::int64_t b) {
    std::int64_t product = 0;
    return __builtin_mul_overflow(a, b, &product) ? end_of((a < 0) != (b < 0)) : product;
}

}  // namespace pol::check
