// Quantities, and the operations on amounts, truth and choices.
#include "compiler/interpret/evaluate.h"

#include <algorithm>

#include "compiler/interpret/calendar.h"
#include "runtime/fault/assert.h"
#include "runtime/value/money.h"

namespace pol::interpret {
namespace {

Value truth_value(bool holds) {
    return Integer{holds ? 1 : 0};
}

/// A value and whether it is there, as the claim holds them. What is never absent was checked when
/// the claim was read.
Value held(const ir::Type& type, std::int64_t value, std::uint8_t present) {
    return type.optional && present == 0 ? Value{} : Value{value};
}

/// Whether place `a` is `b` or lies in it: the pairs of digits that `b` gives agree. No digits are
/// the nation.
bool lies_in(const Integer& a, const Integer& b) {
    if (b == 0) {
        return true;
    }
    const int given = b % 10'000 == 0 ? 10'000 : b % 100 == 0 ? 100 : 1;
    return a / given == b / given;
}

}  // namespace

Evaluator::Evaluator(const ir::Program& program, const abi::ClaimView& claim,
                     abi::Accounts& accounts, abi::Tape* tape)
    : program_(program),
      claim_(claim),
      accounts_(accounts),
      tape_(tape),
      memo_(program.quantities.size()) {}

void Evaluator::fail(FaultCode code, std::uint32_t quantity) {
    if (!fault_) {
        fault_ = {code, quantity};
    }
}

void Evaluator::fail(FaultCode code) {
    fail(code, computing_);
}

const Value& Evaluator::quantity(ir::QuantityId id) {
    if (fault_) {
        return nothing_;
    }
    Memo& memo = memo_[id.value];
    if (memo.known) {
        return memo.value;
    }
    const std::uint32_t outer = computing_;
    computing_ = id.value;
    Value value = node(program_[id].expression);
    computing_ = outer;
    if (fault_) {
        return nothing_;
    }
    memo = {true, std::move(value)};
    write(id, memo.value);
    return memo.value;
}

void Evaluator::write(ir::QuantityId id, const Value& value) {
    if (tape_ == nullptr) {
        return;
    }
    const abi::Slot state = value ? abi::Slot::value : abi::Slot::absent;
    tape_->states[id.value] = static_cast<std::uint8_t>(state);
    if (value) {
        const auto [low, high] = to_two_words(*value);
        tape_->values[2 * std::size_t{id.value}] = low;
        tape_->values[2 * std::size_t{id.value} + 1] = high;
    }
}

bool Evaluator::holds(ir::QuantityId id) {
    const Value& value = quantity(id);
    return value && *value != 0;
}

bool Evaluator::condition(ir::NodeId id) {
    const Value value = node(id);
    return value && *value != 0;
}

Value Evaluator::node(ir::NodeId id) {
    if (fault_) {
        return {};
    }
    Value value = of_op(program_[id]);
    return fault_ ? Value{} : value;
}

template <class Of>
Value Evaluator::strict(const ir::Node& node, Of of) {
    const std::optional<Operands> args = operands(node);
    return args ? Value{of(*args)} : Value{};
}

template <class Of>
Value Evaluator::comparison(const ir::Node& node, Of of) {
    const std::optional<Operands> args = operands(node);
    return truth_value(args && of(args->at(0), args->at(1)));
}

Value Evaluator::of_op(const ir::Node& node) {
    switch (node.op) {
    case ir::Op::constant:
        return Integer{node.value};
    case ir::Op::absent:
        return {};
    case ir::Op::field:
        return field(node);
    case ir::Op::element:
        return element(node);
    case ir::Op::quantity:
        return quantity({node.ref});
    case ir::Op::negate:
        return strict(node, [&](const Operands& a) { return bounded(node, -a[0]); });
    case ir::Op::add:
        return strict(node, [&](const Operands& a) { return bounded(node, a[0] + a[1]); });
    case ir::Op::subtract:
        return strict(node, [&](const Operands& a) { return bounded(node, a[0] - a[1]); });
    case ir::Op::multiply:
        return strict(node, [&](const Operands& a) { return bounded(node, a[0] * a[1]); });
    case ir::Op::rescale:
        return strict(node, [&](const Operands& a) { return rescaled(node, a); });
    case ir::Op::round:
        return strict(node, [&](const Operands& a) { return rounded(node, a); });
    case ir::Op::quotient:
        return strict(node, [&](const Operands& a) { return quotient(node, a); });
    case ir::Op::minimum:
        return strict(node, [](const Operands& a) { return *std::ranges::min_element(a); });
    case ir::Op::maximum:
        return strict(node, [](const Operands& a) { return *std::ranges::max_element(a); });
    case ir::Op::equal:
        return comparison(node, [](const Integer& a, const Integer& b) { return a == b; });
    case ir::Op::less:
        return comparison(node, [](const Integer& a, const Integer& b) { return a < b; });
    case ir::Op::less_equal:
        return comparison(node, [](const Integer& a, const Integer& b) { return a <= b; });
    case ir::Op::within:
        return comparison(node, lies_in);
    case ir::Op::negation:
        return truth_value(!condition(node.args[0]));
    case ir::Op::conjunction:
        return connective(node, false);
    case ir::Op::disjunction:
        return connective(node, true);
    case ir::Op::present:
        return truth_value(this->node(node.args[0]).has_value());
    case ir::Op::truth:
        return truth_value(condition(node.args[0]));
    case ir::Op::choose:
        return choose(node);
    case ir::Op::in_table:
        return in_table(node);
    case ir::Op::lookup:
        return lookup(node);
    case ir::Op::exists:
        return exists(node);
    case ir::Op::count:
        return count(node);
    case ir::Op::total:
        return total(node);
    case ir::Op::ranked:
        return ranked(node);
    case ir::Op::as_money:
        // The same steps, counted in fen.
        return this->node(node.args[0]);
    case ir::Op::balance:
        return strict(node, [&](const Operands& a) { return balance(node, a); });
    case ir::Op::year_start:
        return strict(node, [&](const Operands& a) {
            return start_of_year(to_word(a[0]), static_cast<int>(node.value / 100),
                                 static_cast<int>(node.value % 100));
        });
    case ir::Op::quarter_start:
        return strict(node, [](const Operands& a) { return start_of_quarter(to_word(a[0])); });
    case ir::Op::month_start:
        return strict(node, [](const Operands& a) { return start_of_month(to_word(a[0])); });
    case ir::Op::add_days:
        return strict(node, [&](const Operands& a) { return on_calendar(a[0] + a[1]); });
    case ir::Op::add_months:
        return strict(node, [&](const Operands& a) { return months_added(a); });
    case ir::Op::days_between:
        return strict(node, [](const Operands& a) { return a[1] - a[0]; });
    case ir::Op::age:
        return strict(node,
                      [](const Operands& a) { return whole_years(to_word(a[0]), to_word(a[1])); });
    }
    unreachable_state("an operation out of range");
}

Value Evaluator::field(const ir::Node& node) const {
    return held(node.type, claim_.values[node.ref], claim_.present[node.ref]);
}

Value Evaluator::element(const ir::Node& node) const {
    const Element& at = elements_[elements_.size() - 1 - node.ref2];
    const abi::ListView& list = claim_.lists[at.list];
    const std::size_t width = program_.vocabulary.lists[at.list].fields.size();
    const std::size_t slot = static_cast<std::size_t>(at.index) * width + node.ref;
    return held(node.type, list.values[slot], list.present[slot]);
}

std::optional<Evaluator::Operands> Evaluator::operands(const ir::Node& node) {
    Operands values;
    for (const ir::NodeId id : node.args) {
        if (Value value = this->node(id)) {
            values.push_back(std::move(*value));
        }
    }
    if (values.size() != node.args.size()) {
        return std::nullopt;
    }
    return values;
}

Value Evaluator::bounded(const ir::Node& node, const Integer& value) {
    const bool fen = node.type.kind == abi::Kind::money && node.type.scale == 0;
    if (fen && abs(value) > kMoneyBound) {
        fail(FaultCode::overflow);
    }
    return value;
}

Value Evaluator::rescaled(const ir::Node& node, const Operands& a) const {
    const int added = node.type.scale - program_[node.args[0]].type.scale;
    return a[0] * power_of_ten(added);
}

Value Evaluator::rounded(const ir::Node& node, const Operands& a) {
    const int dropped = program_[node.args[0]].type.scale - node.type.scale;
    const ir::Rounding rounding = ir::Rounding::decode(node.value);
    return bounded(node, divide(a[0], power_of_ten(dropped), rounding));
}

Value Evaluator::quotient(const ir::Node& node, const Operands& a) {
    if (a[1] == 0) {
        fail(FaultCode::divided_by_zero);
        return {};
    }
    // (a / 10^a_scale) / (b / 10^b_scale), counted in units of 10^-scale.
    const int a_scale = program_[node.args[0]].type.scale;
    const int b_scale = program_[node.args[1]].type.scale;
    const Integer dividend = a[0] * power_of_ten(b_scale + node.type.scale);
    const Integer divisor = a[1] * power_of_ten(a_scale);
    return bounded(node, divide(dividend, divisor, ir::Rounding::decode(node.value)));
}

/// From the left up to the first operand that is `decisive`.
Value Evaluator::connective(const ir::Node& node, bool decisive) {
    const bool decided = std::any_of(node.args.begin(), node.args.end(),
                                     [&](ir::NodeId id) { return condition(id) == decisive; });
    return truth_value(decided == decisive);
}

Value Evaluator::choose(const ir::Node& node) {
    const std::vector<ir::NodeId>& args = node.args;
    for (std::size_t i = 0; i + 1 < args.size(); i += 2) {
        if (condition(args[i])) {
            return this->node(args[i + 1]);
        }
    }
    if (args.size() % 2 == 0) {
        fail(FaultCode::no_case);
        return {};
    }
    return this->node(args.back());
}

}  // namespace pol::interpret
