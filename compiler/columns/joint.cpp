// One figure out of those of several benefits, and what of a program is needed.
#include <algorithm>
#include <map>
#include <tuple>

#include "compiler/columns/flattening.h"
#include "compiler/columns/lists.h"

namespace pol::columns {
namespace {

using Values = std::vector<std::optional<NodeId>>;

/// What must agree for two nodes to be one operation over other operands.
auto shape_of(const Node& node) {
    return std::tuple(node.op, node.truth, node.mode, node.ref, node.value, node.args.size());
}

bool commutes(Op op) {
    return op == Op::add || op == Op::multiply || op == Op::minimum || op == Op::maximum ||
           op == Op::equal || op == Op::conjunction || op == Op::disjunction;
}

}  // namespace

NodeId Joint::of(const Values& values) {
    const auto first = std::find_if(values.begin(), values.end(),
                                    [](const auto& value) { return value.has_value(); });
    if (first == values.end()) {
        return make_.constant(0);
    }
    const bool one = std::all_of(values.begin(), values.end(),
                                 [&](const auto& value) { return !value || *value == **first; });
    if (one) {
        return **first;
    }
    // One that was made for more benefits serves: where it does not matter, anything does.
    const auto place = std::pair(first - values.begin(), **first);
    for (const Made& made : made_[place]) {
        const auto serves = [&](std::size_t i) {
            return !values[i] || values[i] == made.values[i];
        };
        std::size_t i = 0;
        while (i < values.size() && serves(i)) {
            ++i;
        }
        if (i == values.size()) {
            return made.node;
        }
    }
    const NodeId made = grouped(values);
    for (std::size_t i = 0; i < values.size(); ++i) {
        if (values[i]) {
            made_[{static_cast<std::ptrdiff_t>(i), *values[i]}].push_back({values, made});
        }
    }
    return made;
}

/// Figures of one shape become one operation; groups of other shapes are selected from.
NodeId Joint::grouped(const Values& values) {
    std::vector<Values> groups;
    std::vector<NodeId> holds;
    std::vector<Node> shapes;
    for (std::size_t i = 0; i < values.size(); ++i) {
        if (!values[i]) {
            continue;
        }
        const Node& node = make_[*values[i]];
        const bool leaf = node.args.empty();
        const auto same = [&](std::size_t g) {
            return leaf
                       ? groups[g].end() != std::find(groups[g].begin(), groups[g].end(), values[i])
                       : shape_of(shapes[g]) == shape_of(node);
        };
        std::size_t g = 0;
        while (g < groups.size() && !same(g)) {
            ++g;
        }
        if (g == groups.size()) {
            groups.emplace_back(values.size());
            holds.push_back(make_.truth(false));
            shapes.push_back(node);
        }
        groups[g][i] = values[i];
        holds[g] = make_.disjunction(holds[g], holds_[i]);
    }
    NodeId result = alike(shapes.back(), groups.back());
    for (std::size_t g = groups.size() - 1; g-- > 0;) {
        result = make_.select(holds[g], alike(shapes[g], groups[g]), result);
    }
    return result;
}

/// How well an operand fits the place of another one.
int Joint::likeness(NodeId a, NodeId b) const {
    const Node& x = make_[a];
    const Node& y = make_[b];
    // An amount is not taken for a rate, whatever else the two have in common.
    constexpr Range::Wide kAmount = 1'000'000;
    const bool as_large = (x.range.high > kAmount) == (y.range.high > kAmount);
    return (a == b ? 8 : 0) + (as_large ? 4 : 0) + (shape_of(x) == shape_of(y) ? 2 : 0) +
           (x.range == y.range ? 1 : 0);
}

NodeId Joint::alike(const Node& shape, const Values& values) {
    if (shape.args.empty()) {
        return of(values);
    }
    std::vector<Values> parts(shape.args.size(), Values(values.size()));
    for (std::size_t i = 0; i < values.size(); ++i) {
        if (!values[i]) {
            continue;
        }
        std::vector<NodeId> args = make_[*values[i]].args;
        // Operands that may change places stand where those of the first one like them stand.
        if (commutes(shape.op) && args.size() == 2 &&
            likeness(args[1], shape.args[0]) + likeness(args[0], shape.args[1]) >
                likeness(args[0], shape.args[0]) + likeness(args[1], shape.args[1])) {
            std::swap(args[0], args[1]);
        }
        for (std::size_t a = 0; a < args.size(); ++a) {
            parts[a][i] = args[a];
        }
    }
    std::vector<NodeId> args;
    args.reserve(parts.size());
    for (const Values& part : parts) {
        args.push_back(of(part));
    }
    return make_.like(shape, std::move(args));
}

/// Alternatives that all have stand alone; the others hold where their benefits do, those of one
/// shape together.
NodeId Joint::any(const std::vector<NodeId>& values) {
    std::map<NodeId, Values> by_alternative;
    for (std::size_t i = 0; i < values.size(); ++i) {
        for (const NodeId id : make_.alternatives(values[i])) {
            by_alternative.try_emplace(id, values.size()).first->second[i] = id;
        }
    }
    std::vector<Values> groups;
    for (const auto& [id, places] : by_alternative) {
        const auto fits = [&, &one = places, &like = id](const Values& group) {
            for (std::size_t i = 0; i < group.size(); ++i) {
                if (group[i] && (one[i] || shape_of(make_[*group[i]]) != shape_of(make_[like]))) {
                    return false;
                }
            }
            return true;
        };
        const auto group = make_[id].args.empty()
                               ? groups.end()
                               : std::find_if(groups.begin(), groups.end(), fits);
        if (group == groups.end()) {
            groups.push_back(places);
            continue;
        }
        for (std::size_t i = 0; i < places.size(); ++i) {
            if (places[i]) {
                (*group)[i] = places[i];
            }
        }
    }
    NodeId result = make_.truth(false);
    for (const Values& group : groups) {
        NodeId where = make_.truth(false);
        bool everywhere = true;
        for (std::size_t i = 0; i < group.size(); ++i) {
            if (group[i]) {
                where = make_.disjunction(where, holds_[i]);
            }
            everywhere = everywhere && group[i];
        }
        const NodeId one = of(group);
        result = make_.disjunction(result, everywhere ? one : make_.conjunction(where, one));
    }
    return result;
}

namespace {

bool fits(const Range& range) {
    constexpr Range::Wide kMost = (Range::Wide{1} << 119) - 1;
    return range.low >= -kMost && range.high <= kMost;
}

}  // namespace

std::vector<NodeId*> roots_of(Program& program) {
    std::vector<NodeId*> roots;
    roots.reserve(program.periods.size() + program.outputs.size() + program.answers.size() +
                  2 * program.posts.size() + 3);
    for (NodeId& period : program.periods) {
        roots.push_back(&period);
    }
    for (Output& output : program.outputs) {
        roots.push_back(&output.value);
    }
    for (NodeId& answer : program.answers) {
        roots.push_back(&answer);
    }
    for (Post& post : program.posts) {
        roots.push_back(&post.index);
        roots.push_back(&post.amount);
    }
    roots.insert(roots.end(), {&program.status, &program.benefit, &program.fault});
    return roots;
}

tl::expected<Program, Obstacle> needed(const ir::Program& source, Program program) {
    // Operands stand before what uses them, but for what merging made of older nodes.
    std::vector<Node> kept;
    std::map<NodeId, NodeId> now;
    std::map<std::uint32_t, std::uint32_t> inputs;
    std::vector<Input> columns;
    std::vector<ir::NodeId> figures;
    std::optional<std::uint32_t> wide;
    const auto add = [&](Node node) {
        const NodeId made{static_cast<std::uint32_t>(kept.size())};
        kept.push_back(std::move(node));
        return made;
    };
    // Sets become chains of two: those that begin alike share what they have in common.
    std::map<std::tuple<Op, NodeId, NodeId>, NodeId> pairs;
    const auto chained = [&](const Node& set) {
        NodeId so_far = set.args[0];
        for (std::size_t i = 1; i < set.args.size(); ++i) {
            const std::tuple pair(set.op, so_far, set.args[i]);
            const auto [at, is_new] = pairs.emplace(pair, NodeId{});
            if (is_new) {
                Node two = set;
                two.args = {so_far, set.args[i]};
                at->second = add(std::move(two));
            }
            so_far = at->second;
        }
        return so_far;
    };
    const auto read = [&](std::uint32_t input) {
        const auto next = static_cast<std::uint32_t>(columns.size());
        const auto [at, is_new] = inputs.emplace(input, next);
        if (is_new) {
            Input column = program.inputs[input];
            if (column.source == Input::Source::figure) {
                figures.push_back(program.figures[column.index]);
                column.index = static_cast<std::uint32_t>(figures.size() - 1);
            }
            columns.push_back(column);
        }
        return at->second;
    };
    const auto keep = [&](const auto& self, NodeId id) -> NodeId {
        if (const auto known = now.find(id); known != now.end()) {
            return known->second;
        }
        Node node = program.nodes[id.value];
        for (NodeId& arg : node.args) {
            arg = self(self, arg);
        }
        if (node.op == Op::input || node.op == Op::there) {
            node.ref = read(node.ref);
        }
        if (!wide && !fits(node.range)) {
            wide = node.origin;
        }
        const bool is_set = node.op == Op::conjunction || node.op == Op::disjunction;
        const NodeId made = is_set ? chained(node) : add(std::move(node));
        now.emplace(id, made);
        return made;
    };
    for (NodeId* root : roots_of(program)) {
        *root = keep(keep, *root);
    }
    // What no answer depends on may still fault where it is made.
    for (std::uint32_t i = 0; i < program.inputs.size(); ++i) {
        const Input& input = program.inputs[i];
        if (input.source == Input::Source::figure &&
            may_fault(source, program.figures[input.index])) {
            read(i);
        }
    }
    if (wide) {
        return tl::unexpected(Obstacle{Obstacle::Why::wide, *wide == kNoOrigin
                                                                ? std::string()
                                                                : source.quantities[*wide].name});
    }
    program.nodes = std::move(kept);
    program.inputs = std::move(columns);
    program.figures = std::move(figures);
    return program;
}

}  // namespace pol::columns
