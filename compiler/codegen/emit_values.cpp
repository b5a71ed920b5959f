// Expressions: fields, quantities, conditions, choices, lists.
#include <limits>

#include "compiler/codegen/emit.h"
#include "compiler/ir/width.h"
#include "runtime/fault/assert.h"

namespace pol::codegen {

llvm::IntegerType* Emitter::width_type(int bits) {
    // One bit more for the sign; sums of two stay inside.
    return bits <= 62 ? build_.getInt64Ty() : build_.getInt128Ty();
}

llvm::IntegerType* Emitter::type_of(ir::NodeId id) {
    if (program_[id].type.kind == abi::Kind::boolean) {
        return build_.getInt1Ty();
    }
    return width_type(widths_[id.value]);
}

llvm::Value* Emitter::resized(llvm::Value* value, llvm::IntegerType* type) {
    if (value->getType() == type) {
        return value;
    }
    if (value->getType()->isIntegerTy(1)) {
        return build_.CreateZExt(value, type);
    }
    return build_.CreateSExtOrTrunc(value, type);
}

llvm::Value* Emitter::both(llvm::Value* a, llvm::Value* b) {
    if (a == nullptr) {
        return b;
    }
    if (b == nullptr) {
        return a;
    }
    return build_.CreateAnd(a, b);
}

llvm::Value* Emitter::present_or_true(const Value& value) {
    return value.present == nullptr ? build_.getTrue() : value.present;
}

llvm::BasicBlock* Emitter::block(const char* name) {
    return llvm::BasicBlock::Create(context_, name, function_);
}

// A stack slot, made in the function's first block so that a loop does not make more.
llvm::Value* Emitter::slot(llvm::Type* type, const char* name) {
    llvm::BasicBlock& entry = function_->getEntryBlock();
    return llvm::IRBuilder<>(&entry, entry.begin()).CreateAlloca(type, nullptr, name);
}

Value Emitter::node(ir::NodeId id) {
    Value value = operation(id, program_[id]);
    value.value = resized(value.value, type_of(id));
    return value;
}

// A condition: absent is false.
llvm::Value* Emitter::truth(ir::NodeId id) {
    const Value value = node(id);
    return value.present == nullptr ? value.value : build_.CreateAnd(value.present, value.value);
}

Value Emitter::operation(ir::NodeId id, const ir::Node& node) {
    using ir::Op;
    switch (node.op) {
    case Op::constant:
        return {llvm::ConstantInt::getSigned(type_of(id), node.value), nullptr};
    case Op::absent:
        return {llvm::ConstantInt::get(type_of(id), 0), build_.getFalse()};
    case Op::field:
        return field(node);
    case Op::element:
        return element(node);
    case Op::quantity:
        return quantity(node);
    case Op::negate:
    case Op::add:
    case Op::subtract:
    case Op::multiply:
    case Op::rescale:
        return arithmetic(id, node);
    case Op::round:
        return round(id, node);
    case Op::quotient:
        return quotient(id, node);
    case Op::minimum:
    case Op::maximum:
        return extreme(id, node);
    case Op::equal:
    case Op::less:
    case Op::less_equal:
        return compare(node);
    case Op::negation:
        return {build_.CreateNot(truth(node.args[0])), nullptr};
    case Op::conjunction:
        return connective(node, false);
    case Op::disjunction:
        return connective(node, true);
    case Op::present:
        return {present_or_true(this->node(node.args[0])), nullptr};
    case Op::truth:
        return {truth(node.args[0]), nullptr};
    case Op::choose:
        return choose(id, node);
    case Op::within:
        return within(node);
    case Op::in_table:
        return in_table(node);
    case Op::lookup:
        return lookup(id, node);
    case Op::exists:
        return loop(id, node, Loop::exists);
    case Op::count:
        return loop(id, node, Loop::count);
    case Op::total:
        return loop(id, node, Loop::total);
    case Op::ranked:
        return ranked(id, node);
    case Op::as_money:
        return this->node(node.args[0]);
    case Op::balance:
        return balance(node);
    case Op::year_start:
    case Op::quarter_start:
    case Op::month_start:
    case Op::add_days:
    case Op::add_months:
    case Op::days_between:
    case Op::age:
        return calendar(node);
    }
    unreachable_state("an operation out of range");
}

Value Emitter::quantity(const ir::Node& node) {
    const ir::QuantityId id{node.ref};
    compute(id);
    const ir::NodeId expression = program_[id].expression;
    const ir::Type& type = program_[expression].type;
    const bool boolean = type.kind == abi::Kind::boolean;
    llvm::Value* value = build_.CreateLoad(boolean ? build_.getInt64Ty() : type_of(expression),
                                           memo_value(id.value));
    if (boolean) {
        value = build_.CreateICmpNE(value, constant(0));
    }
    if (!type.optional) {
        return {value, nullptr};
    }
    llvm::Value* state = build_.CreateLoad(build_.getInt8Ty(), memo_state(id.value));
    return {value, build_.CreateICmpEQ(state, build_.getInt8(1))};
}

// From the left, stopping at the first operand that is `decisive`.
Value Emitter::connective(const ir::Node& node, bool decisive) {
    llvm::BasicBlock* decided = block("decided");
    std::vector<llvm::BasicBlock*> from;
    llvm::Value* last = nullptr;
    for (std::size_t i = 0; i < node.args.size(); ++i) {
        last = truth(node.args[i]);
        if (i + 1 == node.args.size()) {
            break;
        }
        llvm::BasicBlock* next = block("operand");
        from.push_back(build_.GetInsertBlock());
        build_.CreateCondBr(last, decisive ? decided : next, decisive ? next : decided);
        build_.SetInsertPoint(next);
    }
    llvm::BasicBlock* end = build_.GetInsertBlock();
    build_.CreateBr(decided);
    build_.SetInsertPoint(decided);
    llvm::PHINode* phi =
        build_.CreatePHI(build_.getInt1Ty(), static_cast<unsigned>(from.size() + 1));
    for (llvm::BasicBlock* block : from) {
        phi->addIncoming(build_.getInt1(decisive), block);
    }
    phi->addIncoming(last, end);
    return {phi, nullptr};
}

Value Emitter::choose(ir::NodeId id, const ir::Node& node) {
    llvm::BasicBlock* done = block("chosen");
    struct Incoming {
        llvm::Value* value;
        llvm::Value* present;
        llvm::BasicBlock* from;
    };
    std::vector<Incoming> incoming;
    const auto take = [&](ir::NodeId arm) {
        const Value value = this->node(arm);
        llvm::Value* kept = resized(value.value, type_of(id));
        llvm::Value* present = present_or_true(value);
        incoming.push_back({kept, present, build_.GetInsertBlock()});
        build_.CreateBr(done);
    };
    for (std::size_t i = 0; i + 1 < node.args.size(); i += 2) {
        llvm::BasicBlock* yes = block("case");
        llvm::BasicBlock* no = block("next");
        build_.CreateCondBr(truth(node.args[i]), yes, no);
        build_.SetInsertPoint(yes);
        take(node.args[i + 1]);
        build_.SetInsertPoint(no);
    }
    if (node.args.size() % 2 == 1) {
        take(node.args.back());
    } else {
        fault_now(FaultCode::no_case, computing_);
    }
    build_.SetInsertPoint(done);
    const auto count = static_cast<unsigned>(incoming.size());
    llvm::PHINode* value = build_.CreatePHI(type_of(id), count);
    for (const Incoming& in : incoming) {
        value->addIncoming(in.value, in.from);
    }
    if (!node.type.optional) {
        return {value, nullptr};
    }
    llvm::PHINode* present = build_.CreatePHI(build_.getInt1Ty(), count);
    for (const Incoming& in : incoming) {
        present->addIncoming(in.present, in.from);
    }
    return {value, present};
}

Value Emitter::element(const ir::Node& node) {
    const auto& [list, index] = elements_[elements_.size() - 1 - node.ref2];
    const std::size_t width = program_.vocabulary.lists[list].fields.size();
    llvm::Value* at = build_.CreateAdd(
        build_.CreateMul(index, constant(static_cast<std::int64_t>(width))), constant(node.ref));
    llvm::Value* values = list_part(list, 1, build_.getPtrTy());
    Value result{
        build_.CreateLoad(build_.getInt64Ty(), build_.CreateGEP(build_.getInt64Ty(), values, at)),
        nullptr};
    if (node.type.optional) {
        llvm::Value* present = list_part(list, 2, build_.getPtrTy());
        result.present = build_.CreateICmpNE(
            build_.CreateLoad(build_.getInt8Ty(),
                              build_.CreateGEP(build_.getInt8Ty(), present, at)),
            build_.getInt8(0));
    }
    if (node.type.kind == abi::Kind::boolean) {
        result.value = build_.CreateICmpNE(result.value, constant(0));
    }
    return result;
}

// Elements one after another; `exists` stops at the first for which the condition holds.
Value Emitter::loop(ir::NodeId id, const ir::Node& node, Loop kind) {
    auto* i64 = build_.getInt64Ty();
    llvm::Value* index_slot = slot(i64, "index");
    llvm::Value* sum_slot = slot(i64, "sum");
    build_.CreateStore(constant(0), index_slot);
    build_.CreateStore(constant(0), sum_slot);
    llvm::Value* size = list_part(node.ref, 0, i64);
    llvm::BasicBlock* head = block("head");
    llvm::BasicBlock* body = block("body");
    llvm::BasicBlock* done = block("done");
    build_.CreateBr(head);
    build_.SetInsertPoint(head);
    llvm::Value* index = build_.CreateLoad(i64, index_slot);
    build_.CreateCondBr(build_.CreateICmpSLT(index, size), body, done);
    build_.SetInsertPoint(body);
    elements_.emplace_back(node.ref, index);
    llvm::Value* item =
        kind == Loop::total ? word(this->node(node.args[0]).value) : truth(node.args[0]);
    elements_.pop_back();
    llvm::Value* old = build_.CreateLoad(i64, sum_slot);
    build_.CreateStore(build_.CreateAdd(old, resized(item, i64)), sum_slot);
    build_.CreateStore(build_.CreateAdd(index, constant(1)), index_slot);
    if (kind == Loop::exists) {
        build_.CreateCondBr(item, done, head);
    } else {
        build_.CreateBr(head);
    }
    build_.SetInsertPoint(done);
    llvm::Value* result = build_.CreateLoad(i64, sum_slot);
    if (kind == Loop::exists) {
        return {build_.CreateICmpNE(result, constant(0)), nullptr};
    }
    return kind == Loop::total ? bounded(id, node, {result, nullptr}) : Value{result, nullptr};
}

// The best bodies so far stand in slots, the best first; each new one sinks to its place.
Value Emitter::ranked(ir::NodeId id, const ir::Node& node) {
    auto* i64 = build_.getInt64Ty();
    const bool greatest = node.value > 0;
    const std::int64_t rank = greatest ? node.value : -node.value;
    llvm::IntegerType* type = type_of(id);
    const llvm::APInt end = greatest ? llvm::APInt::getSignedMinValue(type->getBitWidth())
                                     : llvm::APInt::getSignedMaxValue(type->getBitWidth());
    llvm::Value* worst = llvm::ConstantInt::get(context_, end);
    llvm::Value* index_slot = slot(i64, "index");
    llvm::Value* count_slot = slot(i64, "count");
    build_.CreateStore(constant(0), index_slot);
    build_.CreateStore(constant(0), count_slot);
    std::vector<llvm::Value*> best;
    for (std::int64_t r = 0; r < rank; ++r) {
        best.push_back(slot(type, "best"));
        build_.CreateStore(worst, best.back());
    }
    llvm::Value* size = list_part(node.ref, 0, i64);
    llvm::BasicBlock* head = block("head");
    llvm::BasicBlock* body = block("body");
    llvm::BasicBlock* counts = block("counts");
    llvm::BasicBlock* done = block("done");
    build_.CreateBr(head);
    build_.SetInsertPoint(head);
    llvm::Value* index = build_.CreateLoad(i64, index_slot);
    build_.CreateCondBr(build_.CreateICmpSLT(index, size), body, done);
    build_.SetInsertPoint(body);
    elements_.emplace_back(node.ref, index);
    build_.CreateStore(build_.CreateAdd(index, constant(1)), index_slot);
    build_.CreateCondBr(truth(node.args[0]), counts, head);
    build_.SetInsertPoint(counts);
    const Value item = this->node(node.args[1]);
    elements_.pop_back();
    llvm::Value* there = present_or_true(item);
    llvm::Value* old = build_.CreateLoad(i64, count_slot);
    build_.CreateStore(build_.CreateAdd(old, build_.CreateZExt(there, i64)), count_slot);
    llvm::Value* sinking = build_.CreateSelect(there, resized(item.value, type), worst);
    for (llvm::Value* place : best) {
        llvm::Value* held = build_.CreateLoad(type, place);
        llvm::Value* better =
            greatest ? build_.CreateICmpSGT(sinking, held) : build_.CreateICmpSLT(sinking, held);
        build_.CreateStore(build_.CreateSelect(better, sinking, held), place);
        sinking = build_.CreateSelect(better, held, sinking);
    }
    build_.CreateBr(head);
    build_.SetInsertPoint(done);
    llvm::Value* enough = build_.CreateICmpSGE(build_.CreateLoad(i64, count_slot), constant(rank));
    llvm::Value* found = build_.CreateLoad(type, best.back());
    return {build_.CreateSelect(enough, found, llvm::ConstantInt::get(type, 0)), enough};
}

// The pairs of digits that the wider place gives agree; see runtime/value/place.h.
Value Emitter::within(const ir::Node& node) {
    const Value a = this->node(node.args[0]);
    const Value b = this->node(node.args[1]);
    llvm::Value* place = word(a.value);
    llvm::Value* wider = word(b.value);
    const auto zero = [&](llvm::Value* v) { return build_.CreateICmpEQ(v, constant(0)); };
    llvm::Value* span =
        build_.CreateSelect(zero(build_.CreateSRem(wider, constant(10000))), constant(10000),
                            build_.CreateSelect(zero(build_.CreateSRem(wider, constant(100))),
                                                constant(100), constant(1)));
    llvm::Value* same =
        build_.CreateICmpEQ(build_.CreateSDiv(place, span), build_.CreateSDiv(wider, span));
    llvm::Value* holds = build_.CreateOr(zero(wider), same);
    llvm::Value* there = both(a.present, b.present);
    return {there == nullptr ? holds : build_.CreateAnd(there, holds), nullptr};
}

}  // namespace pol::codegen
