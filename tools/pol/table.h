// Settlements as a person reads them on a terminal.
#pragma once

#include <string>
#include <vector>

#include "compiler/diagnostics/render.h"
#include "runtime/abi/manifest.h"
#include "runtime/claims/record.h"

namespace pol::tool {

/// A table of the settlements, what was refused or sent elsewhere and by which clause, and totals
/// per disease.
[[nodiscard]] std::string settlement_table(const std::vector<claims::Claim>& claims,
                                           const std::vector<claims::Settled>& settled,
                                           const abi::Manifest& manifest, Language language);

}  // namespace pol::tool
