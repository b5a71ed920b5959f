// Rows of a table that were taken, and their claims.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "runtime/abi/manifest.h"
#include "runtime/batch/columns.h"
#include "runtime/claims/build.h"
#include "runtime/claims/fields.h"
#include "runtime/claims/record.h"
#include "runtime/data/claim_table.h"
#include "runtime/data/column_rows.h"
#include "runtime/data/database.h"
#include "runtime/data/direct.h"
#include "runtime/data/rows.h"
#include "runtime/data/values.h"

namespace pol::data {

/// Rows with the columns of claims and their numbers in the table.
struct HeldRows {
    std::size_t rows = 0;
    std::vector<View> views;
    const std::int64_t* lines = nullptr;
    std::shared_ptr<const void> memory;  ///< that they show
};

/// A chunk with the columns of claims, then the row's number.
[[nodiscard]] HeldRows held_rows(const Library& library, const Columns& columns, Chunk chunk);

/// Rows of some people, all of each of them, one person's after another's.
struct People {
    struct Part {
        std::shared_ptr<const HeldRows> held;
        std::size_t from = 0;
        std::size_t to = 0;
        std::size_t base = 0;  ///< the first one's number among all
    };
    std::vector<Part> parts;
    std::vector<std::int32_t> person;  ///< by row: numbers from 0 that never fall
    [[nodiscard]] std::size_t rows() const { return person.size(); }
};

class RowReader {
  public:
    /// What is given must outlive this.
    RowReader(const abi::Manifest& manifest, const Columns& columns, const FirstRows& first,
              claims::Lang lang);

    /// Before other people: forgets the texts of those before, where they are many.
    void begin();
    /// `line` is the row's number in the table.
    [[nodiscard]] claims::Claim claim(const std::vector<View>& views, std::size_t row,
                                      std::size_t line);
    [[nodiscard]] claims::Claim claim(const HeldRows& held, std::size_t row) {
        return claim(held.views, row, static_cast<std::size_t>(held.lines[row]));
    }
    [[nodiscard]] claims::Claim claim(const People& people, std::size_t row);
    /// All rows as the rows of an empty batch.
    void fill(const People& people, batch::ColumnBatch& batch);
    /// The first `count` rows of a chunk, each as a person of its own; `lines` has their numbers
    /// in the table, where numbers may come twice in it.
    void fill(const std::vector<View>& views, std::size_t count, const std::int64_t* lines,
              batch::ColumnBatch& batch);
    [[nodiscard]] claims::TextTable& texts() { return texts_; }

  private:
    [[nodiscard]] bool is_first(const std::string& number, std::size_t line) const;
    void look_for_others(batch::ColumnBatch& batch, std::size_t row, std::int64_t line) const;

    const abi::Vocabulary& vocabulary_;
    const Columns& columns_;
    const FirstRows& first_;
    claims::Lang lang_;
    claims::TextTable texts_;
    std::size_t constants_;
    std::vector<claims::Notice> notices_;  ///< those of the columns are told when a table is opened
    claims::FieldReader fields_;
    claims::ClaimBuilder builder_;
    DirectRows direct_;
    ColumnRows column_rows_;
};

}  // namespace pol::data
