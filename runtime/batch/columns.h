// Claims in columns, settled by a kernel: those of whole people, some thousand rows at a time.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "runtime/abi/column_engine.h"
#include "runtime/abi/manifest.h"
#include "runtime/batch/column_values.h"
#include "runtime/claims/record.h"

namespace pol::batch {

/// One batch after another. The rows of a person stand together and are all there; a person's
/// accounts are dropped with the batch.
///
/// What a kernel cannot settle stands `alone`: a row that faults, a reversal, one that whoever
/// fills the columns could not read. Where there are accounts all rows of its person stand alone
/// too, and whoever owns the batch settles those claims by `batch::settle`, in place of the kernel.
class ColumnBatch {
  public:
    /// What is given must outlive this. With `in_order` the rows of a person are in the order of
    /// settling; else that is made, as `settling_order` has it.
    ColumnBatch(const abi::ColumnEngine& engine, const abi::Manifest& manifest, bool in_order);

    // Filling.
    void clear();
    /// Adds empty rows, of `person`, a number that begins at 0 and rises with the rows.
    void add_rows(std::size_t count);
    void set_person(std::size_t row, std::int32_t person) { person_[row] = person; }
    /// The texts stay where they are until the batch has been used.
    void set_names(std::size_t row, std::string_view setl_id, std::string_view psn_no) {
        name_of_[row] = {setl_id, psn_no};
    }
    /// The fields that are read, one column each.
    [[nodiscard]] const std::vector<abi::ColumnInput>& fields() const { return fields_; }
    [[nodiscard]] ColumnValues& field(std::size_t index) { return values_[index]; }
    /// A field's value as the claim has it, its default where it has none.
    [[nodiscard]] std::optional<std::int64_t> value_of(std::size_t field, std::size_t row) const;
    /// The lists that are read, into `Vocabulary::lists`.
    [[nodiscard]] const std::vector<std::uint32_t>& lists() const;
    /// The elements of the row's list, by index into `lists`; rows come in their order.
    void set_list(std::size_t row, std::size_t index, const claims::ListValues& list);
    void set_fee_lines(std::size_t row);
    void set_alone(std::size_t row) { alone_[row] = 1; }
    [[nodiscard]] bool is_alone(std::size_t row) const { return alone_[row] != 0; }
    /// The first row from `row` on that stands alone, or the end.
    [[nodiscard]] std::size_t next_alone(std::size_t row) const;

    void settle();

    // What was settled.
    [[nodiscard]] std::size_t rows() const { return rows_; }
    [[nodiscard]] std::int32_t person(std::size_t row) const { return person_[row]; }
    [[nodiscard]] std::string_view setl_id(std::size_t row) const { return name_of_[row].number; }
    [[nodiscard]] std::string_view psn_no(std::size_t row) const { return name_of_[row].person; }
    [[nodiscard]] std::int64_t result(std::size_t result, std::size_t row) const {
        return results_[result][place(row)];
    }
    /// The values of `count` rows from `from` on.
    void copy_result(std::size_t result, std::size_t from, std::size_t count,
                     std::int64_t* into) const;
    [[nodiscard]] abi::Status status(std::size_t row) const;
    [[nodiscard]] std::int64_t benefit(std::size_t row) const;  ///< -1: none
    [[nodiscard]] bool answered(std::size_t answer, std::size_t row) const;
    [[nodiscard]] bool answered_any(std::size_t row) const { return any_answer_[row] != 0; }
    /// The settlement of a row that does not stand alone.
    [[nodiscard]] claims::Settled settled(std::size_t row) const;
    [[nodiscard]] const abi::Manifest& manifest() const { return manifest_; }

  private:
    /// The elements of all rows, one after another.
    struct List {
        struct Part {
            std::size_t first = 0;  ///< into `values`
            std::int64_t count = 0;
        };
        std::vector<std::int64_t> values;
        std::vector<std::uint8_t> present;
        std::vector<Part> of_row;
    };
    [[nodiscard]] std::size_t place(std::size_t row) const {
        return place_.empty() ? row : place_[row];
    }
    void make_figures();
    void make_figures_of(std::size_t row);
    [[nodiscard]] ColumnValues& source(std::size_t i);
    void find_twice();
    void make_slots();
    [[nodiscard]] bool stands_before(std::size_t left, std::size_t right) const;
    void make_order();
    void run_kernel();
    void find_alone();
    void find_answers();
    void check_identity() const;

    const abi::ColumnEngine& engine_;
    const abi::Manifest& manifest_;
    bool in_order_;
    std::vector<abi::ColumnInput> fields_;  ///< all of the vocabulary's
    std::vector<std::uint32_t> parts_;      ///< of the total, into `Vocabulary::fields`
    std::optional<std::uint32_t> day_;      ///< setl_date, into `Vocabulary::fields`
    std::vector<std::size_t> column_of_;    ///< by field of the vocabulary: into `fields_`
    std::vector<std::int64_t> days_;        ///< by row: what claims are ordered by first
    std::vector<ColumnValues> values_;
    std::vector<ColumnValues> figures_;
    ColumnValues fee_lines_{abi::ColumnType::u8};
    struct Slots {
        std::uint32_t field = 0;
        ColumnValues values;
    };
    std::vector<Slots> slots_;
    std::vector<ColumnValues> ordered_;  ///< kernel inputs, where rows change places
    std::vector<ColumnValues> written_;
    std::vector<const std::int64_t*> results_;  ///< values of `written_`
    /// What makes figures of lists of one row: the claim's fields, its lists, the figures.
    struct Figuring {
        std::vector<std::int64_t> values;
        std::vector<std::uint8_t> present;
        std::vector<abi::ListView> views;
        std::vector<std::int64_t> made;
    };
    Figuring figuring_;
    std::vector<std::uint64_t> faults_;
    std::vector<std::int32_t> person_;
    std::vector<std::int32_t> ordered_person_;
    std::vector<std::uint8_t> alone_;
    std::vector<std::uint8_t> any_answer_;
    std::vector<std::uint32_t> place_;  ///< by row, in the kernel's order; empty: as they are
    struct Name {
        std::string_view number;  ///< setl_id
        std::string_view person;  ///< psn_no
    };
    std::vector<Name> name_of_;
    std::vector<List> lists_;
    std::size_t rows_ = 0;
};

}  // namespace pol::batch
