#include "runtime/data/collect.h"

#include <algorithm>
#include <atomic>

#include <fmt/format.h>

#include "runtime/data/row_function.h"

namespace pol::data {
namespace {

bool take_chunk(const Asked& asked, const TakeRows& take, duckdb_data_chunk rows) {
    const Library& library = opened_library();
    std::vector<View> views;
    views.reserve(asked.shapes.size());
    for (std::size_t i = 0; i < asked.shapes.size(); ++i) {
        views.emplace_back(library, asked.shapes[i], library.data_chunk_get_vector(rows, i));
    }
    const auto* lines = static_cast<const std::int64_t*>(views[asked.line].data());
    return take(views, lines, library.data_chunk_get_size(rows));
}

}  // namespace

tl::expected<bool, std::string> collect(Connection& connection, const Asked& asked,
                                        const TakeRows& take) {
    const Library& library = connection.library();
    std::atomic<bool> is_over = false;
    const RowFunction function{asked.name, [&](duckdb_data_chunk rows, duckdb_vector results) {
                                   bool* taken =
                                       static_cast<bool*>(library.vector_get_data(results));
                                   std::fill_n(taken, library.data_chunk_get_size(rows), true);
                                   const bool goes_on = take_chunk(asked, take, rows);
                                   if (!goes_on) {
                                       is_over = true;
                                   }
                                   return goes_on;
                               }};
    const Type truth(library, library.create_logical_type(DUCKDB_TYPE_BOOLEAN));
    register_row_function(connection, function, truth.get());
    auto counted = connection.number(
        fmt::format("SELECT count({}({})) FROM {}", asked.name, asked.values, asked.from));
    if (!counted && !is_over) {
        return tl::unexpected(std::move(counted).error());
    }
    return counted.has_value();
}

}  // namespace pol::data
