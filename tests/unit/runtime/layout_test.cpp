// Text in columns for a terminal of a given width.
#include "runtime/statement/layout.h"

#include <catch2/catch.hpp>

#include "runtime/value/text.h"

using namespace pol;

TEST_CASE("a text is broken at blanks and between wide characters") {
    CHECK(statement::wrapped("one two three", 7) == std::vector<std::string>{"one two", "three"});
    CHECK(statement::wrapped("政策范围内金额", 6) ==
          std::vector<std::string>{"政策范", "围内金", "额"});
    CHECK(statement::wrapped("", 6) == std::vector<std::string>{""});
}

TEST_CASE("a closing mark stays with what it closes, a long word is broken where it must be") {
    for (const std::string& line : statement::wrapped("甲乙丙，丁戊（己）。", 6)) {
        CHECK_FALSE(line.starts_with("，"));
        CHECK_FALSE(line.starts_with("）"));
        CHECK(display_width(line) <= 6);
    }
    CHECK(statement::wrapped("abcdefgh", 3) == std::vector<std::string>{"abc", "def", "gh"});
}

TEST_CASE("lines keep their indentation when they are wrapped") {
    CHECK(statement::fitted("a\n    one two\n", 9) == "a\n    one\n    two\n");
}

TEST_CASE("a table is no wider than it may be") {
    const std::string text = statement::table(
        {{"name", false, 8, false}, {"amount", true, 0, false}, {"how", false, 0, true}},
        {{"title over the columns"}, {"政策范围内金额", "12.00", "one two three four five six"}},
        40);
    std::string line;
    for (const char c : text) {
        if (c == '\n') {
            CHECK(display_width(line) <= 40);
            line.clear();
        } else {
            line += c;
        }
    }
    CHECK(text.find("title over the columns\n") != std::string::npos);
    CHECK(text.find(" 12.00  one") != std::string::npos);
}
