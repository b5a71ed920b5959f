// An input that is read in pieces, and the part of it that is held at a time.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>

namespace pol::claims {

/// Puts the next bytes at `to`, at most `size` of them, and answers how many; 0 at the end. Where
/// reading fails the end comes early; whoever made the function knows.
using Bytes = std::function<std::size_t(char* to, std::size_t size)>;

/// The bytes of a text, which must outlive them.
[[nodiscard]] Bytes bytes_of(std::string_view text);

/// A place for people: both from 1, columns in characters.
struct LineColumn {
    std::size_t line = 1;
    std::size_t column = 1;
};

/// The place after a text that begins at `at`.
[[nodiscard]] LineColumn after(LineColumn at, std::string_view text);

/// What has been read of an input and is not done with. It grows only as far as its user asks for
/// more before he takes something. A byte order mark before the text is left out.
class Window {
  public:
    explicit Window(Bytes bytes);

    /// Valid until `more` or `take`.
    [[nodiscard]] std::string_view text() const { return std::string_view(held_).substr(first_); }
    /// Reads on; false at the end of the input.
    bool more();
    /// The first `count` bytes are done with.
    void take(std::size_t count);
    /// The place of the first byte of `text()`.
    [[nodiscard]] LineColumn at() const { return at_; }

    /// Where `wanted` first stands in `text()` at or after `from`, reading on to find it; the size
    /// of `text()` where it does not come any more.
    [[nodiscard]] std::size_t find(char wanted, std::size_t from);
    /// The same for the first byte that is none of `skipped`.
    [[nodiscard]] std::size_t find_not_of(std::string_view skipped, std::size_t from);

  private:
    Bytes bytes_;
    std::string held_;
    std::size_t first_ = 0;
    LineColumn at_;
};

}  // namespace pol::claims
