#include "runtime/data/row_function.h"

#include <exception>

namespace pol::data {
namespace {

void call(duckdb_function_info info, duckdb_data_chunk rows, duckdb_vector results) {
    const Library& library = opened_library();
    const auto& function =
        *static_cast<const RowFunction*>(library.scalar_function_get_extra_info(info));
    try {
        if (!function.call(rows, results)) {
            library.scalar_function_set_error(info, "over");
        }
    } catch (const std::exception& e) {
        library.scalar_function_set_error(info, e.what());
    }
}

}  // namespace

void register_row_function(const Connection& connection, const RowFunction& function,
                           duckdb_logical_type returns) {
    const Library& library = connection.library();
    duckdb_scalar_function made = library.create_scalar_function();
    const Type any(library, library.create_logical_type(DUCKDB_TYPE_ANY));
    library.scalar_function_set_name(made, function.name.c_str());
    library.scalar_function_set_varargs(made, any.get());
    library.scalar_function_set_return_type(made, returns);
    library.scalar_function_set_volatile(made);
    library.scalar_function_set_special_handling(made);
    // DuckDB's door takes what it only hands back as if it could be changed.
    library.scalar_function_set_extra_info(made, const_cast<RowFunction*>(&function), nullptr);
    library.scalar_function_set_function(made, call);
    library.register_scalar_function(connection.get(), made);
    library.destroy_scalar_function(&made);
}

}  // namespace pol::data
