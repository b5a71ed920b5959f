// What an expression consists of.
#pragma once

#include <cstdint>
#include <vector>

#include "compiler/ir/program.h"

namespace pol::ir {

/// The nodes of an expression, itself included, each once and in rising order. Node ids that do not
/// exist are left out, so that a program which is not verified can be walked too.
[[nodiscard]] std::vector<NodeId> nodes_under(const Program& program, NodeId root);

/// What an expression reads of its own, not through other quantities: each once, in rising order.
struct Uses {
    std::vector<QuantityId> quantities;
    std::vector<std::uint32_t> fields;  ///< into `Vocabulary::fields`
};
[[nodiscard]] Uses uses_of(const Program& program, NodeId root);

}  // namespace pol::ir
