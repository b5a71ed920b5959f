// Rows of a table as claims.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "runtime/abi/vocabulary.h"
#include "runtime/claims/build.h"
#include "runtime/claims/record.h"
#include "runtime/claims/records.h"
#include "runtime/data/database.h"
#include "runtime/data/values.h"

namespace pol::data {

/// The columns of a table.
struct Columns {
    std::vector<std::string> names;
    std::vector<Shape> shapes;
};

[[nodiscard]] Columns columns_of(Result& result, const Library& library);
/// SETL_ID is setl_id where no other column is: a column in capitals takes the field's name, as SQL
/// reads it too.
void match_names(Columns& columns, const abi::Vocabulary& vocabulary);

/// The columns that a claim is made of, without those that nobody knows.
[[nodiscard]] Columns known_columns(const Columns& all, const abi::Vocabulary& vocabulary);
/// Names of no field, once each, each with what it may mean.
[[nodiscard]] std::vector<claims::Notice>
unknown_columns(const Columns& all, const abi::Vocabulary& vocabulary, claims::Lang lang);
/// What no claim can do without, a field that two columns have, and a known column of a type that
/// its fields cannot have; in the user's words.
[[nodiscard]] std::optional<std::string>
wrong_columns(const Columns& all, const abi::Vocabulary& vocabulary, claims::Lang lang);

/// The first columns of a chunk, those of `columns`.
[[nodiscard]] std::vector<View> views_of(const Library& library, const Columns& columns,
                                         const Chunk& chunk);
/// One row as a record.
[[nodiscard]] claims::Record record_of(const Columns& columns, const std::vector<View>& views,
                                       std::size_t row, std::size_t line);

}  // namespace pol::data
