#include "compiler/ir/order.h"

#include <optional>

namespace pol::ir {
namespace {

class Renumbering {
  public:
    explicit Renumbering(const Program& program) : old_(program), ids_(program.nodes.size()) {}

    Program run() {
        Program program = old_;
        for (Quantity& quantity : program.quantities) {
            quantity.expression = place(quantity.expression);
        }
        for (Benefit& benefit : program.benefits) {
            for (Step& step : benefit.steps) {
                if (Post* post = std::get_if<Post>(&step)) {
                    place_all(*post);
                }
            }
        }
        program.nodes = std::move(nodes_);
        return program;
    }

  private:
    void place_all(Post& post) {
        post.period = place(post.period);
        for (NodeId& key : post.keys) {
            key = place(key);
        }
    }

    /// The new id of a node, which follows those of its operands.
    NodeId place(NodeId id) {
        if (const std::optional<NodeId> placed = ids_[id.value]) {
            return *placed;
        }
        Node node = old_[id];
        for (NodeId& arg : node.args) {
            arg = place(arg);
        }
        const NodeId placed{static_cast<std::uint32_t>(nodes_.size())};
        nodes_.push_back(std::move(node));
        ids_[id.value] = placed;
        return placed;
    }

    const Program& old_;
    std::vector<Node> nodes_;
    std::vector<std::optional<NodeId>> ids_;
};

}  // namespace

Program in_order(const Program& program) {
    return Renumbering{program}.run();
}

}  // namespace pol::ir
