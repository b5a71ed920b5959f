// Values of types that no field of a claim has, as the database writes them.
#pragma once

#include <optional>
#include <string>

#include "runtime/data/library.h"

namespace pol::data {

/// The value at `row` of a vector's data: of a BLOB, BIT, UUID, INTERVAL, UHUGEINT, DATE, or a
/// TIME or TIMESTAMP of any kind; nothing of other types.
[[nodiscard]] std::optional<std::string> text_of_other(const Library& library, duckdb_type type,
                                                       const void* data, std::size_t row);

}  // namespace pol::data
