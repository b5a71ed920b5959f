// What claims come from, whatever its name says.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "tools/pol/input.h"

namespace pol::tool {

enum class SourceKind : std::uint8_t {
    text,
    parquet,
    duckdb,  ///< a file with tables
    query,   ///< of SQL
    packed,  ///< by gzip or Zstandard
};

/// So many bytes tell what a file is.
inline constexpr std::size_t kBeginning = 12;
[[nodiscard]] SourceKind kind_of_bytes(std::string_view beginning);

/// As --input-format says; else what the file that is there begins with, or, where there is none, a
/// query by its first word and Parquet by the name's end.
[[nodiscard]] SourceKind kind_of(const InputOptions& input);
/// The database reads it.
[[nodiscard]] bool reads_table(const InputOptions& input);

/// A DuckDB file is there.
[[nodiscard]] bool is_database(const std::string& path);

/// A name or a pattern means this file, which is there.
[[nodiscard]] bool names_file(const std::string& text, const std::string& path);
/// The text in quotes of a query that means this file; empty: none does.
[[nodiscard]] std::string named_in_query(const std::string& query, const std::string& path);

}  // namespace pol::tool
