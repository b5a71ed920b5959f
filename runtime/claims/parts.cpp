#include "runtime/claims/parts.h"

#include <algorithm>
#include <string_view>

#include "runtime/claims/words.h"

namespace pol::claims {

Parts::Parts(const abi::Vocabulary& vocabulary) : vocabulary_(vocabulary) {
    const auto total = vocabulary.field("medfee_sumamt");
    known_ = total.has_value();
    total_ = total.value_or(0);
    for (std::size_t i = 0; i < abi::kPartFields.size(); ++i) {
        const auto part = vocabulary.field(abi::kPartFields[i]);
        known_ = known_ && part.has_value();
        parts_[i] = part.value_or(0);
    }
    const auto lines = vocabulary.list("feedetail");
    if (!lines) {
        return;
    }
    const auto& fields = vocabulary.lists[*lines].fields;
    for (std::uint32_t i = 0; i < fields.size(); ++i) {
        if (fields[i].external == "det_item_fee_sumamt") {
            lines_ = lines;
            line_amount_ = i;
        }
    }
}

std::optional<ClaimFault> Parts::complete(Claim& claim, bool has_fee_lines, FieldFaults& faults,
                                          Lang lang) const {
    const auto wrong = [&faults](std::uint32_t field) { return faults[field].has_value(); };
    const auto given = [&claim](std::uint32_t field) { return claim.present[field] != 0; };
    if (!known_ || std::ranges::any_of(parts_, wrong)) {
        return std::nullopt;
    }
    if (std::ranges::none_of(parts_, given)) {
        return none_given(has_fee_lines, faults, lang);
    }
    for (const std::uint32_t part : parts_) {
        claim.present[part] = 1;  // an absent one holds zero already
    }
    return given(total_) ? check_sum(claim, lang) : std::nullopt;
}

std::optional<ClaimFault> Parts::none_given(bool has_fee_lines, FieldFaults& faults,
                                            Lang lang) const {
    if (has_fee_lines) {
        // The catalogue parts the lines, where they say what they cost.
        return lines_ ? std::nullopt : std::optional(lines_without_parts(lang));
    }
    const abi::Field& in_scope = vocabulary_.fields[parts_.back()];
    faults[parts_.back()] = missing(lang, {in_scope.external, in_scope.name});
    return std::nullopt;
}

std::optional<ClaimFault> Parts::check_lines(const Claim& claim, Lang lang) const {
    if (!known_ || !lines_ || claim.reversal || !claim.faults.empty()) {
        return std::nullopt;
    }
    const ListValues& lines = claim.lists[*lines_];
    if (lines.count == 0) {
        return std::nullopt;
    }
    const std::size_t width = vocabulary_.lists[*lines_].fields.size();
    Fen sum = 0;
    for (std::size_t at = line_amount_; at < lines.values.size(); at += width) {
        sum += lines.values[at];
    }
    const Part total{vocabulary_.fields[total_].external, claim.values[total_]};
    return sum == total.second ? std::nullopt
                               : std::optional(parts_do_not_sum(lang, {{"feedetail", sum}}, total));
}

std::optional<ClaimFault> Parts::check_sum(const Claim& claim, Lang lang) const {
    std::vector<Part> parts;
    Fen sum = 0;
    for (std::size_t i = 0; i < parts_.size(); ++i) {
        parts.emplace_back(abi::kPartFields[i], claim.values[parts_[i]]);
        sum += claim.values[parts_[i]];
    }
    const Part total{vocabulary_.fields[total_].external, claim.values[total_]};
    return sum == total.second ? std::nullopt : std::optional(parts_do_not_sum(lang, parts, total));
}

}  // namespace pol::claims
