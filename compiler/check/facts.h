// What is known to hold at a place of a program, from the conditions on the way to it.
#pragma once

#include <optional>
#include <vector>

#include "compiler/ir/program.h"

namespace pol::check {

/// A condition that is known to hold, or known not to.
struct Fact {
    ir::NodeId node;
    bool holds = true;
};
using Facts = std::vector<Fact>;

/// Adds what follows from a condition's truth: the parts of a conjunction that holds, of a
/// disjunction that does not.
void assume(const ir::Program& program, ir::NodeId condition, bool holds, Facts& facts);

/// Whether two expressions are the same, wherever they stand.
[[nodiscard]] bool same(const ir::Program& program, ir::NodeId a, ir::NodeId b);

/// Whether a fact speaks of `key` as one of some values, and whether it allows `value`; nothing
/// where it does not speak of it.
[[nodiscard]] std::optional<bool> allows(const ir::Program& program, const Fact& fact,
                                         ir::NodeId key, std::int64_t value);

}  // namespace pol::check
