// Appends to a program: nodes with computed types, and the parts that use them. A wrong operand is
// our own bug and ends the program. Nested calls append in an order that the C++ compiler chooses:
// `in_order` (order.h) makes it one.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "compiler/ir/program.h"

namespace pol::ir {

/// One case of a `choose`.
struct Case {
    NodeId condition;
    NodeId value;
};

class Builder {
  public:
    /// `program` must outlive the builder; its vocabulary comes first.
    explicit Builder(Program& program) : program_(program) {}

    /// The place of all nodes and quantities that follow.
    Builder& at(Span span) {
        span_ = span;
        return *this;
    }

    [[nodiscard]] const Program& program() const { return program_; }
    [[nodiscard]] const Type& type(NodeId id) const { return program_[id].type; }

    // Values.
    NodeId constant(const Type& type, std::int64_t value);
    NodeId boolean(bool value);
    NodeId number(std::int64_t value, int scale = 0);
    NodeId money(Fen value);
    NodeId date(Days day);
    NodeId place(std::int64_t division);
    NodeId text(std::string_view text);  ///< enters it into `Program::texts` once
    NodeId code(std::uint32_t enumeration, std::uint32_t value);
    NodeId absent(Type type);  ///< of this type, made optional
    NodeId field(std::uint32_t field);
    /// Field of the element at hand of `list`, which is the list of the quantifier `outward` levels
    /// further out.
    NodeId element(std::uint32_t list, std::uint32_t field, std::uint32_t outward = 0);
    NodeId quantity(QuantityId id);
    /// A quantity that is not defined yet.
    NodeId quantity(QuantityId id, const Type& type);

    // Amounts. Operands of one kind and different scales are brought to the larger one first, in
    // comparisons, `minimum`, `maximum` and `choose` too.
    NodeId negate(NodeId a);
    NodeId add(NodeId a, NodeId b);
    NodeId subtract(NodeId a, NodeId b);
    NodeId multiply(NodeId a, NodeId b);
    NodeId as_money(NodeId yuan);
    NodeId rescale(NodeId a,
                   int scale);  ///< `a` itself where it has the scale; a constant stays one
    NodeId round(NodeId a, Rounding rounding, int scale = 0);
    NodeId quotient(NodeId a, NodeId b, Rounding rounding, int scale);
    NodeId minimum(std::vector<NodeId> args);
    NodeId maximum(std::vector<NodeId> args);

    // Conditions.
    NodeId equal(NodeId a, NodeId b);
    NodeId less(NodeId a, NodeId b);
    NodeId less_equal(NodeId a, NodeId b);
    NodeId negation(NodeId a);
    NodeId conjunction(std::vector<NodeId> args);
    NodeId disjunction(std::vector<NodeId> args);
    NodeId present(NodeId a);
    NodeId truth(NodeId a);  ///< `a` itself where it is never absent
    NodeId within(NodeId place, NodeId wider);
    NodeId in_table(TableId table, std::vector<NodeId> keys);
    NodeId exists(std::uint32_t list, NodeId condition);
    NodeId count(std::uint32_t list, NodeId condition);
    NodeId total(std::uint32_t list, NodeId amount);
    /// The rank-th greatest body of the elements that meet the condition; below zero the least.
    NodeId ranked(std::uint32_t list, NodeId condition, NodeId body, int rank);

    // Choices.
    NodeId choose(const std::vector<Case>& cases, std::optional<NodeId> otherwise = std::nullopt);
    /// `a`, or `otherwise` where it is absent: never absent if `otherwise` is not.
    NodeId or_else(NodeId a, NodeId otherwise);
    /// `a`, never absent: where it is, the claim faults with no_case. For values whose absence the
    /// text excludes. `a` itself where it is never absent.
    NodeId given(NodeId a);

    // Tables and accounts.
    NodeId lookup(TableId table, std::uint32_t column, std::vector<NodeId> keys);
    NodeId balance(AccountId account, NodeId period, const std::vector<NodeId>& keys = {});

    // Dates.
    NodeId year_start(NodeId day, int month, int month_day);
    NodeId quarter_start(NodeId day);
    NodeId month_start(NodeId day);
    NodeId add_days(NodeId day, NodeId days);
    NodeId add_months(NodeId day, NodeId months);
    NodeId days_between(NodeId from, NodeId to);
    NodeId age(NodeId birth, NodeId day);

    // Parts.
    QuantityId define(std::string_view name, Role role, NodeId expression);
    QuantityId add(Quantity quantity);
    TableId add(Table table);
    AccountId add(Account account);
    AnswerId add(Answer answer);
    BenefitId add(Benefit benefit);
    CiteId add(Citation cite);

  private:
    NodeId append(Node node);
    NodeId node(Op op, std::vector<NodeId> args, std::uint32_t ref = 0, std::uint32_t ref2 = 0,
                std::int64_t value = 0);
    NodeId scaled(Op op, std::vector<NodeId> args, int scale, std::int64_t value);
    NodeId aligned(Op op, std::vector<NodeId> args);
    int widest_scale(const std::vector<NodeId>& args) const;

    Program& program_;
    Span span_;
};

}  // namespace pol::ir
