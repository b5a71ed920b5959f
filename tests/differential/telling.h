// Of many claims those that say something about engines.
#pragma once

#include <cstddef>
#include <string>

#include "compiler/ir/program.h"
#include "compiler/source/source_map.h"

namespace pol::differential {

/// At most `count` of the claims, in their order. Most of those that no benefit is for and most of
/// those with faults, which are all alike, stay out, and reversals of claims that do.
[[nodiscard]] std::string telling(const ir::Program& program, const SourceMap& sources,
                                  const std::string& lines, std::size_t count);

}  // namespace pol::differential
