#include "tests/support/shrink.h"

#include <algorithm>
#include <cstddef>
#include <vector>

namespace pol::test {
namespace {

using Lines = std::vector<std::string>;

Lines lines_of(const std::string& text) {
    Lines lines;
    for (std::size_t from = 0; from < text.size();) {
        const std::size_t end = std::min(text.find('\n', from), text.size() - 1) + 1;
        lines.push_back(text.substr(from, end - from));
        from = end;
    }
    return lines;
}

std::string joined(const Lines& lines) {
    std::string text;
    for (const std::string& line : lines) {
        text += line;
    }
    return text;
}

Lines without(const Lines& lines, std::size_t from, std::size_t count) {
    Lines rest = lines;
    const auto first = rest.begin() + static_cast<std::ptrdiff_t>(from);
    rest.erase(first, first + static_cast<std::ptrdiff_t>(std::min(count, lines.size() - from)));
    return rest;
}

}  // namespace

std::string smallest(const std::string& text,
                     const std::function<bool(const std::string&)>& fails) {
    Lines kept = lines_of(text);
    for (std::size_t part = std::max<std::size_t>(kept.size() / 2, 1); part > 0;) {
        bool is_smaller = false;
        for (std::size_t from = 0; from < kept.size();) {
            Lines fewer = without(kept, from, part);
            if (fails(joined(fewer))) {
                kept = std::move(fewer);
                is_smaller = true;
            } else {
                from += part;
            }
        }
        // One line at a time until none can go.
        part = part > 1 ? part / 2 : is_smaller ? 1 : 0;
    }
    return joined(kept);
}

}  // namespace pol::test
