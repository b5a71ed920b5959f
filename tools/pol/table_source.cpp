#include "tools/pol/table_source.h"

#include <cerrno>
#include <filesystem>
#include <string>
#include <system_error>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "tools/pol/source.h"
#include "tools/pol/statements.h"

namespace pol::tool {
namespace {

/// The table of a DuckDB file that is meant.
tl::expected<data::ClaimTable::Source, std::string> table_of(const SettleOptions& options,
                                                             data::Session& session) {
    if (!is_database(options.input.claims)) {
        std::error_code failed;
        const bool is_there = std::filesystem::exists(options.input.claims, failed);
        return tl::unexpected(
            is_there ? std::string(say(options.common, "不是 DuckDB 文件", "is no DuckDB file"))
                     : why_failed(ENOENT, options.common));
    }
    const auto tables = session.attach(options.input.claims);
    if (!tables) {
        return tl::unexpected(tables.error());
    }
    const std::string& wanted = options.input.table;
    std::vector<std::string> names;
    for (const data::AttachedTable& table : *tables) {
        if (wanted == table.name || wanted == table.full_name ||
            (wanted.empty() && tables->size() == 1)) {
            return data::ClaimTable::Source{table.query};
        }
        names.push_back(table.full_name);
    }
    const std::string all = fmt::format("{}", fmt::join(names, ", "));
    const char* text =
        names.empty() ? say(options.common, "文件里没有表", "the file has no tables")
        : wanted.empty()
            ? say(options.common, "有多张表，用 --claims-table 指明：{}",
                  "it has several tables; name one by --claims-table: {}")
            : say(options.common, "没有表 {1}；有的是 {0}", "it has no table {1}, but these: {0}");
    return tl::unexpected(fmt::format(fmt::runtime(text), all, wanted));
}

}  // namespace

std::string name_of_claims(const SettleOptions& options) {
    const bool is_query = kind_of(options.input) == SourceKind::query;
    return is_query ? say(options.common, "查询", "query") : options.input.claims;
}

tl::expected<data::ClaimTable::Source, std::string> source_of(const SettleOptions& options,
                                                              data::Session& session) {
    const std::string& claims = options.input.claims;
    switch (kind_of(options.input)) {
    case SourceKind::query: {
        const std::vector<std::string> statements = statements_of(claims);
        if (statements.size() != 1) {
            return tl::unexpected(std::string(
                say(options.common, "应是一条查询", "one query is expected, and nothing else")));
        }
        return data::ClaimTable::Source{statements.front()};
    }
    case SourceKind::duckdb:
        return table_of(options, session);
    case SourceKind::parquet:
    case SourceKind::text:
    case SourceKind::packed:
        break;
    }
    std::error_code failed;
    if (std::filesystem::is_directory(claims, failed)) {
        return tl::unexpected(std::string(say(options.common, "是文件夹", "is a folder")));
    }
    constexpr const char* patterns = "*?[{";
    if (claims.find_first_of(patterns) == std::string::npos &&
        !std::filesystem::exists(claims, failed)) {
        return tl::unexpected(why_failed(ENOENT, options.common));
    }
    return data::ClaimTable::Source{data::parquet_query(claims), claims};
}

}  // namespace pol::tool
