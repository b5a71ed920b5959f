// Truth values as sets: of conditions that all hold, and of alternatives of which one does.
#include <algorithm>
#include <iterator>

#include "compiler/columns/builder.h"

namespace pol::columns {

NodeId Builder::negation(NodeId a) {
    if (const auto value = known(a)) {
        return truth(*value == 0);
    }
    const Node& inner = nodes_[a.value];
    if (inner.op == Op::negation) {
        return inner.args[0];
    }
    return raw(Op::negation, {a});
}

/// What a conjunction is made of, in order; of anything else itself.
std::vector<NodeId> Builder::conditions(NodeId id) const {
    const auto found = conditions_.find(id);
    return found == conditions_.end() ? std::vector{id} : found->second;
}

/// The same, where not to be one of several is not to be each of them.
std::vector<NodeId> Builder::each_condition(NodeId id) {
    std::vector<NodeId> all;
    for (const NodeId one : conditions(id)) {
        const Node node = nodes_[one.value];
        if (node.op != Op::negation || !alternatives_.contains(node.args[0])) {
            all.push_back(one);
            continue;
        }
        for (const NodeId alternative : alternatives(node.args[0])) {
            all.push_back(negation(alternative));
        }
    }
    std::sort(all.begin(), all.end());
    return all;
}

/// What is left of a condition where `all` hold: of alternatives those that they leave open, true
/// where one of them holds; of the negation of several conditions those that they do not give, true
/// where one of them does not hold.
NodeId Builder::under(NodeId id, const std::vector<NodeId>& all) {
    const auto holds = [&](NodeId one) {
        const std::vector<NodeId> parts = conditions(one);
        return std::all_of(parts.begin(), parts.end(), [&](NodeId part) {
            return part != id && std::find(all.begin(), all.end(), part) != all.end();
        });
    };
    const auto fails = [&](NodeId one) {
        const std::vector<NodeId> parts = conditions(one);
        return std::any_of(parts.begin(), parts.end(),
                           [&](NodeId part) { return holds(negation(part)); });
    };
    if (alternatives_.contains(id)) {
        NodeId open = truth(false);
        for (const NodeId alternative : alternatives(id)) {
            if (holds(alternative)) {
                return truth(true);
            }
            open = fails(alternative) ? open : disjunction(open, alternative);
        }
        return open;
    }
    const Node node = nodes_[id.value];
    if (node.op != Op::negation || !conditions_.contains(node.args[0])) {
        return id;
    }
    NodeId rest = truth(true);
    for (const NodeId part : conditions(node.args[0])) {
        if (holds(negation(part))) {
            return truth(true);
        }
        if (!holds(part)) {
            rest = conjunction(rest, part);
        }
    }
    return negation(rest);
}

/// Written as one set of conditions: none twice, and none that others imply.
NodeId Builder::conjunction(NodeId a, NodeId b) {
    if (is(a, false) || is(b, false)) {
        return truth(false);
    }
    if (is(a, true) || a == b) {
        return b;
    }
    if (is(b, true)) {
        return a;
    }
    std::vector<NodeId> all = each_condition(a);
    const std::vector<NodeId> more = each_condition(b);
    all.insert(all.end(), more.begin(), more.end());
    for (std::size_t i = 0; i < all.size(); ++i) {
        const std::vector<NodeId> left = conditions(under(all[i], all));
        all[i] = left[0];
        all.insert(all.end(), left.begin() + 1, left.end());
    }
    std::sort(all.begin(), all.end());
    all.erase(std::unique(all.begin(), all.end()), all.end());
    std::erase_if(all, [&](NodeId id) { return is(id, true); });
    // Not these and not those is not one of both, where that is simpler.
    std::vector<NodeId> denied;
    NodeId any = truth(false);
    for (const NodeId id : all) {
        if (nodes_[id.value].op == Op::negation) {
            denied.push_back(id);
            any = disjunction(any, nodes_[id.value].args[0]);
        }
    }
    if (alternatives(any).size() < denied.size()) {
        NodeId result = negation(any);
        for (const NodeId id : all) {
            result = nodes_[id.value].op == Op::negation ? result : conjunction(result, id);
        }
        return result;
    }
    const auto contradicted = [&](NodeId id) {
        return is(id, false) || std::binary_search(all.begin(), all.end(), negation(id));
    };
    if (std::any_of(all.begin(), all.end(), contradicted)) {
        return truth(false);
    }
    if (all.empty()) {
        return truth(true);
    }
    NodeId result = all[0];
    for (std::size_t i = 1; i < all.size(); ++i) {
        result = raw(Op::conjunction, {std::min(result, all[i]), std::max(result, all[i])});
        conditions_[result] =
            std::vector<NodeId>(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(i) + 1);
    }
    return result;
}

std::vector<NodeId> Builder::alternatives(NodeId id) const {
    const auto found = alternatives_.find(id);
    return found == alternatives_.end() ? std::vector{id} : found->second;
}

/// x and u, or x and not u, is x: two alternatives that differ in one case of it. (Quine, The
/// Problem of Simplifying Truth Functions, 1952.)
std::optional<NodeId> Builder::without_a_case(const std::vector<NodeId>& all) {
    constexpr std::size_t kMost = 64;
    for (std::size_t i = 0; i < all.size() && all.size() <= kMost; ++i) {
        const std::vector<NodeId> one = each_condition(all[i]);
        for (std::size_t j = 0; j < all.size() && one.size() > 1; ++j) {
            const std::vector<NodeId> other = each_condition(all[j]);
            std::vector<NodeId> apart;
            std::set_difference(one.begin(), one.end(), other.begin(), other.end(),
                                std::back_inserter(apart));
            std::vector<NodeId> opposite;
            std::set_difference(other.begin(), other.end(), one.begin(), one.end(),
                                std::back_inserter(opposite));
            if (apart.size() != 1 || each_condition(negation(apart[0])) != opposite) {
                continue;
            }
            NodeId result = truth(true);
            for (const NodeId part : one) {
                result = part == apart[0] ? result : conjunction(result, part);
            }
            for (std::size_t k = 0; k < all.size(); ++k) {
                result = k == i || k == j ? result : disjunction(result, all[k]);
            }
            return result;
        }
    }
    return std::nullopt;
}

/// Written as one set of alternatives: none twice, and none that another one implies.
NodeId Builder::disjunction(NodeId a, NodeId b) {
    if (is(a, true) || is(b, true)) {
        return truth(true);
    }
    if (is(a, false) || a == b) {
        return b;
    }
    if (is(b, false)) {
        return a;
    }
    std::vector<NodeId> all = alternatives(a);
    const std::vector<NodeId> more = alternatives(b);
    all.insert(all.end(), more.begin(), more.end());
    std::sort(all.begin(), all.end());
    all.erase(std::unique(all.begin(), all.end()), all.end());
    const auto holds = [&](NodeId id) { return std::binary_search(all.begin(), all.end(), id); };
    std::vector<NodeId> kept;
    for (const NodeId id : all) {
        const NodeId opposite = negation(id);
        if (holds(opposite)) {
            return truth(true);
        }
        const Node& node = nodes_[id.value];
        const auto holds_all = [&](NodeId arg) {
            const std::vector<NodeId> parts = alternatives(arg);
            return std::all_of(parts.begin(), parts.end(), holds);
        };
        const bool implied =
            node.op == Op::conjunction && (holds_all(node.args[0]) || holds_all(node.args[1]));
        if (!implied) {
            kept.push_back(id);
        }
    }
    if (const std::optional<NodeId> simpler = without_a_case(kept)) {
        return *simpler;
    }
    NodeId result = kept[0];
    for (std::size_t i = 1; i < kept.size(); ++i) {
        result = raw(Op::disjunction, {std::min(result, kept[i]), std::max(result, kept[i])});
        alternatives_[result] =
            std::vector<NodeId>(kept.begin(), kept.begin() + static_cast<std::ptrdiff_t>(i) + 1);
    }
    return result;
}

}  // namespace pol::columns
