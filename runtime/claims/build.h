// Claims from records: every form of input comes this way, so that the same fields are checked in
// the same way and said in the same words.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

#include "runtime/abi/vocabulary.h"
#include "runtime/claims/fee_lines.h"
#include "runtime/claims/fields.h"
#include "runtime/claims/names.h"
#include "runtime/claims/parts.h"
#include "runtime/claims/records.h"

namespace pol::claims {

class ClaimBuilder {
  public:
    /// What is given must outlive this; `lines` may be a null pointer.
    ClaimBuilder(const abi::Vocabulary& vocabulary, FieldReader& fields, Lang lang,
                 std::vector<Notice>& notices, FeeLines* lines);

    /// The columns of CSV, before its records. Answers whether any of them is known.
    [[nodiscard]] bool look_at(const json::Value& columns);
    [[nodiscard]] Claim build(Record record);

    /// A claim whose values are read by other means, before that.
    [[nodiscard]] Claim empty_claim(std::size_t line) const;
    /// And after it: applies defaults and looks at what belongs together. No reversal. False where
    /// anything is wrong with it; building its record says what.
    [[nodiscard]] bool complete(Claim& claim, bool has_fee_lines) const;

  private:
    void fill(Claim& claim, const json::Value& root);
    void identify(Claim& claim, const json::Value& root) const;
    [[nodiscard]] abi::Field identity_field(std::string_view external, abi::Kind kind) const;
    [[nodiscard]] std::string name_of(Claim& claim, const json::Value& root,
                                      std::string_view external, bool required) const;
    [[nodiscard]] std::optional<bool> flag_of(Claim& claim, const json::Value& root) const;
    void fill_fields(Claim& claim, const Members& members, bool has_fee_lines);
    void fill_list(Claim& claim, std::size_t index, const json::Value& value);
    void fill_element(Claim& claim, std::size_t index, std::size_t element,
                      const json::Value& value);

    const abi::Vocabulary& vocabulary_;
    FieldReader& fields_;
    Lang lang_;
    FeeLines* lines_;
    UnknownNames names_;
    Parts parts_;
    std::vector<std::string_view> identity_;  ///< what every record has
    Scheme scheme_;
    std::vector<Scheme> elements_;  ///< by `Vocabulary::lists`
};

}  // namespace pol::claims
