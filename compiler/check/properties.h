// Do the properties hold (恒有)? Proved where that is seen, else searched for a claim that breaks
// one.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "compiler/diagnostics/diagnostic.h"
#include "compiler/ir/program.h"
#include "runtime/claims/record.h"

namespace pol::check {

struct PropertyAnswer {
    enum class Kind : std::uint8_t {
        proved,    ///< it holds for every claim that does not fault
        refuted,   ///< the claim is in the diagnostics
        searched,  ///< no claim was found that breaks it
    };
    std::string text;  ///< as it is written
    Span span;
    Kind kind = Kind::searched;
    std::size_t claims = 0;  ///< how many were settled with its tiers, and kept it
};

/// Looks for claims that break a property of a verified program, in `trials` trials: a claim with
/// accounts that hold nothing or anything not below zero; the claims of one person, for a property
/// of a period; a claim and the same with more of a part, for 不减于. Made near the program's
/// constants and like the `examples`, the same ones each time, and settled by the interpreter. What
/// is found is made as small as it easily can be, and told once for each property. In the order of
/// the text.
[[nodiscard]] std::vector<PropertyAnswer> properties(const ir::Program& program,
                                                     const std::vector<claims::Claim>& examples,
                                                     std::size_t trials, Diagnostics& diagnostics);

}  // namespace pol::check
