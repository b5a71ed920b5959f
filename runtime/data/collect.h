// The rows of a statement brought into memory by the database's own threads.
#pragma once

#include <string>

#include <tl/expected.hpp>

#include "runtime/data/database.h"
#include "runtime/data/row_store.h"
#include "runtime/data/rows.h"

namespace pol::data {

/// `values` are the columns, the row's number, and whose it is where the store's layout asks for
/// it. False where the store has no room for all; then it is of no use.
[[nodiscard]] tl::expected<bool, std::string>
collect_rows(Connection& connection, const Columns& columns, const std::string& values,
             const std::string& from, RowStore& store);

}  // namespace pol::data
