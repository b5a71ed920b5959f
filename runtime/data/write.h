// Settlements into a Parquet file, or a table of a DuckDB file.
#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include <tl/expected.hpp>

#include "runtime/abi/vocabulary.h"
#include "runtime/data/limits.h"
#include "runtime/data/settle.h"

namespace pol::data {

class Database;

/// The next settlements to write; none at the end. The error ends the writing.
using NextBatch = std::function<tl::expected<Batch, std::string>()>;

/// The columns of a settlement, in the order in which they are written.
[[nodiscard]] std::vector<std::string> result_names(const abi::Vocabulary& vocabulary);

/// Of some names those that no settlement has, and then the names that there are; both empty where
/// each is known.
struct UnknownResults {
    std::vector<std::string> names;
    std::vector<std::string> known;
};
[[nodiscard]] UnknownResults unknown_results(const abi::Vocabulary& vocabulary,
                                             const std::vector<std::string>& select);

struct Target {
    std::string file;
    std::string table;                 ///< of a DuckDB file; empty: the file is Parquet
    std::vector<std::string> columns;  ///< of the settlement; none: all
    /// What the session was opened with. Where memory is limited groups of many columns are of
    /// fewer rows.
    Limits limits = {};
};

/// The statement that writes what a query of so many columns answers.
[[nodiscard]] std::string write_statement(const Target& target, const std::string& query,
                                          std::size_t columns);

/// Writes what `next` gives, as it comes. A Parquet file is written at its name: who wants it whole
/// or not at all gives another name and renames. A table takes the place of one that has its name,
/// in one transaction, and the rest of the DuckDB file stays. The error says why it failed.
[[nodiscard]] std::optional<std::string> write(Database& database, const Target& target,
                                               const abi::Vocabulary& vocabulary,
                                               const NextBatch& next);

}  // namespace pol::data
