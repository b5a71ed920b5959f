#include "runtime/claims/read.h"

#include <algorithm>
#include <array>
#include <unordered_set>
#include <utility>

#include <fmt/format.h>

#include "runtime/claims/json.h"
#include "runtime/claims/parts.h"
#include "runtime/claims/scalar.h"
#include "runtime/claims/scheme.h"
#include "runtime/claims/split.h"
#include "runtime/claims/words.h"

namespace pol::claims {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

/// What every record has, whatever the vocabulary says.
constexpr std::array<std::string_view, 4> kIdentity{"setl_id", "psn_no", "refd_setl_flag",
                                                    "init_setl_id"};

bool is_identity(const abi::Field& field) {
    return std::ranges::find(kIdentity, field.external) != kIdentity.end();
}

/// Where the values of one object's fields go.
struct Slots {
    std::int64_t* values;
    std::uint8_t* present;
};

/// Builds the claims of one input.
class RecordReader {
  public:
    RecordReader(std::string_view input, const abi::Vocabulary& vocabulary, TextTable& texts,
                 Lang lang)
        : input_(input),
          vocabulary_(vocabulary),
          lang_(lang),
          scalars_(vocabulary, texts, lang),
          parts_(vocabulary),
          scheme_(vocabulary.fields, vocabulary.lists, {kIdentity.begin(), kIdentity.end()}) {
        for (const abi::ListField& list : vocabulary.lists) {
            elements_.emplace_back(list.fields, std::vector<abi::ListField>{},
                                   std::vector<std::string_view>{});
        }
    }

    Input read() {
        Input input;
        const std::vector<Slice> slices = split(input_);
        input.claims.reserve(slices.size());
        for (const Slice& slice : slices) {
            input.claims.push_back(record(slice));
        }
        input.notices = std::move(notices_);
        return input;
    }

  private:
    [[nodiscard]] Claim empty_claim(std::size_t line) const {
        Claim claim;
        claim.line = line;
        claim.values.resize(vocabulary_.fields.size());
        claim.present.resize(vocabulary_.fields.size());
        claim.lists.resize(vocabulary_.lists.size());
        return claim;
    }

    Claim record(const Slice& slice) {
        Claim claim = empty_claim(slice.line);
        const LineColumn start = locate(input_, slice, 0);
        if (slice.fault != SliceFault::none) {
            claim.faults.push_back(broken_array(lang_, start, slice.fault));
            return claim;
        }
        const json::Document document = json::parse(slice.text);
        if (document.failure) {
            name_broken(claim, document.root);
            const LineColumn at = locate(input_, slice, document.failure->offset);
            claim.faults.push_back(broken_text(lang_, at, *document.failure));
            return claim;
        }
        if (document.root.type != json::Type::object) {
            claim.faults.push_back(no_record(lang_, start, document.root));
            return claim;
        }
        for (const std::string& path : document.duplicates) {
            claim.faults.push_back(name_twice(lang_, start, path));
        }
        fill(claim, document.root);
        return claim;
    }

    /// A broken record is still known by its name, where that was read before it broke.
    static void name_broken(Claim& claim, const json::Value& root) {
        for (const auto& [key, slot] :
             {std::pair{"setl_id", &claim.setl_id}, {"psn_no", &claim.psn_no}}) {
            const json::Value* value = json::member(root, key);
            *slot = value == nullptr ? "" : text_of(*value).value_or("");
        }
    }

    void fill(Claim& claim, const json::Value& root) {
        const Members members = match(scheme_, root, {}, claim);
        identify(claim, root);
        // By its name: a vocabulary without fee lines must not settle a claim that has them for its
        // parts.
        const json::Value* lines = json::member(root, "feedetail");
        fill_fields(claim, members, lines != nullptr && !lines->items.empty());
        for (std::size_t i = 0; i < vocabulary_.lists.size(); ++i) {
            if (members.lists[i] != nullptr) {
                fill_list(claim, i, *members.lists[i]);
            }
        }
        if (std::optional<ClaimFault> sum = parts_.check_lines(claim, lang_)) {
            claim.faults.push_back(std::move(*sum));
        }
    }

    Members match(const Scheme& scheme, const json::Value& object, const Prefix& prefix,
                  Claim& claim) {
        const auto unknown = [&](const std::string& name) {
            const std::string pattern = prefix.pattern + name;
            if (noticed_.insert(pattern).second) {
                notices_.push_back(
                    {claim.line, pattern, unknown_field(lang_, pattern, scheme.nearest(name))});
            }
        };
        return scheme.match(object, prefix, lang_, claim.faults, unknown);
    }

    void identify(Claim& claim, const json::Value& root) {
        claim.reversal = flag_of(claim, root);
        claim.setl_id = name_of(claim, root, "setl_id", true);
        claim.psn_no = name_of(claim, root, "psn_no", !claim.reversal);
        claim.init_setl_id = name_of(claim, root, "init_setl_id", claim.reversal);
    }

    [[nodiscard]] abi::Field identity_field(std::string_view external, abi::Kind kind) const {
        abi::Field field;
        field.external = external;
        field.kind = kind;
        if (const auto index = vocabulary_.field(external)) {
            field.name = vocabulary_.fields[*index].name;
        }
        return field;
    }

    std::string name_of(Claim& claim, const json::Value& root, std::string_view external,
                        bool required) const {
        const json::Value* value = json::member(root, external);
        const auto text = value == nullptr ? std::nullopt : text_of(*value);
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

    bool flag_of(Claim& claim, const json::Value& root) const {
        constexpr std::string_view external = "refd_setl_flag";
        const json::Value* value = json::member(root, external);
        if (value == nullptr || value->type == json::Type::null) {
            return false;
        }
        const std::optional<bool> truth = truth_of(*value);
        if (!truth) {
            const abi::Field field = identity_field(external, abi::Kind::boolean);
            claim.faults.push_back(wrong_form(lang_, {field.external, field.name}, field, *value));
        }
        return truth.value_or(false);
    }

    void fill_fields(Claim& claim, const Members& members, bool has_fee_lines) {
        const Slots slots{claim.values.data(), claim.present.data()};
        const Sign sign = claim.reversal ? Sign::any : Sign::positive;
        FieldFaults faults = read_fields(vocabulary_.fields, members, "", sign, slots);
        std::optional<ClaimFault> sum;
        if (!claim.reversal) {
            sum = parts_.complete(claim, has_fee_lines, faults, lang_);
            complete(vocabulary_.fields, "", claim, slots, faults);
        }
        for (std::size_t i = 0; i < faults.size(); ++i) {
            if (faults[i] && !is_identity(vocabulary_.fields[i])) {  // those have been reported
                claim.faults.push_back(std::move(*faults[i]));
            }
        }
        if (sum) {
            claim.faults.push_back(std::move(*sum));
        }
    }

    FieldFaults read_fields(const std::vector<abi::Field>& fields, const Members& members,
                            std::string_view prefix, Sign sign, Slots slots) {
        FieldFaults faults(fields.size());
        for (std::size_t i = 0; i < fields.size(); ++i) {
            if (members.fields[i] == nullptr) {
                continue;
            }
            Scalar scalar = scalars_.read(*members.fields[i], fields[i], prefix, sign);
            slots.values[i] = scalar.value.value_or(0);
            slots.present[i] = scalar.value ? 1 : 0;
            faults[i] = std::move(scalar.fault);
        }
        return faults;
    }

    /// Applies defaults, then asks for what is still missing.
    void complete(const std::vector<abi::Field>& fields, const std::string& prefix,
                  const Claim& claim, Slots slots, FieldFaults& faults) const {
        for (std::size_t i = 0; i < fields.size(); ++i) {
            if (slots.present[i] != 0 || faults[i]) {
                continue;
            }
            if (const auto value = default_of(fields[i], claim)) {
                slots.values[i] = *value;
                slots.present[i] = 1;
            } else if (fields[i].required && !is_reported_elsewhere(fields[i])) {
                faults[i] = missing(lang_, {prefix + fields[i].external, fields[i].name});
            }
        }
    }

    [[nodiscard]] std::optional<std::int64_t> default_of(const abi::Field& field,
                                                         const Claim& claim) const {
        const abi::Field* current = &field;
        // A default may be a field that is itself left to its default; a circle of them ends too.
        for (std::size_t hops = 0; hops <= vocabulary_.fields.size(); ++hops) {
            if (current->fallback.kind != abi::Default::Kind::field) {
                break;
            }
            const auto index = static_cast<std::size_t>(current->fallback.value);
            if (claim.present[index] != 0) {
                return claim.values[index];
            }
            current = &vocabulary_.fields[index];
        }
        return current->fallback.kind == abi::Default::Kind::value
                   ? std::optional(current->fallback.value)
                   : std::nullopt;
    }

    /// A field that takes the value of a required one: that one is what the user has to give.
    [[nodiscard]] bool is_reported_elsewhere(const abi::Field& field) const {
        return field.fallback.kind == abi::Default::Kind::field &&
               vocabulary_.fields[static_cast<std::size_t>(field.fallback.value)].required;
    }

    void fill_list(Claim& claim, std::size_t index, const json::Value& value) {
        const abi::ListField& list = vocabulary_.lists[index];
        if (value.type == json::Type::null) {
            return;
        }
        if (value.type != json::Type::array) {
            claim.faults.push_back(no_list(lang_, list.external, value));
            return;
        }
        ListValues& values = claim.lists[index];
        values.count = static_cast<std::int64_t>(value.items.size());
        values.values.resize(value.items.size() * list.fields.size());
        values.present.resize(values.values.size());
        for (std::size_t i = 0; i < value.items.size(); ++i) {
            fill_element(claim, index, i, value.items[i]);
        }
    }

    void fill_element(Claim& claim, std::size_t index, std::size_t element,
                      const json::Value& value) {
        const abi::ListField& list = vocabulary_.lists[index];
        const std::string path = fmt::format("{}[{}]", list.external, element);
        if (value.type != json::Type::object) {
            claim.faults.push_back(no_object(lang_, path, value));
            return;
        }
        const Prefix prefix{path + ".", list.external + "[]."};
        const Members members = match(elements_[index], value, prefix, claim);
        const std::size_t first = element * list.fields.size();
        const Slots slots{claim.lists[index].values.data() + first,
                          claim.lists[index].present.data() + first};
        const Sign sign = claim.reversal ? Sign::any : Sign::positive;
        FieldFaults faults = read_fields(list.fields, members, prefix.path, sign, slots);
        if (!claim.reversal) {
            complete(list.fields, prefix.path, claim, slots, faults);
        }
        for (std::optional<ClaimFault>& fault : faults) {
            if (fault) {
                claim.faults.push_back(std::move(*fault));
            }
        }
    }

    std::string_view input_;
    const abi::Vocabulary& vocabulary_;
    Lang lang_;
    ScalarReader scalars_;
    Parts parts_;
    Scheme scheme_;
    std::vector<Scheme> elements_;  ///< by `Vocabulary::lists`
    std::vector<Notice> notices_;
    std::unordered_set<std::string> noticed_;
};

}  // namespace

Input read_json(std::string_view text, const abi::Vocabulary& vocabulary, TextTable& texts,
                Lang lang) {
    if (text.starts_with(kByteOrderMark)) {
        text.remove_prefix(kByteOrderMark.size());
    }
    return RecordReader(text, vocabulary, texts, lang).read();
}

}  // namespace pol::claims
