// The rule IR as text: complete, so that `read` gives back an equal program.
#pragma once

#include <string>

#include "compiler/ir/program.h"

namespace pol::ir {

[[nodiscard]] std::string print(const Program& program);

}  // namespace pol::ir
