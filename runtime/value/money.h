// Money, rates and quantities as exact integers, and their text forms at the border.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace pol {

/// Money in whole fen, signed.
using Fen = std::int64_t;

/// The vocabulary's bound on one amount: 10^11 fen (a thousand million yuan). An amount past it,
/// given or computed, is a fault of that claim and never a wider type.
inline constexpr Fen kMoneyBound = 100'000'000'000;

/// Decimal places of the scaled integers that stand for each kind of number.
inline constexpr int kRateScale = 4;     ///< rates, points and factors: 1/10000
inline constexpr int kMeasureScale = 6;  ///< unit prices and counts: 1/1000000

/// What was wrong with a decimal text.
enum class DecimalError : std::uint8_t {
    malformed,  ///< not a decimal number
    precision,  ///< more decimals than the scale holds; never rounded away
    range,      ///< does not fit 64 bits
};

/// A decimal text read as an integer of 10^-scale units.
struct Decimal {
    std::int64_t value = 0;
    std::optional<DecimalError> error;
};

/// Reads `[+-]digits[.digits][e[+-]digits]` exactly: "12.3" at scale 2 is 1230. Trailing zeros
/// beyond the scale are allowed ("1.500" is 1.50); any other further decimal is `precision`.
[[nodiscard]] Decimal parse_decimal(std::string_view text, int scale);

/// "1125.00" for 112500; "-0.05" for -5.
[[nodiscard]] std::string format_fen(Fen amount);

/// An integer of 10^-scale units with exactly `scale` decimals: (7500, 4) is "0.7500".
[[nodiscard]] std::string format_decimal(std::int64_t value, int scale);

}  // namespace pol
