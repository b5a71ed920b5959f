// Files that commands read.
#pragma once

#include <string>

#include <tl/expected.hpp>

#include "runtime/abi/manifest.h"
#include "runtime/claims/read.h"
#include "tools/pol/common.h"
#include "tools/pol/progress.h"

namespace pol::tool {

/// Where claims come from.
struct InputOptions {
    std::string claims;  ///< - is standard input
    std::string lines;   ///< fee lines; empty: none
    std::string format;  ///< of the claims; empty: as the file's name ends, else as its text looks
    std::string table;   ///< of a DuckDB file; empty: its only one
    bool is_silent = false;  ///< what is noticed is not printed: it was before
};
void add_input(CLI::App& command, InputOptions& options);
/// The same for a command that reads Parquet and SQL too.
void add_input_or_table(CLI::App& command, InputOptions& options);

/// Claims of a file, with what was noticed printed to stderr. The error says which file and why.
[[nodiscard]] tl::expected<claims::Input, std::string>
read_claims(const InputOptions& options, const abi::Manifest& manifest, claims::TextTable& texts,
            const Common& common, Progress& progress);

}  // namespace pol::tool
