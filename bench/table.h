// What a benchmark prints: a table line by line, or the same as JSON at the end.
#pragma once

#include <string>
#include <variant>
#include <vector>

#include <nlohmann/json.hpp>

namespace pol::bench {

struct Column {
    std::string key;    ///< in JSON
    std::string title;  ///< in the table
    int width;          ///< negative: to the left
    int decimals = 0;
};

/// Nothing, a text, a number.
using Cell = std::variant<std::monostate, std::string, double>;

class Table {
  public:
    Table(std::vector<Column> columns, bool is_json);
    /// A cell for each column.
    void add(const std::vector<Cell>& row);
    /// Prints what is JSON.
    void finish() const;

  private:
    std::vector<Column> columns_;
    bool is_json_;
    nlohmann::json rows_ = nlohmann::json::array();
};

/// The middle one.
[[nodiscard]] double median(std::vector<double> values);

}  // namespace pol::bench
