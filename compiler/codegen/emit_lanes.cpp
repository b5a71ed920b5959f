// Values of the column program: one LLVM value each, of as many lanes as the kernel has.
#include <algorithm>
#include <limits>

#include <llvm/IR/Intrinsics.h>

#include "compiler/codegen/emit_columns.h"
#include "runtime/fault/assert.h"

namespace pol::codegen {
namespace {

using columns::Op;
using Wide = columns::Range::Wide;

/// Needs 128 bits: one bit is left for the sign, and one for what rounding adds.
bool is_wide(const columns::Range& range) {
    constexpr Wide kWord = Wide{1} << 62;
    return range.low <= -kWord || range.high >= kWord;
}

bool below(const columns::Range& range, int bits) {
    return range.low >= 0 && range.high < Wide{1} << bits;
}

}  // namespace

llvm::Type* ColumnEmitter::lanes(llvm::Type* type) const {
    return lanes_ == 1 ? type : llvm::FixedVectorType::get(type, static_cast<unsigned>(lanes_));
}

llvm::Value* ColumnEmitter::splat(std::int64_t value) {
    return llvm::ConstantInt::getSigned(lanes(build_.getInt64Ty()), value);
}

llvm::Value* ColumnEmitter::splat(double value) {
    return llvm::ConstantFP::get(lanes(build_.getDoubleTy()), value);
}

llvm::Constant* ColumnEmitter::words(const std::vector<std::int64_t>& values) {
    auto* i64 = build_.getInt64Ty();
    std::vector<llvm::Constant*> all;
    all.reserve(values.size());
    for (const std::int64_t v : values) {
        all.push_back(llvm::ConstantInt::getSigned(i64, v));
    }
    auto* type = llvm::ArrayType::get(i64, all.size());
    return new llvm::GlobalVariable(module_, type, true, llvm::GlobalValue::PrivateLinkage,
                                    llvm::ConstantArray::get(type, all), "array");
}

llvm::Value* ColumnEmitter::intrinsic(const char* name, llvm::Type* result,
                                      const std::vector<llvm::Value*>& args) {
    std::vector<llvm::Type*> types;
    types.reserve(args.size());
    for (const llvm::Value* arg : args) {
        types.push_back(arg->getType());
    }
    return build_.CreateCall(
        module_.getOrInsertFunction(name, llvm::FunctionType::get(result, types, false)), args);
}

llvm::Value* ColumnEmitter::lane(llvm::Value* value, int i) {
    return lanes_ == 1 ? value : build_.CreateExtractElement(value, static_cast<std::uint64_t>(i));
}

llvm::Value* ColumnEmitter::lane_bits() {
    std::vector<llvm::Constant*> bits;
    bits.reserve(static_cast<std::size_t>(lanes_));
    for (int i = 0; i < lanes_; ++i) {
        bits.push_back(build_.getInt64(std::uint64_t{1} << i));
    }
    return llvm::ConstantVector::get(bits);
}

template <class Of>
llvm::Value* ColumnEmitter::each_lane(llvm::Type* type, Of of) {
    if (lanes_ == 1) {
        return of(0);
    }
    llvm::Value* result = llvm::PoisonValue::get(lanes(type));
    for (int i = 0; i < lanes_; ++i) {
        result = build_.CreateInsertElement(result, of(i), static_cast<std::uint64_t>(i));
    }
    return result;
}

llvm::Value* ColumnEmitter::compute(const columns::Node& node) {
    // Numbers are as wide as the widest of them and the result.
    bool wide = is_wide(node.range);
    for (const columns::NodeId id : node.args) {
        wide = wide || is_wide(program_[id].range);
    }
    llvm::Type* number = lanes(wide ? build_.getInt128Ty() : build_.getInt64Ty());
    const auto arg = [&](std::size_t i) {
        llvm::Value* v = value(node.args[i]);
        return program_[node.args[i]].truth ? v : build_.CreateSExtOrTrunc(v, number);
    };
    switch (node.op) {
    case Op::constant:
        return node.truth
                   ? llvm::ConstantInt::get(lanes(build_.getInt1Ty()), node.value != 0 ? 1 : 0)
                   : splat(node.value);
    case Op::input:
        return input(node);
    case Op::there:
        return there(node);
    case Op::add:
        return wide ? build_.CreateAdd(arg(0), arg(1)) : add(node);
    case Op::subtract:
        return build_.CreateSub(arg(0), arg(1));
    case Op::multiply:
        return wide ? build_.CreateMul(arg(0), arg(1)) : multiply(node);
    case Op::divide:
        return divide(node, arg(0));
    case Op::quotient:
        return quotient(node, arg(0), arg(1));
    case Op::minimum:
        return build_.CreateBinaryIntrinsic(llvm::Intrinsic::smin, arg(0), arg(1));
    case Op::maximum:
        return build_.CreateBinaryIntrinsic(llvm::Intrinsic::smax, arg(0), arg(1));
    case Op::equal:
        return build_.CreateICmpEQ(arg(0), arg(1));
    case Op::less:
        return build_.CreateICmpSLT(arg(0), arg(1));
    case Op::less_equal:
        return build_.CreateICmpSLE(arg(0), arg(1));
    case Op::beyond:
        return build_.CreateICmpUGT(arg(0), llvm::ConstantInt::getSigned(number, node.value));
    case Op::negation:
        return build_.CreateNot(arg(0));
    case Op::conjunction:
        return build_.CreateAnd(arg(0), arg(1));
    case Op::disjunction:
        return build_.CreateOr(arg(0), arg(1));
    case Op::select:
        return build_.CreateSelect(arg(0), arg(1), arg(2));
    case Op::dense:
        return dense(node);
    case Op::search:
        return search(node);
    case Op::within:
    case Op::year_start:
    case Op::quarter_start:
    case Op::month_start:
    case Op::add_months:
    case Op::age:
        return call(node);
    case Op::balance:
        return balance(node);
    }
    unreachable_state("an operation out of range");
}

llvm::Value* ColumnEmitter::input(const columns::Node& node) {
    const columns::Input& column = program_.inputs[node.ref];
    llvm::Type* stored = stored_type(column.type);
    llvm::Value* at = build_.CreateGEP(stored, columns_[node.ref], row_);
    const auto bytes = static_cast<std::uint64_t>(abi::bytes_of(column.type));
    llvm::Value* loaded = build_.CreateAlignedLoad(lanes(stored), at, llvm::Align(bytes));
    if (node.truth) {
        return build_.CreateICmpNE(loaded, llvm::Constant::getNullValue(loaded->getType()));
    }
    const bool is_signed =
        column.type == abi::ColumnType::i32 || column.type == abi::ColumnType::i64;
    return build_.CreateIntCast(loaded, lanes(build_.getInt64Ty()), is_signed);
}

llvm::Value* ColumnEmitter::there(const columns::Node& node) {
    llvm::Value* bits = build_.CreateLShr(words_[node.ref], in_block_);
    if (lanes_ == 1) {
        return build_.CreateTrunc(bits, build_.getInt1Ty());
    }
    // Not as a cast of bits to truth values: LLVM pulls such casts out of conjunctions and pushes
    // them back, for as long as there are some.
    llvm::Value* all = build_.CreateVectorSplat(static_cast<unsigned>(lanes_), bits);
    return build_.CreateICmpNE(build_.CreateAnd(all, lane_bits()), splat(std::int64_t{0}));
}

llvm::Value* ColumnEmitter::settled(const columns::Node& node) {
    llvm::Value* computed = compute(node);
    if (node.truth) {
        return computed;
    }
    auto* own = is_wide(node.range) ? build_.getInt128Ty() : build_.getInt64Ty();
    return build_.CreateSExtOrTrunc(computed, lanes(own));
}

/// In the narrowest form that holds the product.
/// A product and something added in one instruction, where the processor has it for such a product.
llvm::Value* ColumnEmitter::product_and(columns::NodeId product, llvm::Value* more) {
    const columns::Node& node = program_[product];
    const bool fits = node.op == columns::Op::multiply && lanes_ > 1 && has(Processor::ifma) &&
                      below(program_[node.args[0]].range, 52) &&
                      below(program_[node.args[1]].range, 52) && below(node.range, 52);
    return fits ? intrinsic("llvm.x86.avx512.vpmadd52l.uq.512", more->getType(),
                            {more, value(node.args[0]), value(node.args[1])})
                : nullptr;
}

llvm::Value* ColumnEmitter::add(const columns::Node& node) {
    llvm::Value* a = value(node.args[0]);
    llvm::Value* b = value(node.args[1]);
    if (llvm::Value* sum = product_and(node.args[1], a)) {
        return sum;
    }
    llvm::Value* sum = product_and(node.args[0], b);
    return sum != nullptr ? sum : build_.CreateAdd(a, b);
}

llvm::Value* ColumnEmitter::multiply(const columns::Node& node) {
    llvm::Value* a = value(node.args[0]);
    llvm::Value* b = value(node.args[1]);
    const columns::Range& x = program_[node.args[0]].range;
    const columns::Range& y = program_[node.args[1]].range;
    if (lanes_ == 1) {
        return build_.CreateMul(a, b);
    }
    // Halves known to be empty spare the products of the others.
    const auto low_half = [&](llvm::Value* v) {
        return build_.CreateAnd(v, splat(std::int64_t{0xffffffff}));
    };
    if (below(x, 32) && below(y, 32)) {
        return build_.CreateMul(low_half(a), low_half(b));
    }
    if (has(Processor::ifma) && below(x, 52) && below(y, 52) && below(node.range, 52)) {
        return intrinsic("llvm.x86.avx512.vpmadd52l.uq.512", a->getType(),
                         {splat(std::int64_t{0}), a, b});
    }
    if (below(x, 32)) {
        a = low_half(a);
    }
    if (below(y, 32)) {
        b = low_half(b);
    }
    return build_.CreateMul(a, b);
}

/// An entry of an array: out of registers where it is small, else out of memory.
llvm::Value* ColumnEmitter::dense(const columns::Node& node) {
    const std::vector<std::int64_t>& array = program_.arrays[node.ref];
    llvm::Value* index = value(node.args[0]);
    if (lanes_ > 1) {
        if (llvm::Value* found = permuted(array, index)) {
            return found;
        }
    }
    auto* i64 = build_.getInt64Ty();
    // A key that a fault lets lie outside must not leave the array.
    llvm::Value* inside = build_.CreateBinaryIntrinsic(
        llvm::Intrinsic::umin, index, splat(static_cast<std::int64_t>(array.size()) - 1));
    if (lanes_ == 1) {
        return build_.CreateLoad(i64, build_.CreateGEP(i64, arrays_[node.ref], inside));
    }
    if (!has(Processor::avx2)) {
        return each_lane(i64, [&](int i) {
            return build_.CreateLoad(i64,
                                     build_.CreateGEP(i64, arrays_[node.ref], lane(inside, i)));
        });
    }
    llvm::Value* places = build_.CreateGEP(i64, arrays_[node.ref], inside);
    return build_.CreateMaskedGather(lanes(i64), places, llvm::Align(8));
}

/// Nothing where the processor has no permutation for so many entries or such values.
llvm::Value* ColumnEmitter::permuted(const std::vector<std::int64_t>& array, llvm::Value* index) {
    const bool narrow = std::all_of(array.begin(), array.end(), [](std::int64_t v) {
        return v >= 0 && v <= std::numeric_limits<std::uint32_t>::max();
    });
    const std::size_t most = has(Processor::avx512) ? 32 : has(Processor::avx2) ? 8 : 0;
    if (!narrow || array.size() > most) {
        return nullptr;
    }
    auto* i32 = build_.getInt32Ty();
    const unsigned width = has(Processor::avx512) ? 16 : 8;
    auto* type = llvm::FixedVectorType::get(i32, width);
    const auto part = [&](std::size_t first) {
        std::vector<llvm::Constant*> entries;
        entries.reserve(width);
        for (std::size_t i = first; i < first + width; ++i) {
            entries.push_back(llvm::ConstantInt::get(
                i32, i < array.size() ? static_cast<std::uint64_t>(array[i]) : 0));
        }
        return llvm::ConstantVector::get(entries);
    };
    llvm::Value* places = build_.CreateBitCast(index, type);
    llvm::Value* found =
        width == 8 ? intrinsic("llvm.x86.avx2.permd", type, {part(0), places})
        : array.size() <= width
            ? intrinsic("llvm.x86.avx512.permvar.si.512", type, {part(0), places})
            : intrinsic("llvm.x86.avx512.vpermi2var.d.512", type, {part(0), places, part(width)});
    // The upper half of each place is zero and found the first entry.
    return build_.CreateAnd(build_.CreateBitCast(found, index->getType()),
                            splat(std::int64_t{0xffffffff}));
}

/// A function of the runtime, lane by lane.
llvm::Value* ColumnEmitter::call(const columns::Node& node) {
    const char* name = nullptr;
    std::vector<std::int64_t> more;
    switch (node.op) {
    case Op::within:
        name = "pol_lies_within";
        break;
    case Op::year_start:
        name = "pol_year_start";
        more = {node.value / 100, node.value % 100};
        break;
    case Op::quarter_start:
        name = "pol_quarter_start";
        break;
    case Op::month_start:
        name = "pol_month_start";
        break;
    case Op::add_months:
        name = "pol_add_months";
        break;
    case Op::age:
        name = "pol_age";
        break;
    default:
        unreachable_state("a function of the runtime");
    }
    auto* i64 = build_.getInt64Ty();
    llvm::Value* result = each_lane(i64, [&](int i) {
        std::vector<llvm::Value*> args;
        args.reserve(node.args.size() + more.size());
        for (const columns::NodeId arg : node.args) {
            args.push_back(lane(value(arg), i));
        }
        for (const std::int64_t m : more) {
            args.push_back(llvm::ConstantInt::getSigned(i64, m));
        }
        return intrinsic(name, i64, args);
    });
    return node.truth ? build_.CreateICmpNE(result, splat(std::int64_t{0})) : result;
}

llvm::Value* ColumnEmitter::search(const columns::Node& node) {
    const columns::Search& table = program_.searches[node.ref];
    auto* i64 = build_.getInt64Ty();
    auto* ptr = build_.getPtrTy();
    const auto count = [&](std::size_t n) {
        return llvm::ConstantInt::get(i64, static_cast<std::uint64_t>(n));
    };
    auto* type = llvm::StructType::get(context_, {i64, i64, ptr, ptr});
    llvm::Constant* parts = llvm::ConstantStruct::get(
        type, {count(table.rows.size()), count(static_cast<std::size_t>(table.keys)),
               words(table.intervals), words(table.rows)});
    auto* global = new llvm::GlobalVariable(module_, type, true, llvm::GlobalValue::PrivateLinkage,
                                            parts, "search");
    llvm::BasicBlock& entry = function_->getEntryBlock();
    auto* keys_type = llvm::ArrayType::get(i64, node.args.size());
    llvm::Value* keys =
        llvm::IRBuilder<>(&entry, entry.begin()).CreateAlloca(keys_type, nullptr, "keys");
    // The module owns the table. NOLINTNEXTLINE(clang-analyzer-cplusplus.NewDeleteLeaks)
    return each_lane(i64, [&](int i) {
        for (std::size_t k = 0; k < node.args.size(); ++k) {
            build_.CreateStore(lane(value(node.args[k]), i),
                               build_.CreateConstGEP2_64(keys_type, keys, 0, k));
        }
        return intrinsic("pol_find_row", i64, {global, keys});
    });
}

}  // namespace pol::codegen
