// What is searched in a compiled project beyond its mistakes: do the properties hold?
#pragma once

#include <cstddef>
#include <vector>

#include "compiler/check/properties.h"
#include "compiler/driver/compile.h"

namespace pol::driver {

/// Looks for claims that break what a compiled program promises (恒有), as often as `trials` says;
/// what is found is added to the diagnostics. Nothing of a compilation without a program.
[[nodiscard]] std::vector<check::PropertyAnswer> search_properties(Compilation& compilation,
                                                                   std::size_t trials);

}  // namespace pol::driver
