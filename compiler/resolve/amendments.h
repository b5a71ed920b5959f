// 修订 住院 为 临时外出住院 当 …: benefits of their own, made of the benefit that they change.
#pragma once

#include "compiler/diagnostics/diagnostic.h"
#include "compiler/resolve/scopes.h"

namespace pol::resolve {

/// Replaces every amendment by the benefits that it gives: one alone, and one on top of each other
/// that it may be laid upon. Their guards and those of what they change exclude one another as
/// 取代, 叠加于 and 择优于 say; two amendments without an order keep conditions that may both hold,
/// which `check::overlaps` finds. Changes of 其中 come last. Reported: a benefit or an amendment
/// that is not there, amendments that change one another in a circle.
void write_out_amendments(syntax::Tree& tree, const Scopes& scopes, Diagnostics& diagnostics);

}  // namespace pol::resolve
