// Settles a list of claims by one engine: order, accounts, duplicates, reversals, faults.
#pragma once

#include <cstddef>
#include <functional>
#include <vector>

#include "runtime/abi/engine.h"
#include "runtime/abi/manifest.h"
#include "runtime/account/store.h"
#include "runtime/claims/record.h"

namespace pol::batch {

struct Options {
    bool in_order =
        false;  ///< the input is in order already; else (setl_date, setl_id) within a person
    claims::Lang lang = claims::Lang::zh;  ///< of the faults' texts
    /// Called for each settled claim with its tape, when set; the engine's traced form runs then.
    /// Index into `claims`, and the claim as it was settled: that one, or its part of a year.
    std::function<void(std::size_t, const claims::Claim&, const abi::Tape&)> on_tape;
    /// Called for each record in turn, when what it posts is posted.
    std::function<void(std::size_t)> on_settled;
};

/// One settlement for each claim, in the order of `claims`. Only a claim answered `paid` posts.
///
/// A claim with faults answers `fault`. Of the others that have one `setl_id`, the first in the
/// input is settled, whatever comes of it, and the rest answer `duplicate`.
///
/// A claim of a benefit that says 跨年拆分 is settled as one claim a year (`by_year`), each seeing
/// what the earlier ones posted, and answers one settlement: amounts are the sums of the parts;
/// `dedc_std` and rates those of the first part that has them; benefits, where they differ, all
/// named; answers those of any part. A refused part pays nothing and leaves the others as they are;
/// all refused is refused; else the strongest status is the claim's. A fault in a part is the
/// claim's. The postings of all parts stand or fall together, and one reversal takes them all back.
///
/// A reversal answers the stored settlement negated, rates as they were, and takes exactly its
/// postings out of the accounts. It is settled in its place by its own setl_date and setl_id, but
/// on the day of its original never before that one; without a setl_date it comes after everything
/// that has one, in the order of the input.
[[nodiscard]] std::vector<claims::Settled> settle(const std::vector<claims::Claim>& claims,
                                                  const abi::Manifest& manifest,
                                                  const abi::Engine& engine,
                                                  account::Store& accounts,
                                                  claims::TextTable& texts, const Options& options);

}  // namespace pol::batch
