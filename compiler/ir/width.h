// How many bits a value of the rule IR can need: the proof that no exact product overflows, and the
// choice of 64 or 128 bits.
#pragma once

#include <vector>

#include "compiler/ir/program.h"

namespace pol::ir {

/// Bounds at the border, as bits of the magnitude: money is checked against `kMoneyBound` (37 bits)
/// wherever it is given or stored, any other number of a claim against 10^15 (50 bits); a balance
/// is a sum of money and fits 62.
inline constexpr int kMoneyBits = 37;
inline constexpr int kNumberBits = 50;
inline constexpr int kBalanceBits = 62;
/// What goes to an account, a table or a field of the settlement is one word.
inline constexpr int kWordBits = 63;

/// The widest magnitude an engine has to hold.
inline constexpr int kWidestBits = 120;

/// For each node the least b with |value| < 2^b, from its operands; booleans are 1, dates, places,
/// codes and texts 32. A node whose type is money of scale 0 needs kMoneyBits, since every engine
/// faults with `overflow` when `negate`, `add`, `subtract`, `multiply`, `round` or `quotient`
/// yields such money past `kMoneyBound`.
[[nodiscard]] std::vector<int> widths(const Program& program);

/// The same for what an engine has to hold while it computes each node: money before it is checked
/// against `kMoneyBound`, and of a `quotient` also the dividend and the divisor, brought to one
/// scale.
[[nodiscard]] std::vector<int> working_widths(const Program& program);

/// The least b with 10^k < 2^b or, for k = 0, 0: what a factor of 10^k adds to a width.
[[nodiscard]] int bits_of_power(int k);

}  // namespace pol::ir
