// The rows of a large table as `find_row` (runtime/value/row_search.h) searches them.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "compiler/ir/program.h"

namespace pol::ir {

/// Tables of fewer rows are comparisons in the code.
inline constexpr std::size_t kFewRows = 16;

struct TableLayout {
    std::vector<std::size_t> order;  ///< of the table's keys: the one that is searched first
    std::vector<std::int64_t> intervals;
    std::vector<std::int64_t> rows;
};

/// Nothing where no key can be searched first: then the rows are compared one after another.
[[nodiscard]] std::optional<TableLayout> layout_of(const ir::Table& table);

}  // namespace pol::ir
