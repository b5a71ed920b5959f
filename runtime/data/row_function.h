// A function of SQL that is called for its effect on rows.
#pragma once

#include <functional>
#include <string>

#include "runtime/data/database.h"

namespace pol::data {

/// Called with chunks of rows, by any thread, once for each row whatever else the statement could
/// do without, absent values or not; its arguments are the columns of `rows`, any number of any
/// type. False ends the statement, and so does an exception, with its words.
struct RowFunction {
    std::string name;
    std::function<bool(duckdb_data_chunk rows, duckdb_vector results)> call;
};

/// `function` is not copied: it must outlive the last statement that uses it.
void register_row_function(const Connection& connection, const RowFunction& function,
                           duckdb_logical_type returns);

}  // namespace pol::data
