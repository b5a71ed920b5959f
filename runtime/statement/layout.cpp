#include "runtime/statement/layout.h"

#include <algorithm>

#include <fmt/format.h>

#include "runtime/value/text.h"

namespace pol::statement {
namespace {

constexpr std::size_t kGap = 2;
constexpr std::size_t kLeastStretch = 16;

bool is_closing(std::string_view rune) {
    for (const std::string_view mark : {"，", "；", "。", "：", "）", "、", "”", "》", "？"}) {
        if (rune == mark) {
            return true;
        }
    }
    return rune.size() == 1 && std::string_view(",;:.)]}?").find(rune) != std::string_view::npos;
}

// What must stay on one line: a word, or a wide character with the marks behind it.
std::vector<std::string> pieces_of(std::string_view text) {
    std::vector<std::string> pieces;
    bool joins = false;
    while (!text.empty()) {
        const std::size_t bytes = decode_utf8(text).bytes;
        const std::string_view rune = text.substr(0, bytes);
        text.remove_prefix(bytes);
        const bool wide = display_width(rune) > 1;
        if (!pieces.empty() && (is_closing(rune) || rune == " " || (joins && !wide))) {
            pieces.back() += rune;
        } else {
            pieces.emplace_back(rune);
        }
        joins = !wide && rune != " ";
    }
    return pieces;
}

std::string without_end(std::string line) {
    line.erase(line.find_last_not_of(' ') + 1);
    return line;
}

}  // namespace

std::vector<std::string> wrapped(std::string_view text, std::size_t columns) {
    std::vector<std::string> lines(1);
    for (std::string piece : pieces_of(text)) {
        const std::size_t width = display_width(without_end(piece));
        if (!lines.back().empty() && display_width(lines.back()) + width > columns) {
            lines.back() = without_end(lines.back());
            lines.emplace_back();
        }
        while (display_width(piece) > columns) {
            std::size_t bytes = 0;
            while (display_width(std::string_view(piece).substr(
                       0, bytes + decode_utf8(std::string_view(piece).substr(bytes)).bytes)) <=
                   columns) {
                bytes += decode_utf8(std::string_view(piece).substr(bytes)).bytes;
            }
            bytes = std::max(bytes, decode_utf8(piece).bytes);
            lines.back() += piece.substr(0, bytes);
            piece.erase(0, bytes);
            if (without_end(piece).empty()) {
                break;
            }
            lines.emplace_back();
        }
        lines.back() += piece;
    }
    lines.back() = without_end(lines.back());
    return lines;
}

std::string fitted(std::string_view text, std::size_t columns) {
    std::string out;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        const std::string_view line = text.substr(0, end);
        const std::size_t indent = std::min(line.find_first_not_of(' '), line.size());
        for (const std::string& part : wrapped(line.substr(indent), columns - indent)) {
            out += std::string(indent, ' ') + part + "\n";
        }
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return out;
}

std::string padded(std::string_view text, std::size_t columns, bool right) {
    const std::size_t width = display_width(text);
    const std::string gap(columns > width ? columns - width : 0, ' ');
    return right ? gap + std::string(text) : std::string(text) + gap;
}

std::string table(std::vector<Column> columns, const std::vector<std::vector<std::string>>& rows,
                  std::size_t width) {
    std::vector<std::size_t> widths;
    widths.reserve(columns.size());
    std::size_t taken = kGap * (columns.size() - 1);
    for (std::size_t c = 0; c < columns.size(); ++c) {
        std::size_t widest = display_width(columns[c].head);
        for (const auto& row : rows) {
            if (row.size() > 1 && c < row.size()) {
                widest = std::max(widest, display_width(row[c]));
            }
        }
        if (columns[c].most > 0) {
            widest = std::min(widest, columns[c].most);
        }
        widths.push_back(widest);
        taken += columns[c].stretches ? 0 : widest;
    }
    for (std::size_t c = 0; c < columns.size(); ++c) {
        if (columns[c].stretches) {
            widths[c] =
                std::min(widths[c], width > taken + kLeastStretch ? width - taken : kLeastStretch);
        }
    }
    std::string out;
    const auto print = [&](const std::vector<std::string>& row) {
        std::vector<std::vector<std::string>> cells;
        cells.reserve(row.size());
        std::size_t height = 1;
        for (std::size_t c = 0; c < row.size(); ++c) {
            cells.push_back(wrapped(row[c], row.size() == 1 ? width : widths[c]));
            height = std::max(height, cells.back().size());
        }
        for (std::size_t l = 0; l < height; ++l) {
            std::string line;
            for (std::size_t c = 0; c < row.size(); ++c) {
                line += c > 0 ? std::string(kGap, ' ') : "";
                line += padded(l < cells[c].size() ? cells[c][l] : "", widths[c],
                               columns[c].right && row.size() > 1);
            }
            out += without_end(line) + "\n";
        }
    };
    std::vector<std::string> head;
    head.reserve(columns.size());
    bool any = false;
    for (const Column& column : columns) {
        head.push_back(column.head);
        any = any || !column.head.empty();
    }
    if (any) {
        print(head);
        std::size_t whole = kGap * (columns.size() - 1);
        for (const std::size_t w : widths) {
            whole += w;
        }
        out += std::string(std::min(whole, width), '-') + "\n";
    }
    for (const auto& row : rows) {
        print(row);
    }
    return out;
}

}  // namespace pol::statement
