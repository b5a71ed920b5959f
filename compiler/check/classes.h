// The unknowns of some conditions, and the values that stand for each one's classes.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <vector>

#include "compiler/ir/program.h"

namespace pol::check {

/// A field of the claim, or an expression that only a whole claim has a value for.
struct Unknown {
    ir::NodeId node;
    bool field = false;
    std::vector<std::optional<std::int64_t>> values;  ///< nothing: absent
};

struct Unknowns {
    std::vector<Unknown> all;
    std::map<ir::NodeId, std::uint32_t> of_node;  ///< into `all`
};

/// The unknowns that conditions depend on.
[[nodiscard]] Unknowns classes(const ir::Program& program,
                               const std::vector<ir::NodeId>& conditions);

/// Whether an operation's value follows from its operands' values alone.
[[nodiscard]] bool computable(ir::Op op);

}  // namespace pol::check
