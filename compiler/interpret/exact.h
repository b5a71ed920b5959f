// Exact integers without bound, and the ways of rounding them.
#pragma once

#include <cstdint>
#include <utility>

#include <boost/multiprecision/cpp_int.hpp>

#include "compiler/ir/op.h"

namespace pol::interpret {

/// Without expression templates: every operation yields an Integer.
using Integer = boost::multiprecision::number<boost::multiprecision::cpp_int_backend<>,
                                              boost::multiprecision::et_off>;

[[nodiscard]] Integer power_of_ten(int exponent);

/// numerator / denominator as an integer: what lies between two integers goes to one of them as
/// `mode` says. The denominator is not zero.
[[nodiscard]] Integer divide(const Integer& numerator, const Integer& denominator,
                             ir::RoundingMode mode);

/// As `divide`, and then to a multiple of 10^digits.
[[nodiscard]] Integer divide(const Integer& numerator, const Integer& denominator,
                             ir::Rounding rounding);

/// A value that is known to fit 64 bits.
[[nodiscard]] std::int64_t to_word(const Integer& value);

/// The two's complement in 128 bits, low word first, of a value that is known to fit.
[[nodiscard]] std::pair<std::int64_t, std::int64_t> to_two_words(const Integer& value);

}  // namespace pol::interpret
