// The texts of what is wrong with a claim, in Chinese and English: the field, what was expected,
// what was found.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "runtime/abi/vocabulary.h"
#include "runtime/claims/bytes.h"
#include "runtime/claims/json.h"
#include "runtime/claims/record.h"
#include "runtime/value/date.h"

namespace pol::claims {

/// The same sentence in either language; both formats are checked against the arguments when
/// compiled.
template <class... Args>
[[nodiscard]] std::string say(Lang lang, fmt::format_string<const Args&...> zh,
                              fmt::format_string<const Args&...> en, const Args&... args) {
    return fmt::format(lang == Lang::zh ? zh : en, args...);
}

/// In the quotes of the language; what a user gave may be anything, so its beginning alone.
[[nodiscard]] std::string quoted(Lang lang, std::string_view text);

/// A field as the reader of a message meets it: where it stands in the record, and its name in the
/// language.
struct Spot {
    std::string path;  ///< filing.institutions[0].code
    std::string name;  ///< 代码; may be empty
};

/// The values a field may have, as text: "0.00" and "1000000000.00".
struct Range {
    std::string low;
    std::string high;
};

[[nodiscard]] ClaimFault missing(Lang lang, const Spot& spot);
/// `found` is of another form than the field's kind has.
[[nodiscard]] ClaimFault wrong_form(Lang lang, const Spot& spot, const abi::Field& field,
                                    const json::Value& found);
/// `found` is no array or object.
[[nodiscard]] ClaimFault no_list(Lang lang, const std::string& path, const json::Value& found);
[[nodiscard]] ClaimFault no_object(Lang lang, const std::string& path, const json::Value& found);
/// Digits after the `decimals`-th are not zero.
[[nodiscard]] ClaimFault too_precise(Lang lang, const Spot& spot, int decimals,
                                     const json::Value& found);
[[nodiscard]] ClaimFault outside(Lang lang, const Spot& spot, const Range& range,
                                 const json::Value& found);
/// A day of the claim lies before the one that it cannot precede.
[[nodiscard]] ClaimFault too_early(Lang lang, const Spot& first, Days first_day, const Spot& later,
                                   Days later_day);
/// Lists what the enum has, and what `code` most resembles.
[[nodiscard]] ClaimFault no_such_code(Lang lang, const Spot& spot, const abi::Enum& known,
                                      std::string_view code);

/// One part of the total with its amount.
using Part = std::pair<std::string_view, Fen>;
[[nodiscard]] ClaimFault parts_do_not_sum(Lang lang, const std::vector<Part>& parts,
                                          const Part& total);
[[nodiscard]] ClaimFault lines_without_parts(Lang lang);

/// `found` stands where a record should.
[[nodiscard]] ClaimFault no_record(Lang lang, LineColumn at, const json::Value& found);
[[nodiscard]] ClaimFault name_twice(Lang lang, LineColumn at, const std::string& path);
/// A record cannot be read, or a part of it: `what` is wrong at a place of its text.
[[nodiscard]] ClaimFault bad_record(Lang lang, LineColumn at, const std::string& field,
                                    const std::string& what);

/// The remark on an unknown field; `meant` is a known one much like it.
[[nodiscard]] std::string unknown_field(Lang lang, std::string_view field,
                                        const std::optional<std::string>& meant);

}  // namespace pol::claims
