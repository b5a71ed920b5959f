// Claims of a table settled, some people at a time.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <tl/expected.hpp>

#include "runtime/abi/column_engine.h"
#include "runtime/abi/engine.h"
#include "runtime/abi/manifest.h"
#include "runtime/batch/columns.h"
#include "runtime/batch/settle.h"
#include "runtime/claims/record.h"
#include "runtime/data/claim_table.h"

namespace pol::data {

/// Some claims and a settlement for each: in columns, or one by one.
struct Batch {
    std::vector<claims::Claim> claims;     ///< those that were settled one by one
    std::vector<claims::Settled> settled;  ///< of them
    const batch::ColumnBatch* columns = nullptr;
    std::vector<std::int32_t> one_by_one;  ///< by row of `columns`: into `settled`, or -1

    [[nodiscard]] std::size_t rows() const {
        return columns == nullptr ? settled.size() : one_by_one.size();
    }
    /// The settlement of a row, if it was settled by itself.
    [[nodiscard]] const claims::Settled* alone(std::size_t row) const;
    /// All settlements, in the order of rows.
    [[nodiscard]] std::vector<claims::Settled> all() &&;
};

/// A row that could not be settled.
struct FaultedRow {
    std::size_t line = 0;  ///< of the table, from 1
    claims::Settled settled;
};

/// What settles: one claim at a time, and in columns where there is a kernel.
struct Engines {
    const abi::Manifest& manifest;
    const abi::Engine& one;
    const abi::ColumnEngine* columns = nullptr;
};

/// Settles the claims of `table` as `batch::settle` settles those of a file: the same settlement
/// for each, but in the order of people, and of rows within one. The accounts of a person are
/// dropped when the claims of that person are settled, so memory does not grow with the table. What
/// is given must outlive this.
///
/// With more threads than one, whoever asks for the next rows reads the table, and the people of
/// each batch are settled beside. What is settled does not depend on it.
class TableSettling {
  public:
    TableSettling(ClaimTable& table, const Engines& engines, const batch::Options& options,
                  int threads);
    ~TableSettling();
    TableSettling(const TableSettling&) = delete;
    TableSettling& operator=(const TableSettling&) = delete;

    /// No rows at the end; good until the next. The error is the database's.
    [[nodiscard]] tl::expected<Batch, std::string> next();

    /// How many rows were settled in columns so far.
    [[nodiscard]] std::size_t in_columns() const { return in_columns_; }

  private:
    class Worker;
    [[nodiscard]] std::optional<std::string> start_more();

    ClaimTable& table_;
    std::vector<std::unique_ptr<Worker>> workers_;  ///< one more than settle at once
    std::size_t first_ = 0;                         ///< of those that were started
    std::size_t started_ = 0;
    bool is_over_ = false;
    std::size_t in_columns_ = 0;
};

}  // namespace pol::data
