#include "compiler/check/facts.h"

#include <algorithm>

namespace pol::check {
namespace {

using ir::Op;

// A quantity stands for its expression.
ir::NodeId seen_through(const ir::Program& program, ir::NodeId id) {
    while (program[id].op == Op::quantity) {
        id = program[ir::QuantityId{program[id].ref}].expression;
    }
    if (program[id].op == Op::truth) {
        return seen_through(program, program[id].args[0]);
    }
    return id;
}

}  // namespace

void assume(const ir::Program& program, ir::NodeId condition, bool holds, Facts& facts) {
    const ir::NodeId id = seen_through(program, condition);
    const ir::Node& node = program[id];
    const bool spreads =
        (node.op == Op::conjunction && holds) || (node.op == Op::disjunction && !holds);
    if (spreads) {
        for (const ir::NodeId arg : node.args) {
            assume(program, arg, holds, facts);
        }
        return;
    }
    if (node.op == Op::negation) {
        return assume(program, node.args[0], !holds, facts);
    }
    facts.push_back({id, holds});
}

bool same(const ir::Program& program, ir::NodeId a, ir::NodeId b) {
    a = seen_through(program, a);
    b = seen_through(program, b);
    if (a == b) {
        return true;
    }
    const ir::Node& x = program[a];
    const ir::Node& y = program[b];
    if (x.op != y.op || x.type != y.type || x.ref != y.ref || x.ref2 != y.ref2 ||
        x.value != y.value) {
        return false;
    }
    return std::equal(x.args.begin(), x.args.end(), y.args.begin(), y.args.end(),
                      [&](ir::NodeId p, ir::NodeId q) { return same(program, p, q); });
}

std::optional<bool> allows(const ir::Program& program, const Fact& fact, ir::NodeId key,
                           std::int64_t value) {
    const ir::Node& node = program[fact.node];
    if (node.op == Op::equal) {
        const bool constant = program[node.args[1]].op == Op::constant;
        if (!constant || !same(program, node.args[0], key)) {
            return std::nullopt;
        }
        return (program[node.args[1]].value == value) == fact.holds;
    }
    if (node.op == Op::disjunction && fact.holds) {
        bool any = false;
        for (const ir::NodeId arg : node.args) {
            const auto one = allows(program, {seen_through(program, arg), true}, key, value);
            if (!one) {
                return std::nullopt;
            }
            any |= *one;
        }
        return any;
    }
    // The key itself is a condition.
    if (same(program, fact.node, key)) {
        return (value != 0) == fact.holds;
    }
    return std::nullopt;
}

}  // namespace pol::check
