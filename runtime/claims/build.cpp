#include "runtime/claims/build.h"

#include <algorithm>
#include <array>
#include <utility>

#include <fmt/format.h>

#include "runtime/claims/days.h"
#include "runtime/claims/words.h"
#include "runtime/value/text.h"

namespace pol::claims {
namespace {

/// What every record has, whatever the vocabulary says.
constexpr std::array<std::string_view, 4> kIdentity{"setl_id", "psn_no", "refd_setl_flag",
                                                    "init_setl_id"};

/// Of filings: those that the record has, which cannot be reversed.
std::vector<std::string_view> identity_of(const abi::Vocabulary& vocabulary) {
    if (vocabulary.filed.empty()) {
        return {kIdentity.begin(), kIdentity.end()};
    }
    std::vector<std::string_view> names{vocabulary.number()};
    if (vocabulary.field("psn_no")) {
        names.emplace_back("psn_no");
    }
    return names;
}

/// A broken record is still known by its name, where that was read before it broke.
void name_broken(Claim& claim, const json::Value& root, std::string_view number) {
    for (const auto& [key, slot] : {std::pair{number, &claim.setl_id},
                                    std::pair{std::string_view("psn_no"), &claim.psn_no}}) {
        const json::Value* value = json::member(root, key);
        *slot = value == nullptr ? "" : valid_utf8(text_of(*value).value_or(""));
    }
}

void move_to(std::vector<ClaimFault>& all, FieldFaults& faults) {
    for (std::optional<ClaimFault>& fault : faults) {
        if (fault) {
            all.push_back(*std::move(fault));
        }
    }
}

}  // namespace

ClaimBuilder::ClaimBuilder(const abi::Vocabulary& vocabulary, FieldReader& fields, Lang lang,
                           std::vector<Notice>& notices, FeeLines* lines)
    : vocabulary_(vocabulary),
      fields_(fields),
      lang_(lang),
      lines_(lines),
      names_(lang, notices),
      parts_(vocabulary),
      identity_(identity_of(vocabulary)),
      scheme_(vocabulary.fields, vocabulary.lists, identity_) {
    for (const abi::ListField& list : vocabulary.lists) {
        elements_.emplace_back(list.fields, std::vector<abi::ListField>{},
                               std::vector<std::string_view>{});
    }
}

bool ClaimBuilder::look_at(const json::Value& columns) {
    std::vector<ClaimFault> faults;
    const Members members = names_.match(scheme_, columns, {}, 1, faults);
    for (std::size_t i = 0; i < members.lists.size(); ++i) {
        if (members.lists[i] == nullptr) {
            continue;
        }
        const Prefix prefix{"", vocabulary_.lists[i].external + "[]."};
        for (const json::Value& element : members.lists[i]->items) {
            if (element.type != json::Type::object) {
                continue;  // a fault of every claim that has one
            }
            (void)names_.match(elements_[i], element, prefix, 1, faults);
        }
    }
    const auto is_there = [](const json::Value* value) { return value != nullptr; };
    return std::ranges::any_of(members.fields, is_there) ||
           std::ranges::any_of(members.lists, is_there);
}

Claim ClaimBuilder::build(Record record) {
    Claim claim = empty_claim(record.line);
    claim.faults = std::move(record.faults);
    if (record.broken) {
        name_broken(claim, record.root, vocabulary_.number());
        if (lines_ != nullptr) {
            (void)lines_->claim(claim.setl_id);
        }
        return claim;
    }
    fill(claim, record.root);
    return claim;
}

Claim ClaimBuilder::empty_claim(std::size_t line) const {
    Claim claim;
    claim.line = line;
    claim.values.resize(vocabulary_.fields.size());
    claim.present.resize(vocabulary_.fields.size());
    claim.lists.resize(vocabulary_.lists.size());
    return claim;
}

bool ClaimBuilder::complete(Claim& claim, bool has_fee_lines) const {
    const auto is_wrong = [](const std::optional<ClaimFault>& fault) { return fault.has_value(); };
    FieldFaults faults(vocabulary_.fields.size());
    if (parts_.complete(claim, has_fee_lines, faults, lang_)) {
        return false;
    }
    fields_.complete(vocabulary_.fields, "", claim, {claim.values.data(), claim.present.data()},
                     faults);
    if (std::ranges::any_of(faults, is_wrong) ||
        !days_out_of_order(claim, vocabulary_, lang_).empty()) {
        return false;
    }
    for (std::size_t i = 0; i < vocabulary_.lists.size(); ++i) {
        const std::vector<abi::Field>& fields = vocabulary_.lists[i].fields;
        ListValues& list = claim.lists[i];
        for (std::size_t first = 0; first < list.values.size(); first += fields.size()) {
            FieldFaults of_element(fields.size());
            fields_.complete(fields, "", claim,
                             {list.values.data() + first, list.present.data() + first}, of_element);
            if (std::ranges::any_of(of_element, is_wrong)) {
                return false;
            }
        }
    }
    return !parts_.check_lines(claim, lang_);
}

void ClaimBuilder::fill(Claim& claim, const json::Value& root) {
    const Members members = names_.match(scheme_, root, {}, claim.line, claim.faults);
    const std::optional<bool> reversal = flag_of(claim, root);
    claim.reversal = reversal.value_or(false);
    identify(claim, root);
    // By its name: a vocabulary without fee lines must not settle a claim that has them for its
    // parts.
    const json::Value* own_lines = json::member(root, "feedetail");
    const bool has_own = own_lines != nullptr && !own_lines->items.empty();
    const bool has_others = lines_ != nullptr && lines_->claim(claim.setl_id);
    if (!reversal) {
        return;  // what else the record must have depends on it
    }
    fill_fields(claim, members, has_own || has_others);
    for (std::size_t i = 0; i < vocabulary_.lists.size(); ++i) {
        if (members.lists[i] != nullptr) {
            fill_list(claim, i, *members.lists[i]);
        }
    }
    if (has_others) {
        lines_->give(claim);
    }
    if (std::optional<ClaimFault> sum = parts_.check_lines(claim, lang_)) {
        claim.faults.push_back(*std::move(sum));
    }
}

void ClaimBuilder::identify(Claim& claim, const json::Value& root) const {
    claim.setl_id = name_of(claim, root, vocabulary_.number(), true);
    if (!vocabulary_.filed.empty()) {
        const auto person = vocabulary_.field("psn_no");
        if (person) {
            const bool required = vocabulary_.fields[*person].required;
            claim.psn_no = name_of(claim, root, "psn_no", required);
        }
        return;
    }
    claim.psn_no = name_of(claim, root, "psn_no", !claim.reversal);
    claim.init_setl_id = name_of(claim, root, "init_setl_id", claim.reversal);
}

abi::Field ClaimBuilder::identity_field(std::string_view external, abi::Kind kind) const {
    abi::Field field;
    field.external = external;
    field.kind = kind;
    if (const auto index = vocabulary_.field(external)) {
        field.name = vocabulary_.fields[*index].name;
    }
    return field;
}

std::string ClaimBuilder::name_of(Claim& claim, const json::Value& root, std::string_view external,
                                  bool required) const {
    const json::Value* value = json::member(root, external);
    const auto text = value == nullptr ? std::nullopt : text_or_whole(*value);
    if (text && !text->empty()) {
        return std::string(*text);
    }
    const abi::Field field = identity_field(external, abi::Kind::text);
    const Spot spot{field.external, field.name};
    const bool absent = value == nullptr || value->type == json::Type::null || text;
    if (!absent) {
        claim.faults.push_back(wrong_form(lang_, spot, field, *value));
    } else if (required) {
        claim.faults.push_back(missing(lang_, spot));
    }
    return {};
}

std::optional<bool> ClaimBuilder::flag_of(Claim& claim, const json::Value& root) const {
    constexpr std::string_view external = "refd_setl_flag";
    if (!vocabulary_.filed.empty()) {
        return false;
    }
    const json::Value* value = json::member(root, external);
    if (value == nullptr || value->type == json::Type::null) {
        return false;
    }
    const std::optional<bool> truth = truth_of(*value);
    if (!truth) {
        const abi::Field field = identity_field(external, abi::Kind::boolean);
        claim.faults.push_back(wrong_form(lang_, {field.external, field.name}, field, *value));
    }
    return truth;
}

void ClaimBuilder::fill_fields(Claim& claim, const Members& members, bool has_fee_lines) {
    const Slots slots{claim.values.data(), claim.present.data()};
    const Sign sign = claim.reversal ? Sign::any : Sign::positive;
    FieldFaults faults = fields_.read(vocabulary_.fields, members, "", sign, slots);
    std::optional<ClaimFault> sum;
    if (!claim.reversal) {
        sum = parts_.complete(claim, has_fee_lines, faults, lang_);
        fields_.complete(vocabulary_.fields, "", claim, slots, faults);
    }
    for (std::size_t i = 0; i < faults.size(); ++i) {
        if (std::ranges::find(identity_, vocabulary_.fields[i].external) != identity_.end()) {
            faults[i].reset();  // those have been reported
        }
    }
    move_to(claim.faults, faults);
    if (sum) {
        claim.faults.push_back(*std::move(sum));
    }
    if (!claim.reversal) {
        for (ClaimFault& fault : days_out_of_order(claim, vocabulary_, lang_)) {
            claim.faults.push_back(std::move(fault));
        }
    }
}

void ClaimBuilder::fill_list(Claim& claim, std::size_t index, const json::Value& value) {
    const abi::ListField& list = vocabulary_.lists[index];
    if (value.type == json::Type::null) {
        return;
    }
    if (value.type != json::Type::array) {
        claim.faults.push_back(no_list(lang_, list.external, value));
        return;
    }
    ListValues& values = claim.lists[index];
    const auto is_there = [](const json::Value& element) {
        return element.type != json::Type::null;
    };
    values.values.reserve(value.items.size() * list.fields.size());
    for (std::size_t i = 0; i < value.items.size(); ++i) {
        if (is_there(value.items[i])) {
            ++values.count;
            values.values.resize(values.values.size() + list.fields.size());
            values.present.resize(values.values.size());
            fill_element(claim, index, i, value.items[i]);
        }
    }
}

/// The last element of the list; `element` is its index in the record.
void ClaimBuilder::fill_element(Claim& claim, std::size_t index, std::size_t element,
                                const json::Value& value) {
    const abi::ListField& list = vocabulary_.lists[index];
    const std::string path = fmt::format("{}[{}]", list.external, element);
    if (value.type != json::Type::object) {
        claim.faults.push_back(no_object(lang_, path, value));
        return;
    }
    const Prefix prefix{path + ".", list.external + "[]."};
    const Members members = names_.match(elements_[index], value, prefix, claim.line, claim.faults);
    const std::size_t first = claim.lists[index].values.size() - list.fields.size();
    const Slots slots{claim.lists[index].values.data() + first,
                      claim.lists[index].present.data() + first};
    const Sign sign = claim.reversal ? Sign::any : Sign::positive;
    FieldFaults faults = fields_.read(list.fields, members, prefix.path, sign, slots);
    if (!claim.reversal) {
        fields_.complete(list.fields, prefix.path, claim, slots, faults);
    }
    move_to(claim.faults, faults);
}

}  // namespace pol::claims
