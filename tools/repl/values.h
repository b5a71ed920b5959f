// Values of fields as a person types them, and as the language writes them.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <tl/expected.hpp>

#include "runtime/abi/vocabulary.h"
#include "runtime/claims/record.h"

namespace pol::repl {

/// Full-width punctuation and digits as their half-width twins, outside quotation marks.
[[nodiscard]] std::string folded(std::string_view text);

/// The text without blanks at its ends.
[[nodiscard]] std::string trimmed(std::string_view text);

/// A value of a field: 2000元, 75%, 2023-03-01, 是, 职工 or its code 310, "H1"; nothing for 无.
/// The error says what was expected.
[[nodiscard]] tl::expected<std::optional<std::int64_t>, std::string>
parse_value(std::string_view typed, const abi::Field& field, const abi::Vocabulary& vocabulary,
            claims::TextTable& texts, claims::Lang lang);

/// The same value as the language writes it in a specimen: 2000.00元, 75%, 职工, "H1".
[[nodiscard]] std::string written(std::int64_t value, const abi::Field& field,
                                  const abi::Vocabulary& vocabulary,
                                  const claims::TextTable& texts);

/// What the values of a field may be, for messages and completion: the names of an enum, 是 and 否.
[[nodiscard]] std::vector<std::string> values_of(const abi::Field& field,
                                                 const abi::Vocabulary& vocabulary);

/// The elements of `[{ 病种: M03900, 起始: 2023-01-01 }, …]`, each its fields as they were typed.
/// The error says what is wrong.
using Element = std::vector<std::pair<std::string, std::string>>;
[[nodiscard]] tl::expected<std::vector<Element>, std::string> parse_list(std::string_view typed,
                                                                         claims::Lang lang);

/// Parts of a text between separators that stand outside brackets and quotation marks.
[[nodiscard]] std::vector<std::string> split(std::string_view text, std::string_view separators);

}  // namespace pol::repl
