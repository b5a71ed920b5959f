// pol settle with a table on either side: Parquet, SQL, a DuckDB file.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "compiler/driver/slices.h"
#include "runtime/abi/engine.h"
#include "runtime/abi/manifest.h"
#include "runtime/claims/record.h"
#include "tools/pol/settle_options.h"

namespace pol::tool {

/// What settles.
struct Settler {
    const driver::Slices& slices;
    const abi::Manifest& manifest;
    const abi::Engine& engine;
};

/// `parquet` or `duckdb`.
[[nodiscard]] bool is_table_form(const std::string& format);

/// Reads claims from a table and writes their settlements in that form; the exit code.
[[nodiscard]] int settle_table(const SettleOptions& options, const std::string& format,
                               const Settler& settler);
/// Writes settlements that are there to a table. Good, or the reason has been printed.
[[nodiscard]] int write_table(const SettleOptions& options, const std::string& format,
                              const abi::Manifest& manifest,
                              const std::vector<claims::Settled>& settled);

}  // namespace pol::tool
