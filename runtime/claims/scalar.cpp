#include "runtime/claims/scalar.h"

#include <algorithm>
#include <utility>

#include "runtime/claims/words.h"
#include "runtime/value/place.h"

namespace pol::claims {
namespace {

/// A number that is no money: what the language's width rules take for granted.
constexpr std::int64_t kNumberBound = 1'000'000'000'000'000;

/// An ISO date of some year; only the year may lie outside.
bool is_date_of_any_year(std::string_view text) {
    const bool has_year = text.size() == 10 && std::ranges::all_of(text.substr(0, 4), [](char c) {
                              return c >= '0' && c <= '9';
                          });
    if (!has_year) {
        return false;
    }
    const auto two = [&](std::size_t at) { return (text[at] - '0') * 10 + (text[at + 1] - '0'); };
    const bool is_leap = two(2) % 4 == 0 && (two(2) != 0 || two(0) % 4 == 0);
    return parse_date((is_leap ? "2000" : "2001") + std::string(text.substr(4))).has_value();
}

std::optional<Place> place_of(std::string_view text) {
    const Decimal number = parse_decimal(text, 0);
    const bool six_digits =
        text.size() == 6 && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
    return six_digits && text.front() != '0' ? std::optional(number.value) : std::nullopt;
}

Scalar good(std::int64_t value) {
    return {value, std::nullopt};
}

Scalar bad(ClaimFault fault) {
    return {std::nullopt, std::move(fault)};
}

}  // namespace

struct ScalarReader::Given {
    const json::Value& value;
    const abi::Field& field;
    std::string_view prefix;
    Sign sign;

    /// Made only for a message.
    [[nodiscard]] Spot spot() const { return {std::string(prefix) + field.external, field.name}; }
};

std::optional<std::string_view> text_of(const json::Value& value) {
    const bool has_text = value.type == json::Type::text || value.type == json::Type::number;
    return has_text ? std::optional<std::string_view>(value.text) : std::nullopt;
}

std::optional<std::string_view> text_or_whole(const json::Value& value) {
    const bool is_whole = value.type != json::Type::number ||
                          value.text.find_first_not_of("-0123456789") == std::string::npos;
    return is_whole ? text_of(value) : std::nullopt;
}

std::optional<bool> truth_of(const json::Value& value) {
    if (value.type == json::Type::boolean) {
        return value.truth;
    }
    const std::optional<std::string_view> text = text_of(value);
    if (text == "1" || text == "true" || text == "TRUE") {
        return true;
    }
    if (text == "0" || text == "false" || text == "FALSE") {
        return false;
    }
    return std::nullopt;
}

ScalarReader::ScalarReader(const abi::Vocabulary& vocabulary, TextTable& texts, Lang lang)
    : vocabulary_(vocabulary), texts_(texts), lang_(lang) {
    for (const abi::Enum& enumeration : vocabulary.enums) {
        codes_.push_back(index_of(enumeration));
    }
}

ScalarReader::CodeIndex ScalarReader::index_of(const abi::Enum& enumeration) {
    CodeIndex index;
    for (std::size_t i = 0; i < enumeration.values.size(); ++i) {
        const std::string& code = enumeration.values[i].code;
        index.values.try_emplace(code, static_cast<std::int32_t>(i));
        index.longest = std::max(index.longest, code.size());
    }
    return index;
}

Scalar ScalarReader::read(const json::Value& value, const abi::Field& field,
                          std::string_view prefix, Sign sign) {
    if (value.type == json::Type::null) {
        return {};
    }
    const Given given{value, field, prefix, sign};
    switch (field.kind) {
    case abi::Kind::boolean:
        return boolean(given);
    case abi::Kind::number:
        return number(given);
    case abi::Kind::money:
        return money(given);
    case abi::Kind::date:
        return date(given);
    case abi::Kind::text:
        return text(given);
    case abi::Kind::place:
        return place(given);
    case abi::Kind::code:
        return code(given);
    }
    return {};
}

Scalar ScalarReader::boolean(const Given& given) const {
    const std::optional<bool> truth = truth_of(given.value);
    return truth ? good(*truth ? 1 : 0) : wrong_form_of(given);
}

Scalar ScalarReader::number(const Given& given) const {
    // A factor or points may be below zero; a count, a quantity or a price may not. Of numbers of
    // that scale the vocabulary tells no rates: the share of a fee line is one by its name.
    constexpr std::int64_t whole = 10'000;
    if (given.field.external == "selfpay_prop" && given.sign == Sign::positive) {
        return decimal(given, given.field.scale, 0, whole);
    }
    const bool signed_kind = given.field.scale == kRateScale || given.sign == Sign::any;
    return decimal(given, given.field.scale, signed_kind ? -kNumberBound : 0, kNumberBound);
}

Scalar ScalarReader::money(const Given& given) const {
    return decimal(given, 2, given.sign == Sign::any ? -kMoneyBound : 0, kMoneyBound);
}

Scalar ScalarReader::decimal(const Given& given, int scale, std::int64_t low,
                             std::int64_t high) const {
    const std::optional<std::string_view> text = text_of(given.value);
    if (!text) {
        return wrong_form_of(given);
    }
    const Decimal number = parse_decimal(*text, scale);
    if (number.error == DecimalError::malformed) {
        return wrong_form_of(given);
    }
    if (number.error == DecimalError::precision) {
        return bad(too_precise(lang_, given.spot(), scale, given.value));
    }
    if (number.error == DecimalError::range || number.value < low || number.value > high) {
        const Range range{format_decimal(low, scale), format_decimal(high, scale)};
        return bad(outside(lang_, given.spot(), range, given.value));
    }
    return good(number.value);
}

Scalar ScalarReader::date(const Given& given) const {
    const bool is_text = given.value.type == json::Type::text;
    if (const auto day = is_text ? parse_date(given.value.text) : std::nullopt) {
        return good(*day);
    }
    if (is_text && is_date_of_any_year(given.value.text)) {
        const Range range{format_date(kFirstDay), format_date(kLastDay)};
        return bad(outside(lang_, given.spot(), range, given.value));
    }
    return wrong_form_of(given);
}

Scalar ScalarReader::text(const Given& given) {
    const std::optional<std::string_view> text = text_or_whole(given.value);
    if (!text) {
        return wrong_form_of(given);
    }
    return text->empty() ? Scalar{} : good(texts_.intern(*text));
}

Scalar ScalarReader::place(const Given& given) const {
    const std::optional<std::string_view> text = text_of(given.value);
    const std::optional<Place> place = text ? place_of(*text) : std::nullopt;
    return place ? good(*place) : wrong_form_of(given);
}

Scalar ScalarReader::code(const Given& given) const {
    const std::optional<std::string_view> text = text_of(given.value);
    if (!text || text->empty()) {
        return wrong_form_of(given);
    }
    if (const auto index = find_code(given.field.enumeration, *text)) {
        return good(*index);
    }
    const abi::Enum& known = vocabulary_.enums[given.field.enumeration];
    return bad(no_such_code(lang_, given.spot(), known, *text));
}

Scalar ScalarReader::wrong_form_of(const Given& given) const {
    return bad(wrong_form(lang_, given.spot(), given.field, given.value));
}

/// The code itself, its longest known beginning where the enum reads it so, or, where it is open,
/// one past the known that stands for this text.
std::optional<std::int64_t> ScalarReader::find_code(std::uint32_t enumeration,
                                                    std::string_view code) const {
    const abi::Enum& known = vocabulary_.enums[enumeration];
    const CodeIndex& codes = codes_[enumeration];
    const std::size_t shortest = known.prefix ? 1 : code.size();
    for (std::size_t size = std::min(code.size(), codes.longest); size >= shortest; --size) {
        const auto found = codes.values.find(code.substr(0, size));
        if (found != codes.values.end()) {
            return found->second;
        }
    }
    if (known.open) {
        return static_cast<std::int64_t>(known.values.size()) + texts_.intern(code);
    }
    return std::nullopt;
}

}  // namespace pol::claims
