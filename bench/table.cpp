#include "bench/table.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <utility>

#include <fmt/format.h>

namespace pol::bench {
namespace {

void print(const Column& column, const std::string& text) {
    const auto width = static_cast<std::size_t>(std::abs(column.width));
    if (column.width < 0) {
        fmt::print("{:<{}}  ", text, width);
    } else {
        fmt::print("{:>{}}  ", text, width);
    }
}

}  // namespace

Table::Table(std::vector<Column> columns, bool is_json)
    : columns_(std::move(columns)), is_json_(is_json) {
    if (!is_json_) {
        for (const Column& column : columns_) {
            print(column, column.title);
        }
        fmt::print("\n");
    }
}

void Table::add(const std::vector<Cell>& row) {
    nlohmann::json object;
    for (std::size_t i = 0; i < columns_.size(); ++i) {
        std::string text;
        if (const auto* said = std::get_if<std::string>(&row[i])) {
            text = *said;
            object[columns_[i].key] = *said;
        } else if (const auto* number = std::get_if<double>(&row[i])) {
            text = fmt::format("{:.{}f}", *number, columns_[i].decimals);
            object[columns_[i].key] = *number;
        }
        if (!is_json_) {
            print(columns_[i], text);
        }
    }
    if (!is_json_) {
        fmt::print("\n");
        (void)std::fflush(stdout);
    }
    rows_.push_back(std::move(object));
}

void Table::finish() const {
    if (is_json_) {
        fmt::print("{}\n", rows_.dump(2));
    }
}

double median(std::vector<double> values) {
    std::sort(values.begin(), values.end());
    return values[values.size() / 2];
}

}  // namespace pol::bench
