// The workloads in SQL: the same columns in a table of a database in memory.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "bench/workloads.h"

namespace pol::bench {

/// A column to load; without values it is the number of the row.
struct Loaded {
    std::string name;
    enum class Type { u8, i32, i64 } type;
    const void* values;
};

/// Every failure ends the program with DuckDB's message.
class DuckdbRival {
  public:
    /// Makes the table `claims`.
    DuckdbRival(const std::vector<Loaded>& columns, std::int64_t rows);
    ~DuckdbRival();
    DuckdbRival(const DuckdbRival&) = delete;
    DuckdbRival& operator=(const DuckdbRival&) = delete;

    void set_threads(int threads);
    /// Makes the table `settled` out of a query over `claims`.
    void settle(const std::string& query);
    /// The columns of `settled`, all BIGINT, in the order that a clause says.
    void collect(const std::string& columns, const std::string& order,
                 const std::vector<const Line<std::int64_t>*>& into);

  private:
    struct Inside;
    std::unique_ptr<Inside> inside_;
};

/// Columns ded, fund and person, as the workload's claims have them.
[[nodiscard]] std::string chronic_sql();
/// The same and second.
[[nodiscard]] std::string stay_sql();
/// The same without second, with seq. Sums that only grow up to a limit are the limit or the sum of
/// what was asked for, so two windows do.
[[nodiscard]] std::string year_sql();

}  // namespace pol::bench
