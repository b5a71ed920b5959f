#include "tools/repl/values.h"

#include <algorithm>
#include <array>
#include <utility>

#include <fmt/format.h>

#include "runtime/trace/render.h"
#include "runtime/value/date.h"
#include "runtime/value/money.h"
#include "runtime/value/text.h"

namespace pol::repl {
namespace {

constexpr std::array<std::pair<std::string_view, char>, 18> kTwins{{
    {"，", ','},
    {"：", ':'},
    {"；", ';'},
    {"（", '('},
    {"）", ')'},
    {"｛", '{'},
    {"｝", '}'},
    {"［", '['},
    {"］", ']'},
    {"＝", '='},
    {"％", '%'},
    {"＜", '<'},
    {"＞", '>'},
    {"＋", '+'},
    {"－", '-'},
    {"．", '.'},
    {"！", '!'},
    {"　", ' '},
}};
// As the readers of files have it.
constexpr std::int64_t kNumberBound = 1'000'000'000'000'000;
constexpr char32_t kWideZero = 0xFF10;
constexpr char32_t kWideNine = 0xFF19;

using Value = tl::expected<std::optional<std::int64_t>, std::string>;

std::string unquoted(std::string_view text) {
    for (const auto& [open, close] :
         {std::pair<std::string_view, std::string_view>{"\"", "\""}, {"“", "”"}}) {
        if (text.size() >= open.size() + close.size() && text.starts_with(open) &&
            text.ends_with(close)) {
            text.remove_prefix(open.size());
            text.remove_suffix(close.size());
            break;
        }
    }
    return std::string(text);
}

bool take_end(std::string_view& text, std::string_view end) {
    if (!text.ends_with(end)) {
        return false;
    }
    text.remove_suffix(end.size());
    while (text.ends_with(' ')) {
        text.remove_suffix(1);
    }
    return true;
}

// What a number may be, for messages.
struct Limits {
    std::int64_t low = 0, high = 0;
    std::string low_words, high_words;
};

Value decimal(std::string_view text, int scale, const Limits& limits, const std::string& expected,
              bool zh) {
    const Decimal read = parse_decimal(text, scale);
    if (read.error == DecimalError::malformed) {
        return tl::unexpected(expected);
    }
    if (read.error == DecimalError::precision) {
        return tl::unexpected(
            fmt::format(fmt::runtime(zh ? "至多 {} 位小数，{}" : "has at most {} decimals; {}"),
                        scale, expected));
    }
    if (read.error || read.value < limits.low || read.value > limits.high) {
        return tl::unexpected(
            fmt::format(fmt::runtime(zh ? "应在 {} 到 {} 之间" : "should be between {} and {}"),
                        limits.low_words, limits.high_words));
    }
    return std::optional(read.value);
}

Value money(std::string_view text, int scale, bool zh) {
    const std::string expected =
        zh ? "应是金额，如 2000元、1.5万元、12.34" : "should be an amount: 2000元, 1.5万元, 12.34";
    std::int64_t most = kMoneyBound;
    for (int s = 0; s < scale; ++s) {
        most *= 10;
    }
    const Limits limits{0, most, "0元", format_fen(kMoneyBound) + "元"};
    if (take_end(text, "万元")) {
        return decimal(text, scale + 2 + 4, limits, expected, zh);
    }
    if (take_end(text, "分")) {
        return decimal(text, scale, limits, expected, zh);
    }
    take_end(text, "元");
    return decimal(text, scale + 2, limits, expected, zh);
}

Value code(const std::string& text, const abi::Field& field, const abi::Vocabulary& vocabulary,
           claims::TextTable& texts, bool zh) {
    const abi::Enum& known = vocabulary.enums[field.enumeration];
    std::size_t best = known.values.size();
    std::size_t length = 0;
    for (std::size_t i = 0; i < known.values.size(); ++i) {
        const abi::EnumValue& value = known.values[i];
        if (value.name == text || value.code == text) {
            return std::optional(static_cast<std::int64_t>(i));
        }
        if (known.prefix && text.starts_with(value.code) && value.code.size() > length) {
            best = i;
            length = value.code.size();
        }
    }
    if (best < known.values.size()) {
        return std::optional(static_cast<std::int64_t>(best));
    }
    if (known.open && !text.empty()) {
        return std::optional(static_cast<std::int64_t>(known.values.size()) + texts.intern(text));
    }
    return tl::unexpected(fmt::format("{}{}{}{}", known.name, zh ? "没有这个值，有：" : " has: ",
                                      fmt::join(values_of(field, vocabulary), zh ? "、" : ", "),
                                      ""));
}

Value boolean(std::string_view text, bool zh) {
    for (const std::string_view yes : {"是", "yes", "true"}) {
        if (text == yes) {
            return std::optional<std::int64_t>(1);
        }
    }
    for (const std::string_view no : {"否", "no", "false"}) {
        if (text == no) {
            return std::optional<std::int64_t>(0);
        }
    }
    return tl::unexpected(std::string(zh ? "应是 是 或 否" : "should be yes or no"));
}

Value number(std::string_view text, int scale, bool zh) {
    // A factor or points may be below zero; a count, a quantity or a price may not.
    const bool is_rate = scale == kRateScale;
    const Limits limits{is_rate ? -kNumberBound : 0, kNumberBound,
                        is_rate ? format_decimal(-kNumberBound, scale) : "0",
                        format_decimal(kNumberBound, scale)};
    if (is_rate && take_end(text, "%")) {
        return decimal(text, kRateScale - 2, limits,
                       zh ? "应是比例，如 75%" : "should be a rate: 75%", zh);
    }
    for (const std::string_view unit : {"元", "倍", "次", "岁"}) {
        take_end(text, unit);
    }
    return decimal(text, scale, limits, zh ? "应是数" : "should be a number", zh);
}

}  // namespace

std::string folded(std::string_view text) {
    std::string out;
    bool quoted = false;
    while (!text.empty()) {
        const Rune rune = decode_utf8(text);
        const std::string_view bytes = text.substr(0, rune.bytes);
        text.remove_prefix(rune.bytes);
        if (bytes == "\"" || bytes == "“" || bytes == "”") {
            quoted = bytes == "“" || (bytes == "\"" && !quoted);
        }
        const auto twin = std::find_if(kTwins.begin(), kTwins.end(),
                                       [&](const auto& t) { return t.first == bytes; });
        if (!quoted && twin != kTwins.end()) {
            out += twin->second;
        } else if (!quoted && rune.point >= kWideZero && rune.point <= kWideNine) {
            out += static_cast<char>('0' + (rune.point - kWideZero));
        } else {
            out += bytes;
        }
    }
    return out;
}

std::string trimmed(std::string_view text) {
    constexpr std::string_view blanks = " \t\r\n";
    const std::size_t begin = text.find_first_not_of(blanks);
    if (begin == std::string_view::npos) {
        return "";
    }
    return std::string(text.substr(begin, text.find_last_not_of(blanks) + 1 - begin));
}

Value parse_value(std::string_view typed, const abi::Field& field,
                  const abi::Vocabulary& vocabulary, claims::TextTable& texts, claims::Lang lang) {
    const bool zh = lang == claims::Lang::zh;
    const std::string text = trimmed(typed);
    if (text == "无" || text == "none") {
        return std::optional<std::int64_t>{};
    }
    switch (field.kind) {
    case abi::Kind::boolean:
        return boolean(text, zh);
    case abi::Kind::number:
        return number(text, field.scale, zh);
    case abi::Kind::money:
        return money(text, field.scale, zh);
    case abi::Kind::date:
        if (const std::optional<std::int64_t> day = parse_date(text)) {
            return day;
        }
        return tl::unexpected(
            fmt::format(fmt::runtime(zh ? "应是 {} 到 {} 的日期，如 2023-03-01"
                                        : "should be a date between {} and {}: 2023-03-01"),
                        format_date(kFirstDay), format_date(kLastDay)));
    case abi::Kind::text:
        return std::optional(texts.intern(unquoted(text)));
    case abi::Kind::place: {
        const Decimal place = parse_decimal(text, 0);
        const bool digits = text.find_first_not_of("0123456789") == std::string::npos;
        if (place.error || text.size() != 6 || !digits || text.front() == '0') {
            return tl::unexpected(std::string(zh ? "应是六位区划代码，如 640100"
                                                 : "should be a division of six digits: 640100"));
        }
        return std::optional(place.value);
    }
    case abi::Kind::code:
        return code(unquoted(text), field, vocabulary, texts, zh);
    }
    return tl::unexpected(std::string());
}

std::string written(std::int64_t value, const abi::Field& field, const abi::Vocabulary& vocabulary,
                    const claims::TextTable& texts) {
    std::string shown = trace::show(value, value < 0 ? -1 : 0, field.kind, field.scale,
                                    field.enumeration, vocabulary, texts);
    switch (field.kind) {
    case abi::Kind::money:
        return shown + "元";
    case abi::Kind::text:
        return "\"" + shown + "\"";
    case abi::Kind::number:
        return field.scale == kMeasureScale && !field.pieces ? shown + "元" : shown;
    case abi::Kind::boolean:
    case abi::Kind::date:
    case abi::Kind::place:
    case abi::Kind::code:
        return shown;
    }
    return shown;
}

std::vector<std::string> values_of(const abi::Field& field, const abi::Vocabulary& vocabulary) {
    std::vector<std::string> names;
    if (field.kind == abi::Kind::boolean) {
        return {"是", "否"};
    }
    if (field.kind == abi::Kind::code) {
        for (const abi::EnumValue& value : vocabulary.enums[field.enumeration].values) {
            names.push_back(value.name);
        }
    }
    return names;
}

std::vector<std::string> split(std::string_view text, std::string_view separators) {
    std::vector<std::string> parts(1);
    int depth = 0;
    bool quoted = false;
    for (const char c : text) {
        quoted = c == '"' ? !quoted : quoted;
        depth += !quoted && std::string_view("([{").find(c) != std::string_view::npos ? 1 : 0;
        depth -= !quoted && std::string_view(")]}").find(c) != std::string_view::npos ? 1 : 0;
        if (!quoted && depth == 0 && separators.find(c) != std::string_view::npos) {
            parts.emplace_back();
        } else {
            parts.back() += c;
        }
    }
    std::vector<std::string> kept;
    for (const std::string& part : parts) {
        if (std::string words = trimmed(part); !words.empty()) {
            kept.push_back(std::move(words));
        }
    }
    return kept;
}

tl::expected<std::vector<Element>, std::string> parse_list(std::string_view typed,
                                                           claims::Lang lang) {
    const std::string text = trimmed(folded(typed));
    const std::string expected = lang == claims::Lang::zh
                                     ? "应是列表，如 [{ 病种: M03900, 起始: 2023-01-01 }]"
                                     : "should be a list: [{ 病种: M03900, 起始: 2023-01-01 }]";
    if (text == "无" || text == "none") {
        return std::vector<Element>{};
    }
    if (!text.starts_with('[') || !text.ends_with(']')) {
        return tl::unexpected(expected);
    }
    std::vector<Element> elements;
    for (const std::string& part : split(std::string_view(text).substr(1, text.size() - 2), ",")) {
        if (!part.starts_with('{') || !part.ends_with('}')) {
            return tl::unexpected(expected);
        }
        Element element;
        for (const std::string& field :
             split(std::string_view(part).substr(1, part.size() - 2), ",\n;")) {
            const std::size_t colon = field.find(':');
            if (colon == std::string::npos) {
                return tl::unexpected(expected);
            }
            element.emplace_back(trimmed(field.substr(0, colon)), trimmed(field.substr(colon + 1)));
        }
        elements.push_back(std::move(element));
    }
    return elements;
}

}  // namespace pol::repl
