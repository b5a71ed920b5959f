#include "runtime/value/text.h"

#include <algorithm>
#include <array>
#include <numeric>
#include <vector>

#include <fmt/format.h>

namespace pol {
namespace {

struct Interval {
    char32_t first;
    char32_t last;
};

/// East Asian Wide and Fullwidth (UAX #11), joined where only unassigned points lie between.
constexpr std::array kWide{
    Interval{0x1100, 0x115F},   Interval{0x2329, 0x232A},   Interval{0x2E80, 0x303E},
    Interval{0x3041, 0x33FF},   Interval{0x3400, 0x4DBF},   Interval{0x4E00, 0xA4CF},
    Interval{0xA960, 0xA97F},   Interval{0xAC00, 0xD7A3},   Interval{0xF900, 0xFAFF},
    Interval{0xFE10, 0xFE19},   Interval{0xFE30, 0xFE6F},   Interval{0xFF00, 0xFF60},
    Interval{0xFFE0, 0xFFE6},   Interval{0x1F300, 0x1F64F}, Interval{0x1F900, 0x1F9FF},
    Interval{0x20000, 0x3FFFD},
};

/// Combining marks, joiners and variation selectors.
constexpr std::array kNarrowest{
    Interval{0x0300, 0x036F},
    Interval{0x200B, 0x200F},
    Interval{0xFE00, 0xFE0F},
    Interval{0xFE20, 0xFE2F},
};

template <std::size_t N>
bool lies_in(char32_t point, const std::array<Interval, N>& intervals) {
    return std::ranges::any_of(intervals, [point](const Interval& interval) {
        return interval.first <= point && point <= interval.last;
    });
}

std::size_t width_of(char32_t point) {
    if (lies_in(point, kNarrowest)) {
        return 0;
    }
    return lies_in(point, kWide) ? 2 : 1;
}

/// What a first byte says: how many bytes, its own bits, the least point that needs so many.
struct Lead {
    std::size_t bytes;
    char32_t bits;
    char32_t least;
};

Lead lead_of(unsigned char byte) {
    if (byte < 0x80) {
        return {1, byte, 0};
    }
    if (byte >= 0xC2 && byte < 0xE0) {
        return {2, byte & 0x1FU, 0x80};
    }
    if (byte >= 0xE0 && byte < 0xF0) {
        return {3, byte & 0x0FU, 0x800};
    }
    if (byte >= 0xF0 && byte < 0xF5) {
        return {4, byte & 0x07U, 0x10000};
    }
    return {0, 0, 0};
}

std::vector<char32_t> points_of(std::string_view text) {
    std::vector<char32_t> points;
    while (!text.empty()) {
        const Rune rune = decode_utf8(text);
        points.push_back(rune.point);
        text.remove_prefix(rune.bytes);
    }
    return points;
}

}  // namespace

Rune decode_utf8(std::string_view text) {
    const Lead lead = lead_of(static_cast<unsigned char>(text.front()));
    if (lead.bytes == 0 || text.size() < lead.bytes) {
        return {};
    }
    char32_t point = lead.bits;
    for (std::size_t i = 1; i < lead.bytes; ++i) {
        const auto byte = static_cast<unsigned char>(text[i]);
        if ((byte & 0xC0U) != 0x80U) {
            return {};
        }
        point = (point << 6U) | (byte & 0x3FU);
    }
    const bool surrogate = point >= 0xD800 && point <= 0xDFFF;
    if (point < lead.least || surrogate || point > 0x10FFFF) {
        return {};
    }
    return {point, lead.bytes, true};
}

std::size_t display_width(std::string_view text) {
    std::size_t width = 0;
    while (!text.empty()) {
        const Rune rune = decode_utf8(text);
        width += width_of(rune.point);
        text.remove_prefix(rune.bytes);
    }
    return width;
}

std::string valid_utf8(std::string_view text) {
    std::string valid;
    valid.reserve(text.size());
    while (!text.empty()) {
        const Rune rune = decode_utf8(text);
        valid += rune.valid ? text.substr(0, rune.bytes) : "\xEF\xBF\xBD";
        text.remove_prefix(rune.bytes);
    }
    return valid;
}

void put_json_text(std::string& out, std::string_view text) {
    out += '"';
    for (const char c : valid_utf8(text)) {
        const auto byte = static_cast<unsigned char>(c);
        constexpr std::string_view kShort = "\"\"\\\\\nn\rr\tt";
        const std::size_t known = kShort.find(c);
        if (known != std::string_view::npos && known % 2 == 0) {
            out += {'\\', kShort[known + 1]};
        } else if (byte < 0x20 || byte == 0x7F) {
            out += fmt::format("\\u{:04x}", static_cast<unsigned>(byte));
        } else {
            out += c;
        }
    }
    out += '"';
}

std::string json_text(std::string_view text) {
    std::string out;
    put_json_text(out, text);
    return out;
}

std::string shortened(std::string_view text, std::size_t characters) {
    std::string_view rest = text;
    for (std::size_t i = 0; i < characters && !rest.empty(); ++i) {
        rest.remove_prefix(decode_utf8(rest).bytes);
    }
    const std::string head = valid_utf8(text.substr(0, text.size() - rest.size()));
    return rest.empty() ? head : head + "…";
}

std::size_t edit_distance(std::string_view left, std::string_view right) {
    const std::vector<char32_t> from = points_of(left);
    const std::vector<char32_t> to = points_of(right);
    // row[j]: the distance of the part of `from` seen so far from the first j characters of `to`.
    std::vector<std::size_t> row(to.size() + 1);
    std::iota(row.begin(), row.end(), std::size_t{0});
    for (const char32_t point : from) {
        std::size_t diagonal = row[0]++;
        for (std::size_t j = 1; j < row.size(); ++j) {
            const std::size_t changed = diagonal + (point == to[j - 1] ? 0 : 1);
            diagonal = row[j];
            row[j] = std::min({changed, row[j] + 1, row[j - 1] + 1});
        }
    }
    return row.back();
}

}  // namespace pol
