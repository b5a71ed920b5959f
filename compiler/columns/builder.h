// Makes the nodes of a column program: each one once, folded where its range decides it.
#pragma once

#include <deque>
#include <map>
#include <optional>
#include <span>
#include <unordered_map>
#include <utility>
#include <vector>

#include "compiler/columns/program.h"

namespace pol::columns {

class Builder {
  public:
    [[nodiscard]] const Node& operator[](NodeId id) const { return nodes_[id.value]; }
    [[nodiscard]] const Range& range(NodeId id) const { return nodes_[id.value].range; }
    [[nodiscard]] std::optional<std::int64_t> known(NodeId id) const;

    NodeId constant(std::int64_t value);
    NodeId truth(bool value);
    [[nodiscard]] bool is(NodeId id, bool value) const;  ///< a truth value that is always `value`

    NodeId input(std::uint32_t ref, bool is_truth, const Range& range);
    NodeId there(std::uint32_t ref);
    NodeId add(NodeId a, NodeId b);
    NodeId subtract(NodeId a, NodeId b);
    NodeId multiply(NodeId a, NodeId b);
    NodeId divide(NodeId a, std::int64_t divisor, ir::RoundingMode mode);
    NodeId quotient(NodeId a, NodeId b, ir::RoundingMode mode);
    NodeId minimum(NodeId a, NodeId b);
    NodeId maximum(NodeId a, NodeId b);
    NodeId equal(NodeId a, NodeId b);
    NodeId less(NodeId a, NodeId b);
    NodeId less_equal(NodeId a, NodeId b);
    NodeId negation(NodeId a);
    NodeId conjunction(NodeId a, NodeId b);
    NodeId disjunction(NodeId a, NodeId b);
    /// What a disjunction is made of, in order; of anything else itself.
    [[nodiscard]] std::span<const NodeId> alternatives(NodeId id) const;
    NodeId select(NodeId condition, NodeId yes, NodeId no);
    NodeId dense(std::uint32_t array, NodeId index, const Range& range);
    NodeId search(std::uint32_t search, std::vector<NodeId> keys, const Range& range);
    NodeId balance(std::uint32_t account, NodeId index, const Range& range);
    /// An operation of the calendar or of places.
    NodeId call(Op op, std::vector<NodeId> args, std::int64_t value, bool is_truth,
                const Range& range);
    /// A node like `given`, over other operands of the same kinds.
    NodeId like(const Node& given, std::vector<NodeId> args);

    /// Whether `a` lies outside of `bounds`; from here on its range is inside them, since a claim
    /// for which it does not has a fault.
    NodeId outside(NodeId a, const Range& bounds);

    /// The quantity that what follows is made for; returns the one before.
    std::uint32_t made_for(std::uint32_t quantity) { return std::exchange(origin_, quantity); }

    [[nodiscard]] std::size_t size() const { return nodes_.size(); }
    [[nodiscard]] std::vector<Node> take() { return std::move(nodes_); }

  private:
    struct Key {
        Op op;
        bool truth;
        ir::RoundingMode mode;
        std::uint32_t ref;
        std::int64_t value;
        std::vector<NodeId> args;
        friend bool operator==(const Key&, const Key&) = default;
    };
    struct Hash {
        std::size_t operator()(const Key& key) const;
    };
    NodeId node(Node node);
    NodeId compare(Op op, NodeId a, NodeId b);
    [[nodiscard]] bool at_most(NodeId a, NodeId b) const;
    [[nodiscard]] std::span<const NodeId> conditions(NodeId id) const;
    [[nodiscard]] std::optional<NodeId> opposite(NodeId id) const;
    NodeId all_of(std::vector<NodeId> all);
    NodeId any_of(const std::vector<NodeId>& given);
    [[nodiscard]] const std::vector<NodeId>& each_condition(NodeId id);
    NodeId under(NodeId id, const std::vector<NodeId>& all);
    [[nodiscard]] std::optional<NodeId> without_a_case(const std::vector<NodeId>& all);
    NodeId raw(Op op, std::vector<NodeId> args);

    std::vector<Node> nodes_;
    std::vector<std::optional<NodeId>> negations_;  ///< by node
    std::deque<NodeId> selves_;                     ///< by node: itself, where it stays
    std::unordered_map<std::uint32_t, std::vector<NodeId>> each_condition_;  ///< as asked for
    std::unordered_map<Key, NodeId, Hash> known_;
    std::map<NodeId, NodeId> outside_;
    std::uint32_t origin_ = kNoOrigin;
};

/// What `a` rounded to whole units of 1/`divisor` is, as every engine rounds.
[[nodiscard]] Range::Wide rounded(Range::Wide a, std::int64_t divisor, ir::RoundingMode mode);

}  // namespace pol::columns
