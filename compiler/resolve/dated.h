// 施行 on a definition, a benefit or an amendment: the days on which this text of it is in force.
#pragma once

#include "compiler/diagnostics/diagnostic.h"
#include "compiler/resolve/scopes.h"

namespace pol::resolve {

/// Makes conditions of days in force. Texts of one definition become its cases, so that a gap or an
/// overlap between their periods is found like any other; the first reaches back to where its
/// module begins. A benefit's and an amendment's days are a condition on the date that picks the
/// text. Reported: a period that ends before it begins.
void write_out_days(syntax::Tree& tree, const Scopes& scopes, Diagnostics& diagnostics);

}  // namespace pol::resolve
