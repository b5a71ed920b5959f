#include "compiler/codegen/emit_columns.h"

#include <algorithm>

#include <llvm/Analysis/VectorUtils.h>

#include "runtime/fault/assert.h"

namespace pol::codegen {
namespace {

/// Rows ahead of which a person's block is asked for.
constexpr std::int64_t kAhead = 48;
constexpr std::int64_t kLine = 64;

columns::NodeId node_of(const columns::Program& program, const Wanted& wanted) {
    switch (wanted.what) {
    case Wanted::What::result:
        return program.outputs[wanted.index].value;
    case Wanted::What::status:
        return program.status;
    case Wanted::What::benefit:
        return program.benefit;
    case Wanted::What::answer:
        return program.answers[wanted.index];
    }
    unreachable_state("a wanted column out of range");
}

}  // namespace

columns::Range range_of(const columns::Program& program, const Wanted& wanted) {
    return program[node_of(program, wanted)].range;
}

abi::BlockLayout layout_of(const columns::Program& program) {
    abi::BlockLayout layout;
    std::int64_t size = 0;
    // Wide sums first, so that each lies at a multiple of its size.
    for (const bool narrow : {false, true}) {
        for (const columns::Account& account : program.accounts) {
            if (account.narrow != narrow) {
                continue;
            }
            layout.accounts.push_back({account.account, account.group, size, account.size, narrow,
                                       account.lows, account.sizes});
            size += account.size * (narrow ? 4 : 8);
        }
    }
    for (const columns::NodeId period : program.periods) {
        const bool fixed = program[period].op == columns::Op::constant;
        layout.groups.push_back({!fixed, size});
        size += fixed ? 0 : 4;
    }
    const std::int64_t unit = size > kLine / 2 ? kLine : 8;
    layout.size = (size + unit - 1) / unit * unit;
    return layout;
}

int lanes_of(const columns::Program& program, Processor processor) {
    if (!program.accounts.empty()) {
        return 1;
    }
    return processor >= Processor::avx512 ? 8 : processor == Processor::avx2 ? 4 : 2;
}

/// How often the rows at hand are as many as there are lanes: until what is streamed fills lines.
int ColumnEmitter::passes() const {
    constexpr std::int64_t kMost = 4;
    std::int64_t passes = 1;
    for (const Wanted& wanted : options_.wanted) {
        if (options_.streaming && lanes_ > 1) {
            const std::int64_t filled = abi::bytes_of(wanted.type) * lanes_;
            passes = std::max(passes, std::min(kMost, kLine / filled));
        }
    }
    return static_cast<int>(passes);
}

/// Whether a column's values fill lines as they are computed; else they wait in a stage.
bool ColumnEmitter::fills_lines(const Wanted& wanted) const {
    return abi::bytes_of(wanted.type) * lanes_ * passes_ >= kLine && lanes_ > 1;
}

ColumnEmitter::ColumnEmitter(const columns::Program& program, const ColumnOptions& options,
                             llvm::Module& module)
    : program_(program),
      options_(options),
      module_(module),
      context_(module.getContext()),
      build_(context_),
      layout_(layout_of(program)),
      lanes_(lanes_of(program, options.processor)),
      passes_(passes()) {}

llvm::Type* ColumnEmitter::stored_type(abi::ColumnType type) {
    return build_.getIntNTy(static_cast<unsigned>(8 * abi::bytes_of(type)));
}

void ColumnEmitter::run() {
    begin();
    rows();
}

/// The function and what does not change from row to row.
void ColumnEmitter::begin() {
    auto* ptr = build_.getPtrTy();
    auto* i64 = build_.getInt64Ty();
    auto* type = llvm::FunctionType::get(build_.getVoidTy(), {ptr, ptr, i64, ptr, ptr}, false);
    function_ =
        llvm::Function::Create(type, llvm::Function::ExternalLinkage, kColumnsName, module_);
    function_->addFnAttr(llvm::Attribute::NoUnwind);
    // Without it 512-bit values would be split on processors that LLVM thinks slow with them.
    function_->addFnAttr("prefer-vector-width", "512");
    build_.SetInsertPoint(llvm::BasicBlock::Create(context_, "entry", function_));
    auto* column = llvm::StructType::get(context_, {ptr, ptr});
    const auto part = [&](unsigned argument, std::size_t i, unsigned field) {
        llvm::Value* at = build_.CreateConstGEP1_64(column, function_->getArg(argument), i);
        return build_.CreateLoad(ptr, build_.CreateStructGEP(column, at, field));
    };
    for (std::size_t i = 0; i < program_.inputs.size(); ++i) {
        columns_.push_back(part(0, i, 0));
        validity_.push_back(program_.inputs[i].nullable ? part(0, i, 1) : nullptr);
    }
    for (std::size_t i = 0; i < options_.wanted.size(); ++i) {
        targets_.push_back(part(1, i, 0));
        auto* stage = llvm::ArrayType::get(stored_type(options_.wanted[i].type), abi::kBlockRows);
        stages_.push_back(nullptr);
        if (options_.streaming && !fills_lines(options_.wanted[i])) {
            llvm::AllocaInst* slot = build_.CreateAlloca(stage, nullptr, "stage");
            slot->setAlignment(llvm::Align(kLine));
            stages_.back() = slot;
        }
    }
    for (const std::vector<std::int64_t>& array : program_.arrays) {
        arrays_.push_back(words(array));
    }
    if (!program_.accounts.empty()) {
        auto* state = llvm::StructType::get(context_, {ptr, ptr, ptr, ptr});
        state_ = function_->getArg(3);
        blocks_ = build_.CreateLoad(ptr, build_.CreateStructGEP(state, state_, 0));
        people_ = build_.CreateLoad(ptr, build_.CreateStructGEP(state, state_, 1));
    }
}

void ColumnEmitter::rows() {
    auto* i64 = build_.getInt64Ty();
    const auto block = [&](const char* name) {
        return llvm::BasicBlock::Create(context_, name, function_);
    };
    llvm::Value* zero = build_.getInt64(0);
    llvm::BasicBlock* before = build_.GetInsertBlock();
    llvm::BasicBlock* outer = block("block");
    llvm::BasicBlock* inner = block("rows");
    llvm::BasicBlock* full = block("full");
    llvm::BasicBlock* done = block("done");
    llvm::Value* rows = function_->getArg(2);
    build_.CreateCondBr(build_.CreateICmpSGT(rows, zero), outer, done);

    build_.SetInsertPoint(outer);
    llvm::PHINode* first = build_.CreatePHI(i64, 2, "first");
    first->addIncoming(zero, before);
    llvm::Value* number = build_.CreateLShr(first, 6);
    for (llvm::Value* validity : validity_) {
        words_.push_back(
            validity == nullptr
                ? nullptr
                : build_.CreateLoad(i64, build_.CreateGEP(i64, validity, number), "validity"));
    }
    build_.CreateBr(inner);

    build_.SetInsertPoint(inner);
    llvm::PHINode* at = build_.CreatePHI(i64, 2, "at");
    llvm::PHINode* faulted = build_.CreatePHI(i64, 2, "faulted");
    at->addIncoming(zero, outer);
    faulted->addIncoming(zero, outer);
    llvm::Value* marks = faulted;
    lines_.assign(options_.wanted.size(), {});
    for (int pass = 0; pass < passes_; ++pass) {
        const auto from = static_cast<std::uint64_t>(pass * lanes_);
        in_block_ = build_.CreateAdd(at, build_.getInt64(from));
        row_ = build_.CreateAdd(first, in_block_, "row");
        settle_rows();
        marks = build_.CreateOr(marks, build_.CreateShl(faults(), in_block_));
    }
    stream_lines(build_.CreateAdd(first, at));
    const auto taken = static_cast<std::uint64_t>(lanes_ * passes_);
    llvm::Value* next = build_.CreateAdd(at, build_.getInt64(taken));
    at->addIncoming(next, build_.GetInsertBlock());
    faulted->addIncoming(marks, build_.GetInsertBlock());
    build_.CreateCondBr(build_.CreateICmpEQ(next, build_.getInt64(abi::kBlockRows)), full, inner);

    build_.SetInsertPoint(full);
    build_.CreateStore(marks, build_.CreateGEP(i64, function_->getArg(4), number));
    for (std::size_t i = 0; i < options_.wanted.size(); ++i) {
        if (stages_[i] != nullptr) {
            stream(i, first);
        }
    }
    llvm::Value* following = build_.CreateAdd(first, build_.getInt64(abi::kBlockRows));
    first->addIncoming(following, full);
    build_.CreateCondBr(build_.CreateICmpSLT(following, rows), outer, done);

    build_.SetInsertPoint(done);
    if (options_.streaming) {
        intrinsic("llvm.x86.sse.sfence", build_.getVoidTy(), {});
    }
    build_.CreateRetVoid();
}

/// Everything of the rows at hand.
void ColumnEmitter::settle_rows() {
    if (!program_.accounts.empty()) {
        open_block(row_);
    }
    turned_.assign(layout_.groups.size(), false);
    values_.clear();
    values_.reserve(program_.nodes.size());
    for (const columns::Node& node : program_.nodes) {
        values_.push_back(settled(node));
    }
    for (std::size_t i = 0; i < options_.wanted.size(); ++i) {
        if (options_.streaming && stages_[i] == nullptr) {
            lines_[i].push_back(figure(options_.wanted[i]));
        } else {
            store(i, options_.streaming ? in_block_ : row_);
        }
    }
    if (!program_.accounts.empty()) {
        post();
    }
}

/// What fills lines goes past the caches at once, from `row` on.
void ColumnEmitter::stream_lines(llvm::Value* row) {
    for (std::size_t i = 0; i < options_.wanted.size(); ++i) {
        llvm::Type* type = stored_type(options_.wanted[i].type);
        const std::vector<llvm::Value*>& parts = lines_[i];
        if (parts.empty()) {
            continue;
        }
        llvm::Value* to = build_.CreateGEP(type, targets_[i], row);
        const auto bytes =
            static_cast<std::size_t>(abi::bytes_of(options_.wanted[i].type) * lanes_);
        const std::size_t in_line = kLine / bytes;
        for (std::size_t p = 0; p < parts.size(); p += in_line) {
            llvm::Value* line =
                llvm::concatenateVectors(build_, llvm::ArrayRef(parts).slice(p, in_line));
            const auto at = static_cast<std::uint64_t>(p) * static_cast<std::uint64_t>(lanes_);
            past_the_caches(line, build_.CreateConstGEP1_64(type, to, at));
        }
    }
}

void ColumnEmitter::past_the_caches(llvm::Value* line, llvm::Value* to) {
    llvm::StoreInst* store = build_.CreateAlignedStore(line, to, llvm::Align(kLine));
    store->setMetadata(
        llvm::LLVMContext::MD_nontemporal,
        llvm::MDNode::get(context_, llvm::ConstantAsMetadata::get(build_.getInt32(1))));
}

/// The rows that fault, the first of the rows at hand in the least bit.
llvm::Value* ColumnEmitter::faults() {
    llvm::Value* fault = value(program_.fault);
    auto* i64 = build_.getInt64Ty();
    if (lanes_ == 1) {
        return build_.CreateZExt(fault, i64);
    }
    if (has(Processor::avx512)) {
        auto* bits = build_.getIntNTy(static_cast<unsigned>(lanes_));
        return build_.CreateZExt(build_.CreateBitCast(fault, bits), i64);
    }
    // Where truth values are no masks of bits, they are made so one by one.
    llvm::Value* marked = build_.CreateSelect(fault, lane_bits(), splat(std::int64_t{0}));
    return build_.CreateOrReduce(marked);
}

llvm::Value* ColumnEmitter::figure(const Wanted& wanted) {
    llvm::Value* figure = value(node_of(program_, wanted));
    llvm::Type* type = lanes(stored_type(wanted.type));
    return build_.CreateIntCast(figure, type, wanted.what != Wanted::What::answer);
}

/// Into the column at `row`, or into the stage at a row of its 64.
void ColumnEmitter::store(std::size_t wanted, llvm::Value* row) {
    llvm::Type* type = stored_type(options_.wanted[wanted].type);
    llvm::Value* base = options_.streaming ? stages_[wanted] : targets_[wanted];
    const std::int64_t bytes = abi::bytes_of(options_.wanted[wanted].type);
    const auto align = static_cast<std::uint64_t>(std::min(kLine, bytes * lanes_));
    build_.CreateAlignedStore(figure(options_.wanted[wanted]), build_.CreateGEP(type, base, row),
                              llvm::Align(align));
}

/// A full stage goes past the caches, a line at a time.
void ColumnEmitter::stream(std::size_t wanted, llvm::Value* first) {
    const abi::ColumnType stored = options_.wanted[wanted].type;
    llvm::Value* to = build_.CreateGEP(stored_type(stored), targets_[wanted], first);
    auto* line = llvm::FixedVectorType::get(build_.getInt64Ty(), 8);
    for (std::int64_t i = 0; i < abi::bytes_of(stored); ++i) {
        const auto at = static_cast<std::uint64_t>(i);
        llvm::Value* from = build_.CreateConstGEP1_64(line, stages_[wanted], at);
        llvm::Value* full = build_.CreateAlignedLoad(line, from, llvm::Align(kLine));
        past_the_caches(full, build_.CreateConstGEP1_64(line, to, at));
    }
}

/// The accounts of the row's person, and a request for those of one some rows on.
void ColumnEmitter::open_block(llvm::Value* row) {
    auto* i32 = build_.getInt32Ty();
    auto* i64 = build_.getInt64Ty();
    const auto block_of = [&](llvm::Value* at) {
        llvm::Value* person = build_.CreateLoad(i32, build_.CreateGEP(i32, people_, at));
        llvm::Value* offset =
            build_.CreateMul(build_.CreateZExt(person, i64),
                             build_.getInt64(static_cast<std::uint64_t>(layout_.size)));
        return build_.CreateGEP(build_.getInt8Ty(), blocks_, offset);
    };
    llvm::Value* later = block_of(build_.CreateAdd(row, build_.getInt64(kAhead)));
    auto* prefetch =
        llvm::Intrinsic::getDeclaration(&module_, llvm::Intrinsic::prefetch, {build_.getPtrTy()});
    for (std::int64_t line = 0; line < layout_.size; line += kLine) {
        llvm::Value* at =
            build_.CreateConstGEP1_64(build_.getInt8Ty(), later, static_cast<std::uint64_t>(line));
        build_.CreateCall(prefetch,
                          {at, build_.getInt32(1), build_.getInt32(3), build_.getInt32(1)});
    }
    block_ = block_of(row);
}

llvm::Value* ColumnEmitter::sum_place(std::uint32_t account, llvm::Value* index) {
    const std::uint32_t name = program_.accounts[account].account;
    const auto sums = std::find_if(layout_.accounts.begin(), layout_.accounts.end(),
                                   [&](const auto& one) { return one.account == name; });
    llvm::Value* start = build_.CreateConstGEP1_64(build_.getInt8Ty(), block_,
                                                   static_cast<std::uint64_t>(sums->offset));
    // A key that a fault lets lie outside must not reach another account.
    llvm::Value* inside = build_.CreateBinaryIntrinsic(
        llvm::Intrinsic::umin, index, build_.getInt64(static_cast<std::uint64_t>(sums->count - 1)));
    llvm::Type* type = sums->narrow ? build_.getInt32Ty() : build_.getInt64Ty();
    return build_.CreateGEP(type, start, inside);
}

llvm::Value* ColumnEmitter::balance(const columns::Node& node) {
    const columns::Account& account = program_.accounts[node.ref];
    turn(account.group);
    llvm::Type* type = account.narrow ? build_.getInt32Ty() : build_.getInt64Ty();
    llvm::Value* sum = build_.CreateLoad(type, sum_place(node.ref, word(node.args[0])));
    return build_.CreateSExt(sum, build_.getInt64Ty());
}

/// Brings the sums of the period that a group of accounts is asked for, once a row.
void ColumnEmitter::turn(std::size_t group) {
    const abi::BlockLayout::Group& slot = layout_.groups[group];
    if (!slot.has_period || turned_[group]) {
        return;
    }
    turned_[group] = true;
    auto* i32 = build_.getInt32Ty();
    auto* ptr = build_.getPtrTy();
    llvm::Value* place = build_.CreateConstGEP1_64(build_.getInt8Ty(), block_,
                                                   static_cast<std::uint64_t>(slot.period));
    llvm::Value* period = word(program_.periods[group]);
    llvm::Value* tag =
        build_.CreateTrunc(build_.CreateAdd(period, build_.getInt64(abi::kPeriodBias)), i32);
    llvm::Value* held = build_.CreateLoad(i32, place);
    llvm::Value* other = build_.CreateAnd(build_.CreateICmpNE(held, tag),
                                          build_.CreateICmpNE(held, build_.getInt32(0)));
    auto* turns = llvm::BasicBlock::Create(context_, "turn", function_);
    auto* goes_on = llvm::BasicBlock::Create(context_, "turned", function_);
    build_.CreateCondBr(other, turns, goes_on);
    build_.SetInsertPoint(turns);
    auto* state = llvm::StructType::get(context_, {ptr, ptr, ptr, ptr});
    llvm::Value* function = build_.CreateLoad(ptr, build_.CreateStructGEP(state, state_, 2));
    llvm::Value* self = build_.CreateLoad(ptr, build_.CreateStructGEP(state, state_, 3));
    llvm::Value* person = build_.CreateLoad(i32, build_.CreateGEP(i32, people_, row_));
    auto* type =
        llvm::FunctionType::get(build_.getVoidTy(), {ptr, i32, i32, build_.getInt64Ty()}, false);
    build_.CreateCall(type, function,
                      {self, person, build_.getInt32(static_cast<std::uint32_t>(group)), period});
    build_.CreateBr(goes_on);
    build_.SetInsertPoint(goes_on);
    build_.CreateStore(tag, place);
}

void ColumnEmitter::post() {
    llvm::Value* fault = value(program_.fault);
    for (const columns::Post& post : program_.posts) {
        const columns::Account& account = program_.accounts[post.account];
        turn(account.group);
        llvm::Type* type = account.narrow ? build_.getInt32Ty() : build_.getInt64Ty();
        llvm::Value* place = sum_place(post.account, word(post.index));
        llvm::Value* amount = build_.CreateSelect(fault, build_.getInt64(0), word(post.amount));
        llvm::Value* sum = build_.CreateLoad(type, place);
        build_.CreateStore(build_.CreateAdd(sum, build_.CreateTrunc(amount, type)), place);
    }
}

}  // namespace pol::codegen
