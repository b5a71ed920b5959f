// Texts that part people into shares, in the order of their names.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace pol::data {

class Borders {
  public:
    Borders() = default;
    /// Shares of `of_each` of the people seen here and there.
    Borders(std::vector<std::string_view> seen, std::size_t of_each);

    [[nodiscard]] std::size_t shares() const { return texts_.size() + 1; }
    /// What all people seen begin with.
    [[nodiscard]] const std::string& prefix() const { return prefix_; }
    /// Eight bytes behind that; greater texts have no smaller head.
    [[nodiscard]] std::uint64_t head_of(std::string_view text) const;
    /// `head` is the text's.
    [[nodiscard]] std::size_t share_of(std::uint64_t head, std::string_view text) const;

  private:
    std::string prefix_;
    std::vector<std::string> texts_;  ///< a text from one on is of the share after it
    std::vector<std::uint64_t> heads_;
};

}  // namespace pol::data
