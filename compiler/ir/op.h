// The operations of the rule IR: one row each, read by the printer, the reader, the verifier and
// every engine.
//
// All values are exact integers with an optional "absent". Unless a row says otherwise an operation
// with an absent operand is absent. Comparisons and `truth` are never absent: with an absent side
// they are false.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace pol::ir {

enum class Op : std::uint8_t {
    constant,  ///< `value`; of a text, an index into `Program::texts`
    absent,    ///< the absent value of its type
    field,     ///< ref: the claim's field
    element,   ///< ref: field of the element at hand of a list; ref2: how many quantifiers further
               ///< out
    quantity,  ///< ref: another quantity, computed when first needed and kept
    negate,    ///< -a
    add,       ///< a + b, of one scale
    subtract,  ///< a - b, of one scale
    multiply,  ///< a × b; the scale is the sum of both
    rescale,   ///< a at a larger scale, the same number
    round,  ///< a, an exact product, to its type's scale by `Rounding`, half away from zero where
            ///< it says half up
    quotient,     ///< a / b to the result's scale by `Rounding`; b zero is a fault
    minimum,      ///< the least of one or more
    maximum,      ///< the greatest of one or more
    equal,        ///< a = b
    less,         ///< a < b
    less_equal,   ///< a ≤ b
    negation,     ///< not a
    conjunction,  ///< all hold; from the left, stopping at the first that does not
    disjunction,  ///< one holds; from the left, stopping at the first that does
    present,      ///< a is not absent
    truth,        ///< a boolean that may be absent: absent is false
    choose,  ///< c1 v1 c2 v2 … [v]: the value of the first case that holds; none and no last value
             ///< is fault no_case. A value whose own case asks for it by `present` counts as never
             ///< absent there
    within,  ///< place a lies in place b
    in_table,  ///< ref: table; some row in force matches the keys
    lookup,    ///< ref: table, ref2: column, args: keys; no row is fault no_row; the cell may be
               ///< absent
    exists,    ///< ref: list; some element for which a holds
    count,     ///< ref: list; how many elements for which a holds
    total,     ///< ref: list; the sum of a, money in fen and never absent, over all elements
    ranked,    ///< ref: list, value: rank; of the elements for which a holds and b is there, the
             ///< rank-th greatest b, of a rank below zero the rank-th least; absent where they are
             ///< fewer
    as_money,       ///< a, a number of yuan, as exact money: scale s of yuan is s - 2 of fen
    balance,        ///< ref: account, args: period and keys; what has been posted
    year_start,     ///< first day of the year that holds a; value: month × 100 + day on which years
                    ///< begin
    quarter_start,  ///< first day of the quarter that holds a
    month_start,    ///< first day of the month that holds a
    add_days,       ///< date a and b days; a day outside 1900-2199 is fault out_of_bounds
    add_months,    ///< date a and b months, clamped to the month's last day; bounds as for add_days
    days_between,  ///< b - a in days
    age,           ///< whole years from date a to date b
};

/// Which of `Node::ref` and `Node::ref2` an operation uses.
enum class Refs : std::uint8_t { none, one, two };

struct OpRow {
    Op op;
    std::string_view name;  ///< in printed IR
    std::int8_t least;      ///< operands at least
    std::int8_t most;       ///< operands at most; -1: any number
    Refs refs;
    bool value;  ///< uses `Node::value`
};

inline constexpr std::array kOps{
    OpRow{Op::constant, "const", 0, 0, Refs::none, true},
    OpRow{Op::absent, "absent", 0, 0, Refs::none, false},
    OpRow{Op::field, "field", 0, 0, Refs::one, false},
    OpRow{Op::element, "element", 0, 0, Refs::two, false},
    OpRow{Op::quantity, "quantity", 0, 0, Refs::one, false},
    OpRow{Op::negate, "neg", 1, 1, Refs::none, false},
    OpRow{Op::add, "add", 2, 2, Refs::none, false},
    OpRow{Op::subtract, "sub", 2, 2, Refs::none, false},
    OpRow{Op::multiply, "mul", 2, 2, Refs::none, false},
    OpRow{Op::rescale, "rescale", 1, 1, Refs::none, false},
    OpRow{Op::round, "round", 1, 1, Refs::none, true},
    OpRow{Op::quotient, "quotient", 2, 2, Refs::none, true},
    OpRow{Op::minimum, "min", 1, -1, Refs::none, false},
    OpRow{Op::maximum, "max", 1, -1, Refs::none, false},
    OpRow{Op::equal, "eq", 2, 2, Refs::none, false},
    OpRow{Op::less, "lt", 2, 2, Refs::none, false},
    OpRow{Op::less_equal, "le", 2, 2, Refs::none, false},
    OpRow{Op::negation, "not", 1, 1, Refs::none, false},
    OpRow{Op::conjunction, "and", 1, -1, Refs::none, false},
    OpRow{Op::disjunction, "or", 1, -1, Refs::none, false},
    OpRow{Op::present, "present", 1, 1, Refs::none, false},
    OpRow{Op::truth, "truth", 1, 1, Refs::none, false},
    OpRow{Op::choose, "choose", 2, -1, Refs::none, false},
    OpRow{Op::within, "within", 2, 2, Refs::none, false},
    OpRow{Op::in_table, "in-table", 1, -1, Refs::one, false},
    OpRow{Op::lookup, "lookup", 1, -1, Refs::two, false},
    OpRow{Op::exists, "exists", 1, 1, Refs::one, false},
    OpRow{Op::count, "count", 1, 1, Refs::one, false},
    OpRow{Op::total, "total", 1, 1, Refs::one, false},
    OpRow{Op::ranked, "ranked", 2, 2, Refs::one, true},
    OpRow{Op::as_money, "as-money", 1, 1, Refs::none, false},
    OpRow{Op::balance, "balance", 1, -1, Refs::one, false},
    OpRow{Op::year_start, "year-start", 1, 1, Refs::none, true},
    OpRow{Op::quarter_start, "quarter-start", 1, 1, Refs::none, false},
    OpRow{Op::month_start, "month-start", 1, 1, Refs::none, false},
    OpRow{Op::add_days, "add-days", 2, 2, Refs::none, false},
    OpRow{Op::add_months, "add-months", 2, 2, Refs::none, false},
    OpRow{Op::days_between, "days-between", 2, 2, Refs::none, false},
    OpRow{Op::age, "age", 2, 2, Refs::none, false},
};

[[nodiscard]] constexpr const OpRow& row_of(Op op) {
    return kOps[static_cast<std::size_t>(op)];
}

static_assert(
    [] {
        for (std::size_t i = 0; i < kOps.size(); ++i) {
            if (static_cast<std::size_t>(kOps[i].op) != i) {
                return false;
            }
        }
        return static_cast<std::size_t>(Op::age) + 1 == kOps.size();
    }(),
    "the rows stand in the order of Op");

/// How an exact amount becomes one of a smaller scale. `Node::value` of `round` and `quotient` is
/// mode + 16 × extra digits dropped beyond the type's scale: 舍入 四舍五入 到 角 rounds money to 10
/// fen (one digit), 到 元 to 100 (two).
enum class RoundingMode : std::uint8_t {
    half_up,    ///< 四舍五入: half away from zero
    half_even,  ///< 四舍六入五成双
    down,       ///< 舍去: toward zero
    up,         ///< 进一: away from zero
};

struct Rounding {
    RoundingMode mode = RoundingMode::half_up;
    std::uint8_t digits = 0;  ///< whole digits of the type's unit that are rounded away too
    friend bool operator==(const Rounding&, const Rounding&) = default;

    [[nodiscard]] constexpr std::int64_t encoded() const {
        return static_cast<std::int64_t>(mode) + std::int64_t{16} * digits;
    }
    [[nodiscard]] static constexpr Rounding decode(std::int64_t value) {
        return {static_cast<RoundingMode>(value % 16), static_cast<std::uint8_t>(value / 16)};
    }
};

}  // namespace pol::ir
