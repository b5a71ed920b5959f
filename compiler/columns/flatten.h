// Rule IR to the column program: all benefits at once, without branches.
//
// Benefits of one shape become one list of operations in which only what differs is selected: an
// amendment that raises a deductible costs a multiplication and a select, not a second settlement.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <tl/expected.hpp>

#include "compiler/columns/program.h"
#include "compiler/ir/program.h"

namespace pol::columns {

/// What a program has that lanes cannot do: such a program settles its rows one by one, by
/// `abi::SettleOne`, and says so.
struct Obstacle {
    enum class Why : std::uint8_t {
        missing_column,   ///< a field that must be given has no column
        open_key,         ///< an account is kept by a key without a known set of values
        several_periods,  ///< a benefit reads one account in two periods
        late_balance,  ///< whether a balance is read before or after a posting depends on the claim
        wide,          ///< an exact amount of more than 120 bits
        large_table,   ///< a table whose rows are neither dense nor searchable
        long_program,  ///< more operations than a kernel is compiled from in seconds
        listed_balance,  ///< elements of a list are judged by what an account holds
    };
    Why why = Why::missing_column;
    std::string quantity;  ///< where: the quantity's name
    friend bool operator==(const Obstacle&, const Obstacle&) = default;
};

/// Whether there are columns for figures of the claim's lists, and for keys whose values are not
/// known beforehand (`Source`); else every list is taken as empty.
enum class Lists : std::uint8_t { none, figures };

/// `inputs` are the columns that there are, at most one for each field; those that nothing reads
/// are left out of the result. A field without a column holds its default, or is absent.
[[nodiscard]] tl::expected<Program, Obstacle>
flatten(const ir::Program& program, const std::vector<Input>& inputs, Lists lists = Lists::none);

}  // namespace pol::columns
