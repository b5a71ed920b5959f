// The texts of what is wrong with an input as text: its bytes, rows, header, and the fee lines that
// belong to no claim.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "runtime/claims/columns.h"
#include "runtime/claims/csv.h"
#include "runtime/claims/encoding.h"
#include "runtime/claims/json.h"
#include "runtime/claims/record.h"
#include "runtime/claims/split.h"

namespace pol::claims {

[[nodiscard]] ClaimFault broken_text(Lang lang, LineColumn at, const json::Failure& failure);
[[nodiscard]] ClaimFault broken_array(Lang lang, LineColumn at, SliceFault fault);
[[nodiscard]] ClaimFault bad_byte(Lang lang, LineColumn at, unsigned char byte, Encoding encoding);

/// `row.wrong` is not `none`.
[[nodiscard]] ClaimFault broken_row(Lang lang, const csv::Row& row, Encoding encoding);
/// Cells of the header and of the row.
[[nodiscard]] ClaimFault ragged_row(Lang lang, std::size_t line, std::size_t expected,
                                    std::size_t found);
[[nodiscard]] std::string bad_header(Lang lang, const HeaderFault& fault);
/// No column has a name that a record has; `first` is what the input begins with.
[[nodiscard]] std::string no_known_column(Lang lang, const std::string& first);

[[nodiscard]] std::string no_utf16(Lang lang);
/// That an input is not UTF-8; nothing where it is.
[[nodiscard]] std::optional<std::string> encoding_remark(Lang lang, const Survey& survey);

/// What is wrong with a fee line of its own file: `text` with the line's place before it.
[[nodiscard]] std::string of_fee_line(const std::string& file, std::size_t line,
                                      const std::string& text);
/// Fee lines with a number that no claim has.
[[nodiscard]] std::string lines_without_claim(Lang lang, const std::string& setl_id,
                                              const std::vector<std::uint32_t>& lines);
/// A fee line that does not say which claim it belongs to.
[[nodiscard]] std::string line_without_number(Lang lang);

}  // namespace pol::claims
