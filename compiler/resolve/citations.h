// Every citation has its source and clause; every clause that computes or checks is cited.
#pragma once

#include "compiler/resolve/resolve.h"

namespace pol::resolve {

void check_citations(const Names& names, const std::set<std::string>& lost,
                     Diagnostics& diagnostics);

}  // namespace pol::resolve
