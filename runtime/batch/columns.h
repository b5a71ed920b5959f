// Claims in columns, settled by a kernel: those of whole people, some thousand rows at a time.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "runtime/abi/column_engine.h"
#include "runtime/abi/manifest.h"
#include "runtime/batch/column_values.h"
#include "runtime/claims/record.h"

namespace pol::batch {

class PlaceRows;

/// One batch after another. The rows of a person stand together and are all there; a person's
/// accounts are dropped with the batch.
///
/// What a kernel cannot settle stands `alone`: a row that faults, a reversal, one that whoever
/// fills the columns could not read, one of a place without a kernel. Where there are accounts all
/// rows of its person stand alone too, those of a person insured in several places anyway, and
/// whoever owns the batch settles those claims by `batch::settle`, in place of the kernel.
class ColumnBatch {
  public:
    /// What is given must outlive this. With `in_order` the rows of a person are in the order of
    /// settling; else that is made, as `settling_order` has it.
    ColumnBatch(const abi::ColumnEngine& engine, const abi::Manifest& manifest, bool in_order);
    ~ColumnBatch();
    ColumnBatch(const ColumnBatch&) = delete;
    ColumnBatch& operator=(const ColumnBatch&) = delete;

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
    [[nodiscard]] const std::vector<abi::ColumnInput>& fields() const { return engine_.fields; }
    [[nodiscard]] ColumnValues& field(std::size_t index) { return values_[index]; }
    /// A field's value as the claim has it, its default where it has none.
    [[nodiscard]] std::optional<std::int64_t> value_of(std::size_t field, std::size_t row) const;
    /// The lists that are read, into `Vocabulary::lists`.
    [[nodiscard]] const std::vector<std::uint32_t>& lists() const { return engine_.lists; }
    /// The elements of the row's list, by index into `lists`; rows come in their order.
    void set_list(std::size_t row, std::size_t index, const claims::ListValues& list);
    void set_fee_lines(std::size_t row) { fee_lines_.put(row, 1); }
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
    [[nodiscard]] std::int64_t result(std::size_t result, std::size_t row) const;
    /// The values of `count` rows from `from` on, none of which stands alone.
    void copy_result(std::size_t result, std::size_t from, std::size_t count,
                     std::int64_t* into) const;
    [[nodiscard]] abi::Status status(std::size_t row) const;
    [[nodiscard]] std::int64_t benefit(std::size_t row) const;  ///< -1: none
    [[nodiscard]] bool answered_any(std::size_t row) const;
    /// The settlement of a row that does not stand alone.
    [[nodiscard]] claims::Settled settled(std::size_t row) const;
    [[nodiscard]] const abi::Manifest& manifest() const { return manifest_; }

    // What a kernel's rows are made from.
    [[nodiscard]] ColumnValues& column_of(std::uint32_t field) {
        return values_[column_of_[field]];
    }
    [[nodiscard]] ColumnValues& fee_lines() { return fee_lines_; }
    [[nodiscard]] const std::vector<std::int32_t>& people() const { return person_; }
    /// The row's elements of a list of the vocabulary; none of one that is not read.
    [[nodiscard]] abi::ListView elements(std::uint32_t list, std::size_t row) const;
    /// Whether the row gives a part of its total; those it does not give are zero then.
    [[nodiscard]] bool has_parts(std::size_t row) const;
    [[nodiscard]] const std::vector<std::uint32_t>& parts() const { return parts_; }

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
    struct Name {
        std::string_view number;  ///< setl_id
        std::string_view person;  ///< psn_no
    };
    static constexpr std::uint32_t kNowhere = 0xffffffff;
    /// Where a row is settled.
    struct Seat {
        std::uint32_t place = kNowhere;  ///< of `ColumnEngine::places`
        std::uint32_t row = 0;           ///< of its `PlaceRows`
    };

    template <class OfPerson>
    void each_person(OfPerson of_person);
    void find_twice();
    void find_places();
    [[nodiscard]] std::uint32_t place_of(std::size_t row);
    void settle_place(std::uint32_t place);
    void find_alone();
    void check_identity() const;
    /// A row as its place numbers it.
    struct Settled {
        const PlaceRows& rows;
        std::size_t i;
    };
    [[nodiscard]] Settled at(std::size_t row) const {
        return whole_ != nullptr ? Settled{*whole_, row}
                                 : Settled{*places_[seats_[row].place], seats_[row].row};
    }

    const abi::ColumnEngine& engine_;
    const abi::Manifest& manifest_;
    bool in_order_;
    std::vector<std::uint32_t> parts_;    ///< of the total, into `Vocabulary::fields`
    std::vector<std::size_t> column_of_;  ///< by field of the vocabulary: into `fields`
    std::vector<std::size_t> list_of_;    ///< by list of the vocabulary: into `lists_`
    std::vector<ColumnValues> values_;
    ColumnValues fee_lines_{abi::ColumnType::u8};
    std::vector<std::int32_t> person_;
    std::vector<std::uint8_t> alone_;
    std::vector<Name> name_of_;
    std::vector<List> lists_;
    std::size_t rows_ = 0;
    std::vector<std::unique_ptr<PlaceRows>> places_;      ///< by place; made when first met
    std::vector<std::vector<std::uint32_t>> rows_of_;     ///< by place
    std::vector<std::uint32_t> met_;                      ///< places of this batch
    std::vector<Seat> seats_;                             ///< by row
    const PlaceRows* whole_ = nullptr;                    ///< settles all rows, in their order
    std::pair<std::int64_t, std::uint32_t> last_{-1, 0};  ///< place of insurance, which place
};

}  // namespace pol::batch
