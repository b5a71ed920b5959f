// The typed program as text: the vocabulary, what each name amounts to, and the type of every
// expression.
#pragma once

#include <string>

#include "compiler/source/source_map.h"
#include "compiler/types/typed.h"

namespace pol::types {

[[nodiscard]] std::string dump(const syntax::Tree& tree, const Typed& typed,
                               const SourceMap& sources);

}  // namespace pol::types
