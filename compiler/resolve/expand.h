// Writes out what stands for something that is declared elsewhere, so that every later stage knows
// plain benefits and tiers alone.
#pragma once

#include "compiler/resolve/readings.h"

namespace pol::resolve {

/// Makes conditions of days in force; takes the readings; puts a shared tier where `支付 居民大病`
/// names it; makes a benefit of every amendment, with its changes on the clauses that it copies;
/// puts the clause or value meant where a tier names another benefit's clause or a reading that
/// speaks of tiers. Reported: names of tiers, benefits and amendments that are not there, and what
/// `take_readings` and `apply` report.
void expand(syntax::Tree& tree, const Selection& selection, Diagnostics& diagnostics);

}  // namespace pol::resolve
