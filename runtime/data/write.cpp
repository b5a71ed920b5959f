#include "runtime/data/write.h"

#include <algorithm>
#include <cstddef>
#include <exception>
#include <utility>

#include <fmt/format.h>

#include "runtime/data/database.h"
#include "runtime/data/settlement_columns.h"

namespace pol::data {
namespace {

/// Rows of a group: what the database takes by default.
constexpr std::size_t kRows = 122'880;

/// Where memory is limited no more values are held until a group is written; but what the end of
/// the file says of its groups is held to the end, so that they are not many either. Of that the
/// filters of values are most, some megabytes a million rows: there they are left out.
std::size_t rows_of_group(const Target& target, std::size_t columns) {
    constexpr std::size_t fewest = 16'384;
    constexpr std::size_t values = std::size_t{1} << 20U;
    return target.limits.memory == 0 ? kRows : std::clamp(values / columns, fewest, kRows);
}

/// The settlements as the database pulls them, so that no more is held than a row group needs.
struct Flow {
    const SettlementColumns& columns;
    const NextBatch& next;
    Batch held = {};
    std::size_t at = 0;
    bool is_over = false;
    std::string error = {};

    /// False at the end.
    bool fill() {
        while (!is_over && at == held.rows()) {
            auto more = next();
            at = 0;
            held = {};
            if (more) {
                held = *std::move(more);
            } else {
                error = std::move(more).error();
            }
            is_over = held.rows() == 0;
        }
        return !is_over;
    }
};

void bind(duckdb_bind_info info) {
    const Library& library = opened_library();
    const auto& flow = *static_cast<Flow*>(library.bind_get_extra_info(info));
    for (std::size_t i = 0; i < flow.columns.count(); ++i) {
        library.bind_add_result_column(info, flow.columns.name(i).c_str(),
                                       flow.columns.type(i).get());
    }
}

/// One thread: the accounts of a person are one after the other.
void start(duckdb_init_info info) {
    opened_library().init_set_max_threads(info, 1);
}

void put_rows(Flow& flow, duckdb_data_chunk chunk) {
    const Library& library = opened_library();
    const SettlementColumns::Vectors vectors = flow.columns.of_chunk(chunk);
    const std::size_t most = library.vector_size();
    std::size_t row = 0;
    while (row < most && flow.fill()) {
        const std::size_t count = std::min(most - row, flow.held.rows() - flow.at);
        for (std::size_t i = 0; i < count;) {
            if (const claims::Settled* settled = flow.held.alone(flow.at + i)) {
                flow.columns.put(vectors, row + i++, *settled);
                continue;
            }
            std::size_t end = i + 1;
            while (end < count && flow.held.alone(flow.at + end) == nullptr) {
                ++end;
            }
            flow.columns.put(vectors, row + i, *flow.held.columns, flow.at + i, end - i);
            i = end;
        }
        row += count;
        flow.at += count;
    }
    library.data_chunk_set_size(chunk, row);
}

void pull(duckdb_function_info info, duckdb_data_chunk chunk) {
    const Library& library = opened_library();
    auto& flow = *static_cast<Flow*>(library.function_get_extra_info(info));
    try {
        put_rows(flow, chunk);
    } catch (const std::exception& e) {
        flow.error = e.what();
    }
    if (!flow.error.empty()) {
        library.function_set_error(info, flow.error.c_str());
    }
}

void register_flow(const Connection& connection, Flow& flow) {
    const Library& library = connection.library();
    duckdb_table_function function = library.create_table_function();
    library.table_function_set_name(function, "pol_settled");
    library.table_function_set_extra_info(function, &flow, nullptr);
    library.table_function_set_bind(function, bind);
    library.table_function_set_init(function, start);
    library.table_function_set_function(function, pull);
    library.register_table_function(connection.get(), function);
    library.destroy_table_function(&function);
}

}  // namespace

std::string write_statement(const Target& target, const std::string& query, std::size_t columns) {
    if (target.table.empty()) {
        return fmt::format(
            "COPY ({}) TO {} (FORMAT parquet, USE_TMP_FILE false, ROW_GROUP_SIZE {}, "
            "WRITE_BLOOM_FILTER {})",
            query, sql_text(target.file), rows_of_group(target, columns),
            target.limits.memory == 0);
    }
    return fmt::format("ATTACH {} AS pol_out; BEGIN; CREATE OR REPLACE TABLE pol_out.{} AS {}; "
                       "COMMIT; DETACH pol_out",
                       sql_text(target.file), sql_name(target.table), query);
}

std::optional<std::string> write(Database& database, const Target& target,
                                 const abi::Vocabulary& vocabulary, const NextBatch& next) {
    auto connection = database.connect();
    if (!connection) {
        return std::move(connection).error();
    }
    const SettlementColumns columns(connection->library(), vocabulary, target.columns);
    Flow flow{columns, next};
    register_flow(*connection, flow);
    auto why = connection->query_all(
        write_statement(target, "SELECT * FROM pol_settled()", columns.count()),
        [](Result&) { return std::nullopt; });
    // The database puts words of its own around a text that was ours.
    return why && !flow.error.empty() ? std::optional(flow.error) : why;
}

}  // namespace pol::data
