// The column program: the settlement of one claim as a list of values without branches.
//
// Where the rule IR asks and skips, the column program computes everything and selects: a truth
// value says which benefit's figure is the claim's. So one list of operations settles as many
// claims at once as the processor has lanes. Values are whole numbers of at most 120 bits or truth
// values, never absent: whether an optional value is there is a truth value of its own. Each value
// knows the range it lies in for every claim that does not fault.
//
// Only the figures of claims without a fault mean anything. Nothing here traps: what a fault would
// stop in the rule IR goes on with some number, and `fault` holds.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "compiler/ir/op.h"
#include "compiler/ir/program.h"
#include "runtime/abi/columns.h"

namespace pol::columns {

enum class Op : std::uint8_t {
    constant,       ///< `value`
    input,          ///< ref: into `Program::inputs`
    there,          ///< ref: the input's row has a value
    add,            ///< a + b
    subtract,       ///< a - b
    multiply,       ///< a × b
    divide,         ///< a / `value`, a positive constant, rounded by `mode`
    quotient,       ///< a / b rounded by `mode`; some number where b is zero
    minimum,        ///< the lesser of a and b
    maximum,        ///< the greater of a and b
    equal,          ///< a = b
    less,           ///< a < b
    less_equal,     ///< a ≤ b
    beyond,         ///< a is below zero or above `value`
    negation,       ///< not a
    conjunction,    ///< all of two or more
    disjunction,    ///< one of two or more
    select,         ///< b where a holds, else c
    dense,          ///< ref: into `Program::arrays`; the entry at a, which lies inside
    search,         ///< ref: into `Program::searches`; the row whose keys match, or -1
    within,         ///< place a lies in place b
    year_start,     ///< first day of the year of day a; `value` as in the rule IR
    quarter_start,  ///< first day of the quarter of day a
    month_start,    ///< first day of the month of day a
    add_months,     ///< day a and b months
    age,            ///< whole years from day a to day b
    balance,  ///< ref: into `Program::accounts`; what was posted before this claim; a: the index of
              ///< the further keys
};

struct NodeId {
    std::uint32_t value = 0;
    friend auto operator<=>(const NodeId&, const NodeId&) = default;
};

/// A closed interval.
struct Range {
    __extension__ typedef __int128 Wide;  // NOLINT(modernize-use-using): __extension__ takes none
    Wide low = 0;
    Wide high = 0;
    friend bool operator==(const Range&, const Range&) = default;
};

inline constexpr std::uint32_t kNoOrigin = 0xffffffff;

struct Node {
    Op op = Op::constant;
    bool truth = false;  ///< a truth value, else a number
    ir::RoundingMode mode = ir::RoundingMode::half_up;
    std::uint32_t ref = 0;
    std::int64_t value = 0;
    std::vector<NodeId> args;
    Range range;
    std::uint32_t origin = kNoOrigin;  ///< into `ir::Program::quantities`: first made for this one
};

/// One column that the program reads; a figure is an index into `Program::figures`.
using Input = abi::ColumnInput;

/// The rows of a table that is searched; see runtime/value/row_search.h.
struct Search {
    std::int64_t keys = 0;
    std::vector<std::int64_t> intervals;
    std::vector<std::int64_t> rows;
    friend bool operator==(const Search&, const Search&) = default;
};

/// An account that this program reads or posts to, as a part of a person's block: `size` sums.
struct Account {
    std::uint32_t account = 0;        ///< into `ir::Program::accounts`
    std::uint32_t group = 0;          ///< into `Program::periods`
    std::vector<std::int64_t> lows;   ///< by further key: its least value
    std::vector<std::int64_t> sizes;  ///< by further key: how many values it has
    std::int64_t size = 1;
    bool narrow = false;  ///< every sum is proved to fit 32 bits
};

/// Adds `amount` to an account; in the order of the list. Zero where the claim's benefit does not
/// post it, or is not paid; the kernel leaves it out where `Program::fault` holds.
struct Post {
    std::uint32_t account = 0;  ///< into `Program::accounts`
    NodeId index;
    NodeId amount;
};

/// A figure of the settlement.
struct Output {
    std::uint32_t result = 0;  ///< into `Vocabulary::results`
    NodeId value;
};

struct Program {
    std::vector<Input> inputs;
    std::vector<ir::NodeId> figures;  ///< of lists, that inputs are: quantifiers of the rule IR
    std::vector<Node> nodes;          ///< operands stand before the node that uses them
    std::vector<std::vector<std::int64_t>> arrays;
    std::vector<Search> searches;
    std::vector<Account> accounts;
    std::vector<NodeId> periods;  ///< the first days of the periods of groups of accounts
    std::vector<Output> outputs;  ///< one for each result of the vocabulary
    std::vector<Post> posts;
    NodeId status;   ///< abi::Status, not counting faults
    NodeId benefit;  ///< into `ir::Program::benefits`, or -1
    NodeId fault;    ///< the claim faults: `settle_one` says how

    /// By answer of the rule IR: it holds and the chosen benefit asks it.
    std::vector<NodeId> answers;

    [[nodiscard]] const Node& operator[](NodeId id) const { return nodes[id.value]; }
};

}  // namespace pol::columns
