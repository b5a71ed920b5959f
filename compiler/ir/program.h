// The rule IR: a settlement as quantities, answers, tiers' steps and postings, without any sugar.
//
// A quantity is a named expression of the claim, computed when first needed and kept. Benefits list
// the answers to evaluate and then the steps of their tiers in order. Everything a tier does (what
// is left of a deductible, the rate, the limits, what the tier paid) is a quantity of its own, so
// an engine knows expressions, steps and nothing of tiers, and the tape shows each figure.
//
// Evaluation of one claim, the same in every engine; the first fault met ends it:
//   1. jurisdictions in order, those whose `holds` is true: their benefits in order, until one's
//   `holds` is true;
//      none at all is fault no_benefit;
//   2. the benefit's `opening`, then its `answers`, all of them, in order;
//   3. if an answer of kind refused, or any with `no_calc`, holds: every quantity of
//   `outputs_skipped`; otherwise the `steps` in
//      order, then every quantity of `outputs`.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "compiler/ir/op.h"
#include "compiler/source/span.h"
#include "runtime/abi/vocabulary.h"
#include "runtime/fault/fault.h"

namespace pol::ir {

/// A typed index into one of `Program`'s vectors.
template <class Tag>
struct Id {
    std::uint32_t value = 0;
    friend auto operator<=>(const Id&, const Id&) = default;
};
using NodeId = Id<struct NodeTag>;
using QuantityId = Id<struct QuantityTag>;
using TableId = Id<struct TableTag>;
using AccountId = Id<struct AccountTag>;
using AnswerId = Id<struct AnswerTag>;
using BenefitId = Id<struct BenefitTag>;
using CiteId = Id<struct CiteTag>;

/// What a node yields. `enumeration` counts for Kind::code only, `scale` for number and money.
struct Type {
    abi::Kind kind = abi::Kind::boolean;
    std::uint8_t scale = 0;
    bool optional = false;
    std::uint32_t enumeration = 0;
    friend bool operator==(const Type&, const Type&) = default;
};

/// The widest scale of an exact product; |value| then stays below 2^120 in every engine.
inline constexpr int kWidestScale = 20;

struct Node {
    Op op = Op::constant;
    Type type;
    std::vector<NodeId> args;
    std::uint32_t ref = 0;
    std::uint32_t ref2 = 0;
    std::int64_t value = 0;
    Span span;
    friend bool operator==(const Node&, const Node&) = default;
};

/// A clause of a source document.
struct Citation {
    std::string source;    ///< the short name: 流程
    std::string document;  ///< its title
    std::string clause;    ///< 一(二)2
    friend bool operator==(const Citation&, const Citation&) = default;
};

/// What a quantity is, for whoever explains a settlement.
enum class Role : std::uint8_t {
    definition,
    cases,  ///< a definition told by cases, which neither overlap nor leave a gap
    lookup,
    condition,
    base,
    standard,
    left,
    deductible,
    rate,
    payable,
    limit,
    room,
    paid,
    beyond,
    output,
    check,
};

struct Quantity {
    std::string name;  ///< unique path: 门诊慢特病.统筹基金.起付额
    Role role = Role::definition;
    NodeId expression;
    std::string formula;  ///< in the words of the text: 最低(基数, 起付剩余)
    std::vector<CiteId> cites;
    Span span;
    friend bool operator==(const Quantity&, const Quantity&) = default;
};

/// A closed interval of key values.
struct KeyRange {
    std::int64_t low = 0;
    std::int64_t high = 0;
    friend bool operator==(const KeyRange&, const KeyRange&) = default;
};

/// One key of a row: any value, or one of some ranges.
struct RowKey {
    bool any = false;
    std::vector<KeyRange> ranges;
    friend bool operator==(const RowKey&, const RowKey&) = default;
};

struct Cell {
    bool present = false;  ///< false: 无
    std::int64_t value = 0;
    friend bool operator==(const Cell&, const Cell&) = default;
};

struct Row {
    std::vector<RowKey> keys;
    std::vector<Cell> cells;
    std::vector<CiteId> cites;
    Span span;
    friend bool operator==(const Row&, const Row&) = default;
};

struct Column {
    std::string name;
    Type type;
    friend bool operator==(const Column&, const Column&) = default;
};

/// Rows never match one key twice. `miss` are the cells of a key that no row has (其余), empty
/// where a miss is a fault: of the policy, which must exclude it, or where `misses` says so of the
/// claim.
struct Table {
    std::string name;
    std::vector<Column> keys;
    std::vector<Column> columns;
    std::vector<Row> rows;
    std::vector<Cell> miss;
    bool misses = false;
    friend bool operator==(const Table&, const Table&) = default;
};

/// A sum kept per person, period and further keys.
struct Account {
    std::string name;          ///< 门诊慢特病.统筹基金.起付
    std::string period;        ///< 年度, 月, …; 次: kept for the parts of one claim only
    std::vector<Column> keys;  ///< the further keys
    friend bool operator==(const Account&, const Account&) = default;
};

/// In rising strength.
enum class AnswerKind : std::uint8_t { notice, manual, pending, refused };

struct Answer {
    AnswerKind kind = AnswerKind::notice;
    std::string code;  ///< 药店购药
    QuantityId holds;
    bool no_calc = false;  ///< 不计: the tiers do not run either
    std::vector<CiteId> cites;
    Span span;
    /// Listed where `holds`, but of effect only where this holds too.
    std::optional<QuantityId> counts = {};
    friend bool operator==(const Answer&, const Answer&) = default;
};

/// Computes a quantity, if it is not yet.
struct Compute {
    QuantityId quantity;
    friend bool operator==(const Compute&, const Compute&) = default;
};

/// Faults unless the condition holds.
struct Require {
    QuantityId condition;
    FaultCode fault = FaultCode::none;
    friend bool operator==(const Require&, const Require&) = default;
};

/// Adds `amount` to an account of the claim's person, unless it is zero.
struct Post {
    AccountId account;
    NodeId period;
    std::vector<NodeId> keys;
    QuantityId amount;
    friend bool operator==(const Post&, const Post&) = default;
};

using Step = std::variant<Compute, Require, Post>;

/// A quantity that answers a field of the settlement.
struct Output {
    std::uint32_t result = 0;  ///< into `Vocabulary::results`
    QuantityId quantity;
    friend bool operator==(const Output&, const Output&) = default;
};

/// 恒有 X 不减于 Y: of two claims of the benefit with the same accounts that differ in a part of
/// the total, and the total with it, the one with more has no less. Nothing that one claim can
/// show.
struct NotFalling {
    QuantityId value;         ///< X, when the outputs are there
    std::uint32_t field = 0;  ///< Y, into `Vocabulary::fields`
    friend bool operator==(const NotFalling&, const NotFalling&) = default;
};

/// 跨年拆分: a claim of this benefit whose fee lines lie in several years is settled by whoever
/// runs the engine as one claim a year, in the order of the years. `opening` then faults with
/// several_years.
struct YearSplit {
    std::uint32_t list = 0;  ///< into `Vocabulary::lists`: the fee lines
    std::uint32_t date = 0;  ///< which of their fields
    int month = 1;           ///< years begin on this day
    int day = 1;
    friend bool operator==(const YearSplit&, const YearSplit&) = default;
};

struct Benefit {
    std::string name;
    std::string root;     ///< of a version that amendments made: the benefit that they changed
    std::string version;  ///< tells apart the versions that one amendment gives; else empty
    QuantityId holds;
    std::vector<Require> opening;  ///< asked when the benefit is chosen, before its answers
    std::optional<YearSplit> years;
    std::vector<AnswerId> answers;
    std::vector<Step> steps;
    std::vector<Output> outputs;
    std::vector<Output> outputs_skipped;
    std::vector<NotFalling> not_falling;
    std::vector<CiteId> cites;
    Span span;
    /// What its quantities' names begin with.
    [[nodiscard]] std::string label() const { return version + name; }
    friend bool operator==(const Benefit&, const Benefit&) = default;
};

/// Where benefits hold: a place of insurance. They stand from the narrowest to the nation.
struct Jurisdiction {
    std::string name;
    QuantityId holds;
    std::vector<BenefitId> benefits;
    friend bool operator==(const Jurisdiction&, const Jurisdiction&) = default;
};

struct Program {
    abi::Vocabulary vocabulary;
    std::vector<std::string> files;  ///< by FileId, for spans
    std::vector<std::string> texts;  ///< text constants
    std::vector<Citation> cites;
    std::vector<Table> tables;
    std::vector<Account> accounts;
    std::vector<Node> nodes;  ///< operands stand before the node that uses them
    std::vector<Quantity> quantities;
    std::vector<Answer> answers;
    std::vector<Benefit> benefits;
    std::vector<Jurisdiction> jurisdictions;

    [[nodiscard]] const Node& operator[](NodeId id) const { return nodes[id.value]; }
    [[nodiscard]] const Quantity& operator[](QuantityId id) const { return quantities[id.value]; }
    [[nodiscard]] const Table& operator[](TableId id) const { return tables[id.value]; }
    [[nodiscard]] const Account& operator[](AccountId id) const { return accounts[id.value]; }
    [[nodiscard]] const Answer& operator[](AnswerId id) const { return answers[id.value]; }
    [[nodiscard]] const Benefit& operator[](BenefitId id) const { return benefits[id.value]; }
    [[nodiscard]] const Citation& operator[](CiteId id) const { return cites[id.value]; }
    friend bool operator==(const Program&, const Program&) = default;
};

}  // namespace pol::ir
