// Is there a claim on which some conditions hold and others do not, or a value is missing? The
// question behind overlaps, gaps and lookups that miss, answered without a solver.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "compiler/ir/program.h"
#include "runtime/fault/cancel.h"

namespace pol::check {

/// What is wanted of an expression.
enum class Ask : std::uint8_t {
    holds,   ///< a condition holds
    fails,   ///< a condition does not hold
    absent,  ///< a value is absent
    no_row,  ///< a lookup finds no row
};
struct Wanted {
    ir::NodeId node;
    Ask ask = Ask::holds;
};

struct Found {
    enum class Kind : std::uint8_t {
        none,       ///< no claim of the vocabulary does this
        claim,      ///< the one in `claim` does
        undecided,  ///< none was found, and not all that could be told apart were tried: too many,
                    ///< or it was given up
    };
    Kind kind = Kind::none;
    std::string claim;  ///< its fields in words: 险种 职工, 开始日期 2023-01-01
    /// The same as values: into `Vocabulary::fields`, nothing where absent.
    std::vector<std::pair<std::uint32_t, std::optional<std::int64_t>>> fields = {};
};

/// Grows a decision tree: the first thing that the wanted conditions cannot be told without is
/// tested next, and a branch ends where one of them fails.
///
/// What is tested are fields of the claim and what only a whole claim shows (a list's quantifier,
/// an account). Each stands for its classes: all values of an enum; of money, days and numbers
/// those at and beside the constants that it is compared with, moved by the lengths of time between
/// them; of a place those named and one of none. Exact for conditions that compare fields with
/// constants.
[[nodiscard]] Found find_claim(const ir::Program& program, const std::vector<Wanted>& wanted,
                               Cancel cancel = {});

/// A value of a claim in words: 职工, 是, 1000.00, 2023-03-01.
[[nodiscard]] std::string shown(const ir::Program& program, const ir::Type& type,
                                const std::optional<std::int64_t>& value);

}  // namespace pol::check
