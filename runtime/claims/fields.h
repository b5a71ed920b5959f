// The fields of one object of a record: their values, defaults, and what is missing. The same for
// the record itself, an element of a list, and a fee line of its own file.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/abi/vocabulary.h"
#include "runtime/claims/parts.h"
#include "runtime/claims/record.h"
#include "runtime/claims/scalar.h"
#include "runtime/claims/scheme.h"

namespace pol::claims {

/// Where the values of one object's fields go.
struct Slots {
    std::int64_t* values;
    std::uint8_t* present;
};

/// Reads for one run; `vocabulary` and `texts` must outlive it.
class FieldReader {
  public:
    FieldReader(const abi::Vocabulary& vocabulary, TextTable& texts, Lang lang)
        : vocabulary_(vocabulary), lang_(lang), scalars_(vocabulary, texts, lang) {}

    /// `prefix` is what stands before the names in the record: `filing.institutions[0].`.
    [[nodiscard]] FieldFaults read(const std::vector<abi::Field>& fields, const Members& members,
                                   std::string_view prefix, Sign sign, Slots slots);

    /// What reads single values.
    [[nodiscard]] ScalarReader& scalars() { return scalars_; }

    /// Applies defaults, then asks for what is still missing. `claim` has what a default may name.
    void complete(const std::vector<abi::Field>& fields, const std::string& prefix,
                  const Claim& claim, Slots slots, FieldFaults& faults) const;

  private:
    [[nodiscard]] std::optional<std::int64_t> default_of(const abi::Field& field,
                                                         const Claim& claim) const;
    [[nodiscard]] bool is_reported_elsewhere(const abi::Field& field) const;

    const abi::Vocabulary& vocabulary_;
    Lang lang_;
    ScalarReader scalars_;
};

}  // namespace pol::claims
