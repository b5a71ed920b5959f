// The parts of a claim's total: in scope, and the three that are not.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

#include "runtime/abi/vocabulary.h"
#include "runtime/claims/record.h"

namespace pol::claims {

/// The fault of each field, by its index: faults are reported in that order whatever finds them.
using FieldFaults = std::vector<std::optional<ClaimFault>>;

/// Where a vocabulary has the parts. One that lacks a part or the total cannot say that they belong
/// together: nothing is checked.
class Parts {
  public:
    explicit Parts(const abi::Vocabulary& vocabulary);

    /// Given one part, the absent ones are zero and all must sum to the total. Given none, they
    /// come from fee lines that say their amounts, or the part in scope is missing. Looks at what
    /// the record itself gave: before defaults are applied.
    [[nodiscard]] std::optional<ClaimFault> complete(Claim& claim, bool has_fee_lines,
                                                     FieldFaults& faults, Lang lang) const;

    /// Fee lines sum to the total too. Looks at a claim whose lines have been read.
    [[nodiscard]] std::optional<ClaimFault> check_lines(const Claim& claim, Lang lang) const;

  private:
    [[nodiscard]] std::optional<ClaimFault> none_given(bool has_fee_lines, FieldFaults& faults,
                                                       Lang lang) const;
    [[nodiscard]] std::optional<ClaimFault> check_sum(const Claim& claim, Lang lang) const;

    const abi::Vocabulary& vocabulary_;
    bool known_ = false;
    std::array<std::uint32_t, 4>
        parts_{};  ///< into `Vocabulary::fields`; the last is the one in scope
    std::uint32_t total_ = 0;
    std::optional<std::uint32_t> lines_;  ///< the list of fee lines that say their amounts
    std::uint32_t line_amount_ = 0;
};

}  // namespace pol::claims
