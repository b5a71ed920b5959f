// Common factors out of divisions; private to this folder.
#pragma once

#include <cstdint>
#include <map>
#include <utility>
#include <vector>

#include "compiler/columns/builder.h"

namespace pol::columns {

/// The same values with smaller numbers: an amount × 7500 / 10000 is the amount × 75 / 100. What a
/// division need not drop is cheaper to divide, and 2.5 times a deductible of whole yuan is not
/// divided at all.
class Factors {
  public:
    /// New arrays are added to `arrays`.
    Factors(Builder& make, std::vector<std::vector<std::int64_t>>& arrays)
        : make_(make), arrays_(arrays) {}
    NodeId of(NodeId id);

  private:
    std::int64_t common(NodeId id);
    std::int64_t found(const Node& node);
    NodeId divided(NodeId id, std::int64_t factor);
    NodeId made(const Node& node, std::int64_t factor);

    Builder& make_;
    std::vector<std::vector<std::int64_t>>& arrays_;
    std::map<NodeId, NodeId> known_;
    std::map<NodeId, std::int64_t> common_;
    std::map<std::pair<NodeId, std::int64_t>, NodeId> divided_;
};

}  // namespace pol::columns
