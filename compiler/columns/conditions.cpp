// Truth values as sets: of conditions that all hold, and of alternatives of which one does.
#include <algorithm>
#include <iterator>

#include "compiler/columns/builder.h"

namespace pol::columns {
namespace {

/// What `one` has and `other` does not, where that is one; both in order.
std::optional<NodeId> sole_difference(const std::vector<NodeId>& one,
                                      const std::vector<NodeId>& other) {
    std::optional<NodeId> apart;
    auto at = other.begin();
    for (const NodeId id : one) {
        while (at != other.end() && *at < id) {
            ++at;
        }
        if (at != other.end() && *at == id) {
            continue;
        }
        if (apart) {
            return std::nullopt;
        }
        apart = id;
    }
    return apart;
}

}  // namespace

NodeId Builder::negation(NodeId a) {
    if (const auto value = known(a)) {
        return truth(*value == 0);
    }
    if (const std::optional<NodeId> other = opposite(a)) {
        return *other;
    }
    const NodeId made = raw(Op::negation, {a});
    negations_[a.value] = made;
    return made;
}

/// Its negation, if anyone asked for it.
std::optional<NodeId> Builder::opposite(NodeId id) const {
    const Node& node = nodes_[id.value];
    return node.op == Op::negation ? node.args[0] : negations_[id.value];
}

/// What a conjunction is made of, in order; of anything else itself.
std::span<const NodeId> Builder::conditions(NodeId id) const {
    const Node& node = nodes_[id.value];
    return node.op == Op::conjunction ? std::span<const NodeId>(node.args)
                                      : std::span<const NodeId>(&selves_[id.value], 1);
}

std::span<const NodeId> Builder::alternatives(NodeId id) const {
    const Node& node = nodes_[id.value];
    return node.op == Op::disjunction ? std::span<const NodeId>(node.args)
                                      : std::span<const NodeId>(&selves_[id.value], 1);
}

/// What it is made of, in order, where not to be one of several is not to be each of them.
const std::vector<NodeId>& Builder::each_condition(NodeId id) {
    if (const auto known = each_condition_.find(id.value); known != each_condition_.end()) {
        return known->second;
    }
    std::vector<NodeId> all;
    for (const NodeId one : conditions(id)) {
        const Node& node = nodes_[one.value];
        if (node.op != Op::negation || nodes_[node.args[0].value].op != Op::disjunction) {
            all.push_back(one);
            continue;
        }
        for (const NodeId alternative : alternatives(node.args[0])) {
            all.push_back(negation(alternative));
        }
    }
    std::sort(all.begin(), all.end());
    return each_condition_.emplace(id.value, std::move(all)).first->second;
}

/// What is left of a condition where `all` hold: of alternatives those that they leave open, true
/// where one of them holds; of the negation of several conditions those that they do not give, true
/// where one of them does not hold.
NodeId Builder::under(NodeId id, const std::vector<NodeId>& all) {
    const auto holds = [&](NodeId one) {
        const auto parts = conditions(one);
        return std::all_of(parts.begin(), parts.end(), [&](NodeId part) {
            return part != id && std::find(all.begin(), all.end(), part) != all.end();
        });
    };
    const auto refuted = [&](NodeId part) {
        const std::optional<NodeId> other = opposite(part);
        return other && holds(*other);
    };
    const Op op = nodes_[id.value].op;
    if (op == Op::disjunction) {
        std::vector<NodeId> open;
        for (const NodeId alternative : alternatives(id)) {
            if (holds(alternative)) {
                return truth(true);
            }
            const auto parts = conditions(alternative);
            if (std::none_of(parts.begin(), parts.end(), refuted)) {
                open.push_back(alternative);
            }
        }
        return open.size() == alternatives(id).size() ? id : any_of(open);
    }
    const NodeId denied = op == Op::negation ? nodes_[id.value].args[0] : id;
    if (op != Op::negation || nodes_[denied.value].op != Op::conjunction) {
        return id;
    }
    std::vector<NodeId> rest;
    for (const NodeId part : conditions(denied)) {
        if (refuted(part)) {
            return truth(true);
        }
        if (!holds(part)) {
            rest.push_back(part);
        }
    }
    return rest.size() == conditions(denied).size() ? id : negation(all_of(std::move(rest)));
}

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
    return all_of(std::move(all));
}

/// Written as one set of conditions: none twice, and none that others imply.
NodeId Builder::all_of(std::vector<NodeId> all) {
    for (std::size_t i = 0; i < all.size(); ++i) {
        const auto left = conditions(under(all[i], all));
        all[i] = left[0];
        all.insert(all.end(), left.begin() + 1, left.end());
    }
    std::sort(all.begin(), all.end());
    all.erase(std::unique(all.begin(), all.end()), all.end());
    std::erase_if(all, [&](NodeId id) { return is(id, true); });
    const auto contradicted = [&](NodeId id) {
        const std::optional<NodeId> other = opposite(id);
        return is(id, false) || (other && std::binary_search(all.begin(), all.end(), *other));
    };
    if (std::any_of(all.begin(), all.end(), contradicted)) {
        return truth(false);
    }
    if (all.size() < 2) {
        return all.empty() ? truth(true) : all[0];
    }
    // Not these and not those is not one of both, where that is simpler.
    std::vector<NodeId> denied;
    std::vector<NodeId> given;
    for (const NodeId id : all) {
        const Node& node = nodes_[id.value];
        if (node.op == Op::negation) {
            denied.push_back(node.args[0]);
        } else {
            given.push_back(id);
        }
    }
    const std::size_t denials = denied.size();
    if (denials > 1) {
        const NodeId any = any_of(denied);
        if (alternatives(any).size() < denials) {
            given.push_back(negation(any));
            return all_of(std::move(given));
        }
    }
    return raw(Op::conjunction, std::move(all));
}

/// x and u, or x and not u, is x: two alternatives that differ in one case of it. (Quine, The
/// Problem of Simplifying Truth Functions, 1952.)
std::optional<NodeId> Builder::without_a_case(const std::vector<NodeId>& all) {
    constexpr std::size_t kMost = 16;
    if (all.size() > kMost) {
        return std::nullopt;
    }
    std::vector<const std::vector<NodeId>*> parts;
    parts.reserve(all.size());
    for (const NodeId id : all) {
        parts.push_back(&each_condition(id));
    }
    for (std::size_t i = 0; i < all.size(); ++i) {
        const std::vector<NodeId>& one = *parts[i];
        for (std::size_t j = 0; j < all.size() && one.size() > 1; ++j) {
            const std::optional<NodeId> apart = sole_difference(one, *parts[j]);
            const std::optional<NodeId> other = apart ? opposite(*apart) : std::nullopt;
            if (!other) {
                continue;
            }
            std::vector<NodeId> opposed;
            std::set_difference(parts[j]->begin(), parts[j]->end(), one.begin(), one.end(),
                                std::back_inserter(opposed));
            if (each_condition(*other) != opposed) {
                continue;
            }
            std::vector<NodeId> common = one;
            std::erase(common, *apart);
            std::vector<NodeId> rest{all_of(std::move(common))};
            for (std::size_t k = 0; k < all.size(); ++k) {
                if (k != i && k != j) {
                    rest.push_back(all[k]);
                }
            }
            return any_of(rest);
        }
    }
    return std::nullopt;
}

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
    return any_of({a, b});
}

/// Written as one set of alternatives: none twice, and none that another one implies.
NodeId Builder::any_of(const std::vector<NodeId>& given) {
    std::vector<NodeId> all;
    for (const NodeId id : given) {
        const auto parts = alternatives(id);
        all.insert(all.end(), parts.begin(), parts.end());
    }
    std::sort(all.begin(), all.end());
    all.erase(std::unique(all.begin(), all.end()), all.end());
    std::erase_if(all, [&](NodeId id) { return is(id, false); });
    const auto holds = [&](NodeId id) { return std::binary_search(all.begin(), all.end(), id); };
    const auto implied = [&](NodeId id) {
        const auto parts = conditions(id);
        return parts.size() > 1 && std::any_of(parts.begin(), parts.end(), [&](NodeId part) {
                   const auto cases = alternatives(part);
                   return std::all_of(cases.begin(), cases.end(), holds);
               });
    };
    std::vector<NodeId> kept;
    for (const NodeId id : all) {
        const std::optional<NodeId> other = opposite(id);
        if (is(id, true) || (other && holds(*other))) {
            return truth(true);
        }
        if (!implied(id)) {
            kept.push_back(id);
        }
    }
    if (kept.size() < 2) {
        return kept.empty() ? truth(false) : kept[0];
    }
    if (const std::optional<NodeId> simpler = without_a_case(kept)) {
        return *simpler;
    }
    return raw(Op::disjunction, std::move(kept));
}

}  // namespace pol::columns
