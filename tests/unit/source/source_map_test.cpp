// Files, lines and columns; valid UTF-8.
#include "compiler/source/source_map.h"

#include <catch2/catch.hpp>

using namespace pol;

namespace {

std::string place(std::string_view text, std::uint32_t offset) {
    SourceMap sources;
    const FileId file = sources.add("a.pol", std::string(text));
    return sources.describe({file, offset, offset});
}

}  // namespace

TEST_CASE("a place counts lines and characters from one") {
    CHECK(place("abc", 0) == "a.pol:1:1");
    CHECK(place("abc", 2) == "a.pol:1:3");
    CHECK(place("abc", 3) == "a.pol:1:4");
    CHECK(place("a\nbc\n", 2) == "a.pol:2:1");
    CHECK(place("a\nbc\n", 5) == "a.pol:3:1");
    CHECK(place("", 0) == "a.pol:1:1");
}

TEST_CASE("a character of several bytes is one column") {
    const std::string text = "定义 甲\nx é 🙂 乙";
    CHECK(place(text, 3) == "a.pol:1:2");
    CHECK(place(text, 7) == "a.pol:1:4");
    const auto second = static_cast<std::uint32_t>(text.find("乙"));
    CHECK(place(text, second) == "a.pol:2:7");
    CHECK(place(text, second + 1) == "a.pol:2:8");  // within a character: after its first byte
}

TEST_CASE("a line has no end, whichever end it has") {
    SourceMap sources;
    const FileId file = sources.add("a.pol", "one\r\ntwo\n\nfour");
    CHECK(sources.line(file, 1) == "one");
    CHECK(sources.line(file, 2) == "two");
    CHECK(sources.line(file, 3).empty());
    CHECK(sources.line(file, 4) == "four");
    const FileId empty = sources.add("b.pol", "");
    CHECK(sources.line(empty, 1).empty());
    const FileId ended = sources.add("c.pol", "one\n");
    CHECK(sources.line(ended, 2).empty());
}

TEST_CASE("files keep their names, and views of their texts stay good") {
    SourceMap sources;
    const FileId first = sources.add("a.pol", "定义 甲");
    const std::string_view text = sources.text(first);
    for (int i = 0; i < 100; ++i) {
        (void)sources.add("b.pol", std::string(1'000, 'x'));
    }
    CHECK(sources.size() == 101);
    CHECK(text == "定义 甲");
    CHECK(sources.text({first, 7, 10}) == "甲");
    CHECK(sources.name(first) == "a.pol");
}

TEST_CASE("two spans are joined from the start of one to the end of the other") {
    const FileId file{3};
    CHECK(join({file, 2, 5}, {file, 7, 9}) == Span{file, 2, 9});
    CHECK(join({file, 2, 9}, {file, 4, 6}) == Span{file, 2, 9});
}

TEST_CASE("the first byte that is no UTF-8 is found") {
    CHECK(invalid_utf8("") == std::string_view::npos);
    CHECK(invalid_utf8("abc 定义 é 🙂") == std::string_view::npos);
    CHECK(invalid_utf8("a\x80") == 1);
    CHECK(invalid_utf8("ab\xFF") == 2);
    CHECK(invalid_utf8("\xC0\xAF") == 0);          // a slash, overlong
    CHECK(invalid_utf8("\xE0\x80\xAF") == 0);      // the same in three bytes
    CHECK(invalid_utf8("a\xED\xA0\x80") == 1);     // half of a pair
    CHECK(invalid_utf8("\xF4\x90\x80\x80") == 0);  // past the last character
    CHECK(invalid_utf8("\xF4\x8F\xBF\xBF") == std::string_view::npos);
    CHECK(invalid_utf8("定\xE4\xB9") == 3);  // ends too early
    CHECK(invalid_utf8("\xE4\xB9x") == 0);
}
