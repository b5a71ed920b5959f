// 支付 居民大病 without a body: the tier of that name that stands outside of benefits.
#pragma once

#include "compiler/diagnostics/diagnostic.h"
#include "compiler/resolve/scopes.h"

namespace pol::resolve {

/// Puts a copy of the shared tier wherever a benefit or a change names it. Reported: no tier of
/// that name, two of one name in a module.
void write_out_shared_tiers(syntax::Tree& tree, const Scopes& scopes, Diagnostics& diagnostics);

}  // namespace pol::resolve
