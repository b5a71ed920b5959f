// The files of one compilation: their names and texts, and the lines and columns of a place.
#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/source/span.h"

namespace pol {

/// A place for people: from 1, columns counted in characters.
struct LineColumn {
    std::uint32_t line = 1;
    std::uint32_t column = 1;
};

/// Owns the texts; views it gives stay valid as long as it lives.
class SourceMap {
  public:
    /// Adds a file. `text` must be valid UTF-8 of less than 4 GiB; `name` is what messages show.
    FileId add(std::string name, std::string text);

    [[nodiscard]] std::size_t size() const { return files_.size(); }
    [[nodiscard]] const std::string& name(FileId file) const { return files_[file.value].name; }
    [[nodiscard]] std::string_view text(FileId file) const { return files_[file.value].text; }
    [[nodiscard]] std::string_view text(Span span) const;
    [[nodiscard]] LineColumn line_column(FileId file, std::uint32_t offset) const;
    /// The text of a line, without its end; lines count from 1.
    [[nodiscard]] std::string_view line(FileId file, std::uint32_t line) const;
    /// "policy.pol:31:5"
    [[nodiscard]] std::string describe(Span span) const;

  private:
    struct File {
        std::string name;
        std::string text;
        std::vector<std::uint32_t> line_starts;
    };
    std::deque<File> files_;
};

/// The offset of the first byte that is not valid UTF-8, or npos.
[[nodiscard]] std::size_t invalid_utf8(std::string_view text);

}  // namespace pol
