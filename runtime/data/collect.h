// The rows of a statement given to the program by the database's own threads, in no order.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include <tl/expected.hpp>

#include "runtime/data/database.h"
#include "runtime/data/rows.h"
#include "runtime/data/values.h"

namespace pol::data {

/// What is asked of the database.
struct Asked {
    std::string name;           ///< of this one among all of a connection
    std::string values;         ///< columns as SQL lists them
    std::vector<Shape> shapes;  ///< of these; the row's number is a BIGINT
    std::size_t line = 0;       ///< which of them is the row's number
    std::string from;
};

/// Some rows: views of all values, and the rows' numbers. Any thread; false where no more are
/// wanted.
using TakeRows =
    std::function<bool(std::vector<View>&, const std::int64_t* lines, std::size_t count)>;

/// False where `take` wanted no more. The error is the database's.
[[nodiscard]] tl::expected<bool, std::string> collect(Connection& connection, const Asked& asked,
                                                      const TakeRows& take);

}  // namespace pol::data
