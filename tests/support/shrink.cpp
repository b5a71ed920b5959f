#include "tests/support/shrink.h"

#include <algorithm>
#include <cstddef>
#include <string_view>
#include <vector>

namespace pol::test {
namespace {

using Pieces = std::vector<std::string>;
using Fails = std::function<bool(const std::string&)>;

Pieces lines_of(const std::string& text) {
    Pieces lines;
    for (std::size_t from = 0; from < text.size();) {
        const std::size_t end = std::min(text.find('\n', from), text.size() - 1) + 1;
        lines.push_back(text.substr(from, end - from));
        from = end;
    }
    return lines;
}

// Words with the blanks after them; brackets and signs by themselves.
Pieces words_of(const std::string& line) {
    constexpr std::string_view kAlone = "()[]{},;:";
    const auto is_alone = [&](char c) { return kAlone.find(c) != std::string_view::npos; };
    Pieces words;
    char before = ' ';
    for (const char c : line) {
        if (words.empty() || is_alone(c) || (c != ' ' && (before == ' ' || is_alone(before)))) {
            words.emplace_back();
        }
        words.back() += c;
        before = c;
    }
    return words;
}

std::string trimmed(const std::string& line) {
    return line.substr(0, line.find_last_not_of(' ') + 1);
}

std::string joined(const Pieces& pieces) {
    std::string text;
    for (const std::string& piece : pieces) {
        text += piece;
    }
    return text;
}

Pieces without(const Pieces& pieces, std::size_t from, std::size_t count) {
    Pieces rest = pieces;
    const auto first = rest.begin() + static_cast<std::ptrdiff_t>(from);
    rest.erase(first, first + static_cast<std::ptrdiff_t>(std::min(count, pieces.size() - from)));
    return rest;
}

// How many lines a clause has that begins with this one.
std::size_t lines_of_clause(const Pieces& lines, std::size_t from) {
    std::ptrdiff_t open = 0;
    for (std::size_t i = from; i < lines.size(); ++i) {
        open += std::count(lines[i].begin(), lines[i].end(), '{');
        open -= std::count(lines[i].begin(), lines[i].end(), '}');
        if (open <= 0) {
            return i - from + 1;
        }
    }
    return lines.size() - from;
}

bool drop_clauses(Pieces& lines, const Fails& fails) {
    bool dropped = false;
    // From the end, for what is named stands before what names it.
    for (std::size_t i = lines.size(); i-- > 0;) {
        if (i >= lines.size()) {
            continue;
        }
        Pieces fewer = without(lines, i, lines_of_clause(lines, i));
        if (fails(joined(fewer))) {
            lines = std::move(fewer);
            dropped = true;
        }
    }
    return dropped;
}

bool drop_words(Pieces& lines, std::size_t i, const Fails& fails) {
    bool dropped = false;
    const std::string end = lines[i].back() == '\n' ? "\n" : "";
    const std::size_t begin = std::min(lines[i].find_first_not_of(' '), lines[i].size());
    const std::string indent = lines[i].substr(0, begin);
    Pieces words = words_of(lines[i].substr(begin, lines[i].size() - begin - end.size()));
    for (std::size_t count = words.size(); count > 0; --count) {
        for (std::size_t from = 0; from + count <= words.size();) {
            const Pieces fewer = without(words, from, count);
            Pieces all = lines;
            all[i].clear();
            if (!fewer.empty()) {
                all[i].append(indent).append(trimmed(joined(fewer))).append(end);
            }
            if (fails(joined(all))) {
                words = fewer;
                lines = std::move(all);
                dropped = true;
            } else {
                ++from;
            }
        }
    }
    return dropped;
}

}  // namespace

std::string smallest(const std::string& text, const Fails& fails) {
    Pieces kept = lines_of(text);
    for (std::size_t part = std::max<std::size_t>(kept.size() / 2, 1); part > 0;) {
        bool is_smaller = false;
        for (std::size_t from = 0; from < kept.size();) {
            Pieces fewer = without(kept, from, part);
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

std::string smallest_policy(const std::string& text, const Fails& fails) {
    Pieces lines = lines_of(text);
    for (bool again = true; again;) {
        again = drop_clauses(lines, fails);
        for (std::size_t i = 0; i < lines.size(); ++i) {
            again = drop_words(lines, i, fails) || again;
        }
        lines.erase(std::remove(lines.begin(), lines.end(), std::string()), lines.end());
    }
    return joined(lines);
}

}  // namespace pol::test
