// Exact arithmetic, rounding and the calendar.
#include "compiler/codegen/emit.h"
#include "compiler/ir/width.h"
#include "runtime/fault/assert.h"
#include "runtime/value/date.h"
#include "runtime/value/money.h"
#include "runtime/value/place.h"
#include "runtime/value/row_search.h"

namespace pol::codegen {

namespace {

// What generated code calls for the calendar: days in, days out.
std::int64_t start_of_year(std::int64_t day, std::int64_t month, std::int64_t month_day) {
    return year_start(day, static_cast<int>(month), static_cast<int>(month_day));
}

std::int64_t place_lies_within(std::int64_t place, std::int64_t wider) {
    return lies_within(place, wider) ? 1 : 0;
}

}  // namespace

std::vector<Symbol> runtime_symbols() {
    return {
        {"pol_year_start", reinterpret_cast<void*>(&start_of_year)},
        {"pol_quarter_start", reinterpret_cast<void*>(&quarter_start)},
        {"pol_month_start", reinterpret_cast<void*>(&month_start)},
        {"pol_add_months", reinterpret_cast<void*>(&add_months)},
        {"pol_age", reinterpret_cast<void*>(&age_on)},
        {"pol_lies_within", reinterpret_cast<void*>(&place_lies_within)},
        {"pol_find_row", reinterpret_cast<void*>(&find_row)},
    };
}

llvm::Value* Emitter::power_of_ten(int k, llvm::IntegerType* type) {
    llvm::APInt power(type->getBitWidth(), 1);
    for (int i = 0; i < k; ++i) {
        power *= 10;
    }
    return llvm::ConstantInt::get(context_, power);
}

// Money in fen past the bound is the claim's fault; what is narrower than the bound cannot be.
Value Emitter::bounded(ir::NodeId id, const ir::Node& node, Value value) {
    if (node.type.kind != abi::Kind::money || node.type.scale != 0 ||
        working_[id.value] < ir::kMoneyBits) {
        return value;
    }
    auto* type = value.value->getType();
    llvm::Value* high =
        build_.CreateICmpSGT(value.value, llvm::ConstantInt::getSigned(type, kMoneyBound));
    llvm::Value* low =
        build_.CreateICmpSLT(value.value, llvm::ConstantInt::getSigned(type, -kMoneyBound));
    llvm::Value* past = build_.CreateOr(high, low);
    fault_if(value.present == nullptr ? past : build_.CreateAnd(value.present, past),
             FaultCode::overflow);
    return value;
}

Value Emitter::arithmetic(ir::NodeId id, const ir::Node& node) {
    llvm::IntegerType* type = width_type(working_[id.value]);
    const Value a = this->node(node.args[0]);
    llvm::Value* x = resized(a.value, type);
    Value result{nullptr, a.present};
    if (node.op == ir::Op::negate) {
        result.value = build_.CreateNeg(x);
    }
    if (node.op == ir::Op::rescale) {
        const int digits = node.type.scale - program_[node.args[0]].type.scale;
        result.value = build_.CreateMul(x, power_of_ten(digits, type));
        return result;
    }
    if (node.args.size() == 2) {
        const Value b = this->node(node.args[1]);
        llvm::Value* y = resized(b.value, type);
        result.present = both(a.present, b.present);
        if (node.op == ir::Op::add) {
            result.value = build_.CreateAdd(x, y);
        }
        if (node.op == ir::Op::subtract) {
            result.value = build_.CreateSub(x, y);
        }
        if (node.op == ir::Op::multiply) {
            result.value = build_.CreateMul(x, y);
        }
    }
    return bounded(id, node, result);
}

Value Emitter::extreme(ir::NodeId id, const ir::Node& node) {
    // A clamp may be narrower than what it clamps.
    int bits = widths_[id.value];
    for (const ir::NodeId arg : node.args) {
        bits = std::max(bits, widths_[arg.value]);
    }
    Value result{nullptr, nullptr};
    for (const ir::NodeId arg : node.args) {
        const Value value = this->node(arg);
        llvm::Value* v = resized(value.value, width_type(bits));
        result.present = both(result.present, value.present);
        if (result.value == nullptr) {
            result.value = v;
            continue;
        }
        llvm::Value* first = node.op == ir::Op::minimum ? build_.CreateICmpSLE(result.value, v)
                                                        : build_.CreateICmpSGE(result.value, v);
        result.value = build_.CreateSelect(first, result.value, v);
    }
    result.value = resized(result.value, type_of(id));
    return result;
}

Value Emitter::compare(const ir::Node& node) {
    const Value a = this->node(node.args[0]);
    const Value b = this->node(node.args[1]);
    const int bits = std::max(widths_[node.args[0].value], widths_[node.args[1].value]);
    llvm::Value* x = resized(a.value, width_type(bits));
    llvm::Value* y = resized(b.value, width_type(bits));
    llvm::Value* holds = node.op == ir::Op::equal  ? build_.CreateICmpEQ(x, y)
                         : node.op == ir::Op::less ? build_.CreateICmpSLT(x, y)
                                                   : build_.CreateICmpSLE(x, y);
    llvm::Value* there = both(a.present, b.present);
    return {there == nullptr ? holds : build_.CreateAnd(there, holds), nullptr};
}

// The quotient in whole units: toward zero, then one further from zero where the rounding says so.
llvm::Value* Emitter::divide(llvm::Value* dividend, llvm::Value* divisor, ir::Rounding rounding,
                             bool positive_divisor) {
    auto* type = llvm::cast<llvm::IntegerType>(dividend->getType());
    llvm::Value* zero = llvm::ConstantInt::get(type, 0);
    llvm::Value* one = llvm::ConstantInt::get(type, 1);
    llvm::Value* quotient = build_.CreateSDiv(dividend, divisor);
    if (rounding.mode == ir::RoundingMode::down) {
        return quotient;
    }
    llvm::Value* rest = build_.CreateSub(dividend, build_.CreateMul(quotient, divisor));
    const auto magnitude = [&](llvm::Value* v) {
        return build_.CreateSelect(build_.CreateICmpSLT(v, zero), build_.CreateNeg(v), v);
    };
    llvm::Value* size = positive_divisor ? divisor : magnitude(divisor);
    llvm::Value* twice = build_.CreateShl(magnitude(rest), one);
    llvm::Value* away = nullptr;
    switch (rounding.mode) {
    case ir::RoundingMode::half_up:
        away = build_.CreateICmpSGE(twice, size);
        break;
    case ir::RoundingMode::half_even: {
        llvm::Value* odd = build_.CreateICmpEQ(build_.CreateAnd(quotient, one), one);
        away = build_.CreateOr(build_.CreateICmpSGT(twice, size),
                               build_.CreateAnd(build_.CreateICmpEQ(twice, size), odd));
        break;
    }
    case ir::RoundingMode::up:
        away = build_.CreateICmpNE(rest, zero);
        break;
    case ir::RoundingMode::down:
        break;
    }
    llvm::Value* negative = build_.CreateICmpSLT(dividend, zero);
    if (!positive_divisor) {
        negative = build_.CreateXor(negative, build_.CreateICmpSLT(divisor, zero));
    }
    llvm::Value* unit = build_.CreateSelect(negative, llvm::ConstantInt::getSigned(type, -1), one);
    return build_.CreateSelect(away, build_.CreateAdd(quotient, unit), quotient);
}

Value Emitter::round(ir::NodeId id, const ir::Node& node) {
    const Value a = this->node(node.args[0]);
    const ir::Rounding rounding = ir::Rounding::decode(node.value);
    const int dropped = program_[node.args[0]].type.scale - node.type.scale;
    // Room for the doubled rest and for the digits that come back as zeros.
    const int bits = std::max({working_[id.value], widths_[node.args[0].value],
                               ir::bits_of_power(dropped + rounding.digits)}) +
                     2;
    llvm::IntegerType* type = width_type(bits);
    llvm::Value* value = resized(a.value, type);
    if (dropped + rounding.digits > 0) {
        value = divide(value, power_of_ten(dropped + rounding.digits, type), rounding, true);
    }
    if (rounding.digits > 0) {
        value = build_.CreateMul(value, power_of_ten(rounding.digits, type));
    }
    return bounded(id, node, {value, a.present});
}

// a / b, both brought to whole numbers by powers of ten, to the scale of the result.
Value Emitter::quotient(ir::NodeId id, const ir::Node& node) {
    const Value a = this->node(node.args[0]);
    const Value b = this->node(node.args[1]);
    llvm::Value* present = both(a.present, b.present);
    const ir::Rounding rounding = ir::Rounding::decode(node.value);
    const int power =
        program_[node.args[1]].type.scale + node.type.scale - program_[node.args[0]].type.scale;
    llvm::IntegerType* type = width_type(working_[id.value] + 2);
    llvm::Value* dividend = resized(a.value, type);
    llvm::Value* divisor = resized(b.value, type);
    llvm::Value* none = build_.CreateICmpEQ(divisor, llvm::ConstantInt::get(type, 0));
    fault_if(present == nullptr ? none : build_.CreateAnd(present, none),
             FaultCode::divided_by_zero);
    // Absent is not divided; a divisor of one keeps the machine from trapping.
    if (present != nullptr) {
        divisor = build_.CreateSelect(none, llvm::ConstantInt::get(type, 1), divisor);
    }
    if (power > 0) {
        dividend = build_.CreateMul(dividend, power_of_ten(power, type));
    }
    if (power < 0) {
        divisor = build_.CreateMul(divisor, power_of_ten(-power, type));
    }
    if (rounding.digits > 0) {
        divisor = build_.CreateMul(divisor, power_of_ten(rounding.digits, type));
    }
    llvm::Value* value = divide(dividend, divisor, rounding, false);
    if (rounding.digits > 0) {
        value = build_.CreateMul(value, power_of_ten(rounding.digits, type));
    }
    return bounded(id, node, {value, present});
}

// A day outside the calendar is the claim's fault.
Value Emitter::on_calendar(Value day) {
    llvm::Value* outside = build_.CreateOr(build_.CreateICmpSLT(day.value, constant(kFirstDay)),
                                           build_.CreateICmpSGT(day.value, constant(kLastDay)));
    fault_if(day.present == nullptr ? outside : build_.CreateAnd(day.present, outside),
             FaultCode::out_of_bounds);
    return day;
}

Value Emitter::calendar(const ir::Node& node) {
    constexpr std::int64_t kTooManyMonths = 12 * 400;
    std::vector<llvm::Value*> args;
    llvm::Value* present = nullptr;
    for (const ir::NodeId arg : node.args) {
        const Value value = this->node(arg);
        args.push_back(word(value.value));
        present = both(present, value.present);
    }
    auto* i64 = build_.getInt64Ty();
    const auto call = [&](const char* name, std::vector<llvm::Value*> with) {
        const std::vector<llvm::Type*> types(with.size(), i64);
        return build_.CreateCall(
            module_.getOrInsertFunction(name, llvm::FunctionType::get(i64, types, false)), with);
    };
    // The calendar's functions take any day: what is absent is zero there and not used.
    const auto known = [&](llvm::Value* v) {
        return present == nullptr ? v : build_.CreateSelect(present, v, constant(0));
    };
    switch (node.op) {
    case ir::Op::year_start:
        return {call("pol_year_start",
                     {known(args[0]), constant(node.value / 100), constant(node.value % 100)}),
                present};
    case ir::Op::quarter_start:
        return {call("pol_quarter_start", {known(args[0])}), present};
    case ir::Op::month_start:
        return {call("pol_month_start", {known(args[0])}), present};
    case ir::Op::age:
        return {call("pol_age", {known(args[0]), known(args[1])}), present};
    case ir::Op::days_between:
        return {build_.CreateSub(args[1], args[0]), present};
    case ir::Op::add_days:
        return on_calendar({build_.CreateAdd(args[0], args[1]), present});
    case ir::Op::add_months: {
        llvm::Value* many =
            build_.CreateOr(build_.CreateICmpSGT(args[1], constant(kTooManyMonths)),
                            build_.CreateICmpSLT(args[1], constant(-kTooManyMonths)));
        fault_if(present == nullptr ? many : build_.CreateAnd(present, many),
                 FaultCode::out_of_bounds);
        return on_calendar({call("pol_add_months", {known(args[0]), known(args[1])}), present});
    }
    default:
        unreachable_state("an operation of the calendar");
    }
}

}  // namespace pol::codegen
