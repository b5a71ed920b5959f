// The days of a claim in their order.
#pragma once

#include <vector>

#include "runtime/abi/vocabulary.h"
#include "runtime/claims/record.h"

namespace pol::claims {

/// A fault for each of `enddate` and `setl_date` that lies before `begndate`, with both days. Looks
/// at a claim whose defaults have been applied; a day that is absent, and a field that the
/// vocabulary does not have, is in no order.
[[nodiscard]] std::vector<ClaimFault>
days_out_of_order(const Claim& claim, const abi::Vocabulary& vocabulary, Lang lang);

}  // namespace pol::claims
