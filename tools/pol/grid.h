// A table as a person reads it on a terminal.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace pol::tool {

/// Rows of cells under a head; figures are set to the right. Wide characters are two columns.
class Grid {
  public:
    struct Column {
        std::string head;
        bool right = false;
    };
    explicit Grid(std::vector<Column> columns);
    void add(std::vector<std::string> row) { rows_.push_back(std::move(row)); }
    [[nodiscard]] std::string text() const;

  private:
    std::vector<Column> columns_;
    std::vector<std::vector<std::string>> rows_;
};

/// `[a, b]` of what is JSON already; an element may begin with a new line.
[[nodiscard]] std::string json_list(const std::vector<std::string>& elements);

}  // namespace pol::tool
