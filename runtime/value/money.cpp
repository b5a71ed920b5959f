#include "runtime/value/money.h"

#include <algorithm>
#include <limits>

#include <fmt/format.h>

namespace pol {
namespace {

/// A decimal text taken apart: digits × 10^exponent.
struct Parts {
    bool negative = false;
    std::string digits;  ///< without zeros at either end; empty for zero
    std::int64_t exponent = 0;
};

/// No text is long enough to bring an exponent past this one back to a number that fits.
constexpr std::int64_t kExponentLimit = 1'000'000'000'000'000;

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

std::string_view take_digits(std::string_view& text) {
    const auto end = std::ranges::find_if_not(text, is_digit);
    const std::string_view digits = text.substr(0, static_cast<std::size_t>(end - text.begin()));
    text.remove_prefix(digits.size());
    return digits;
}

bool take_sign(std::string_view& text) {
    const bool negative = text.starts_with('-');
    if (negative || text.starts_with('+')) {
        text.remove_prefix(1);
    }
    return negative;
}

/// The number after `e`; beyond the limit the limit itself.
std::optional<std::int64_t> take_exponent(std::string_view& text) {
    const bool negative = take_sign(text);
    const std::string_view digits = take_digits(text);
    if (digits.empty()) {
        return std::nullopt;
    }
    std::int64_t exponent = 0;
    for (const char digit : digits) {
        exponent = std::min(exponent * 10 + (digit - '0'), kExponentLimit);
    }
    return negative ? -exponent : exponent;
}

void strip_zeros(Parts& parts) {
    const std::size_t last = parts.digits.find_last_not_of('0');
    const std::size_t kept = last == std::string::npos ? 0 : last + 1;
    parts.exponent += static_cast<std::int64_t>(parts.digits.size() - kept);
    parts.digits.resize(kept);
    parts.digits.erase(0, parts.digits.find_first_not_of('0'));
}

std::optional<Parts> take_apart(std::string_view text) {
    Parts parts;
    parts.negative = take_sign(text);
    parts.digits = take_digits(text);
    if (parts.digits.empty()) {
        return std::nullopt;
    }
    if (text.starts_with('.')) {
        text.remove_prefix(1);
        const std::string_view fraction = take_digits(text);
        if (fraction.empty()) {
            return std::nullopt;
        }
        parts.digits += fraction;
        parts.exponent = -static_cast<std::int64_t>(fraction.size());
    }
    if (text.starts_with('e') || text.starts_with('E')) {
        text.remove_prefix(1);
        const std::optional<std::int64_t> exponent = take_exponent(text);
        if (!exponent) {
            return std::nullopt;
        }
        parts.exponent += *exponent;
    }
    if (!text.empty()) {
        return std::nullopt;
    }
    strip_zeros(parts);
    return parts;
}

/// The digits as a number; they are at most 19, which 64 unsigned bits hold.
std::uint64_t magnitude_of(std::string_view digits, std::size_t zeros) {
    std::uint64_t magnitude = 0;
    for (const char digit : digits) {
        magnitude = magnitude * 10 + static_cast<std::uint64_t>(digit - '0');
    }
    for (std::size_t i = 0; i < zeros; ++i) {
        magnitude *= 10;
    }
    return magnitude;
}

/// Two's complement without ever negating the least number.
std::optional<std::int64_t> with_sign(std::uint64_t magnitude, bool negative) {
    constexpr auto greatest = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
    if (magnitude > greatest + (negative ? 1 : 0)) {
        return std::nullopt;
    }
    return static_cast<std::int64_t>(negative ? 0 - magnitude : magnitude);
}

Decimal failed(DecimalError error) {
    return {0, error};
}

}  // namespace

Decimal parse_decimal(std::string_view text, int scale) {
    const std::optional<Parts> parts = take_apart(text);
    if (!parts) {
        return failed(DecimalError::malformed);
    }
    if (parts->digits.empty()) {
        return {};
    }
    const std::int64_t zeros = parts->exponent + scale;
    if (zeros < 0) {
        return failed(DecimalError::precision);
    }
    constexpr std::int64_t longest = 19;
    if (static_cast<std::int64_t>(parts->digits.size()) + zeros > longest) {
        return failed(DecimalError::range);
    }
    const std::uint64_t magnitude = magnitude_of(parts->digits, static_cast<std::size_t>(zeros));
    const std::optional<std::int64_t> value = with_sign(magnitude, parts->negative);
    return value ? Decimal{*value, std::nullopt} : failed(DecimalError::range);
}

std::string format_fen(Fen amount) {
    return format_decimal(amount, 2);
}

std::string format_decimal(std::int64_t value, int scale) {
    const auto bits = static_cast<std::uint64_t>(value);
    std::string digits = fmt::format("{}", value < 0 ? 0 - bits : bits);
    const auto decimals = static_cast<std::size_t>(std::max(scale, 0));
    if (decimals > 0) {
        if (digits.size() <= decimals) {
            digits.insert(0, decimals + 1 - digits.size(), '0');
        }
        digits.insert(digits.size() - decimals, ".");
    }
    return value < 0 ? "-" + digits : digits;
}

}  // namespace pol
