// A column program to an LLVM function; private to this folder.
//
// The kernel goes through blocks of 64 rows. Within a block it takes as many rows at once as there
// are lanes and computes every value of the column program. Figures that fill cache lines are
// streamed past the caches at once, others from a stage of 64 rows when it is full; or they are
// stored as usual.
#pragma once

#include <optional>
#include <vector>

#include <llvm/IR/IRBuilder.h>
#include <llvm/IR/Module.h>

#include "compiler/codegen/column_jit.h"

namespace pol::codegen {

inline constexpr const char* kColumnsName = "pol_settle_columns";

class ColumnEmitter {
  public:
    ColumnEmitter(const columns::Program& program, const ColumnOptions& options,
                  llvm::Module& module);
    void run();

  private:
    // emit_columns.cpp: the kernel around the values.
    void begin();
    void rows();
    void settle_rows();
    [[nodiscard]] int passes() const;
    [[nodiscard]] bool fills_lines(const Wanted& wanted) const;
    void stream_lines(llvm::Value* row);
    void past_the_caches(llvm::Value* line, llvm::Value* to);
    void store(std::size_t wanted, llvm::Value* row);
    void stream(std::size_t wanted, llvm::Value* block);
    llvm::Value* figure(const Wanted& wanted);
    llvm::Value* faults();
    void open_block(llvm::Value* row);
    void turn(std::size_t group);
    void post();
    llvm::Value* sum_place(std::uint32_t account, llvm::Value* index);
    llvm::Type* stored_type(abi::ColumnType type);

    // emit_lanes.cpp: the values.
    llvm::Value* value(columns::NodeId id) { return values_[id.value]; }
    llvm::Value* word(columns::NodeId id) {
        return build_.CreateSExtOrTrunc(value(id), lanes(build_.getInt64Ty()));
    }
    llvm::Value* settled(const columns::Node& node);
    llvm::Value* compute(const columns::Node& node);
    llvm::Value* input(const columns::Node& node);
    llvm::Value* there(const columns::Node& node);
    llvm::Value* product_and(columns::NodeId product, llvm::Value* more);
    llvm::Value* add(const columns::Node& node);
    llvm::Value* multiply(const columns::Node& node);
    llvm::Value* dense(const columns::Node& node);
    llvm::Value* permuted(const std::vector<std::int64_t>& array, llvm::Value* index);
    llvm::Value* call(const columns::Node& node);
    llvm::Value* search(const columns::Node& node);
    llvm::Value* balance(const columns::Node& node);

    // emit_division.cpp
    llvm::Value* divide(const columns::Node& node, llvm::Value* given);
    llvm::Value* quotient(const columns::Node& node, llvm::Value* a, llvm::Value* b);
    llvm::Value* floor_by(llvm::Value* dividend, columns::Range::Wide most, std::int64_t divisor);
    llvm::Value* floor_by_double(llvm::Value* dividend, std::int64_t divisor);
    llvm::Value* as_double(llvm::Value* whole);
    llvm::Value* as_whole(llvm::Value* number);

    llvm::Type* lanes(llvm::Type* type) const;
    llvm::Value* splat(std::int64_t value);
    /// Of the type of `other`.
    static llvm::Value* same(const llvm::Value* other, std::int64_t value) {
        return llvm::ConstantInt::getSigned(other->getType(), value);
    }
    llvm::Value* splat(double value);
    llvm::Constant* words(const std::vector<std::int64_t>& values);
    /// `of` one lane after another.
    template <class Of>
    llvm::Value* each_lane(llvm::Type* type, Of of);
    llvm::Value* lane(llvm::Value* value, int i);
    /// 1, 2, 4, …
    llvm::Value* lane_bits();
    llvm::Value* intrinsic(const char* name, llvm::Type* result,
                           const std::vector<llvm::Value*>& args);
    [[nodiscard]] bool has(Processor processor) const { return options_.processor >= processor; }

    const columns::Program& program_;
    const ColumnOptions& options_;
    llvm::Module& module_;
    llvm::LLVMContext& context_;
    llvm::IRBuilder<> build_;
    abi::BlockLayout layout_;
    int lanes_;
    int passes_;
    llvm::Function* function_ = nullptr;
    std::vector<llvm::Value*> columns_, validity_, targets_, stages_;
    std::vector<std::vector<llvm::Value*>> lines_;  ///< by wanted column: figures to be streamed
    std::vector<llvm::Constant*> arrays_;
    llvm::Value* state_ = nullptr;
    llvm::Value* blocks_ = nullptr;
    llvm::Value* people_ = nullptr;
    llvm::Value* block_ = nullptr;     ///< of the person at hand
    llvm::Value* row_ = nullptr;       ///< the first of the rows at hand
    llvm::Value* in_block_ = nullptr;  ///< that row within its 64
    std::vector<llvm::Value*> words_;  ///< validity of the 64 rows, by input
    std::vector<llvm::Value*> values_;
    std::vector<bool> turned_;  ///< by group of accounts
};

}  // namespace pol::codegen
