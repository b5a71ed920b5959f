#include "runtime/claims/fee_lines.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "runtime/claims/words_input.h"

namespace pol::claims {
namespace {

constexpr std::string_view kNumber = "setl_id";

/// The fields of one line; a vocabulary without fee lines has none.
const std::vector<abi::Field>& fields_of(const abi::Vocabulary& vocabulary,
                                         std::optional<std::uint32_t> list) {
    static const std::vector<abi::Field> none;
    return list ? vocabulary.lists[*list].fields : none;
}

}  // namespace

FeeLines::FeeLines(const abi::Vocabulary& vocabulary, FieldReader& fields, Lang lang,
                   std::string file, std::vector<Notice>& notices)
    : vocabulary_(vocabulary),
      fields_(fields),
      lang_(lang),
      file_(std::move(file)),
      notices_(notices),
      names_(lang, notices, true),
      list_(vocabulary.list("feedetail")),
      scheme_(fields_of(vocabulary, list_), {}, {kNumber}) {}

void FeeLines::look_at(const json::Value& columns) {
    std::vector<ClaimFault> faults;
    (void)names_.match(scheme_, columns, {}, 1, faults);
}

void FeeLines::add(const Record& record) {
    const json::Value* given = json::member(record.root, kNumber);
    const std::string_view number = given == nullptr ? "" : text_of(*given).value_or("");
    if (number.empty()) {
        std::string text = record.broken ? record.faults.front().text : line_without_number(lang_);
        notices_.push_back({record.line, std::string(kNumber), std::move(text), true});
        return;
    }
    Entry& entry = entries_[std::string(number)];
    entry.seen.push_back(static_cast<std::uint32_t>(record.line));
    const auto next = static_cast<std::uint32_t>(entry.values.count);
    for (const ClaimFault& fault : record.faults) {
        entry.faults.push_back({next, kNone, false, placed(record.line, fault)});
    }
    if (!record.broken && list_) {
        read(entry, record);
    }
}

void FeeLines::read(Entry& entry, const Record& record) {
    const std::vector<abi::Field>& fields = vocabulary_.lists[*list_].fields;
    const auto element = static_cast<std::uint32_t>(entry.values.count);
    ++entry.values.count;
    entry.lines.push_back(static_cast<std::uint32_t>(record.line));
    entry.values.values.resize(entry.values.values.size() + fields.size());
    entry.values.present.resize(entry.values.values.size());
    const std::size_t first = entry.values.values.size() - fields.size();
    const Slots slots{entry.values.values.data() + first, entry.values.present.data() + first};
    const Prefix prefix{fmt::format("feedetail[{}].", element), ""};
    std::vector<ClaimFault> of_record;
    const Members members = names_.match(scheme_, record.root, prefix, record.line, of_record);
    for (ClaimFault& fault : of_record) {
        entry.faults.push_back({element, kNone, false, placed(record.line, std::move(fault))});
    }
    FieldFaults faults = fields_.read(fields, members, prefix.path, Sign::positive, slots);
    if (std::ranges::none_of(faults, [](const auto& fault) { return fault.has_value(); })) {
        return;
    }
    const FieldFaults any_sign = fields_.read(fields, members, prefix.path, Sign::any, slots);
    for (std::uint32_t i = 0; i < faults.size(); ++i) {
        if (faults[i]) {
            const bool of_sign = !any_sign[i].has_value();
            entry.faults.push_back(
                {element, i, of_sign, placed(record.line, *std::move(faults[i]))});
        }
    }
}

bool FeeLines::claim(const std::string& setl_id) {
    const auto found = entries_.find(setl_id);
    if (found == entries_.end()) {
        return false;
    }
    found->second.claimed = true;
    return true;
}

void FeeLines::give(Claim& claim) {
    const auto found = entries_.find(claim.setl_id);
    if (found == entries_.end()) {
        return;
    }
    Entry entry = std::move(found->second);
    found->second = {};
    found->second.claimed = true;
    complete(claim, entry);
    if (!list_) {
        return;
    }
    ListValues& all = claim.lists[*list_];
    if (all.count == 0) {
        all = std::move(entry.values);
        return;
    }
    all.count += entry.values.count;
    all.values.insert(all.values.end(), entry.values.values.begin(), entry.values.values.end());
    all.present.insert(all.present.end(), entry.values.present.begin(), entry.values.present.end());
}

/// Defaults of all lines, and the faults of all of them, in their order.
void FeeLines::complete(Claim& claim, Entry& entry) const {
    std::size_t at = 0;
    const auto count = static_cast<std::size_t>(entry.values.count);
    for (std::size_t element = 0; element < count; ++element) {
        FieldFaults faults(fields_of(vocabulary_, list_).size());
        for (; at < entry.faults.size() && entry.faults[at].element == element; ++at) {
            LineFault& fault = entry.faults[at];
            if (fault.of_sign && claim.reversal) {
                continue;
            }
            if (fault.field == kNone) {
                claim.faults.push_back(std::move(fault.fault));
            } else {
                faults[fault.field] = std::move(fault.fault);
            }
        }
        complete(claim, entry, element, faults);
    }
    for (; at < entry.faults.size(); ++at) {
        claim.faults.push_back(std::move(entry.faults[at].fault));
    }
}

void FeeLines::complete(Claim& claim, Entry& entry, std::size_t element,
                        FieldFaults& faults) const {
    const std::vector<abi::Field>& fields = vocabulary_.lists[*list_].fields;
    const std::size_t first = element * fields.size();
    const Slots slots{entry.values.values.data() + first, entry.values.present.data() + first};
    std::vector<bool> was_placed;
    for (const std::optional<ClaimFault>& fault : faults) {
        was_placed.push_back(fault.has_value());
    }
    if (!claim.reversal) {
        fields_.complete(fields, fmt::format("feedetail[{}].", element), claim, slots, faults);
    }
    for (std::size_t i = 0; i < faults.size(); ++i) {
        if (faults[i]) {
            claim.faults.push_back(was_placed[i]
                                       ? *std::move(faults[i])
                                       : placed(entry.lines[element], *std::move(faults[i])));
        }
    }
}

ClaimFault FeeLines::placed(std::size_t line, ClaimFault fault) const {
    fault.text = of_fee_line(file_, line, fault.text);
    return fault;
}

void FeeLines::report_left() {
    std::vector<std::pair<const std::string*, const Entry*>> left;
    for (const auto& [number, entry] : entries_) {
        if (!entry.claimed) {
            left.emplace_back(&number, &entry);
        }
    }
    std::ranges::sort(left, {}, [](const auto& one) { return one.second->seen.front(); });
    for (const auto& [number, entry] : left) {
        notices_.push_back({entry->seen.front(), std::string(kNumber),
                            lines_without_claim(lang_, *number, entry->seen), true});
    }
}

}  // namespace pol::claims
