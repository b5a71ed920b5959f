// Every engine on the same claims, and where they do not say the same, the least that shows it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "compiler/ir/program.h"
#include "compiler/source/source_map.h"
#include "tests/differential/agreement.h"

namespace pol::differential {

struct Comparison {
    std::string difference;  ///< empty where all agree
    std::string obstacle;    ///< why the program has no kernel; else empty
    Counts counts;
    std::size_t rows = 0;        ///< settled by kernels, each beside the interpreter
    std::size_t accounts = 0;    ///< sums of theirs
    std::size_t in_batches = 0;  ///< rows settled as tables are
};

/// Interpreter and machine code one by one, kernels at the strongest level of processor and by
/// `turn` at another, tables in batches that `turn` has it.
[[nodiscard]] Comparison compare(const ir::Program& program, const SourceMap& sources,
                                 std::string_view claims, std::uint64_t turn);

/// A policy and some claims, or filings, of it.
struct Case {
    std::string policy;
    std::string claims;
    std::size_t program = 0;  ///< that settles them: 0 of claims, 1 of the first record filed
};

/// Of a case on which engines differ, one on which they differ still and of which no more can be
/// taken away: neither a claim, nor a clause of the policy, nor a part of a clause.
[[nodiscard]] Case smallest(const Case& found, std::uint64_t turn);

}  // namespace pol::differential
