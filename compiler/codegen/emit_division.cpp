// Division with rounding: by multiplication where the range of the dividend allows it.
#include "compiler/codegen/emit_columns.h"
#include "runtime/fault/assert.h"

namespace pol::codegen {
namespace {

using Wide = columns::Range::Wide;
// __extension__ takes no `using`.
__extension__ typedef unsigned __int128 Unsigned;  // NOLINT(modernize-use-using)

/// 2^52 as a double: adding it to a whole number below puts that number into the mantissa.
constexpr double kMantissa = 4503599627370496.0;
constexpr std::int64_t kMantissaBits = 0x4330000000000000;

int log2_of(std::int64_t value) {
    int bits = 0;
    while (value >> (bits + 1) != 0) {
        ++bits;
    }
    return bits;
}

/// floor(n / divisor) = n × multiplier / 2^(word + shift) for every n up to `most`, or nothing;
/// with the least shift. (Granlund and Montgomery, Division by Invariant Integers using
/// Multiplication, 1994.)
struct Reciprocal {
    std::int64_t multiplier = 0;
    int shift = 0;
};
std::optional<Reciprocal> reciprocal(Wide most, std::int64_t divisor, int word) {
    const auto by = static_cast<Unsigned>(divisor);
    for (int shift = 0; shift <= log2_of(divisor); ++shift) {
        const Unsigned power = Unsigned{1} << (word + shift);
        const Unsigned multiplier = (power + by - 1) / by;
        const Unsigned excess = multiplier * by - power;
        const bool exact = excess == 0 || static_cast<Unsigned>(most) < power / excess;
        if (exact && multiplier >> word == 0) {
            return Reciprocal{static_cast<std::int64_t>(multiplier), shift};
        }
    }
    return std::nullopt;
}

}  // namespace

llvm::Value* ColumnEmitter::as_double(llvm::Value* whole) {
    llvm::Value* bits = build_.CreateOr(whole, splat(kMantissaBits));
    return build_.CreateFSub(build_.CreateBitCast(bits, lanes(build_.getDoubleTy())),
                             splat(kMantissa));
}

llvm::Value* ColumnEmitter::as_whole(llvm::Value* number) {
    llvm::Value* bits = build_.CreateBitCast(build_.CreateFAdd(number, splat(kMantissa)),
                                             lanes(build_.getInt64Ty()));
    return build_.CreateXor(bits, splat(kMantissaBits));
}

/// The nearest whole number of the quotient, one less where that is too much: exact below 2^52.
llvm::Value* ColumnEmitter::floor_by_double(llvm::Value* dividend, std::int64_t divisor) {
    const auto by = static_cast<double>(divisor);
    llvm::Value* number = as_double(dividend);
    llvm::Value* near = build_.CreateFMul(number, splat(1.0 / by));
    near = build_.CreateFSub(build_.CreateFAdd(near, splat(kMantissa)), splat(kMantissa));
    llvm::Value* rest = build_.CreateFSub(number, build_.CreateFMul(near, splat(by)));
    llvm::Value* over = build_.CreateFCmpOLT(rest, splat(0.0));
    return as_whole(build_.CreateSelect(over, build_.CreateFSub(near, splat(1.0)), near));
}

/// floor(dividend / divisor) of a dividend from zero to `most`.
llvm::Value* ColumnEmitter::floor_by(llvm::Value* dividend, Wide most, std::int64_t divisor) {
    if (dividend->getType()->getScalarSizeInBits() > 64) {
        return build_.CreateUDiv(dividend, same(dividend, divisor));
    }
    constexpr int kWord = 64;
    constexpr int kExact = 52;
    if (lanes_ == 1) {
        auto* wide = build_.getInt128Ty();
        if (const auto by = reciprocal(most, divisor, kWord)) {
            llvm::Value* product = build_.CreateMul(
                build_.CreateZExt(dividend, wide),
                llvm::ConstantInt::get(wide, static_cast<std::uint64_t>(by->multiplier)));
            const int shift = kWord + by->shift;
            return build_.CreateTrunc(build_.CreateLShr(product, static_cast<std::uint64_t>(shift)),
                                      build_.getInt64Ty());
        }
        return build_.CreateUDiv(dividend, splat(divisor));
    }
    if (has(Processor::ifma) && most < Wide{1} << kExact) {
        if (const auto by = reciprocal(most, divisor, kExact)) {
            llvm::Value* high =
                intrinsic("llvm.x86.avx512.vpmadd52h.uq.512", dividend->getType(),
                          {splat(std::int64_t{0}), dividend, splat(by->multiplier)});
            return by->shift == 0 ? high : build_.CreateLShr(high, splat(std::int64_t{by->shift}));
        }
    }
    if (most < Wide{1} << (kExact - 1)) {
        return floor_by_double(dividend, divisor);
    }
    return build_.CreateUDiv(dividend, splat(divisor));
}

llvm::Value* ColumnEmitter::divide(const columns::Node& node, llvm::Value* given) {
    const columns::Range& range = program_[node.args[0]].range;
    llvm::Value* size = given;
    const bool may_be_below = range.low < 0;
    if (may_be_below) {
        size = build_.CreateSelect(build_.CreateICmpSLT(given, same(given, 0)),
                                   build_.CreateNeg(given), given);
    }
    const Wide most = range.high > -range.low ? range.high : -range.low;
    const std::int64_t by = node.value;
    std::int64_t added = 0;
    switch (node.mode) {
    case ir::RoundingMode::half_up:
    case ir::RoundingMode::half_even:
        added = by / 2;
        break;
    case ir::RoundingMode::up:
        added = by - 1;
        break;
    case ir::RoundingMode::down:
        break;
    }
    llvm::Value* raised = size;
    if (added != 0) {
        llvm::Value* more = same(given, added);
        llvm::Value* at_once = may_be_below ? nullptr : product_and(node.args[0], more);
        raised = at_once != nullptr ? at_once : build_.CreateAdd(size, more);
    }
    llvm::Value* whole = floor_by(raised, most + added, by);
    // Of an odd divisor there is no half.
    if (node.mode == ir::RoundingMode::half_even && by % 2 == 0) {
        llvm::Value* rest = build_.CreateSub(raised, build_.CreateMul(whole, same(given, by)));
        llvm::Value* tie = build_.CreateICmpEQ(rest, same(given, 0));
        llvm::Value* odd = build_.CreateAnd(whole, same(given, 1));
        whole = build_.CreateSelect(tie, build_.CreateSub(whole, odd), whole);
    }
    if (!may_be_below) {
        return whole;
    }
    return build_.CreateSelect(build_.CreateICmpSLT(given, same(given, 0)), build_.CreateNeg(whole),
                               whole);
}

/// By a divisor that the claim gives; some number where it is zero.
llvm::Value* ColumnEmitter::quotient(const columns::Node& node, llvm::Value* a, llvm::Value* b) {
    llvm::Value* zero = same(a, 0);
    llvm::Value* one = same(a, 1);
    const auto magnitude = [&](llvm::Value* v, const columns::Range& range) {
        return range.low >= 0
                   ? v
                   : build_.CreateSelect(build_.CreateICmpSLT(v, zero), build_.CreateNeg(v), v);
    };
    const columns::Range& x = program_[node.args[0]].range;
    const columns::Range& y = program_[node.args[1]].range;
    llvm::Value* dividend = magnitude(a, x);
    llvm::Value* divisor = magnitude(b, y);
    divisor = build_.CreateBinaryIntrinsic(llvm::Intrinsic::umax, divisor, one);
    llvm::Value* whole = nullptr;
    constexpr Wide kExact = Wide{1} << 51;
    const bool exact = x.high < kExact && -x.low < kExact && y.high < kExact && -y.low < kExact;
    if (lanes_ > 1 && exact) {
        llvm::Value* n = as_double(dividend);
        llvm::Value* d = as_double(divisor);
        llvm::Value* near = build_.CreateFDiv(n, d);
        near = build_.CreateFSub(build_.CreateFAdd(near, splat(kMantissa)), splat(kMantissa));
        llvm::Value* rest = build_.CreateFSub(n, build_.CreateFMul(near, d));
        llvm::Value* over = build_.CreateFCmpOLT(rest, splat(0.0));
        whole = as_whole(build_.CreateSelect(over, build_.CreateFSub(near, splat(1.0)), near));
    } else {
        whole = build_.CreateUDiv(dividend, divisor);
    }
    llvm::Value* rest = build_.CreateSub(dividend, build_.CreateMul(whole, divisor));
    llvm::Value* twice = build_.CreateShl(rest, one);
    llvm::Value* away = nullptr;
    switch (node.mode) {
    case ir::RoundingMode::half_up:
        away = build_.CreateICmpUGE(twice, divisor);
        break;
    case ir::RoundingMode::half_even:
        away = build_.CreateOr(
            build_.CreateICmpUGT(twice, divisor),
            build_.CreateAnd(build_.CreateICmpEQ(twice, divisor),
                             build_.CreateICmpEQ(build_.CreateAnd(whole, one), one)));
        break;
    case ir::RoundingMode::up:
        away = build_.CreateICmpNE(rest, zero);
        break;
    case ir::RoundingMode::down:
        break;
    }
    if (away != nullptr) {
        whole = build_.CreateSelect(away, build_.CreateAdd(whole, one), whole);
    }
    if (x.low >= 0 && y.low >= 0) {
        return whole;
    }
    llvm::Value* below =
        build_.CreateXor(build_.CreateICmpSLT(a, zero), build_.CreateICmpSLT(b, zero));
    return build_.CreateSelect(below, build_.CreateNeg(whole), whole);
}

}  // namespace pol::codegen
