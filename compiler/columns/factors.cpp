#include "compiler/columns/factors.h"

#include <algorithm>
#include <numeric>

#include "runtime/fault/assert.h"

namespace pol::columns {

NodeId Factors::of(NodeId id) {
    if (const auto known = known_.find(id); known != known_.end()) {
        return known->second;
    }
    Node node = make_[id];
    NodeId result = id;
    if (!node.args.empty()) {
        std::vector<NodeId> args;
        args.reserve(node.args.size());
        for (const NodeId arg : node.args) {
            args.push_back(of(arg));
        }
        const std::int64_t factor =
            node.op == Op::divide ? std::gcd(common(args[0]), node.value) : 1;
        result = factor > 1 ? make_.divide(divided(args[0], factor), node.value / factor, node.mode)
                            : make_.like(node, std::move(args));
    }
    known_.emplace(id, result);
    return result;
}

/// A number that divides every value of a node; 0 where all are zero.
std::int64_t Factors::common(NodeId id) {
    if (const auto known = common_.find(id); known != common_.end()) {
        return known->second;
    }
    const std::int64_t factor = found(Node(make_[id]));
    common_.emplace(id, factor);
    return factor;
}

std::int64_t Factors::found(const Node& node) {
    constexpr std::int64_t kMost = 1'000'000'000;
    const auto both = [&](std::size_t a, std::size_t b) {
        return std::gcd(common(node.args[a]), common(node.args[b]));
    };
    switch (node.op) {
    case Op::constant:
        return node.value < 0 ? -node.value : node.value;
    case Op::dense: {
        std::int64_t factor = 0;
        for (const std::int64_t value : arrays_[node.ref]) {
            factor = std::gcd(factor, value);
        }
        return factor;
    }
    case Op::add:
    case Op::subtract:
    case Op::minimum:
    case Op::maximum:
        return both(0, 1);
    case Op::select:
        return both(1, 2);
    case Op::multiply: {
        const std::int64_t a = common(node.args[0]);
        const std::int64_t b = common(node.args[1]);
        return a <= kMost && b <= kMost ? a * b : 1;
    }
    default:
        return 1;
    }
}

NodeId Factors::divided(NodeId id, std::int64_t factor) {
    if (factor == 1) {
        return id;
    }
    const std::pair key(id, factor);
    if (const auto known = divided_.find(key); known != divided_.end()) {
        return known->second;
    }
    const NodeId result = made(Node(make_[id]), factor);
    divided_.emplace(key, result);
    return result;
}

/// A node whose values are those of `node` by `factor`, which divides them all.
NodeId Factors::made(const Node& node, std::int64_t factor) {
    const auto part = [&](std::size_t i) { return divided(node.args[i], factor); };
    switch (node.op) {
    case Op::constant:
        return make_.constant(node.value / factor);
    case Op::dense: {
        std::vector<std::int64_t> values = arrays_[node.ref];
        for (std::int64_t& value : values) {
            value /= factor;
        }
        const auto found = std::find(arrays_.begin(), arrays_.end(), values);
        const auto ref = static_cast<std::uint32_t>(found - arrays_.begin());
        if (found == arrays_.end()) {
            arrays_.push_back(std::move(values));
        }
        return make_.dense(ref, node.args[0], {node.range.low / factor, node.range.high / factor});
    }
    case Op::add:
        return make_.add(part(0), part(1));
    case Op::subtract:
        return make_.subtract(part(0), part(1));
    case Op::minimum:
        return make_.minimum(part(0), part(1));
    case Op::maximum:
        return make_.maximum(part(0), part(1));
    case Op::select:
        return make_.select(node.args[0], part(1), part(2));
    case Op::multiply: {
        const std::int64_t first = std::gcd(common(node.args[0]), factor);
        return make_.multiply(divided(node.args[0], first), divided(node.args[1], factor / first));
    }
    default:
        unreachable_state("a node without a common factor");
    }
}

}  // namespace pol::columns
