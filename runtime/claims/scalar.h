// One JSON value as one slot of a claim.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "runtime/abi/vocabulary.h"
#include "runtime/claims/json.h"
#include "runtime/claims/record.h"

namespace pol::claims {

/// A slot, or why it has none; neither where the value is absent.
struct Scalar {
    std::optional<std::int64_t> value;
    std::optional<ClaimFault> fault;
};

/// Whether amounts may be below zero: the record of a reversal may repeat them so.
enum class Sign : std::uint8_t { positive, any };

/// A text, or a number as its digits; nothing for other values.
[[nodiscard]] std::optional<std::string_view> text_of(const json::Value& value);
/// The same of what is to be a name: a number with a point or an exponent is none, since what it
/// was rounded to may be another's.
[[nodiscard]] std::optional<std::string_view> text_or_whole(const json::Value& value);
/// true, false, 1 or 0, also as a text, where spreadsheets write TRUE and FALSE.
[[nodiscard]] std::optional<bool> truth_of(const json::Value& value);

/// Reads values for one run; `vocabulary` and `texts` must outlive it.
class ScalarReader {
  public:
    ScalarReader(const abi::Vocabulary& vocabulary, TextTable& texts, Lang lang);

    /// `prefix` is what stands before the field's own name in the record:
    /// `filing.institutions[0].`.
    [[nodiscard]] Scalar read(const json::Value& value, const abi::Field& field,
                              std::string_view prefix, Sign sign);
    /// The value of a code of `Vocabulary::enums[enumeration]`; nothing where there is no such
    /// code.
    [[nodiscard]] std::optional<std::int64_t> find_code(std::uint32_t enumeration,
                                                        std::string_view code) const;
    /// The value of a text.
    [[nodiscard]] std::int64_t intern(std::string_view text) { return texts_.intern(text); }

  private:
    struct Given;
    /// The codes of one enum.
    struct CodeIndex {
        std::unordered_map<std::string_view, std::int32_t> values;
        std::size_t longest = 0;
    };
    [[nodiscard]] static CodeIndex index_of(const abi::Enum& enumeration);
    [[nodiscard]] Scalar boolean(const Given& given) const;
    [[nodiscard]] Scalar number(const Given& given) const;
    [[nodiscard]] Scalar money(const Given& given) const;
    [[nodiscard]] Scalar decimal(const Given& given, int scale, std::int64_t low,
                                 std::int64_t high) const;
    [[nodiscard]] Scalar date(const Given& given) const;
    [[nodiscard]] Scalar text(const Given& given);
    [[nodiscard]] Scalar place(const Given& given) const;
    [[nodiscard]] Scalar code(const Given& given) const;
    [[nodiscard]] Scalar wrong_form_of(const Given& given) const;

    const abi::Vocabulary& vocabulary_;
    std::vector<CodeIndex> codes_;  ///< by `Vocabulary::enums`
    TextTable& texts_;
    Lang lang_;
};

}  // namespace pol::claims
