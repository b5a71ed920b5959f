// The work of `flatten`; private to this folder.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "compiler/columns/builder.h"
#include "compiler/columns/flatten.h"

namespace pol::columns {

/// A value of the rule IR: whether it is there (none: always) and whether computing it faults.
struct Value {
    NodeId value;
    std::optional<NodeId> there;
    NodeId fault;
};

/// What one benefit answers where it is chosen.
struct Chosen {
    NodeId holds;
    NodeId status;
    NodeId fault;
    std::map<std::uint32_t, NodeId> outputs;  ///< by result
    std::map<std::uint32_t, NodeId> answers;  ///< by answer
    std::map<std::uint32_t, NodeId> periods;  ///< by account of the column program
    std::vector<Post> posts;
};

/// Whether no tier runs where the answer holds.
[[nodiscard]] bool stops_tiers(const ir::Answer& answer);

class Flattening {
  public:
    /// `sums` is where the sums of accounts of the column program are known to lie.
    Flattening(const ir::Program& program, const std::vector<Input>& inputs, Lists lists,
               std::map<std::uint32_t, Range> sums)
        : program_(program), given_(inputs), lists_(lists), known_sums_(std::move(sums)) {}
    [[nodiscard]] tl::expected<Program, Obstacle> run();
    /// Where the sums of accounts were proved to lie, if they lie there before.
    [[nodiscard]] const std::map<std::uint32_t, Range>& sums() const { return sums_; }

    /// Whether they were proved to lie where `sums` says.
    [[nodiscard]] bool within(const std::map<std::uint32_t, Range>& sums) const;

  private:
    // flatten.cpp: the choice of the benefit, answers, steps, postings.
    void check_parts();
    NodeId has_fee_lines();
    void check_days();
    void choose();
    void benefit(const ir::Benefit& benefit, Chosen& into);
    NodeId answers(const ir::Benefit& benefit, Chosen& into);
    void step(const ir::Step& step, NodeId& fault, Chosen& into);
    void post(const ir::Post& post, NodeId& fault, Chosen& into);
    void outputs(const std::vector<ir::Output>& outputs, NodeId when, NodeId& fault, Chosen& into);
    Value quantity(ir::QuantityId id);
    NodeId holds(ir::QuantityId id, NodeId& fault);
    void narrow(std::uint32_t account, NodeId amount, NodeId index);
    std::optional<Range::Wide> cap(NodeId amount, NodeId balance) const;
    void join();

    // asked.cpp: what is asked before a benefit is chosen.
    [[nodiscard]] bool only_stops(ir::NodeId id, const ir::Benefit& benefit) const;
    [[nodiscard]] std::optional<std::uint32_t> condition_of(ir::NodeId figure) const;
    void note_asked(ir::NodeId id, bool is_true, const ir::Benefit& benefit,
                    std::set<std::uint32_t>& where);

    // values.cpp: expressions.
    Value node(ir::NodeId id);
    Value operation(const ir::Node& node);
    Value field(const ir::Node& node);
    Value stored(std::uint32_t index);
    [[nodiscard]] bool is_part(std::uint32_t field) const;
    Value part(std::uint32_t index);
    Value column(std::uint32_t index);
    Value figure(ir::NodeId id);
    Value arithmetic(const ir::Node& node);
    Value round(const ir::Node& node);
    Value quotient(const ir::Node& node);
    Value extreme(const ir::Node& node);
    Value compare(const ir::Node& node);
    NodeId lies_in(NodeId place, NodeId wider);
    Value connective(const ir::Node& node, bool decisive);
    Value choice(const ir::Node& node);
    Value calendar(const ir::Node& node);
    Value days(Value value);
    Value balance(const ir::Node& node);
    Value bounded(const ir::Node& node, Value value);
    Value truth(ir::NodeId id);
    std::vector<Value> operands(const ir::Node& node, Value& together);
    NodeId rounded_to(NodeId value, int dropped, ir::Rounding rounding);
    std::uint32_t account_of(std::uint32_t index);
    Value key_of(ir::NodeId id);
    NodeId account_index(std::uint32_t account, const std::vector<Value>& keys);
    [[nodiscard]] bool is_of_claim(std::uint32_t account) const;
    NodeId balance_now(std::uint32_t account, NodeId index);

    // tables.cpp
    std::vector<Value> keys_of(const ir::Node& node, Value& together);
    Value in_table(const ir::Node& node);
    Value lookup(const ir::Node& node);
    /// The rows of a table as arrays that `index` selects from.
    struct Rows {
        NodeId index;
        std::vector<std::int64_t> row;  ///< by entry: the row, or -1
    };
    Rows rows(const ir::Node& node, const std::vector<Value>& keys);
    NodeId entry(const Rows& rows, const std::vector<std::int64_t>& by_entry);

    /// Notes what lanes cannot do; the value is only there so that the work goes on.
    Value refuse(Obstacle::Why why);
    Value never_faults(NodeId value) { return {value, std::nullopt, make_.truth(false)}; }
    NodeId both(std::optional<NodeId> a, NodeId b) { return a ? make_.conjunction(*a, b) : b; }

    const ir::Program& program_;
    const std::vector<Input>& given_;
    Lists lists_;
    std::map<std::uint32_t, Range> known_sums_;
    Builder make_;
    Program made_;
    std::map<std::uint32_t, Value> fields_;
    std::map<std::uint32_t, std::uint32_t> slots_;  ///< inputs, by field
    std::map<std::string, std::uint32_t> figures_;  ///< inputs, by the figure's text
    std::map<std::uint32_t, Value> pure_;           ///< quantities that read no account
    /// Of the benefit at hand: quantities that do, and whether they were asked only in some case
    /// while so many postings had been made.
    struct Read {
        Value value;
        bool in_some_case = false;
        std::size_t posts = 0;
    };
    std::map<std::uint32_t, Read> reads_, asked_;
    std::set<std::uint32_t> surely_asked_;  ///< of `asked_`, of every claim of the benefit at hand
    bool reads_accounts_ = false;           ///< since the innermost quantity began
    int in_some_case_ = 0;
    std::uint32_t computing_ = Fault::kNoQuantity;
    std::map<std::uint32_t, std::uint32_t> accounts_;
    /// Of the benefit at hand, and what was asked before any was chosen, which stands for all later
    /// ones: a claim is asked it before it posts.
    std::map<std::uint32_t, NodeId> periods_, asked_periods_;
    const std::vector<Post>* posted_ = nullptr;
    std::map<std::uint32_t, Range> sums_;
    std::map<std::vector<std::int64_t>, std::uint32_t> arrays_;
    std::vector<Chosen> chosen_;
    std::vector<std::uint32_t> benefits_;  ///< by entry of chosen_
    NodeId unread_;                        ///< a field that is read is missing or out of bounds
    NodeId unchosen_;                      ///< a fault on the way to the benefit, or none holds
    std::optional<Obstacle> obstacle_;
};

/// The figure of the benefit that holds: `values` by benefit (none: it does not matter there),
/// computed once where they are computed alike.
class Joint {
  public:
    Joint(Builder& make, std::vector<NodeId> holds) : make_(make), holds_(std::move(holds)) {}
    NodeId of(const std::vector<std::optional<NodeId>>& values);
    /// The same of truth values of which most are alternatives of many.
    NodeId any(const std::vector<NodeId>& values);

  private:
    NodeId grouped(const std::vector<std::optional<NodeId>>& values);
    [[nodiscard]] int likeness(NodeId a, NodeId b) const;
    NodeId alike(const Node& shape, const std::vector<std::optional<NodeId>>& values);

    Builder& make_;
    std::vector<NodeId> holds_;
    struct Made {
        std::vector<std::optional<NodeId>> values;
        NodeId node;
    };
    /// What was made, by each place and the value that stands there.
    std::map<std::pair<std::ptrdiff_t, NodeId>, std::vector<Made>> made_;
};

/// What a program answers, keeps and asks for: the periods first, since the sums of one are brought
/// before any is read.
[[nodiscard]] std::vector<NodeId*> roots_of(Program& program);

/// Without the nodes that nothing needs; the first value of more than 120 bits is an obstacle.
[[nodiscard]] tl::expected<Program, Obstacle> needed(const ir::Program& source, Program program);

}  // namespace pol::columns
