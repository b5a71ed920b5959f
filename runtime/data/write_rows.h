// Claims of a table settled and written by the database's own threads, where no claim depends on
// another: reading, settling and writing are one statement.
#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "runtime/data/claim_table.h"
#include "runtime/data/settle.h"
#include "runtime/data/write.h"

namespace pol::data {

/// What was settled since the last time: rows up to one from the first on, and of them those with
/// faults, in their order.
struct SettledRows {
    std::size_t rows = 0;
    std::vector<FaultedRow> faulted;
};

/// Told now and then, by the thread that called; false gives it up.
using Watch = std::function<bool(SettledRows)>;

/// Writes the settlements of a table that is not `by_person`, in the order of its rows, as `write`
/// does. How many threads there are changes nothing of it.
[[nodiscard]] std::optional<std::string> write_rows(ClaimTable& table, const Engines& engines,
                                                    claims::Lang lang, const Target& target,
                                                    const Watch& watch);

}  // namespace pol::data
