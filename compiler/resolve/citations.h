// Every citation has its source and clause; every clause that computes or checks is cited.
#pragma once

#include "compiler/resolve/resolve.h"

namespace pol::resolve {

void check_citations(const syntax::Tree& tree, const Names& names, Diagnostics& diagnostics);

}  // namespace pol::resolve
