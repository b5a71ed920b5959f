// Functions of quantities and benefits, and the choice of the benefit.
#include "compiler/codegen/emit.h"
#include "compiler/ir/width.h"
#include "runtime/abi/kernel.h"
#include "runtime/value/overloaded.h"

namespace pol::codegen {

namespace {

// The frame of one claim's settlement. Its memory is the caller's stack.
enum Frame : unsigned {
    kValues,  // ClaimView
    kPresent,
    kLists,
    kAccounts,    // abi::Accounts*
    kSettlement,  // abi::Settlement*
    kTapeValues,
    kTapeStates,
    kFault,
    kFaultQuantity,
    kMemoStates,
    kMemoValues,
};

// abi::Settlement
enum Settlement : unsigned { kStatus, kBenefit, kFaultOut, kFaultQuantityOut, kOutputs, kAnswers };

}  // namespace

Emitter::Emitter(const ir::Program& program, const ir::Numbers& whole, llvm::Module& module,
                 bool traced)
    : program_(program),
      whole_(whole),
      module_(module),
      context_(module.getContext()),
      build_(context_),
      traced_(traced),
      widths_(ir::widths(program)),
      working_(ir::working_widths(program)) {}

void Emitter::run() {
    declare();
    for (std::uint32_t q = 0; q < program_.quantities.size(); ++q) {
        quantity_function(q);
    }
    for (std::uint32_t b = 0; b < program_.benefits.size(); ++b) {
        benefit_function(b);
    }
    settle_function();
}

void Emitter::declare() {
    auto* ptr = llvm::PointerType::getUnqual(context_);
    auto* i8 = llvm::Type::getInt8Ty(context_);
    auto* i32 = llvm::Type::getInt32Ty(context_);
    auto* i64 = llvm::Type::getInt64Ty(context_);
    auto* i128 = llvm::Type::getInt128Ty(context_);
    const auto count = program_.quantities.size();
    frame_type_ = llvm::StructType::create(context_,
                                           {ptr, ptr, ptr, ptr, ptr, ptr, ptr, i32, i32,
                                            llvm::ArrayType::get(i8, count),
                                            llvm::ArrayType::get(i128, count)},
                                           "Frame");
    key_type_ = llvm::StructType::create(context_, {i32, i32, i64, ptr}, "AccountKey");
    const char* form = traced_ ? ".traced" : "";
    auto* computes = llvm::FunctionType::get(llvm::Type::getInt1Ty(context_), {ptr}, false);
    for (std::size_t q = 0; q < count; ++q) {
        quantities_.push_back(llvm::Function::Create(computes, llvm::Function::InternalLinkage,
                                                     "q" + std::to_string(q) + form, module_));
        quantities_.back()->addFnAttr(llvm::Attribute::NoUnwind);
    }
    for (std::size_t b = 0; b < program_.benefits.size(); ++b) {
        benefits_.push_back(llvm::Function::Create(computes, llvm::Function::InternalLinkage,
                                                   "benefit" + std::to_string(b) + form, module_));
        benefits_.back()->addFnAttr(llvm::Attribute::NoUnwind);
    }
}

// Opens a function of the frame: its first block, and one that answers "fault".
void Emitter::begin(llvm::Function* function, std::uint32_t quantity) {
    function_ = function;
    computing_ = quantity;
    frame_ = function->getArg(0);
    build_.SetInsertPoint(llvm::BasicBlock::Create(context_, "entry", function));
    fault_block_ = llvm::BasicBlock::Create(context_, "fault", function);
    llvm::IRBuilder<>(fault_block_).CreateRet(llvm::ConstantInt::getFalse(context_));
}

llvm::Value* Emitter::frame_field(unsigned index, llvm::Type* type) {
    return build_.CreateLoad(type, build_.CreateStructGEP(frame_type_, frame_, index));
}

llvm::Value* Emitter::memo_state(std::uint32_t quantity) {
    return build_.CreateGEP(
        frame_type_, frame_,
        {build_.getInt32(0), build_.getInt32(kMemoStates), build_.getInt32(quantity)});
}

llvm::Value* Emitter::memo_value(std::uint32_t quantity) {
    return build_.CreateGEP(
        frame_type_, frame_,
        {build_.getInt32(0), build_.getInt32(kMemoValues), build_.getInt32(quantity)});
}

void Emitter::leave_on_fault(llvm::Value* no_fault) {
    llvm::BasicBlock* next = block("next");
    build_.CreateCondBr(no_fault, next, fault_block_);
    build_.SetInsertPoint(next);
}

void Emitter::fault_now(FaultCode code, std::uint32_t quantity) {
    build_.CreateStore(build_.getInt32(static_cast<std::uint32_t>(code)),
                       build_.CreateStructGEP(frame_type_, frame_, kFault));
    const std::uint32_t named =
        quantity == Fault::kNoQuantity ? quantity : whole_.quantity(quantity);
    build_.CreateStore(build_.getInt32(named),
                       build_.CreateStructGEP(frame_type_, frame_, kFaultQuantity));
    build_.CreateBr(fault_block_);
}

void Emitter::fault_if(llvm::Value* condition, FaultCode code) {
    llvm::BasicBlock* bad = block("bad");
    llvm::BasicBlock* next = block("good");
    build_.CreateCondBr(condition, bad, next);
    build_.SetInsertPoint(bad);
    fault_now(code, computing_);
    build_.SetInsertPoint(next);
}

void Emitter::quantity_function(std::uint32_t index) {
    begin(quantities_[index], index);
    llvm::BasicBlock* known = block("known");
    llvm::BasicBlock* fresh = block("fresh");
    llvm::Value* state = build_.CreateLoad(build_.getInt8Ty(), memo_state(index));
    build_.CreateCondBr(build_.CreateICmpNE(state, build_.getInt8(0)), known, fresh);
    build_.SetInsertPoint(known);
    build_.CreateRet(build_.getTrue());
    build_.SetInsertPoint(fresh);
    const Value value = node(program_.quantities[index].expression);
    llvm::Value* kept = value.value->getType()->isIntegerTy(1)
                            ? build_.CreateZExt(value.value, build_.getInt64Ty())
                            : value.value;
    build_.CreateStore(kept, memo_value(index));
    llvm::Value* new_state =
        value.present == nullptr
            ? static_cast<llvm::Value*>(build_.getInt8(1))
            : build_.CreateSelect(value.present, build_.getInt8(1), build_.getInt8(2));
    build_.CreateStore(new_state, memo_state(index));
    if (traced_) {
        write_tape(index, {kept, value.present});
    }
    build_.CreateRet(build_.getTrue());
}

void Emitter::write_tape(std::uint32_t index, const Value& value) {
    auto* ptr = build_.getPtrTy();
    llvm::Value* states = frame_field(kTapeStates, ptr);
    llvm::Value* values = frame_field(kTapeValues, ptr);
    llvm::Value* there =
        value.present == nullptr
            ? static_cast<llvm::Value*>(build_.getInt8(1))
            : build_.CreateSelect(value.present, build_.getInt8(1), build_.getInt8(2));
    const std::uint64_t row = whole_.quantity(index);
    build_.CreateStore(there, build_.CreateConstGEP1_64(build_.getInt8Ty(), states, row));
    llvm::Value* wide = resized(value.value, build_.getInt128Ty());
    if (value.present != nullptr) {
        wide = build_.CreateSelect(value.present, wide,
                                   llvm::ConstantInt::get(build_.getInt128Ty(), 0));
    }
    // Two words, low first; the tape is aligned to words only.
    build_.CreateAlignedStore(build_.CreateTrunc(wide, build_.getInt64Ty()),
                              build_.CreateConstGEP1_64(build_.getInt64Ty(), values, 2 * row),
                              llvm::Align(8));
    build_.CreateAlignedStore(build_.CreateTrunc(build_.CreateAShr(wide, 64), build_.getInt64Ty()),
                              build_.CreateConstGEP1_64(build_.getInt64Ty(), values, 2 * row + 1),
                              llvm::Align(8));
}

void Emitter::compute(ir::QuantityId id) {
    leave_on_fault(build_.CreateCall(quantities_[id.value], {frame_}));
}

llvm::Value* Emitter::condition(ir::QuantityId id) {
    compute(id);
    llvm::Value* value = build_.CreateLoad(build_.getInt64Ty(), memo_value(id.value));
    return build_.CreateICmpNE(value, constant(0));
}

void Emitter::answers(const ir::Benefit& benefit, llvm::Value* settlement, llvm::Value*& runs) {
    auto* settlement_type = llvm::StructType::get(
        context_, {build_.getInt32Ty(), build_.getInt32Ty(), build_.getInt32Ty(),
                   build_.getInt32Ty(), build_.getPtrTy(), build_.getPtrTy()});
    llvm::Value* marks = build_.CreateLoad(
        build_.getPtrTy(), build_.CreateStructGEP(settlement_type, settlement, kAnswers));
    llvm::Value* strongest = build_.getInt32(0);
    runs = build_.getTrue();
    for (const ir::AnswerId id : benefit.answers) {
        const ir::Answer& answer = program_[id];
        llvm::Value* holds = condition(answer.holds);
        llvm::Value* mark =
            build_.CreateConstGEP1_64(build_.getInt8Ty(), marks, whole_.answer(id.value));
        llvm::Value* old = build_.CreateLoad(build_.getInt8Ty(), mark);
        build_.CreateStore(build_.CreateSelect(holds, build_.getInt8(1), old), mark);
        if (answer.counts) {
            holds = counts_too(holds, *answer.counts);
        }
        // The kinds of answers and the statuses they lead to rise alike.
        llvm::Value* kind = build_.CreateSelect(
            holds, build_.getInt32(static_cast<std::uint32_t>(answer.kind)), build_.getInt32(0));
        strongest = build_.CreateSelect(build_.CreateICmpUGT(kind, strongest), kind, strongest);
        if (answer.no_calc || answer.kind == ir::AnswerKind::refused) {
            runs = build_.CreateAnd(runs, build_.CreateNot(holds));
        }
    }
    build_.CreateStore(strongest, build_.CreateStructGEP(settlement_type, settlement, kStatus));
}

// Asked only where the answer holds.
llvm::Value* Emitter::counts_too(llvm::Value* holds, ir::QuantityId counts) {
    llvm::BasicBlock* asks = block("counts");
    llvm::BasicBlock* done = block("counted");
    llvm::BasicBlock* before = build_.GetInsertBlock();
    build_.CreateCondBr(holds, asks, done);
    build_.SetInsertPoint(asks);
    llvm::Value* too = condition(counts);
    llvm::BasicBlock* asked = build_.GetInsertBlock();
    build_.CreateBr(done);
    build_.SetInsertPoint(done);
    llvm::PHINode* phi = build_.CreatePHI(build_.getInt1Ty(), 2);
    phi->addIncoming(build_.getFalse(), before);
    phi->addIncoming(too, asked);
    return phi;
}

void Emitter::outputs(const std::vector<ir::Output>& outputs) {
    auto* settlement_type = llvm::StructType::get(
        context_, {build_.getInt32Ty(), build_.getInt32Ty(), build_.getInt32Ty(),
                   build_.getInt32Ty(), build_.getPtrTy(), build_.getPtrTy()});
    llvm::Value* settlement = frame_field(kSettlement, build_.getPtrTy());
    llvm::Value* out = build_.CreateLoad(
        build_.getPtrTy(), build_.CreateStructGEP(settlement_type, settlement, kOutputs));
    for (const ir::Output& output : outputs) {
        compute(output.quantity);
        const ir::NodeId expression = program_[output.quantity].expression;
        llvm::Value* value =
            word(build_.CreateLoad(type_of(expression), memo_value(output.quantity.value)));
        llvm::Value* place = build_.CreateConstGEP1_64(build_.getInt64Ty(), out, output.result);
        if (program_[expression].type.optional) {
            llvm::Value* state =
                build_.CreateLoad(build_.getInt8Ty(), memo_state(output.quantity.value));
            value = build_.CreateSelect(build_.CreateICmpEQ(state, build_.getInt8(1)), value,
                                        build_.CreateLoad(build_.getInt64Ty(), place));
        }
        build_.CreateStore(value, place);
    }
}

void Emitter::step(const ir::Step& step) {
    std::visit(Overloaded{
                   [&](const ir::Compute& s) { compute(s.quantity); },
                   [&](const ir::Require& s) {
                       llvm::Value* holds = condition(s.condition);
                       const std::uint32_t outer = computing_;
                       computing_ = s.condition.value;
                       fault_if(build_.CreateNot(holds), s.fault);
                       computing_ = outer;
                   },
                   [&](const ir::Post& s) { post(s); },
               },
               step);
}

void Emitter::post(const ir::Post& post) {
    compute(post.amount);
    const ir::NodeId expression = program_[post.amount].expression;
    llvm::Value* amount =
        word(build_.CreateLoad(type_of(expression), memo_value(post.amount.value)));
    if (program_[expression].type.optional) {
        llvm::Value* state = build_.CreateLoad(build_.getInt8Ty(), memo_state(post.amount.value));
        amount =
            build_.CreateSelect(build_.CreateICmpEQ(state, build_.getInt8(1)), amount, constant(0));
    }
    llvm::BasicBlock* posts = block("posts");
    llvm::BasicBlock* done = block("posted");
    build_.CreateCondBr(build_.CreateICmpNE(amount, constant(0)), posts, done);
    build_.SetInsertPoint(posts);
    std::vector<llvm::Value*> words{word(node(post.period).value)};
    for (const ir::NodeId key : post.keys) {
        const Value value = node(key);
        llvm::Value* w = word(value.value);
        words.push_back(
            value.present == nullptr ? w : build_.CreateSelect(value.present, w, constant(0)));
    }
    llvm::Value* key = account_key(post.account.value, words);
    auto* ptr = build_.getPtrTy();
    auto* accounts_type = llvm::StructType::get(context_, {ptr, ptr, ptr});
    llvm::Value* accounts = frame_field(kAccounts, ptr);
    llvm::Value* self = build_.CreateLoad(ptr, build_.CreateStructGEP(accounts_type, accounts, 0));
    llvm::Value* call = build_.CreateLoad(ptr, build_.CreateStructGEP(accounts_type, accounts, 2));
    build_.CreateCall(
        llvm::FunctionType::get(build_.getVoidTy(), {ptr, ptr, build_.getInt64Ty()}, false), call,
        {self, key, amount});
    build_.CreateBr(done);
    build_.SetInsertPoint(done);
}

// An AccountKey on the stack: the period first, then the further keys.
llvm::Value* Emitter::account_key(std::uint32_t account, const std::vector<llvm::Value*>& words) {
    auto* array =
        llvm::ArrayType::get(build_.getInt64Ty(), std::max<std::size_t>(1, words.size() - 1));
    llvm::Value* keys = slot(array, "keys");
    for (std::size_t i = 1; i < words.size(); ++i) {
        build_.CreateStore(words[i], build_.CreateConstGEP2_64(array, keys, 0, i - 1));
    }
    llvm::Value* key = slot(key_type_, "key");
    build_.CreateStore(build_.getInt32(whole_.account(account)),
                       build_.CreateStructGEP(key_type_, key, 0));
    build_.CreateStore(build_.getInt32(static_cast<std::uint32_t>(words.size() - 1)),
                       build_.CreateStructGEP(key_type_, key, 1));
    build_.CreateStore(words[0], build_.CreateStructGEP(key_type_, key, 2));
    build_.CreateStore(keys, build_.CreateStructGEP(key_type_, key, 3));
    return key;
}

Value Emitter::balance(const ir::Node& node) {
    std::vector<llvm::Value*> words;
    llvm::Value* present = nullptr;
    for (const ir::NodeId arg : node.args) {
        const Value value = this->node(arg);
        words.push_back(word(value.value));
        present = both(present, value.present);
    }
    // What has no key has no account: it is not asked for.
    llvm::BasicBlock* asks = block("asks");
    llvm::BasicBlock* done = block("asked");
    llvm::BasicBlock* before = build_.GetInsertBlock();
    build_.CreateCondBr(present == nullptr ? build_.getTrue() : present, asks, done);
    build_.SetInsertPoint(asks);
    llvm::Value* key = account_key(node.ref, words);
    auto* ptr = build_.getPtrTy();
    auto* accounts_type = llvm::StructType::get(context_, {ptr, ptr, ptr});
    llvm::Value* accounts = frame_field(kAccounts, ptr);
    llvm::Value* self = build_.CreateLoad(ptr, build_.CreateStructGEP(accounts_type, accounts, 0));
    llvm::Value* call = build_.CreateLoad(ptr, build_.CreateStructGEP(accounts_type, accounts, 1));
    llvm::Value* sum = build_.CreateCall(
        llvm::FunctionType::get(build_.getInt64Ty(), {ptr, ptr}, false), call, {self, key});
    llvm::BasicBlock* asked = build_.GetInsertBlock();
    build_.CreateBr(done);
    build_.SetInsertPoint(done);
    llvm::PHINode* phi = build_.CreatePHI(build_.getInt64Ty(), 2);
    phi->addIncoming(constant(0), before);
    phi->addIncoming(sum, asked);
    return {phi, present};
}

void Emitter::benefit_function(std::uint32_t index) {
    const ir::Benefit& benefit = program_.benefits[index];
    begin(benefits_[index], Fault::kNoQuantity);
    for (const ir::Require& one : benefit.opening) {
        step(one);
    }
    llvm::Value* runs = nullptr;
    answers(benefit, frame_field(kSettlement, build_.getPtrTy()), runs);
    llvm::BasicBlock* run = block("tiers");
    llvm::BasicBlock* skip = block("skipped");
    build_.CreateCondBr(runs, run, skip);
    build_.SetInsertPoint(run);
    for (const ir::Step& s : benefit.steps) {
        step(s);
    }
    outputs(benefit.outputs);
    build_.CreateRet(build_.getTrue());
    build_.SetInsertPoint(skip);
    outputs(benefit.outputs_skipped);
    build_.CreateRet(build_.getTrue());
}

void Emitter::settle_function() {
    auto* ptr = build_.getPtrTy();
    auto* type = llvm::FunctionType::get(build_.getVoidTy(), {ptr, ptr, ptr, ptr}, false);
    auto* settle = llvm::Function::Create(type, llvm::Function::ExternalLinkage,
                                          traced_ ? kTracedName : kPlainName, module_);
    settle->addFnAttr(llvm::Attribute::NoUnwind);
    function_ = settle;
    computing_ = Fault::kNoQuantity;
    build_.SetInsertPoint(llvm::BasicBlock::Create(context_, "entry", settle));
    frame_ = build_.CreateAlloca(frame_type_, nullptr, "frame");
    fault_block_ = llvm::BasicBlock::Create(context_, "fault", settle);
    llvm::BasicBlock* done = block("done");

    const auto count = program_.quantities.size();
    build_.CreateMemSet(build_.CreateStructGEP(frame_type_, frame_, kMemoStates), build_.getInt8(0),
                        count, llvm::MaybeAlign(1));
    const auto keep = [&](unsigned slot_index, llvm::Value* value) {
        build_.CreateStore(value, build_.CreateStructGEP(frame_type_, frame_, slot_index));
    };
    auto* three = llvm::StructType::get(context_, {ptr, ptr, ptr});
    for (unsigned i = 0; i < 3; ++i) {
        keep(kValues + i,
             build_.CreateLoad(ptr, build_.CreateStructGEP(three, settle->getArg(0), i)));
    }
    keep(kAccounts, settle->getArg(1));
    keep(kSettlement, settle->getArg(2));
    if (traced_) {
        auto* tape = llvm::StructType::get(context_, {ptr, ptr});
        keep(kTapeValues,
             build_.CreateLoad(ptr, build_.CreateStructGEP(tape, settle->getArg(3), 0)));
        keep(kTapeStates,
             build_.CreateLoad(ptr, build_.CreateStructGEP(tape, settle->getArg(3), 1)));
    }
    auto* i32 = build_.getInt32Ty();
    auto* settlement_type = llvm::StructType::get(context_, {i32, i32, i32, i32, ptr, ptr});
    const auto answer = [&](unsigned field, llvm::Value* value) {
        build_.CreateStore(value,
                           build_.CreateStructGEP(settlement_type, settle->getArg(2), field));
    };
    answer(kStatus, build_.getInt32(0));
    answer(kBenefit, build_.getInt32(0xffffffff));
    answer(kFaultOut, build_.getInt32(0));
    answer(kFaultQuantityOut, build_.getInt32(Fault::kNoQuantity));

    for (const ir::Jurisdiction& jurisdiction : program_.jurisdictions) {
        llvm::BasicBlock* inside = block("jurisdiction");
        llvm::BasicBlock* wider = block("wider");
        build_.CreateCondBr(condition(jurisdiction.holds), inside, wider);
        build_.SetInsertPoint(inside);
        for (const ir::BenefitId id : jurisdiction.benefits) {
            llvm::BasicBlock* chosen = block("chosen");
            llvm::BasicBlock* other = block("other");
            build_.CreateCondBr(condition(program_[id].holds), chosen, other);
            build_.SetInsertPoint(chosen);
            answer(kBenefit, build_.getInt32(whole_.benefit(id.value)));
            build_.CreateCondBr(build_.CreateCall(benefits_[id.value], {frame_}), done,
                                fault_block_);
            build_.SetInsertPoint(other);
        }
        build_.CreateBr(wider);
        build_.SetInsertPoint(wider);
    }
    fault_now(FaultCode::no_benefit, Fault::kNoQuantity);

    build_.SetInsertPoint(fault_block_);
    answer(kStatus, build_.getInt32(static_cast<std::uint32_t>(abi::Status::fault)));
    answer(kFaultOut, frame_field(kFault, i32));
    answer(kFaultQuantityOut, frame_field(kFaultQuantity, i32));
    llvm::Value* out = build_.CreateLoad(
        ptr, build_.CreateStructGEP(settlement_type, settle->getArg(2), kOutputs));
    build_.CreateMemSet(out, build_.getInt8(0), 8 * program_.vocabulary.results.size(),
                        llvm::MaybeAlign(8));
    build_.CreateBr(done);
    build_.SetInsertPoint(done);
    build_.CreateRetVoid();
}

Value Emitter::field(const ir::Node& node) {
    auto* ptr = build_.getPtrTy();
    llvm::Value* values = frame_field(kValues, ptr);
    Value result{build_.CreateLoad(build_.getInt64Ty(), build_.CreateConstGEP1_64(
                                                            build_.getInt64Ty(), values, node.ref)),
                 nullptr};
    if (node.type.optional) {
        llvm::Value* present = frame_field(kPresent, ptr);
        llvm::Value* byte = build_.CreateLoad(
            build_.getInt8Ty(), build_.CreateConstGEP1_64(build_.getInt8Ty(), present, node.ref));
        result.present = build_.CreateICmpNE(byte, build_.getInt8(0));
    }
    if (node.type.kind == abi::Kind::boolean) {
        result.value = build_.CreateICmpNE(result.value, constant(0));
    }
    return result;
}

llvm::Value* Emitter::list_part(std::uint32_t list, unsigned part, llvm::Type* type) {
    auto* view = llvm::StructType::get(context_,
                                       {build_.getInt64Ty(), build_.getPtrTy(), build_.getPtrTy()});
    llvm::Value* lists = frame_field(kLists, build_.getPtrTy());
    llvm::Value* at = build_.CreateConstGEP1_64(view, lists, list);
    return build_.CreateLoad(type, build_.CreateStructGEP(view, at, part));
}

}  // namespace pol::codegen
