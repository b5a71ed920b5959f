// Tables whose rows stand in a CSV file beside the policy.
#pragma once

#include <functional>
#include <string>

#include <tl/expected.hpp>

#include "compiler/diagnostics/diagnostic.h"
#include "compiler/driver/project.h"
#include "compiler/source/source_map.h"
#include "compiler/syntax/tree.h"

namespace pol::driver {

/// Reads a file by its path.
using ReadText = std::function<tl::expected<std::string, Error>(const std::string& path)>;

/// Puts the rows of each `表 … 取自 "file.csv"` before those of its text. The file is UTF-8 or
/// GB18030; its path is from the policy's own folder. Its first row names the columns: every key
/// and column of the table, in any order, others are passed over; `限价(元)`, `自付比例(%)` and
/// `自付比例(比例)` say the unit of a column's bare numbers. A cell is written as in a table of a
/// policy: 12.50元, 10%, 2023-07-01, 无 or nothing; a key also 任意, `至 b`, `a 到 b`,
/// `2023-07-01 起`. Reported: a file that cannot be read, a column that it has not, a row of
/// another width.
void load_table_files(syntax::Tree& tree, SourceMap& sources, const ReadText& read,
                      Diagnostics& diagnostics);

/// Reads from the disk.
[[nodiscard]] tl::expected<std::string, Error> read_from_disk(const std::string& path);

}  // namespace pol::driver
