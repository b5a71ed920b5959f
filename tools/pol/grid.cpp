#include "tools/pol/grid.h"

#include <algorithm>

#include <fmt/format.h>

#include "runtime/value/text.h"

namespace pol::tool {

Grid::Grid(std::vector<Column> columns) : columns_(std::move(columns)) {
    std::vector<std::string> head;
    head.reserve(columns_.size());
    for (const Column& c : columns_) {
        head.push_back(c.head);
    }
    rows_.push_back(std::move(head));
}

std::string Grid::text() const {
    std::vector<std::size_t> widths(columns_.size(), 0);
    for (const auto& row : rows_) {
        for (std::size_t c = 0; c < row.size(); ++c) {
            widths[c] = std::max(widths[c], display_width(row[c]));
        }
    }
    std::string out;
    for (const auto& row : rows_) {
        std::string line;
        for (std::size_t c = 0; c < row.size(); ++c) {
            const std::string pad(widths[c] - display_width(row[c]), ' ');
            line += (c > 0 ? "  " : "") + (columns_[c].right ? pad + row[c] : row[c] + pad);
        }
        line.erase(line.find_last_not_of(' ') + 1);
        out += line + "\n";
        if (&row == &rows_.front()) {
            std::size_t whole = 2 * (widths.size() - 1);
            for (const std::size_t w : widths) {
                whole += w;
            }
            out += std::string(whole, '-') + "\n";
        }
    }
    return out;
}

std::string json_list(const std::vector<std::string>& elements) {
    std::string out;
    for (const std::string& element : elements) {
        out += out.empty() ? "" : element.starts_with('\n') ? "," : ", ";
        out += element;
    }
    return "[" + out + "]";
}

}  // namespace pol::tool
