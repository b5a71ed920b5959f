// One claim explained: its statement, and why another benefit did not apply.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/driver/compile.h"
#include "runtime/abi/engine.h"
#include "runtime/abi/manifest.h"
#include "runtime/account/store.h"
#include "runtime/claims/record.h"
#include "runtime/statement/statement.h"

namespace pol::driver {

/// What explanations are made from: a program of the compilation with its manifest and an engine
/// whose traced form is there.
struct Explainable {
    const Compilation& compilation;
    const ir::Program& program;
    const abi::Manifest& manifest;
    const abi::Engine& engine;
};

/// The readings of the module that a benefit stands in, with the options that were taken.
[[nodiscard]] std::vector<statement::Assumed>
assumed(const Compilation& compilation, const ir::Program& program, std::string_view benefit);

/// The claims of a person settled up to one of them, and what came of that one.
struct Explained {
    claims::Settled settled;
    statement::Statement statement;
    std::vector<account::Posting> before;  ///< the person's accounts when its turn came
};

/// Settles `claims`, whose earlier ones may be what the accounts of `claims[index]` hold, and
/// explains that one. `accounts` then hold what all of them posted.
[[nodiscard]] Explained explain(const Explainable& of, const std::vector<claims::Claim>& claims,
                                std::size_t index, account::Store& accounts,
                                claims::TextTable& texts, claims::Lang lang);

/// Which condition of a benefit or amendment failed for a claim, with the values that it read, and
/// which benefit was chosen; lines of text. A name that there is not is told with those that are.
/// `accounts` are those of before the claim.
struct WhyNot {
    bool known = true;
    std::string text;
};
[[nodiscard]] WhyNot why_not(const Explainable& of, const claims::Claim& claim,
                             const claims::Settled& settled, account::Store& accounts,
                             const claims::TextTable& texts, std::string_view benefit,
                             claims::Lang lang);

}  // namespace pol::driver
