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
class TableSettling {
  public:
    TableSettling(ClaimTable& table, const Engines& engines, batch::Options options);

    /// No rows at the end; good until the next. The error is the database's.
    [[nodiscard]] tl::expected<Batch, std::string> next();

    /// How many rows were settled in columns so far.
    [[nodiscard]] std::size_t in_columns() const { return in_columns_; }

  private:
    void settle_person(Batch& batch, std::size_t from, std::size_t to);

    ClaimTable& table_;
    Engines engines_;
    batch::Options options_;
    claims::TextTable texts_;
    std::optional<batch::ColumnBatch> columns_;
    std::size_t in_columns_ = 0;
};

}  // namespace pol::data
