#include "compiler/interpret/exact.h"

#include <limits>

#include "runtime/fault/assert.h"

namespace pol::interpret {
namespace {

/// Whether a quotient that leaves `rest` of `whole` over goes to the next integer away from zero.
/// Both are without sign and 0 < rest < whole; `odd` tells of the integer nearer to zero.
bool goes_away(const Integer& rest, const Integer& whole, bool odd, ir::RoundingMode mode) {
    const Integer twice = rest * 2;
    switch (mode) {
    case ir::RoundingMode::half_up:
        return twice >= whole;
    case ir::RoundingMode::half_even:
        return twice > whole || (twice == whole && odd);
    case ir::RoundingMode::down:
        return false;
    case ir::RoundingMode::up:
        return true;
    }
    unreachable_state("a mode of rounding out of range");
}

}  // namespace

Integer power_of_ten(int exponent) {
    Integer power = 1;
    for (int i = 0; i < exponent; ++i) {
        power *= 10;
    }
    return power;
}

Integer divide(const Integer& numerator, const Integer& denominator, ir::RoundingMode mode) {
    const bool negative = (numerator < 0) != (denominator < 0);
    const Integer whole = abs(denominator);
    Integer result = abs(numerator) / whole;
    const Integer rest = abs(numerator) % whole;
    if (rest != 0 && goes_away(rest, whole, result % 2 != 0, mode)) {
        result += 1;
    }
    return negative ? -result : result;
}

Integer divide(const Integer& numerator, const Integer& denominator, ir::Rounding rounding) {
    const Integer unit = power_of_ten(rounding.digits);
    return divide(numerator, denominator * unit, rounding.mode) * unit;
}

std::int64_t to_word(const Integer& value) {
    require_state(value >= std::numeric_limits<std::int64_t>::min() &&
                      value <= std::numeric_limits<std::int64_t>::max(),
                  "a value wider than its verified width");
    return static_cast<std::int64_t>(value);
}

std::pair<std::int64_t, std::int64_t> to_two_words(const Integer& value) {
    const Integer modulus = Integer{1} << 128;
    require_state(abs(value) < (Integer{1} << 127), "a value wider than 128 bits");
    const Integer bits = value < 0 ? modulus + value : value;
    const Integer mask = std::numeric_limits<std::uint64_t>::max();
    const auto low = static_cast<std::uint64_t>(bits & mask);
    const auto high = static_cast<std::uint64_t>(bits >> 64);
    return {static_cast<std::int64_t>(low), static_cast<std::int64_t>(high)};
}

}  // namespace pol::interpret
