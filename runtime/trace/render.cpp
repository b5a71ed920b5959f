#include "runtime/trace/render.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <unordered_map>
#include <utility>

#include <fmt/format.h>

#include "runtime/value/money.h"

namespace pol::trace {
namespace {

constexpr std::string_view kAbsent = "无";

/// The digits of a 128-bit number, most significant word first, by long division.
std::string digits_of(std::uint64_t high, std::uint64_t low) {
    std::array<std::uint64_t, 4> limbs{high >> 32U, high & 0xFFFFFFFFU, low >> 32U,
                                       low & 0xFFFFFFFFU};
    std::string digits;
    while (std::ranges::any_of(limbs, [](std::uint64_t limb) { return limb != 0; })) {
        std::uint64_t rest = 0;
        for (std::uint64_t& limb : limbs) {
            const std::uint64_t part = rest << 32U | limb;
            limb = part / 10;
            rest = part % 10;
        }
        digits += static_cast<char>('0' + rest);
    }
    std::ranges::reverse(digits);
    return digits;
}

/// Removes zeros at the end, down to `kept` decimals; without any the point goes too.
std::string trimmed(std::string number, std::size_t kept) {
    const std::size_t point = number.find('.');
    if (point == std::string::npos) {
        return number;
    }
    while (number.size() > point + 1 + kept && number.ends_with('0')) {
        number.pop_back();
    }
    if (number.ends_with('.')) {
        number.pop_back();
    }
    return number;
}

/// An amount of 10^-decimals yuan in two words, low and high.
std::string exact_money(std::int64_t low, std::int64_t high, std::size_t decimals) {
    auto low_bits = static_cast<std::uint64_t>(low);
    auto high_bits = static_cast<std::uint64_t>(high);
    if (high < 0) {
        low_bits = 0 - low_bits;
        high_bits = ~high_bits + (low_bits == 0 ? 1 : 0);
    }
    std::string digits = digits_of(high_bits, low_bits);
    if (digits.size() <= decimals) {
        digits.insert(0, decimals + 1 - digits.size(), '0');
    }
    digits.insert(digits.size() - decimals, ".");
    return trimmed((high < 0 ? "-" : "") + digits, 2);
}

std::string show_number(std::int64_t value, int scale) {
    if (scale == kRateScale) {
        return trimmed(format_decimal(value, 2), 0) + "%";
    }
    return trimmed(format_decimal(value, scale), 0);
}

std::string show_code(std::int64_t value, std::uint32_t enumeration,
                      const abi::Vocabulary& vocabulary, const claims::TextTable& texts) {
    if (value < 0 || enumeration >= vocabulary.enums.size()) {
        return fmt::to_string(value);
    }
    const abi::Enum& known = vocabulary.enums[enumeration];
    const auto index = static_cast<std::size_t>(value);
    if (index < known.values.size()) {
        return known.values[index].name;
    }
    // What an open list does not know is kept by its text.
    const std::size_t text = index - known.values.size();
    return known.open && text < texts.size() ? texts[static_cast<std::int64_t>(text)]
                                             : fmt::to_string(value);
}

std::string_view last_part(std::string_view name) {
    return name.substr(name.rfind('.') + 1);  // npos + 1 is 0
}

/// Writes the lines of one tape.
class Explanation {
  public:
    Explanation(const abi::Manifest& manifest, const abi::Tape& tape, const claims::Claim& claim,
                const claims::TextTable& texts)
        : manifest_(manifest), tape_(tape), claim_(claim), texts_(texts) {
        for (std::size_t i = 0; i < manifest.steps.size(); ++i) {
            if (evaluated(i)) {
                ++uses_[last_part(manifest.steps[i].name)];
            }
        }
    }

    [[nodiscard]] std::vector<Line> lines() const {
        std::vector<Line> lines;
        for (std::size_t i = 0; i < manifest_.steps.size(); ++i) {
            if (evaluated(i)) {
                const abi::StepRow& step = manifest_.steps[i];
                lines.push_back({name_of(i), value_of(i), step.formula, inputs_of(step),
                                 step.rounding, show(step.cites), step.place});
            }
        }
        return lines;
    }

  private:
    [[nodiscard]] abi::Slot state(std::size_t step) const {
        return static_cast<abi::Slot>(tape_.states[step]);
    }
    [[nodiscard]] bool evaluated(std::size_t step) const {
        return state(step) != abi::Slot::not_evaluated;
    }

    [[nodiscard]] std::string name_of(std::size_t step) const {
        const std::string& name = manifest_.steps[step].name;
        const std::string_view last = last_part(name);
        return uses_.at(last) == 1 ? std::string(last) : name;
    }

    [[nodiscard]] std::string value_of(std::size_t i) const {
        if (state(i) == abi::Slot::absent) {
            return std::string(kAbsent);
        }
        const abi::StepRow& step = manifest_.steps[i];
        return show(tape_.values[2 * i], tape_.values[2 * i + 1], step.kind, step.scale,
                    step.enumeration, manifest_.vocabulary, texts_);
    }

    [[nodiscard]] std::string field_value(std::size_t i) const {
        if (claim_.present[i] == 0) {
            return std::string(kAbsent);
        }
        const abi::Field& field = manifest_.vocabulary.fields[i];
        const std::int64_t value = claim_.values[i];
        return show(value, value < 0 ? -1 : 0, field.kind, field.scale, field.enumeration,
                    manifest_.vocabulary, texts_);
    }

    /// An input that was not evaluated had no part in the value.
    [[nodiscard]] std::string inputs_of(const abi::StepRow& step) const {
        std::string inputs;
        for (const abi::StepInput& input : step.inputs) {
            if (!input.is_field && !evaluated(input.index)) {
                continue;
            }
            inputs += inputs.empty() ? "" : ", ";
            inputs += input.is_field ? manifest_.vocabulary.fields[input.index].name + " " +
                                           field_value(input.index)
                                     : name_of(input.index) + " " + value_of(input.index);
        }
        return inputs;
    }

    const abi::Manifest& manifest_;
    const abi::Tape& tape_;
    const claims::Claim& claim_;
    const claims::TextTable& texts_;
    std::unordered_map<std::string_view, int> uses_;  ///< how many lines would have this short name
};

}  // namespace

TapeBuffer::TapeBuffer(std::size_t quantities) : values_(2 * quantities), states_(quantities) {}

void TapeBuffer::clear() {
    std::ranges::fill(values_, 0);
    std::ranges::fill(states_, std::uint8_t{0});
}

abi::Tape TapeBuffer::view() {
    return {values_.data(), states_.data()};
}

std::vector<Line> lines(const abi::Manifest& manifest, const abi::Tape& tape,
                        const claims::Claim& claim, const claims::TextTable& texts) {
    return Explanation(manifest, tape, claim, texts).lines();
}

std::string show(std::int64_t low, std::int64_t high, abi::Kind kind, int scale,
                 std::uint32_t enumeration, const abi::Vocabulary& vocabulary,
                 const claims::TextTable& texts) {
    switch (kind) {
    case abi::Kind::boolean:
        return low != 0 ? "是" : "否";
    case abi::Kind::number:
        return show_number(low, scale);
    case abi::Kind::money:
        return scale == 0 ? format_fen(low)
                          : exact_money(low, high, 2 + static_cast<std::size_t>(scale));
    case abi::Kind::date:
        return format_date(low);
    case abi::Kind::text:
        return texts[low];
    case abi::Kind::place:
        return fmt::to_string(low);
    case abi::Kind::code:
        return show_code(low, enumeration, vocabulary, texts);
    }
    return "";
}

std::string show(const std::vector<abi::Cite>& cites) {
    std::string text;
    for (auto cite = cites.begin(); cite != cites.end(); ++cite) {
        const auto is_same = [&](const abi::Cite& other) {
            return other.source == cite->source && other.clause == cite->clause;
        };
        if (std::any_of(cites.begin(), cite, is_same)) {
            continue;  // several rows or cases cite it
        }
        text += text.empty() ? "" : "；";
        text += cite->clause.empty() ? cite->source : cite->source + " " + cite->clause;
    }
    return text;
}

}  // namespace pol::trace
