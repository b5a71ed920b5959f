// Reads claims from JSON Lines, a JSON array, a single JSON object, or CSV, and fee lines from a
// second input.
#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <tl/expected.hpp>

#include "runtime/abi/vocabulary.h"
#include "runtime/claims/record.h"
#include "runtime/claims/records.h"

namespace pol::claims {

struct Input {
    std::vector<Claim>
        claims;  ///< in the order of the input; a record that cannot be read is one with a fault
    std::vector<Notice> notices;
    Form form = Form::jsonl;  ///< of the claims, as they were
};

struct ReadOptions {
    Lang lang = Lang::zh;                        ///< of the texts
    std::function<void(std::size_t)> on_record;  ///< called with the number of records read
};

/// Reads a whole input, record by record: of its text no more is held than the record being read,
/// except for a single object. The claims themselves are held, since they are settled in the order
/// of the person, not of the file; so are the values of all fee lines.
///
/// Numbers are taken from their digits, never through a binary float; money with a third decimal,
/// below zero or past the bound, a bad date, an unknown code of a closed list, a missing required
/// field, parts that do not sum to the total and a broken line are faults of that record alone, all
/// of them, in the order of the fields. The error is of an input that cannot be read at all.
///
/// Forms: a text that begins with `[` is an array of objects, and its broken elements are faults
/// like broken lines. Other JSON is read line by line, unless its first line is no whole JSON value
/// and either the whole text is one object, or it looks like a broken one: the first line ends too
/// early and no later line begins with `{`. Blank lines, and a byte order mark before the text, are
/// skipped. A text that begins with neither bracket is CSV if its first line has a comma.
///
/// CSV: the first row names the columns (`columns.h`), every other row is a record. A row has as
/// many cells as the header. Rows of empty cells alone are skipped, and so are empty elements of
/// lists: element 1 may be given without element 0.
///
/// Encodings: `encoding.h`. A record with a byte that belongs to no character is a fault.
///
/// Absent: a field that is not there, null, an empty cell, or a text field with an empty text; of a
/// list an element that is null. A field's default stands for it; `Default::Kind::field` names a
/// field of the claim, also for an element of a list.
///
/// Parts of the total: where one of fulamt_ownpay_amt, overlmt_selfpay, preselfpay_amt and
/// inscp_scp_amt is given the absent ones are zero; where none is, `inscp_scp_amt` is missing, or,
/// with fee lines, the claim is `not_supported`. A vocabulary without all four and medfee_sumamt
/// has no such check.
///
/// Fee lines: records with `setl_id` and the fields of `feedetail`, in any form and order. They
/// come behind the lines that the claim has itself. What is wrong with one is a fault of its claim.
///
/// A reversal needs setl_id, refd_setl_flag and init_setl_id; what else it says must have the right
/// form, and amounts may be below zero.
[[nodiscard]] tl::expected<Input, std::string> read(const Source& claims,
                                                    const std::optional<Source>& lines,
                                                    const abi::Vocabulary& vocabulary,
                                                    TextTable& texts, const ReadOptions& options);

/// The same for JSON that is held already.
[[nodiscard]] Input read_json(std::string_view text, const abi::Vocabulary& vocabulary,
                              TextTable& texts, Lang lang);

}  // namespace pol::claims
