// The typed program as rule IR.
#pragma once

#include "compiler/ir/program.h"
#include "compiler/source/source_map.h"
#include "compiler/types/typed.h"

namespace pol::lower {

/// Lowers a program without errors. Definitions, lookups and conditions become quantities; each
/// tier becomes its quantities, steps and accounts; jurisdictions stand from the narrowest to the
/// nation. The result satisfies `ir::verify`.
[[nodiscard]] ir::Program lower(const syntax::Tree& tree, const resolve::Names& names,
                                const types::Typed& typed, const SourceMap& sources);

}  // namespace pol::lower
