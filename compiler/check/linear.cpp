#include "compiler/check/linear.h"

#include <algorithm>
#include <map>
#include <utility>

#include "compiler/check/saturating.h"

namespace pol::check {
namespace {

using ir::NodeId;
using ir::Op;

/// A sum of what is not looked into, each with how often it is added.
class Sum {
  public:
    explicit Sum(const ir::Program& program) : program_(program) {}

    /// Adds an expression so many times; what may be absent is no number.
    void add(NodeId id, std::int64_t times_added) {
        const ir::Node& n = program_[id];
        if (n.type.optional) {
            exact_ = false;
            return;
        }
        switch (n.op) {
        case Op::constant:
            constant_ = plus(constant_, times(n.value, times_added));
            return;
        case Op::quantity:
            return quantity(n.ref, times_added);
        case Op::negate:
            return add(n.args[0], minus(0, times_added));
        case Op::add:
            add(n.args[0], times_added);
            return add(n.args[1], times_added);
        case Op::subtract:
            add(n.args[0], times_added);
            return add(n.args[1], minus(0, times_added));
        case Op::rescale: {
            std::int64_t factor = times_added;
            for (int s = program_[n.args[0]].type.scale; s < n.type.scale; ++s) {
                factor = times(factor, 10);
            }
            return add(n.args[0], factor);
        }
        case Op::field:
            return count({Kind::field, n.ref}, times_added);
        default:
            return count({Kind::node, id.value}, times_added);
        }
    }

    /// The constant that it always is; nothing where it is not always one.
    [[nodiscard]] std::optional<std::int64_t> always() const {
        const bool only_constant = std::all_of(counts_.begin(), counts_.end(),
                                               [](const auto& entry) { return entry.second == 0; });
        return exact_ && only_constant ? std::optional(constant_) : std::nullopt;
    }

  private:
    enum class Kind : std::uint8_t { field, quantity, node };
    using Key = std::pair<Kind, std::uint32_t>;

    // A quantity that is itself a sum is looked into.
    void quantity(std::uint32_t ref, std::int64_t times_added) {
        const NodeId expression = program_[ir::QuantityId{ref}].expression;
        switch (program_[expression].op) {
        case Op::constant:
        case Op::quantity:
        case Op::negate:
        case Op::add:
        case Op::subtract:
        case Op::rescale:
        case Op::field:
            return add(expression, times_added);
        default:
            return count({Kind::quantity, ref}, times_added);
        }
    }

    void count(Key key, std::int64_t times_added) {
        counts_[key] = plus(counts_[key], times_added);
    }

    const ir::Program& program_;
    std::map<Key, std::int64_t> counts_;
    std::int64_t constant_ = 0;
    bool exact_ = true;
};

}  // namespace

bool holds_by_adding(const ir::Program& program, NodeId condition) {
    const ir::Node& n = program[condition];
    switch (n.op) {
    case Op::constant:
        return n.value != 0;
    case Op::quantity:
        return holds_by_adding(program, program[ir::QuantityId{n.ref}].expression);
    case Op::truth:
        return !program[n.args[0]].type.optional && holds_by_adding(program, n.args[0]);
    case Op::conjunction:
        return std::all_of(n.args.begin(), n.args.end(),
                           [&](NodeId arg) { return holds_by_adding(program, arg); });
    case Op::disjunction:
        return std::any_of(n.args.begin(), n.args.end(),
                           [&](NodeId arg) { return holds_by_adding(program, arg); });
    case Op::equal:
    case Op::less:
    case Op::less_equal:
        break;
    default:
        return false;
    }
    Sum difference(program);
    difference.add(n.args[1], 1);
    difference.add(n.args[0], -1);
    const auto always = difference.always();
    return always && (n.op == Op::equal  ? *always == 0
                      : n.op == Op::less ? *always > 0
                                         : *always >= 0);
}

}  // namespace pol::check
