// Tables: rows compared one after another. A lookup of many rows is for the dense form of the
// column engine.
#include <limits>

#include "compiler/codegen/emit.h"

namespace pol::codegen {

Emitter::Keys Emitter::keys(const ir::Node& node) {
    Keys result;
    for (const ir::NodeId arg : node.args) {
        const Value value = this->node(arg);
        result.values.push_back(word(value.value));
        result.present = both(result.present, value.present);
    }
    return result;
}

llvm::Value* Emitter::row_matches(const ir::Row& row, const std::vector<llvm::Value*>& keys) {
    llvm::Value* all = build_.getTrue();
    for (std::size_t k = 0; k < keys.size(); ++k) {
        if (row.keys[k].any) {
            continue;
        }
        llvm::Value* any = build_.getFalse();
        for (const ir::KeyRange& range : row.keys[k].ranges) {
            llvm::Value* in = nullptr;
            if (range.low == range.high) {
                in = build_.CreateICmpEQ(keys[k], constant(range.low));
            } else {
                in = build_.CreateAnd(build_.CreateICmpSGE(keys[k], constant(range.low)),
                                      build_.CreateICmpSLE(keys[k], constant(range.high)));
            }
            any = build_.CreateOr(any, in);
        }
        all = build_.CreateAnd(all, any);
    }
    return all;
}

Value Emitter::in_table(const ir::Node& node) {
    const Keys k = keys(node);
    llvm::Value* found = build_.getFalse();
    for (const ir::Row& row : program_.tables[node.ref].rows) {
        found = build_.CreateOr(found, row_matches(row, k.values));
    }
    return {k.present == nullptr ? found : build_.CreateAnd(k.present, found), nullptr};
}

// Rows exclude each other, so the order in which they are asked does not matter.
Value Emitter::lookup(ir::NodeId id, const ir::Node& node) {
    const ir::Table& table = program_.tables[node.ref];
    const Keys k = keys(node);
    llvm::IntegerType* type = type_of(id);
    const auto cell_value = [&](const ir::Cell& cell) -> llvm::Value* {
        return llvm::ConstantInt::getSigned(type, cell.present ? cell.value : 0);
    };
    llvm::Value* found =
        table.miss.empty() ? static_cast<llvm::Value*>(build_.getFalse()) : build_.getTrue();
    llvm::Value* value =
        table.miss.empty() ? llvm::ConstantInt::get(type, 0) : cell_value(table.miss[node.ref2]);
    llvm::Value* there = build_.getInt1(!table.miss.empty() && table.miss[node.ref2].present);
    for (const ir::Row& row : table.rows) {
        llvm::Value* match = row_matches(row, k.values);
        const ir::Cell& cell = row.cells[node.ref2];
        found = build_.CreateOr(found, match);
        value = build_.CreateSelect(match, cell_value(cell), value);
        there = build_.CreateSelect(match, build_.getInt1(cell.present), there);
    }
    llvm::Value* missed = build_.CreateNot(found);
    if (k.present != nullptr) {
        missed = build_.CreateOr(missed, build_.CreateNot(k.present));
    }
    fault_if(missed, FaultCode::no_row);
    return {value, node.type.optional ? there : nullptr};
}

}  // namespace pol::codegen
