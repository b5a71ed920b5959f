// A stay over several years as one claim a year.
#pragma once

#include <vector>

#include "runtime/abi/manifest.h"
#include "runtime/claims/record.h"

namespace pol::batch {

/// The parts of a claim by the years of its fee lines, in the order of the years; the claim itself
/// where all lie in one. A part has
///   - the lines of its year, and their sum as its total; what the claim says of the parts of its
///     total is left out, as the lines say it;
///   - the days of the stay in that year: a later part begins with the year, an earlier one ends
///     with it; where the stay has no day in the year, those of its first and last line;
///   - `ipt_no` in the first part only: later ones are counted by the accounts of their own year.
/// All else, the settlement date and number among it, is the claim's.
[[nodiscard]] std::vector<claims::Claim>
by_year(const claims::Claim& claim, const abi::Vocabulary& vocabulary, const abi::YearSplit& years);

}  // namespace pol::batch
