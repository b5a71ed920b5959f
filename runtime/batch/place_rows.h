// The rows of a batch whose claims are of one place of insurance, settled by its kernel.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "runtime/abi/column_engine.h"
#include "runtime/abi/manifest.h"
#include "runtime/batch/columns.h"

namespace pol::batch {

/// Rows are numbered here in the order in which they are settled.
class PlaceRows {
  public:
    /// What is given must outlive this.
    PlaceRows(const abi::ColumnKernel& kernel, const abi::Manifest& manifest);

    /// Settles `rows` of the batch, those of a person together; none given: all. A row that cannot
    /// be settled is set alone, or has its fault bit. Whether all rows were settled in the batch's
    /// own order. With `in_order` the rows of a person are in the order of settling.
    bool settle(ColumnBatch& batch, const std::vector<std::uint32_t>& rows, bool in_order);

    /// Of the batch.
    [[nodiscard]] std::size_t row(std::size_t i) const { return order_.empty() ? i : order_[i]; }
    [[nodiscard]] bool any_fault() const;
    [[nodiscard]] bool faults(std::size_t i) const {
        return (faults_[i / 64] >> (i % 64) & 1) != 0;
    }
    [[nodiscard]] const std::int64_t* result(std::size_t result) const { return results_[result]; }
    [[nodiscard]] abi::Status status(std::size_t i) const;
    [[nodiscard]] std::int64_t benefit(std::size_t i) const;
    [[nodiscard]] bool answered_any(std::size_t i) const { return any_answer_[i] != 0; }
    /// Those that hold, into `Manifest::answers`.
    [[nodiscard]] std::vector<std::uint32_t> answers(std::size_t i) const;

  private:
    void make_order(ColumnBatch& batch, const std::vector<std::uint32_t>& rows, bool in_order);
    void sort(const ColumnBatch& batch);
    void make_figures(ColumnBatch& batch);
    void make_figures_of(ColumnBatch& batch, std::size_t i);
    void make_slots(ColumnBatch& batch);
    [[nodiscard]] abi::Column input(ColumnBatch& batch, std::size_t i);
    void run(ColumnBatch& batch);
    void find_answers();

    struct Slots {
        std::uint32_t field = 0;
        ColumnValues values;
    };
    /// What makes figures of lists of one row: the claim's fields, its lists, the figures.
    struct Figuring {
        std::vector<std::int64_t> values;
        std::vector<std::uint8_t> present;
        std::vector<abi::ListView> views;
        std::vector<std::int64_t> made;
    };

    const abi::ColumnKernel& kernel_;
    const abi::Manifest& manifest_;
    std::optional<std::uint32_t> day_;  ///< setl_date, into `Vocabulary::fields`
    std::size_t rows_ = 0;
    std::vector<std::uint32_t> order_;  ///< of the batch's rows; empty: all as they stand
    std::vector<std::int64_t> days_;    ///< by row of the batch: what claims are ordered by first
    std::vector<std::int32_t> whose_;   ///< people numbered from 0
    std::vector<ColumnValues> figures_;
    std::vector<Slots> slots_;
    std::vector<ColumnValues> gathered_;  ///< by input, where rows do not stand as in the batch
    std::vector<ColumnValues> written_;
    std::vector<const std::int64_t*> results_;  ///< values of `written_`
    std::vector<std::uint64_t> faults_;
    std::vector<std::uint8_t> any_answer_;
    Figuring figuring_;
};

}  // namespace pol::batch
