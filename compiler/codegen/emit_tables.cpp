// Tables: a few rows are compared one after another in the code; many are data that a function of
// the runtime searches.
#include <limits>

#include "compiler/codegen/emit.h"
#include "compiler/ir/table_layout.h"

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

// Constant data of the module, a global of its own.
llvm::Constant* Emitter::words(const std::vector<std::int64_t>& values, const char* name) {
    auto* i64 = build_.getInt64Ty();
    std::vector<llvm::Constant*> all;
    all.reserve(values.size());
    for (const std::int64_t v : values) {
        all.push_back(llvm::ConstantInt::getSigned(i64, v));
    }
    auto* type = llvm::ArrayType::get(i64, all.size());
    auto* global = new llvm::GlobalVariable(module_, type, true, llvm::GlobalValue::PrivateLinkage,
                                            llvm::ConstantArray::get(type, all), name);
    return global;
}

// The table's rows as data, laid out once for all its look-ups.
const Emitter::TableData* Emitter::table_data(std::uint32_t index) {
    const ir::Table& table = program_.tables[index];
    if (table.rows.size() < ir::kFewRows) {
        return nullptr;
    }
    const auto known = tables_.find(index);
    if (known != tables_.end()) {
        return known->second ? &*known->second : nullptr;
    }
    auto& slot = tables_[index];
    const auto layout = ir::layout_of(table);
    if (!layout) {
        return nullptr;
    }
    TableData data;
    data.order = layout->order;
    auto* i64 = build_.getInt64Ty();
    auto* ptr = llvm::PointerType::getUnqual(context_);
    auto* type = llvm::StructType::get(context_, {i64, i64, ptr, ptr});
    auto* value = llvm::ConstantStruct::get(
        type, {llvm::ConstantInt::getSigned(i64, static_cast<std::int64_t>(layout->rows.size())),
               llvm::ConstantInt::getSigned(i64, static_cast<std::int64_t>(table.keys.size())),
               words(layout->intervals, "intervals"), words(layout->rows, "rows")});
    data.search = new llvm::GlobalVariable(module_, type, true, llvm::GlobalValue::PrivateLinkage,
                                           value, "table");
    for (std::size_t c = 0; c < table.columns.size(); ++c) {
        std::vector<std::int64_t> cells;
        std::vector<std::int64_t> present;
        for (const ir::Row& row : table.rows) {
            cells.push_back(row.cells[c].value);
            present.push_back(row.cells[c].present ? 1 : 0);
        }
        data.cells.push_back(words(cells, "cells"));
        data.present.push_back(words(present, "present"));
    }
    slot = std::move(data);
    return &*slot;
}

llvm::Value* Emitter::find(const TableData& data, const std::vector<llvm::Value*>& keys) {
    auto* i64 = build_.getInt64Ty();
    auto* type = llvm::ArrayType::get(i64, keys.size());
    llvm::Value* place = slot(type, "keys");
    for (std::size_t k = 0; k < keys.size(); ++k) {
        build_.CreateStore(keys[data.order[k]],
                           build_.CreateConstInBoundsGEP2_64(type, place, 0, k));
    }
    auto* ptr = llvm::PointerType::getUnqual(context_);
    return build_.CreateCall(module_.getOrInsertFunction(
                                 "pol_find_row", llvm::FunctionType::get(i64, {ptr, ptr}, false)),
                             {data.search, place});
}

Value Emitter::in_table(const ir::Node& node) {
    const Keys k = keys(node);
    if (const TableData* data = table_data(node.ref)) {
        llvm::Value* there = build_.CreateICmpSGE(find(*data, k.values), constant(0));
        return {k.present == nullptr ? there : build_.CreateAnd(k.present, there), nullptr};
    }
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
    if (const TableData* data = table_data(node.ref)) {
        return cell_of(id, node, *data, k);
    }
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

Value Emitter::cell_of(ir::NodeId id, const ir::Node& node, const TableData& data,
                       const Keys& keys) {
    const ir::Table& table = program_.tables[node.ref];
    auto* i64 = build_.getInt64Ty();
    llvm::Value* row = find(data, keys.values);
    llvm::Value* found = build_.CreateICmpSGE(row, constant(0));
    llvm::Value* at = build_.CreateSelect(found, row, constant(0));
    const auto word_at = [&](llvm::Constant* words) {
        return build_.CreateLoad(i64, build_.CreateInBoundsGEP(i64, words, at));
    };
    llvm::Value* value = word_at(data.cells[node.ref2]);
    llvm::Value* there = build_.CreateICmpNE(word_at(data.present[node.ref2]), constant(0));
    llvm::Value* missed = build_.CreateNot(found);
    if (!table.miss.empty()) {
        const ir::Cell& miss = table.miss[node.ref2];
        value = build_.CreateSelect(found, value, constant(miss.present ? miss.value : 0));
        there = build_.CreateSelect(found, there, build_.getInt1(miss.present));
        missed = build_.getFalse();
    }
    if (keys.present != nullptr) {
        missed = build_.CreateOr(missed, build_.CreateNot(keys.present));
    }
    fault_if(missed, FaultCode::no_row);
    return {resized(value, type_of(id)), node.type.optional ? there : nullptr};
}

}  // namespace pol::codegen
