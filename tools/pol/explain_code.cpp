#include "tools/pol/explain_code.h"

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <string>
#include <utility>
#include <vector>

#include <fmt/core.h>

#include "tools/pol/pages.h"
#include "tools/pol/terminal.h"

namespace pol::tool {
namespace {

constexpr std::size_t kCodeSize = 5;

char upper(char letter) {
    return letter >= 'a' && letter <= 'z' ? static_cast<char>(letter - 'a' + 'A') : letter;
}

int number_of(std::string_view code) {
    int number = 0;
    std::from_chars(code.data() + 1, code.data() + code.size(), number);
    return number;
}

/// The nearest by its number; of two equally near the one with the same letter.
std::string_view nearest_code(std::string_view wanted) {
    const auto distance = [&](const Page& page) {
        return std::pair(std::abs(number_of(page.code) - number_of(wanted)),
                         page.code.front() != wanted.front());
    };
    return std::ranges::min_element(kPages, {}, distance)->code;
}

struct Block {
    bool is_broken = false;
    std::string_view text;
};

/// A page by its parts. Their order is fixed; a test holds all pages to it.
struct Parts {
    std::string_view zh_title, en_title, zh, en;
    std::vector<Block> blocks;
};

/// Takes what stands before `mark`, and the mark.
std::string_view cut(std::string_view& text, std::string_view mark) {
    const std::size_t at = std::min(text.find(mark), text.size());
    const std::string_view before = text.substr(0, at);
    text.remove_prefix(std::min(at + mark.size(), text.size()));
    return before;
}

Parts parts_of(std::string_view page) {
    Parts parts;
    cut(page, " ");  // the mark of a heading
    cut(page, " ");  // the code
    parts.zh_title = cut(page, " / ");
    parts.en_title = cut(page, "\n\n");
    parts.zh = cut(page, "\n\n");
    parts.en = cut(page, "\n\n");
    while (!page.empty()) {
        cut(page, "```pol ");
        const std::string_view kind = cut(page, "\n");
        parts.blocks.push_back({kind.starts_with("broken"), cut(page, "\n```\n")});
    }
    return parts;
}

std::string indented(std::string_view text) {
    std::string result;
    while (!text.empty()) {
        const std::string_view line = cut(text, "\n");
        result += line.empty() ? "\n" : fmt::format("    {}\n", line);
    }
    return result;
}

std::string page_text(const Page& page, const Common& common) {
    const bool zh = language(common) == Language::zh;
    const Parts parts = parts_of(page.text);
    std::string text = fmt::format("{} {}\n\n{}\n", page.code, zh ? parts.zh_title : parts.en_title,
                                   zh ? parts.zh : parts.en);
    for (const bool broken : {true, false}) {
        text += broken ? say(common, "\n错例：\n", "\nBroken:\n")
                       : say(common, "\n改正：\n", "\nMended:\n");
        for (const Block& block : parts.blocks) {
            if (block.is_broken == broken) {
                text += "\n" + indented(block.text);
            }
        }
    }
    return text;
}

}  // namespace

bool looks_like_code(std::string_view word) {
    return word.size() == kCodeSize && (upper(word[0]) == 'E' || upper(word[0]) == 'W') &&
           word.find_first_not_of("0123456789", 1) == std::string_view::npos;
}

Exit explain_code(std::string_view word, const Common& common) {
    std::string code(word);
    code.front() = upper(code.front());
    const auto* page = std::ranges::find(kPages, code, &Page::code);
    if (page == kPages.end()) {
        fmt::print(stderr, "pol: {} {}{} {}\n", say(common, "没有代码", "there is no message"),
                   code, say(common, "；最接近的是", "; the nearest is"), nearest_code(code));
        return kWrongCall;
    }
    show(page_text(*page, common), common.pages);
    return kGood;
}

}  // namespace pol::tool
