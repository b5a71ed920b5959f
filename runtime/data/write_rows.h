// Claims of a table settled and written by the database's own threads, where no claim depends on
// another: reading, settling and writing are one statement.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include <tl/expected.hpp>

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

enum class Wrote : std::uint8_t {
    whole,
    /// A person seems to have a number twice, which only claims that come by person can tell: what
    /// was written is of no use.
    twice,
};

/// Writes the settlements of a table that is not `by_person`, in the order of its rows, as `write`
/// does. How many threads there are changes nothing of it. With `looks_twice` it looks on the way
/// whether a person has a number twice.
[[nodiscard]] tl::expected<Wrote, std::string> write_rows(ClaimTable& table, const Engines& engines,
                                                          claims::Lang lang, const Target& target,
                                                          bool looks_twice, const Watch& watch);

/// Whether a person seems to have a number twice, in a pass over the table's numbers and people:
/// for who writes by other means.
[[nodiscard]] tl::expected<bool, std::string> may_be_twice(ClaimTable& table, const Limits& limits);

}  // namespace pol::data
