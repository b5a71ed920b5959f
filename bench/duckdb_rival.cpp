#include "bench/duckdb_rival.h"

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <optional>

#include <fmt/format.h>

#include "runtime/data/database.h"

namespace pol::bench {
namespace {

[[noreturn]] void give_up(const std::string& why) {
    fmt::print(stderr, "{}\n", why);
    std::exit(1);
}

std::size_t width_of(Loaded::Type type) {
    return type == Loaded::Type::u8 ? 1 : type == Loaded::Type::i32 ? 4 : 8;
}

duckdb_type type_of(Loaded::Type type) {
    return type == Loaded::Type::u8    ? DUCKDB_TYPE_UTINYINT
           : type == Loaded::Type::i32 ? DUCKDB_TYPE_INTEGER
                                       : DUCKDB_TYPE_BIGINT;
}

/// Columns in memory as a table function, read once.
struct Source {
    const std::vector<Loaded>* columns;
    std::int64_t rows;
    std::int64_t at = 0;
};

void bind(duckdb_bind_info info) {
    const data::Library& library = data::opened_library();
    const auto* source = static_cast<const Source*>(library.bind_get_extra_info(info));
    for (const Loaded& column : *source->columns) {
        const data::Type type(library, library.create_logical_type(type_of(column.type)));
        library.bind_add_result_column(info, column.name.c_str(), type.get());
    }
}

void init(duckdb_init_info info) {
    data::opened_library().init_set_max_threads(info, 1);
}

void fill(duckdb_function_info info, duckdb_data_chunk chunk) {
    const data::Library& library = data::opened_library();
    auto* source = static_cast<Source*>(library.function_get_extra_info(info));
    const auto most = static_cast<std::int64_t>(library.vector_size());
    const std::int64_t rows = std::min(most, source->rows - source->at);
    for (std::size_t i = 0; i < source->columns->size(); ++i) {
        const Loaded& column = (*source->columns)[i];
        void* into = library.vector_get_data(library.data_chunk_get_vector(chunk, i));
        if (column.values == nullptr) {
            for (std::int64_t row = 0; row < rows; ++row) {
                static_cast<std::int64_t*>(into)[row] = source->at + row;
            }
        } else {
            const std::size_t width = width_of(column.type);
            std::memcpy(into,
                        static_cast<const std::byte*>(column.values) +
                            static_cast<std::size_t>(source->at) * width,
                        static_cast<std::size_t>(rows) * width);
        }
    }
    library.data_chunk_set_size(chunk, static_cast<idx_t>(rows));
    source->at += rows;
}

/// W1 and W3 alike: what an account leaves of the deductible and of the limit are expressions.
constexpr const char* kChronicRate = "CASE insured WHEN 0 THEN 75 ELSE 60 END";
constexpr const char* kChronicCap =
    "CASE WHEN disease < 2 THEN CASE insured WHEN 0 THEN 350000 ELSE 240000 END "
    "WHEN insured = 0 THEN 0 WHEN disease = 2 THEN 1300000 WHEN disease = 3 THEN 2000000 "
    "ELSE 2800000 END";

}  // namespace

struct DuckdbRival::Inside {
    std::unique_ptr<data::Database> database;
    std::optional<data::Connection> connection;

    void run(const std::string& text) {
        if (auto why = connection->query_all(
                text, [](data::Result&) { return std::optional<std::string>(); })) {
            give_up(*why);
        }
    }
};

DuckdbRival::DuckdbRival(const std::vector<Loaded>& columns, std::int64_t rows)
    : inside_(std::make_unique<Inside>()) {
    const auto library = data::library(claims::Lang::en);
    if (!library) {
        give_up(library.error());
    }
    auto database = data::Database::open(**library, {});
    if (!database) {
        give_up(database.error());
    }
    inside_->database = std::move(*database);
    auto connection = inside_->database->connect();
    if (!connection) {
        give_up(connection.error());
    }
    inside_->connection.emplace(std::move(*connection));
    const data::Library& calls = **library;
    Source source{&columns, rows};
    duckdb_table_function function = calls.create_table_function();
    calls.table_function_set_name(function, "columns_in_memory");
    calls.table_function_set_extra_info(function, &source, nullptr);
    calls.table_function_set_bind(function, bind);
    calls.table_function_set_init(function, init);
    calls.table_function_set_function(function, fill);
    if (calls.register_table_function(inside_->connection->get(), function) != DuckDBSuccess) {
        give_up("DuckDB refuses a table function");
    }
    calls.destroy_table_function(&function);
    inside_->run("CREATE TABLE claims AS SELECT * FROM columns_in_memory()");
}

DuckdbRival::~DuckdbRival() = default;

void DuckdbRival::set_threads(int threads) {
    inside_->run(fmt::format("SET threads = {}", threads));
}

void DuckdbRival::settle(const std::string& query) {
    inside_->run("CREATE OR REPLACE TABLE settled AS " + query);
}

void DuckdbRival::collect(const std::string& columns, const std::string& order,
                          const std::vector<const Line<std::int64_t>*>& into) {
    auto result =
        inside_->connection->query(fmt::format("SELECT {} FROM settled {}", columns, order));
    if (!result) {
        give_up(result.error());
    }
    const data::Library& library = data::opened_library();
    std::int64_t at = 0;
    for (;;) {
        auto chunk = result->next();
        if (!chunk) {
            give_up(chunk.error());
        }
        if (!*chunk) {
            return;
        }
        const std::size_t rows = (*chunk)->rows();
        for (std::size_t i = 0; i < into.size(); ++i) {
            std::memcpy(into[i]->data() + at, library.vector_get_data((*chunk)->column(i)),
                        rows * sizeof(std::int64_t));
        }
        at += static_cast<std::int64_t>(rows);
    }
}

std::string chronic_sql() {
    return fmt::format(
        "SELECT ded, fund, in_scope - fund AS person FROM ("
        "SELECT in_scope, ded, least(pay, greatest(0, {} - ytd_fund)) AS fund FROM ("
        "SELECT *, ((in_scope - ded) * {} + 50) // 100 AS pay FROM ("
        "SELECT *, least(in_scope, greatest(0, 50000 - ytd_deductible)) AS ded FROM claims)))",
        kChronicCap, kChronicRate);
}

std::string stay_sql() {
    return "SELECT ded, basic AS fund, second, in_scope - basic - second AS person FROM ("
           "SELECT in_scope, ded, basic, CASE WHEN type < 2 "
           "THEN least(((raw - basic) * 90 + 50) // 100, greatest(0, 40000000 - ytd_large)) "
           "ELSE (greatest(0, least(rest, 5000000) - 2000000) * (60 - less) "
           "+ greatest(0, least(rest, 10000000) - 5000000) * (65 - less) "
           "+ greatest(0, rest - 10000000) * (70 - less) + 50) // 100 END AS second FROM ("
           "SELECT *, in_scope - basic AS rest FROM ("
           "SELECT *, least(raw, greatest(0, CASE WHEN type < 2 THEN 30000000 ELSE 15000000 END "
           "- ytd_basic)) AS basic FROM ("
           "SELECT *, ((in_scope - ded) * rate + 50) // 100 AS raw FROM ("
           "SELECT *, least(in_scope, CASE level WHEN 0 THEN 120000 WHEN 1 THEN 80000 "
           "WHEN 2 THEN 40000 ELSE 20000 END::BIGINT "
           "* CASE WHEN travel <> 2 THEN 2 WHEN urgent = 0 THEN 5 ELSE 4 END // 2) AS ded, "
           "[80, 85, 88, 92, 85, 90, 93, 97, 60, 65, 75, 85, 65, 70, 80, 90]"
           "[type * 4 + level + 1] "
           "- CASE WHEN travel = 2 AND urgent = 0 OR travel = 1 AND capital = 1 AND papers = 0 "
           "AND home = 1 THEN 10 ELSE 0 END AS rate, "
           "CASE WHEN travel = 2 THEN 10 ELSE 0 END AS less FROM claims)))))";
}

std::string year_sql() {
    return fmt::format(
        "SELECT seq, ded, fund, in_scope - fund AS person FROM ("
        "SELECT *, least(pay, greatest(0, {} - before)) AS fund FROM ("
        "SELECT *, coalesce(sum(pay) OVER (PARTITION BY person, disease ORDER BY seq "
        "ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0)::BIGINT AS before FROM ("
        "SELECT *, ((in_scope - ded) * {} + 50) // 100 AS pay FROM ("
        "SELECT *, least(in_scope, greatest(0, 50000 - coalesce(sum(in_scope) OVER ("
        "PARTITION BY person ORDER BY seq ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), "
        "0)::BIGINT)) AS ded FROM claims))))",
        kChronicCap, kChronicRate);
}

}  // namespace pol::bench
