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
#include "runtime/data/cells.h"
#include "runtime/data/rows.h"
#include "runtime/data/values.h"

namespace pol::data {

/// Where each field of a claim stands in the columns of one table.
class DirectRows {
  public:
    DirectRows(const Columns& columns, const abi::Vocabulary& vocabulary)
        : vocabulary_(vocabulary), places_(places_of(columns, vocabulary)) {}
    [[nodiscard]] const Places& places() const { return places_; }

    /// Reads a row into a claim, with defaults and all checks. False where anything about it is not
    /// as it should be, or not of the plainest form: then its record is built, and what that says
    /// holds. Readers and builders are those of the batch.
    [[nodiscard]] bool read(const std::vector<View>& views, std::size_t row,
                            claims::FieldReader& fields, const claims::ClaimBuilder& builder,
                            claims::Claim& claim) const;

  private:
    [[nodiscard]] bool read_names(const std::vector<View>& views, std::size_t row,
                                  claims::Claim& claim) const;
    const abi::Vocabulary& vocabulary_;
    Places places_;
};

}  // namespace pol::data
