// One person's claims tried on a program by the interpreter: what a property is searched with.
// Private to this folder.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "compiler/ir/program.h"
#include "runtime/abi/kernel.h"
#include "runtime/account/store.h"
#include "runtime/claims/record.h"

namespace pol::check {

/// What the accounts held before, and the claims in their order.
struct Trial {
    std::map<account::Key, Fen> before;
    std::vector<claims::Claim> claims;
};

/// What came of the last claim that was settled: the last, or the first with a fault.
struct Tried {
    std::size_t claim = 0;
    abi::Settlement settlement;
    std::vector<std::int64_t> outputs;
    std::vector<std::int64_t> compared;  ///< as `interpret::settle_to_compare`
};

/// What an account that nothing is known of held; it is then part of the trial.
using Draw = std::function<Fen(const account::Key&)>;

/// Settles the claims in order. Postings of a paid one stay; others are dropped.
[[nodiscard]] Tried run(const ir::Program& program, Trial& trial, const Draw& draw = {});

/// The last claim's amounts that an expression reads, in words: 统筹基金 600.00, 医疗费总额 500.00.
[[nodiscard]] std::string figures(const ir::Program& program, const Trial& trial,
                                  ir::NodeId expression);

/// The trial in words: what the accounts held, and what each claim says that is not its default.
[[nodiscard]] std::string words(const ir::Program& program, const Trial& trial);

/// The total of a claim is the sum of its lines or else of its parts.
void set_total(const ir::Program& program, claims::Claim& claim);

/// A smaller trial of which `still` holds: fewer claims, accounts at zero, fields at their
/// defaults, less and rounder money. `still` is asked a bounded number of times.
[[nodiscard]] Trial smallest(const ir::Program& program, Trial trial,
                             const std::function<bool(Trial&)>& still);

}  // namespace pol::check
