// The reference evaluator: the meaning of the rule IR, written to be read beside it. The oracle of
// every other engine. It computes in integers without bound and in its own calendar, and shares no
// arithmetic with generated code.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "compiler/ir/program.h"
#include "runtime/abi/kernel.h"

namespace pol::interpret {

/// Settles one claim as `abi::SettleOne` does. Texts in `claim` are indices of a table that begins
/// with `program.texts`. `tape` may be null. `program` must be verified.
void settle_one(const ir::Program& program, const abi::ClaimView& claim, abi::Accounts& accounts,
                abi::Settlement& settlement, abi::Tape* tape);

/// The same without a tape, and then the values that the benefit's `not_falling` compares; none
/// after a fault, and where the tiers did not run.
[[nodiscard]] std::vector<std::int64_t> settle_to_compare(const ir::Program& program,
                                                          const abi::ClaimView& claim,
                                                          abi::Accounts& accounts,
                                                          abi::Settlement& settlement);

/// The value of one expression for a claim; nothing where it is absent, or a fault.
[[nodiscard]] std::optional<std::int64_t> value_of(const ir::Program& program, ir::NodeId node,
                                                   const abi::ClaimView& claim,
                                                   abi::Accounts& accounts);

}  // namespace pol::interpret
