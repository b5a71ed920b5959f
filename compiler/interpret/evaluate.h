// Evaluates the expressions of one claim.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "compiler/interpret/exact.h"
#include "compiler/ir/program.h"
#include "runtime/abi/kernel.h"
#include "runtime/fault/fault.h"

namespace pol::interpret {

/// A value, or absent. Booleans are 0 and 1.
using Value = std::optional<Integer>;

/// The state of one claim's evaluation. After the first fault everything is absent and nothing is
/// computed, kept or written any more, so that it stays the first.
class Evaluator {
  public:
    Evaluator(const ir::Program& program, const abi::ClaimView& claim, abi::Accounts& accounts,
              abi::Tape* tape);

    /// Computes a quantity when it is first asked for, and writes it to the tape.
    const Value& quantity(ir::QuantityId id);
    Value node(ir::NodeId id);

    /// Whether a condition holds.
    bool holds(ir::QuantityId id);

    [[nodiscard]] const Fault& fault() const { return fault_; }
    void fail(FaultCode code, std::uint32_t quantity);

  private:
    /// An element of a list that a quantifier looks at.
    struct Element {
        std::uint32_t list = 0;
        std::int64_t index = 0;
    };
    struct Memo {
        bool known = false;
        Value value;
    };

    void fail(FaultCode code);
    void write(ir::QuantityId id, const Value& value);

    Value of_op(const ir::Node& node);
    Value field(const ir::Node& node) const;
    Value element(const ir::Node& node) const;
    Value connective(const ir::Node& node, bool decisive);
    Value choose(const ir::Node& node);
    Value in_table(const ir::Node& node);
    Value lookup(const ir::Node& node);
    Value exists(const ir::Node& node);
    Value count(const ir::Node& node);
    Value total(const ir::Node& node);
    Value ranked(const ir::Node& node);

    // The same on operands that are all present.
    using Operands = std::vector<Integer>;
    Value rescaled(const ir::Node& node, const Operands& a) const;
    Value rounded(const ir::Node& node, const Operands& a);
    Value quotient(const ir::Node& node, const Operands& a);
    Value balance(const ir::Node& node, const Operands& a);
    Value months_added(const Operands& a);

    /// All operands from the left; nothing if one is absent, after all were computed.
    std::optional<Operands> operands(const ir::Node& node);
    /// Absent if an operand is, else what `of` makes of them.
    template <class Of>
    Value strict(const ir::Node& node, Of of);
    /// False if an operand is absent, else what `of` says of the two.
    template <class Of>
    Value comparison(const ir::Node& node, Of of);
    bool condition(ir::NodeId id);
    /// Whether the innermost quantifier has an element to look at.
    [[nodiscard]] bool more_elements() const;

    /// Money in fen past the bound is a fault, and so is a day outside the calendar.
    Value bounded(const ir::Node& node, const Integer& value);
    Value on_calendar(const Integer& day);

    const ir::Program& program_;
    const abi::ClaimView& claim_;
    abi::Accounts& accounts_;
    abi::Tape* tape_;
    std::vector<Memo> memo_;
    const Value nothing_;
    std::vector<Element> elements_;                 ///< the innermost last
    std::uint32_t computing_ = Fault::kNoQuantity;  ///< the innermost quantity
    Fault fault_;
};

}  // namespace pol::interpret
