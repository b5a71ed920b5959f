// Rows of a table into the columns of a batch, column by column.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "runtime/abi/vocabulary.h"
#include "runtime/batch/columns.h"
#include "runtime/claims/fields.h"
#include "runtime/data/cells.h"
#include "runtime/data/known_texts.h"

namespace pol::data {

class ColumnRows {
  public:
    /// What is given must outlive this.
    ColumnRows(const Places& places, const abi::Vocabulary& vocabulary);

    /// Texts and open codes of another run mean something else.
    void forget_codes();

    /// Adds rows [from, to) of a chunk to the batch, with names, lists and fields; not whose they
    /// are. A row with anything that is not as it should be, or is not of the plainest form, stands
    /// alone: its record says what is wrong with it, if anything is.
    void add(const std::vector<View>& views, std::size_t from, std::size_t to,
             claims::FieldReader& fields, batch::ColumnBatch& batch);

  private:
    struct Rows;
    void add_names(const Rows& rows, batch::ColumnBatch& batch) const;
    [[nodiscard]] static bool add_names_as_they_are(const Rows& rows, const View& numbers,
                                                    const View& people, batch::ColumnBatch& batch);
    void add_field(const Rows& rows, std::size_t column, claims::FieldReader& fields,
                   batch::ColumnBatch& batch);
    [[nodiscard]] bool copy_field(const Rows& rows, std::size_t column,
                                  batch::ColumnBatch& batch) const;
    [[nodiscard]] bool look_up_field(const Rows& rows, std::size_t column,
                                     claims::FieldReader& fields, batch::ColumnBatch& batch);
    void read_field(const Rows& rows, std::size_t column, claims::FieldReader& fields,
                    batch::ColumnBatch& batch) const;
    void add_lists(const Rows& rows, claims::FieldReader& fields, batch::ColumnBatch& batch) const;
    [[nodiscard]] bool read_list(const Rows& rows, std::size_t row, std::size_t list,
                                 claims::FieldReader& fields, batch::ColumnBatch& batch,
                                 claims::ListValues& values) const;
    [[nodiscard]] Number default_of(const abi::Field& field, const batch::ColumnBatch& batch,
                                    std::size_t row) const;
    [[nodiscard]] bool sums_to_total(const claims::ListValues& lines,
                                     const batch::ColumnBatch& batch, std::size_t row) const;

    const Places& places_;
    const abi::Vocabulary& vocabulary_;
    bool has_lists_;                 ///< a list, or what stands in the place of one
    std::vector<KnownTexts> known_;  ///< by field
    std::vector<std::int64_t> found_;
};

}  // namespace pol::data
