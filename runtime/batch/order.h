// The order in which the claims of a file are settled.
#pragma once

#include <cstddef>
#include <vector>

#include "runtime/abi/vocabulary.h"
#include "runtime/claims/record.h"

namespace pol::batch {

/// The indices of the claims without faults, first to settle first; `settle.h` says which order.
/// The claims of different people do not meet, so one order of all is an order of each person's.
[[nodiscard]] std::vector<std::size_t> settling_order(const std::vector<claims::Claim>& claims,
                                                      const abi::Vocabulary& vocabulary,
                                                      bool in_order);

}  // namespace pol::batch
