// What a claim is asked before its benefit is chosen, so before anything of it is posted: whether a
// figure that reads accounts was asked then, of every claim of a benefit.
#include <algorithm>

#include "compiler/columns/flattening.h"

namespace pol::columns {

bool stops_tiers(const ir::Answer& answer) {
    return answer.no_calc || answer.kind == ir::AnswerKind::refused;
}

/// Whether a condition is only true where the tiers of a benefit do not run.
bool Flattening::only_stops(ir::NodeId id, const ir::Benefit& benefit) const {
    const ir::Node& node = program_[id];
    if (node.op == ir::Op::disjunction) {
        return std::all_of(node.args.begin(), node.args.end(),
                           [&](ir::NodeId arg) { return only_stops(arg, benefit); });
    }
    const bool counted = node.op == ir::Op::conjunction && node.args.size() == 2;
    const auto is = [&](ir::NodeId operand, ir::QuantityId quantity) {
        const ir::Node& asked = program_[operand];
        return asked.op == ir::Op::quantity && asked.ref == quantity.value;
    };
    return std::any_of(benefit.answers.begin(), benefit.answers.end(), [&](ir::AnswerId one) {
        const ir::Answer& answer = program_[one];
        if (!stops_tiers(answer)) {
            return false;
        }
        return answer.counts
                   ? counted && is(node.args[0], answer.holds) && is(node.args[1], *answer.counts)
                   : is(id, answer.holds);
    });
}

/// The condition of a figure that is nothing where it does not hold.
std::optional<std::uint32_t> Flattening::condition_of(ir::NodeId figure) const {
    const ir::Node& node = program_[figure];
    const bool guarded = node.op == ir::Op::choose && node.args.size() == 3 &&
                         program_[node.args[0]].op == ir::Op::quantity &&
                         program_[node.args[2]].op == ir::Op::constant;
    return guarded ? std::optional(program_[node.args[0]].ref) : std::nullopt;
}

/// Of a condition that is true, or of any value, notes the quantities that were asked to the end
/// where the tiers of a benefit run. Where that is so under one condition only, those count that
/// have this condition themselves: without it they are nothing, whenever they are asked.
void Flattening::note_asked(ir::NodeId id, bool is_true, const ir::Benefit& benefit,
                            std::set<std::uint32_t>& where) {
    const ir::Node& node = program_[id];
    if (node.op == ir::Op::quantity && asked_.contains(node.ref)) {
        const ir::NodeId expression = program_[ir::QuantityId{node.ref}].expression;
        const auto condition = condition_of(expression);
        const bool surely =
            where.empty() || (where.size() == 1 && condition && where.contains(*condition));
        if (surely && (surely_asked_.insert(node.ref).second || is_true)) {
            note_asked(expression, is_true, benefit, where);
        }
        return;
    }
    std::size_t i = 0;
    const bool all_hold = node.op == ir::Op::conjunction && is_true;
    const bool stops = node.op == ir::Op::conjunction || node.op == ir::Op::disjunction ||
                       node.op == ir::Op::choose;
    while (i < node.args.size()) {
        note_asked(node.args[i], all_hold, benefit, where);
        const bool passes = node.op == ir::Op::choose && only_stops(node.args[i], benefit);
        if (stops && !all_hold && !passes) {
            break;
        }
        i += passes ? 2U : 1U;  // past the value of a case that does not hold
    }
    if (const auto condition = condition_of(id); condition && i == 0) {
        const bool is_new = where.insert(*condition).second;
        note_asked(node.args[1], false, benefit, where);
        if (is_new) {
            where.erase(*condition);
        }
    }
}

}  // namespace pol::columns
