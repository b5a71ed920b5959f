// DuckDB's functions, from a library that is opened when something first needs it: a command
// without tables starts as fast as if there were none.
#pragma once

#include <string>

#include <duckdb.h>

#include <tl/expected.hpp>

#include "runtime/claims/record.h"

namespace pol::data {

/// The only version that is used. The columns' layout in memory is part of what a version says.
inline constexpr const char* kVersion = "v1.4.4";

// The functions of the library that are called, by their names without `duckdb_`.
// clang-format off
#define POL_DUCKDB_FUNCTIONS(X) \
    X(open_ext) X(close) X(connect) X(disconnect) X(interrupt) X(create_config) X(set_config) X(destroy_config) X(free) \
    X(extract_statements) X(extract_statements_error) X(prepare_extracted_statement) X(destroy_extracted) \
    X(prepare_error) X(destroy_prepare) X(prepared_statement_type) X(pending_prepared_streaming) X(pending_error) X(destroy_pending) \
    X(execute_pending) X(pending_execute_task) X(pending_execution_is_finished) \
    X(destroy_result) X(result_error) X(result_return_type) X(rows_changed) X(column_count) X(column_name) X(column_logical_type) X(fetch_chunk) \
    X(destroy_data_chunk) X(data_chunk_get_size) X(data_chunk_get_column_count) X(data_chunk_get_vector) \
    X(data_chunk_set_size) X(vector_size) \
    X(create_logical_type) X(create_list_type) X(create_struct_type) X(create_decimal_type) X(destroy_logical_type) \
    X(get_type_id) X(decimal_scale) X(decimal_internal_type) X(enum_internal_type) X(enum_dictionary_size) \
    X(enum_dictionary_value) X(list_type_child_type) X(array_type_child_type) X(array_type_array_size) \
    X(struct_type_child_count) X(struct_type_child_name) X(struct_type_child_type) \
    X(vector_get_data) X(vector_get_validity) X(vector_ensure_validity_writable) X(vector_assign_string_element_len) \
    X(list_vector_get_child) X(list_vector_get_size) X(list_vector_set_size) X(list_vector_reserve) \
    X(struct_vector_get_child) X(array_vector_get_child) \
    X(create_table_function) X(destroy_table_function) X(table_function_set_name) X(table_function_set_extra_info) \
    X(table_function_set_bind) X(table_function_set_init) X(table_function_set_function) X(register_table_function) \
    X(bind_get_extra_info) X(bind_add_result_column) X(init_set_max_threads) \
    X(function_get_extra_info) X(function_set_error) \
    X(create_scalar_function) X(destroy_scalar_function) X(scalar_function_set_name) \
    X(scalar_function_add_parameter) X(scalar_function_set_varargs) \
    X(scalar_function_set_volatile) X(scalar_function_set_special_handling) X(scalar_function_set_return_type) X(scalar_function_set_extra_info) \
    X(scalar_function_set_bind) X(scalar_function_set_bind_data) \
    X(scalar_function_set_bind_data_copy) \
    X(scalar_function_set_error) X(scalar_function_bind_set_error) X(scalar_function_set_function) X(register_scalar_function) \
    X(scalar_function_get_extra_info) X(scalar_function_bind_get_extra_info) X(scalar_function_get_bind_data) \
    X(scalar_function_bind_get_argument) X(expression_return_type) X(destroy_expression) \
    X(map_type_key_type) X(map_type_value_type) X(union_type_member_count) X(union_type_member_type) \
    X(create_blob) X(create_date) X(create_timestamp) X(create_timestamp_tz) X(create_bit) X(create_uuid) X(create_uhugeint) X(create_interval) \
    X(create_time) X(create_time_ns) \
    X(create_time_tz_value) X(create_timestamp_s) X(create_timestamp_ms) X(create_timestamp_ns) X(get_varchar) X(destroy_value)
// clang-format on

/// The opened library; it stays open to the end of the process.
struct Library {
// NOLINTNEXTLINE(bugprone-macro-parentheses): a member's name
#define POL_DUCKDB_MEMBER(name) decltype(&duckdb_##name) name = nullptr;
    POL_DUCKDB_FUNCTIONS(POL_DUCKDB_MEMBER)
#undef POL_DUCKDB_MEMBER
};

/// Opens the library, the first time it is asked. It is looked for where POL_DUCKDB says (a file,
/// or a folder with libduckdb.so), or else beside the program, in `../lib` and `../lib/pol` from
/// there, and in `../.deps/duckdb`, where scripts/setup puts it. The error says what was looked for
/// and where, or which version was found.
[[nodiscard]] tl::expected<const Library*, std::string> library(claims::Lang lang);

/// The library that was opened before: for functions that it calls back.
[[nodiscard]] const Library& opened_library();

}  // namespace pol::data
