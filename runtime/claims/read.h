// Reads claims from JSON Lines, a JSON array, or a single JSON object.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/abi/vocabulary.h"
#include "runtime/claims/record.h"

namespace pol::claims {

/// A remark on the input that is no fault of one claim: an unknown field (once per field and file).
struct Notice {
    std::size_t line = 0;  ///< where it was first seen, from 1
    std::string field;     ///< foo, filing.foo, feedetail[].foo
    std::string text;
};

struct Input {
    std::vector<Claim>
        claims;  ///< in the order of the input; a record that cannot be read is one with a fault
    std::vector<Notice> notices;
};

/// Reads a whole input. Numbers are taken from their digits, never through a binary float; money
/// with a third decimal, below zero or past the bound, a bad date, an unknown code of a closed
/// list, a missing required field, parts that do not sum to the total and a broken line are faults
/// of that record alone, all of them, in the order of the fields.
///
/// Forms: a text that begins with `[` is an array of objects, and its broken elements are faults
/// like broken lines. Any other is read line by line, unless its first line is no whole JSON value
/// and either the whole text is one object, or it looks like a broken one: the first line ends too
/// early and no later line begins with `{`. Blank lines, and a byte order mark before the text, are
/// skipped.
///
/// Absent: a field that is not there, null, or a text field with an empty text. A field's default
/// stands for it; `Default::Kind::field` names a field of the claim, also for an element of a list.
///
/// Parts of the total: where one of fulamt_ownpay_amt, overlmt_selfpay, preselfpay_amt and
/// inscp_scp_amt is given the absent ones are zero; where none is, `inscp_scp_amt` is missing, or,
/// with fee lines, the claim is `not_supported`. A vocabulary without all four and medfee_sumamt
/// has no such check.
///
/// A reversal needs setl_id, refd_setl_flag and init_setl_id; what else it says must have the right
/// form, and amounts may be below zero.
[[nodiscard]] Input read_json(std::string_view text, const abi::Vocabulary& vocabulary,
                              TextTable& texts, Lang lang);

}  // namespace pol::claims
