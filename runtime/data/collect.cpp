#include "runtime/data/collect.h"

#include <algorithm>
#include <atomic>
#include <exception>

#include <fmt/format.h>

namespace pol::data {
namespace {

struct Collecting {
    const Asked& asked;
    const TakeRows& take;
    std::atomic<bool> is_over = false;

    bool add(duckdb_data_chunk input) const {
        const Library& library = opened_library();
        std::vector<View> views;
        views.reserve(asked.shapes.size());
        for (std::size_t i = 0; i < asked.shapes.size(); ++i) {
            views.emplace_back(library, asked.shapes[i], library.data_chunk_get_vector(input, i));
        }
        const auto* lines = static_cast<const std::int64_t*>(views[asked.line].data());
        return take(views, lines, library.data_chunk_get_size(input));
    }
};

void call(duckdb_function_info info, duckdb_data_chunk input, duckdb_vector output) {
    const Library& library = opened_library();
    auto& all = *static_cast<Collecting*>(library.scalar_function_get_extra_info(info));
    bool* taken = static_cast<bool*>(library.vector_get_data(output));
    std::fill_n(taken, library.data_chunk_get_size(input), true);
    try {
        if (!all.add(input)) {
            all.is_over = true;
            library.scalar_function_set_error(info, "over");
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
    library.scalar_function_set_name(made, collecting.asked.name.c_str());
    library.scalar_function_set_varargs(made, any.get());
    library.scalar_function_set_return_type(made, truth.get());
    // It is called once for each row, absent values or not.
    library.scalar_function_set_volatile(made);
    library.scalar_function_set_special_handling(made);
    library.scalar_function_set_extra_info(made, &collecting, nullptr);
    library.scalar_function_set_function(made, call);
    library.register_scalar_function(connection.get(), made);
    library.destroy_scalar_function(&made);
}

}  // namespace

tl::expected<bool, std::string> collect(Connection& connection, const Asked& asked,
                                        const TakeRows& take) {
    Collecting collecting{asked, take};
    register_collecting(connection, collecting);
    auto counted = connection.number(
        fmt::format("SELECT count({}({})) FROM {}", asked.name, asked.values, asked.from));
    if (!counted && !collecting.is_over) {
        return tl::unexpected(std::move(counted).error());
    }
    return counted.has_value();
}

}  // namespace pol::data
