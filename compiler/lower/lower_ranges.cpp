// What can be seen of a value's range without asking the claim: enough to leave out checks that
// cannot fail.
#include <algorithm>

#include "compiler/lower/lowering.h"

namespace pol::lower {

using ir::NodeId;
using ir::Op;

// Whether every value that an expression can take passes a test, as far as constants show.
bool Lowering::all_values(NodeId id, const std::function<bool(std::int64_t)>& passes) const {
    const ir::Node& node = program_.nodes[id.value];
    const auto cells_pass = [&](const std::vector<ir::Cell>& cells) {
        return node.ref2 >= cells.size() || !cells[node.ref2].present ||
               passes(cells[node.ref2].value);
    };
    switch (node.op) {
    case Op::constant:
        return passes(node.value);
    case Op::absent:
        return true;
    case Op::quantity:
        return all_values(program_.quantities[node.ref].expression, passes);
    case Op::choose: {
        for (std::size_t i = 0; i < node.args.size(); ++i) {
            const bool value = i % 2 == 1 || i + 1 == node.args.size();
            if (value && !all_values(node.args[i], passes)) {
                return false;
            }
        }
        return true;
    }
    case Op::lookup: {
        const ir::Table& table = program_.tables[node.ref];
        return cells_pass(table.miss) &&
               std::all_of(table.rows.begin(), table.rows.end(),
                           [&](const ir::Row& row) { return cells_pass(row.cells); });
    }
    default:
        return false;
    }
}

bool Lowering::never_negative(NodeId id) const {
    const ir::Node& node = program_.nodes[id.value];
    const auto all = [&] {
        return std::all_of(node.args.begin(), node.args.end(),
                           [&](NodeId arg) { return never_negative(arg); });
    };
    switch (node.op) {
    case Op::field:
        // Amounts of a claim are checked where it is read.
        return node.type.kind == abi::Kind::money;
    case Op::multiply:
    case Op::add:
    case Op::minimum:
    case Op::round:
    case Op::rescale:
        return all();
    case Op::maximum:
        return std::any_of(node.args.begin(), node.args.end(),
                           [&](NodeId arg) { return never_negative(arg); });
    case Op::quantity:
        return never_negative(program_.quantities[node.ref].expression);
    default:
        return all_values(id, [](std::int64_t value) { return value >= 0; });
    }
}

}  // namespace pol::lower
