#include "compiler/ir/walk.h"

#include <algorithm>
#include <unordered_set>

namespace pol::ir {
namespace {

template <class T>
void sort_once(std::vector<T>& items) {
    std::sort(items.begin(), items.end());
    items.erase(std::unique(items.begin(), items.end()), items.end());
}

}  // namespace

std::vector<NodeId> nodes_under(const Program& program, NodeId root) {
    std::vector<NodeId> found;
    std::unordered_set<std::uint32_t> seen;
    std::vector<NodeId> pending{root};
    while (!pending.empty()) {
        const NodeId id = pending.back();
        pending.pop_back();
        if (id.value >= program.nodes.size() || !seen.insert(id.value).second) {
            continue;
        }
        found.push_back(id);
        const std::vector<NodeId>& args = program[id].args;
        pending.insert(pending.end(), args.begin(), args.end());
    }
    std::sort(found.begin(), found.end());
    return found;
}

Uses uses_of(const Program& program, NodeId root) {
    Uses uses;
    for (const NodeId id : nodes_under(program, root)) {
        const Node& node = program[id];
        if (node.op == Op::quantity) {
            uses.quantities.push_back(QuantityId{node.ref});
        } else if (node.op == Op::field) {
            uses.fields.push_back(node.ref);
        }
    }
    sort_once(uses.quantities);
    sort_once(uses.fields);
    return uses;
}

}  // namespace pol::ir
