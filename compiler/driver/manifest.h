// What stands beside a compiled settlement as data: names, texts, citations, the step table.
#pragma once

#include "compiler/ir/program.h"
#include "compiler/source/source_map.h"
#include "runtime/abi/manifest.h"

namespace pol::driver {

[[nodiscard]] abi::Manifest manifest(const ir::Program& program, const SourceMap& sources);

}  // namespace pol::driver
