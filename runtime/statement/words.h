// The words of a statement in both languages.
#pragma once

#include <string>
#include <string_view>

#include "runtime/abi/kernel.h"
#include "runtime/claims/record.h"

namespace pol::statement {

struct Words {
    std::string_view settlement, filing, person, benefit, because, fee, amount, how, clause;
    std::string_view base, deductible, above, rate, band, payable, limit, pays, beyond, hospital;
    std::string_view posted, left, unpaid, not_run, together;
    std::string_view accounts, account, period, before, change, after;
    std::string_view readings, reading, option, question, chosen, waterfall, steps, fault;
    std::string_view statuses[5];
    std::string_view accepted, refused_filing;
    std::string_view stop, comma, colon, open, close;  ///< punctuation
};
[[nodiscard]] const Words& words_of(claims::Lang lang);

/// The name of a field of claim or settlement: the vocabulary's own in Chinese, a known English one
/// in English, else `external`.
[[nodiscard]] std::string field_word(std::string_view name, std::string_view external,
                                     claims::Lang lang);

}  // namespace pol::statement
