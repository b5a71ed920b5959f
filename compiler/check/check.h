// What must hold of a program as a whole. Each property stands in a file of its own.
#pragma once

#include "compiler/diagnostics/diagnostic.h"
#include "compiler/ir/program.h"
#include "runtime/fault/cancel.h"

namespace pol::check {

/// Reports every property that a verified program breaks. Given up, it has reported some.
void check(const ir::Program& program, Diagnostics& diagnostics, Cancel cancel = {});

/// A table is looked up only where its row is sure to be there, and a value that may be absent is
/// used only where the answers and conditions before it exclude that; each with a claim on which it
/// is not there.
void missing(const ir::Program& program, Diagnostics& diagnostics, Cancel cancel);

/// Two benefits of one jurisdiction do not both hold, and the cases of a definition neither overlap
/// nor leave a gap; each with a claim on which they do. What could not be decided is a warning.
void overlaps(const ir::Program& program, Diagnostics& diagnostics, Cancel cancel);

/// No exact product can pass what the engines compute in.
void bounds(const ir::Program& program, Diagnostics& diagnostics);

}  // namespace pol::check
