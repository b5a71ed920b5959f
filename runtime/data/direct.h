// Rows of a table as claims without a tree between them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "runtime/abi/vocabulary.h"
#include "runtime/claims/build.h"
#include "runtime/claims/fields.h"
#include "runtime/claims/record.h"
#include "runtime/data/rows.h"
#include "runtime/data/values.h"

namespace pol::data {

/// Where a value stands: a column, then parts of structs.
using Path = std::vector<std::size_t>;

/// Where each field of a claim stands in the columns of one table.
class DirectRows {
  public:
    DirectRows(const Columns& columns, const abi::Vocabulary& vocabulary);

    /// Reads a row into a claim, with defaults and all checks. False where anything about it is not
    /// as it should be, or not of the plainest form: then its record is built, and what that says
    /// holds. Readers and builders are those of the batch.
    [[nodiscard]] bool read(const std::vector<View>& views, std::size_t row,
                            claims::FieldReader& fields, const claims::ClaimBuilder& builder,
                            claims::Claim& claim) const;

  private:
    struct List {
        std::optional<Path> path;
        std::vector<std::optional<Path>> fields;  ///< from the element on
    };
    [[nodiscard]] bool read_names(const std::vector<View>& views, std::size_t row,
                                  claims::Claim& claim) const;
    [[nodiscard]] bool read_list(const std::vector<View>& views, std::size_t row, std::size_t index,
                                 claims::FieldReader& fields, claims::Claim& claim) const;

    const abi::Vocabulary& vocabulary_;
    bool is_plain_ = true;  ///< no field stands in two places
    std::optional<Path> number_;
    std::optional<Path> person_;
    std::optional<Path> reversal_;
    std::optional<Path> original_;
    std::optional<Path> fee_lines_;
    std::vector<std::optional<Path>> fields_;
    std::vector<List> lists_;
};

}  // namespace pol::data
