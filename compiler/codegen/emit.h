// Rule IR to an LLVM module; private to this folder.
//
// Each quantity becomes a function `bool q_N(Frame*)` that computes it once into the frame and
// answers whether there was no fault; each benefit a function of its steps; `settle` picks the
// benefit. Values are 64 bits wide where the width proof allows, else 128.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <llvm/IR/IRBuilder.h>
#include <llvm/IR/LLVMContext.h>
#include <llvm/IR/Module.h>

#include "compiler/ir/program.h"
#include "compiler/ir/slice.h"

namespace pol::codegen {

inline constexpr const char* kPlainName = "pol_settle_one";
inline constexpr const char* kTracedName = "pol_settle_one_traced";

/// Functions of the runtime that generated code calls, by name: the calendar.
struct Symbol {
    const char* name;
    void* address;
};
[[nodiscard]] std::vector<Symbol> runtime_symbols();

/// A value of the rule IR: an integer or a truth value, and whether it is there (null: always).
struct Value {
    llvm::Value* value = nullptr;
    llvm::Value* present = nullptr;
};

/// Adds one form of a program's settlement to a module. What leaves the code is numbered as in the
/// whole program.
class Emitter {
  public:
    Emitter(const ir::Program& program, const ir::Numbers& whole, llvm::Module& module,
            bool traced);
    void run();

  private:
    // emit_flow.cpp: functions, steps, the choice of benefit.
    void declare();
    void quantity_function(std::uint32_t index);
    void benefit_function(std::uint32_t index);
    void settle_function();
    void answers(const ir::Benefit& benefit, llvm::Value* settlement, llvm::Value*& runs);
    llvm::Value* counts_too(llvm::Value* holds, ir::QuantityId counts);
    void outputs(const std::vector<ir::Output>& outputs);
    void step(const ir::Step& step);
    void post(const ir::Post& post);
    llvm::Value* account_key(std::uint32_t account, const std::vector<llvm::Value*>& words);
    llvm::Value* list_part(std::uint32_t list, unsigned part, llvm::Type* type);
    void compute(ir::QuantityId id);
    llvm::Value* condition(ir::QuantityId id);
    void write_tape(std::uint32_t index, const Value& value);
    void leave_on_fault(llvm::Value* no_fault);
    void begin(llvm::Function* function, std::uint32_t quantity);

    // emit_values.cpp: expressions.
    Value node(ir::NodeId id);
    Value operation(ir::NodeId id, const ir::Node& node);
    Value field(const ir::Node& node);
    Value element(const ir::Node& node);
    Value quantity(const ir::Node& node);
    Value connective(const ir::Node& node, bool decisive);
    Value choose(ir::NodeId id, const ir::Node& node);
    enum class Loop : std::uint8_t { exists, count, total };
    Value loop(ir::NodeId id, const ir::Node& node, Loop kind);
    Value ranked(ir::NodeId id, const ir::Node& node);
    Value balance(const ir::Node& node);
    Value within(const ir::Node& node);
    llvm::Value* truth(ir::NodeId id);

    // emit_amounts.cpp: arithmetic, rounding, the calendar.
    Value arithmetic(ir::NodeId id, const ir::Node& node);
    Value extreme(ir::NodeId id, const ir::Node& node);
    Value compare(const ir::Node& node);
    Value round(ir::NodeId id, const ir::Node& node);
    Value quotient(ir::NodeId id, const ir::Node& node);
    Value calendar(const ir::Node& node);
    llvm::Value* divide(llvm::Value* dividend, llvm::Value* divisor, ir::Rounding rounding,
                        bool positive_divisor);
    Value bounded(ir::NodeId id, const ir::Node& node, Value value);
    Value on_calendar(Value day);

    // emit_tables.cpp
    Value in_table(const ir::Node& node);
    Value lookup(ir::NodeId id, const ir::Node& node);
    llvm::Value* row_matches(const ir::Row& row, const std::vector<llvm::Value*>& keys);
    struct Keys {
        std::vector<llvm::Value*> values;
        llvm::Value* present = nullptr;
    };
    Keys keys(const ir::Node& node);
    /// A table whose rows are data.
    struct TableData {
        std::vector<std::size_t> order;  ///< of the keys
        llvm::Constant* search = nullptr;
        std::vector<llvm::Constant*> cells, present;  ///< by column
    };
    const TableData* table_data(std::uint32_t index);
    llvm::Constant* words(const std::vector<std::int64_t>& values, const char* name);
    llvm::Value* find(const TableData& data, const std::vector<llvm::Value*>& keys);
    Value cell_of(ir::NodeId id, const ir::Node& node, const TableData& data, const Keys& keys);

    // Types and small things.
    llvm::IntegerType* width_type(int bits);
    llvm::IntegerType* type_of(ir::NodeId id);
    llvm::Value* resized(llvm::Value* value, llvm::IntegerType* type);
    llvm::Value* word(llvm::Value* value) {
        return resized(value, llvm::Type::getInt64Ty(context_));
    }
    llvm::Value* constant(std::int64_t value) {
        return llvm::ConstantInt::getSigned(llvm::Type::getInt64Ty(context_), value);
    }
    llvm::Value* power_of_ten(int k, llvm::IntegerType* type);
    llvm::Value* both(llvm::Value* a, llvm::Value* b);
    llvm::Value* present_or_true(const Value& value);
    void fault_if(llvm::Value* condition, FaultCode code);
    void fault_now(FaultCode code, std::uint32_t quantity);
    llvm::BasicBlock* block(const char* name);
    llvm::Value* slot(llvm::Type* type, const char* name);
    llvm::Value* frame_field(unsigned index, llvm::Type* type);
    llvm::Value* memo_value(std::uint32_t quantity);
    llvm::Value* memo_state(std::uint32_t quantity);

    const ir::Program& program_;
    const ir::Numbers& whole_;
    llvm::Module& module_;
    llvm::LLVMContext& context_;
    llvm::IRBuilder<> build_;
    bool traced_;
    std::vector<int> widths_, working_;
    std::map<std::uint32_t, std::optional<TableData>> tables_;
    std::vector<llvm::Function*> quantities_, benefits_;
    llvm::StructType* frame_type_ = nullptr;
    llvm::StructType* key_type_ = nullptr;
    llvm::Function* function_ = nullptr;
    llvm::Value* frame_ = nullptr;
    llvm::BasicBlock* fault_block_ = nullptr;
    std::uint32_t computing_ = Fault::kNoQuantity;
    std::vector<std::pair<std::uint32_t, llvm::Value*>>
        elements_;  ///< list and index, the innermost last
};

}  // namespace pol::codegen
