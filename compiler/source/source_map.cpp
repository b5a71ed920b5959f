#include "compiler/source/source_map.h"

#include <algorithm>

namespace pol {

FileId SourceMap::add(std::string name, std::string text) {
    File file{std::move(name), std::move(text), {0}};
    for (std::size_t i = 0; i < file.text.size(); ++i) {
        if (file.text[i] == '\n') {
            file.line_starts.push_back(static_cast<std::uint32_t>(i + 1));
        }
    }
    files_.push_back(std::move(file));
    return {static_cast<std::uint32_t>(files_.size() - 1)};
}

std::string_view SourceMap::text(Span span) const {
    return text(span.file).substr(span.begin, span.end - span.begin);
}

LineColumn SourceMap::line_column(FileId file, std::uint32_t offset) const {
    const File& f = files_[file.value];
    const auto next = std::upper_bound(f.line_starts.begin(), f.line_starts.end(), offset);
    const auto line = static_cast<std::uint32_t>(next - f.line_starts.begin());
    std::uint32_t column = 1;
    for (std::uint32_t i = f.line_starts[line - 1]; i < offset && i < f.text.size(); ++i) {
        // Continuation bytes belong to the character before them.
        if ((static_cast<unsigned char>(f.text[i]) & 0xC0U) != 0x80U) {
            ++column;
        }
    }
    return {line, column};
}

std::string_view SourceMap::line(FileId file, std::uint32_t line) const {
    const File& f = files_[file.value];
    const std::uint32_t begin = f.line_starts[line - 1];
    std::size_t end = line < f.line_starts.size() ? f.line_starts[line] - 1 : f.text.size();
    if (end > begin && f.text[end - 1] == '\r') {
        --end;
    }
    return std::string_view(f.text).substr(begin, end - begin);
}

std::string SourceMap::describe(Span span) const {
    const LineColumn at = line_column(span.file, span.begin);
    return name(span.file) + ":" + std::to_string(at.line) + ":" + std::to_string(at.column);
}

std::size_t invalid_utf8(std::string_view text) {
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    std::size_t i = 0;
    while (i < text.size()) {
        const unsigned lead = byte(i);
        std::size_t more = 0;
        unsigned code = 0;
        if (lead < 0x80) {
            ++i;
            continue;
        }
        if ((lead & 0xE0U) == 0xC0U) {
            more = 1, code = lead & 0x1FU;
        } else if ((lead & 0xF0U) == 0xE0U) {
            more = 2, code = lead & 0x0FU;
        } else if ((lead & 0xF8U) == 0xF0U) {
            more = 3, code = lead & 0x07U;
        } else {
            return i;
        }
        if (i + more >= text.size()) {
            return i;
        }
        for (std::size_t k = 1; k <= more; ++k) {
            if ((byte(i + k) & 0xC0U) != 0x80U) {
                return i;
            }
            code = (code << 6U) | (byte(i + k) & 0x3FU);
        }
        constexpr unsigned kLeast[] = {0, 0x80, 0x800, 0x10000};
        const bool surrogate = code >= 0xD800 && code <= 0xDFFF;
        if (code < kLeast[more] || code > 0x10FFFF || surrogate) {
            return i;
        }
        i += more + 1;
    }
    return std::string_view::npos;
}

}  // namespace pol
