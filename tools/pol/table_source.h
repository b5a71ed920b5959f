// The table that claims are read from.
#pragma once

#include <string>

#include <tl/expected.hpp>

#include "runtime/data/session.h"
#include "tools/pol/settle_options.h"

namespace pol::tool {

/// What messages call the claims: their file, or "query", which has no name of its own.
[[nodiscard]] std::string name_of_claims(const SettleOptions& options);

/// Of claims that `reads_table`. The error says which tables a DuckDB file has.
[[nodiscard]] tl::expected<data::ClaimTable::Source, std::string>
source_of(const SettleOptions& options, data::Session& session);

}  // namespace pol::tool
