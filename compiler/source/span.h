// Places in source text.
#pragma once

#include <cstdint>

namespace pol {

/// A file of a `SourceMap`.
struct FileId {
    std::uint32_t value = 0;
    friend auto operator<=>(const FileId&, const FileId&) = default;
};

/// Bytes [begin, end) of a file's UTF-8 text.
struct Span {
    FileId file;
    std::uint32_t begin = 0;
    std::uint32_t end = 0;
    friend auto operator<=>(const Span&, const Span&) = default;
};

/// From the start of `a` to the end of `b`; both lie in one file.
[[nodiscard]] constexpr Span join(Span a, Span b) {
    return {a.file, a.begin, b.end > a.end ? b.end : a.end};
}

}  // namespace pol
