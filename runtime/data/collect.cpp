#include "runtime/data/collect.h"

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <exception>
#include <vector>

#include <fmt/format.h>

namespace pol::data {
namespace {

constexpr const char* kFunction = "pol_kept_row";

const Shape kText{DUCKDB_TYPE_VARCHAR, DUCKDB_TYPE_INVALID, 0, 0, {}, {}, {}};

struct Collecting {
    const Columns& columns;
    RowStore& store;
    std::atomic<bool> is_full = false;

    /// False where there is no room.
    bool add(duckdb_data_chunk input) {
        const Library& library = opened_library();
        const std::size_t count = columns.shapes.size();
        std::vector<View> views;
        views.reserve(count + 1);
        for (std::size_t i = 0; i < count; ++i) {
            views.emplace_back(library, columns.shapes[i], library.data_chunk_get_vector(input, i));
        }
        if (library.data_chunk_get_column_count(input) > count + 1) {
            views.emplace_back(library, kText, library.data_chunk_get_vector(input, count + 1));
        }
        const auto* lines = static_cast<const std::int64_t*>(
            library.vector_get_data(library.data_chunk_get_vector(input, count)));
        return store.add(views, lines, library.data_chunk_get_size(input));
    }
};

void call(duckdb_function_info info, duckdb_data_chunk input, duckdb_vector output) {
    const Library& library = opened_library();
    auto& all = *static_cast<Collecting*>(library.scalar_function_get_extra_info(info));
    bool* kept = static_cast<bool*>(library.vector_get_data(output));
    std::fill_n(kept, library.data_chunk_get_size(input), true);
    try {
        if (!all.add(input)) {
            all.is_full = true;
            library.scalar_function_set_error(info, "memory");
        }
    } catch (const std::exception& e) {
        library.scalar_function_set_error(info, e.what());
    }
}

void register_collecting(const Connection& connection, Collecting& collecting) {
    const Library& library = connection.library();
    duckdb_scalar_function made = library.create_scalar_function();
    const Type any(library, library.create_logical_type(DUCKDB_TYPE_ANY));
    const Type truth(library, library.create_logical_type(DUCKDB_TYPE_BOOLEAN));
    library.scalar_function_set_name(made, kFunction);
    library.scalar_function_set_varargs(made, any.get());
    library.scalar_function_set_return_type(made, truth.get());
    library.scalar_function_set_volatile(made);
    library.scalar_function_set_special_handling(made);
    library.scalar_function_set_extra_info(made, &collecting, nullptr);
    library.scalar_function_set_function(made, call);
    library.register_scalar_function(connection.get(), made);
    library.destroy_scalar_function(&made);
}

}  // namespace

tl::expected<bool, std::string> collect_rows(Connection& connection, const Columns& columns,
                                             const std::string& values, const std::string& from,
                                             RowStore& store) {
    Collecting collecting{columns, store};
    register_collecting(connection, collecting);
    auto counted =
        connection.number(fmt::format("SELECT count({}({})) FROM {}", kFunction, values, from));
    if (!counted && !collecting.is_full) {
        return tl::unexpected(std::move(counted).error());
    }
    return counted.has_value();
}

}  // namespace pol::data
