#include "runtime/claims/words.h"

#include <algorithm>

#include "runtime/value/text.h"

namespace pol::claims {
namespace {

/// What a user gave may be anything; a message shows its beginning.
constexpr std::size_t kShown = 40;
constexpr std::size_t kCodesListed = 40;

/// begndate（开始日期）. Between Chinese and a word that ends in a letter stands a space, after a
/// full-width bracket or quote none: here and below, whoever yields such a word brings it along.
std::string label(Lang lang, const Spot& spot) {
    if (spot.name.empty() || spot.name == spot.path) {
        return say(lang, "{} ", "{}", spot.path);
    }
    return say(lang, "{}（{}）", "{} ({})", spot.path, spot.name);
}

/// A value as the user wrote it.
std::string shown(Lang lang, const json::Value& value) {
    switch (value.type) {
    case json::Type::null:
        return say(lang, " null", "null");
    case json::Type::boolean:
        return say(lang, " {}", "{}", value.truth);
    case json::Type::number:
        return say(lang, " {}", "{}", shortened(value.text, kShown));
    case json::Type::text:
        return quoted(lang, value.text);
    case json::Type::array:
        return say(lang, "一个数组", "a list");
    case json::Type::object:
        return say(lang, "一个对象", "an object");
    }
    return "";
}

std::string expected_number(Lang lang, int decimals) {
    return decimals == 0
               ? say(lang, "整数", "a whole number")
               : say(lang, "至多 {} 位小数的数", "a number with at most {} decimals", decimals);
}

/// What a field's kind looks like.
std::string expected(Lang lang, const abi::Field& field) {
    switch (field.kind) {
    case abi::Kind::boolean:
        return say(lang, " true 或 false", "true or false");
    case abi::Kind::number:
        return expected_number(lang, field.scale);
    case abi::Kind::money:
        return say(lang, "以元为单位、至多两位小数的金额",
                   "an amount in yuan with at most two decimals");
    case abi::Kind::date:
        return say(lang, "日期，如 2023-03-01", "a date such as 2023-03-01");
    case abi::Kind::text:
        return say(lang, "文本或整数", "a text or a whole number");
    case abi::Kind::place:
        return say(lang, "六位行政区划代码，如 640100",
                   "a division code of six digits such as 640100");
    case abi::Kind::code:
        return say(lang, "代码（文本或整数）", "a code (a text or a whole number)");
    }
    return "";
}

ClaimFault should_be(Lang lang, const Spot& spot, const std::string& wanted,
                     const json::Value& found) {
    return {FaultCode::bad_value, spot.path,
            say(lang, "{}应为{}，给出的是{}", "{} should be {}, but is {}", label(lang, spot),
                wanted, shown(lang, found))};
}

std::string entry(const abi::EnumValue& value) {
    return value.name == value.code ? value.code : fmt::format("{} {}", value.code, value.name);
}

std::string known_codes(Lang lang, const abi::Enum& known) {
    std::string codes;
    for (std::size_t i = 0; i < std::min(known.values.size(), kCodesListed); ++i) {
        codes += i == 0 ? "" : say(lang, "、", ", ");
        codes += entry(known.values[i]);
    }
    if (known.values.size() > kCodesListed) {
        codes += say(lang, "……共 {} 个", ", … ({} in all)", known.values.size());
    }
    return codes;
}

std::string nearest_code(const abi::Enum& known, std::string_view code) {
    const std::string given = shortened(code, kShown);
    const auto distance = [&given](const abi::EnumValue& value) {
        return given == value.name ? std::size_t{0} : edit_distance(given, value.code);
    };
    const auto nearest = std::ranges::min_element(known.values, {}, distance);
    return nearest == known.values.end() ? "" : entry(*nearest);
}

}  // namespace

std::string quoted(Lang lang, std::string_view text) {
    const std::string shown = shortened(text, kShown);
    return say(lang, "“{}”", "\"{}\"", shown);
}

ClaimFault missing(Lang lang, const Spot& spot) {
    return {
        FaultCode::missing_field, spot.path,
        say(lang, "{}是必填字段，没有给出", "the required field {} is missing", label(lang, spot))};
}

ClaimFault wrong_form(Lang lang, const Spot& spot, const abi::Field& field,
                      const json::Value& found) {
    return should_be(lang, spot, expected(lang, field), found);
}

ClaimFault no_list(Lang lang, const std::string& path, const json::Value& found) {
    return should_be(lang, {path, ""}, say(lang, "数组", "a list"), found);
}

ClaimFault no_object(Lang lang, const std::string& path, const json::Value& found) {
    return should_be(lang, {path, ""}, say(lang, "对象", "an object"), found);
}

ClaimFault too_precise(Lang lang, const Spot& spot, int decimals, const json::Value& found) {
    return {FaultCode::bad_value, spot.path,
            say(lang, "{}至多 {} 位小数，给出的是{}；多余的小数不会被舍去",
                "{} has at most {} decimals, but is {}; further ones are never rounded away",
                label(lang, spot), decimals, shown(lang, found))};
}

ClaimFault outside(Lang lang, const Spot& spot, const Range& range, const json::Value& found) {
    return {FaultCode::out_of_bounds, spot.path,
            say(lang, "{}应在 {} 至 {} 之间，给出的是{}",
                "{} should lie between {} and {}, but is {}", label(lang, spot), range.low,
                range.high, shown(lang, found))};
}

ClaimFault too_early(Lang lang, const Spot& first, Days first_day, const Spot& later,
                     Days later_day) {
    return {FaultCode::out_of_bounds, later.path,
            say(lang, "{}是 {}，早于 {}的 {}", "{} is {}, before {}, which is {}",
                label(lang, later), format_date(later_day), label(lang, first),
                format_date(first_day))};
}

ClaimFault no_such_code(Lang lang, const Spot& spot, const abi::Enum& known,
                        std::string_view code) {
    return {FaultCode::unknown_code, spot.path,
            say(lang, "{}没有代码{}，已知的有：{}；最接近的是 {}",
                "{} has no code {}, but these: {}; the nearest is {}", label(lang, spot),
                quoted(lang, code), known_codes(lang, known), nearest_code(known, code))};
}

ClaimFault parts_do_not_sum(Lang lang, const std::vector<Part>& parts, const Part& total) {
    std::string sum;
    Fen amount = 0;
    for (const auto& [field, fen] : parts) {
        sum += fmt::format("{}{} {}", sum.empty() ? "" : " + ", field, format_fen(fen));
        amount += fen;
    }
    return {FaultCode::parts_differ, std::string(total.first),
            say(lang, "{} = {}，与 {} {} 不等", "{} = {}, which is not {} {}", sum,
                format_fen(amount), total.first, format_fen(total.second))};
}

ClaimFault lines_without_parts(Lang lang) {
    return {FaultCode::not_supported, "feedetail",
            say(lang, "只有明细、没有各部分金额：本版本不能由明细计算，请给出 inscp_scp_amt 等金额",
                "there are fee lines but no parts of the total: this version cannot compute them, "
                "give inscp_scp_amt and the others")};
}

ClaimFault no_record(Lang lang, LineColumn at, const json::Value& found) {
    return bad_record(lang, at, "",
                      say(lang, "一条记录应为一个对象，给出的是{}",
                          "a record should be an object, but is {}", shown(lang, found)));
}

ClaimFault name_twice(Lang lang, LineColumn at, const std::string& path) {
    return bad_record(
        lang, at, path,
        say(lang, "字段 {} 出现不止一次", "the field {} stands more than once", path));
}

ClaimFault bad_record(Lang lang, LineColumn at, const std::string& field, const std::string& what) {
    return {FaultCode::bad_record, field,
            say(lang, "第 {} 行第 {} 列：{}", "line {}, column {}: {}", at.line, at.column, what)};
}

std::string unknown_field(Lang lang, std::string_view field,
                          const std::optional<std::string>& meant) {
    const std::string name = shortened(field, kShown);
    if (meant) {
        return say(lang, "不认识字段 {}，未读取；是否应为 {}？",
                   "the field {} is not known and was not read; is it {}?", name, *meant);
    }
    return say(lang, "不认识字段 {}，未读取", "the field {} is not known and was not read", name);
}

}  // namespace pol::claims
