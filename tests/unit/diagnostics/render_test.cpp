// Messages as text and as JSON: carets under wide characters, notes, hints, both languages.
#include "compiler/diagnostics/render.h"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

using namespace pol;

namespace {

struct Sources {
    SourceMap map;
    FileId file;

    explicit Sources(std::string text) : file(map.add("a.pol", std::move(text))) {}

    /// The first place where `part` stands.
    [[nodiscard]] Span span(std::string_view part) const {
        const auto begin = static_cast<std::uint32_t>(map.text(file).find(part));
        return {file, begin, begin + static_cast<std::uint32_t>(part.size())};
    }
};

std::string shown(const Diagnostic& d, const Sources& s, Language language = Language::en) {
    return render(d, s.map, {language, false});
}

Diagnostic unknown(Span span, const std::string& name) {
    return {Code::E0317_unknown_name, span, {name}, {}, {}};
}

}  // namespace

TEST_CASE("a caret stands under the marked characters") {
    const Sources s("x = abc + d\n");
    CHECK(shown(unknown(s.span("abc"), "abc"), s) ==
          "a.pol:1:5: error E0317: “abc” is not known here\n"
          "  1 | x = abc + d\n"
          "    |     ^^^\n");
}

TEST_CASE("wide characters take two columns before the caret and above it") {
    const Sources s("定义 甲 = 起付钱 + é\n");
    CHECK(shown(unknown(s.span("起付钱"), "起付钱"), s, Language::zh) ==
          "a.pol:1:8: 错误 E0317: 不认识“起付钱”\n"
          "  1 | 定义 甲 = 起付钱 + é\n"
          "    |           ^^^^^^\n");
    CHECK(shown(unknown(s.span("é"), "é"), s).find("\n    |                    ^\n") !=
          std::string::npos);
}

TEST_CASE("a tab is one column, and a line's end is none") {
    const Sources s("\tx\t= abc\r\n");
    CHECK(shown(unknown(s.span("abc"), "abc"), s) ==
          "a.pol:1:6: error E0317: “abc” is not known here\n"
          "  1 |  x = abc\n"
          "    |      ^^^\n");
}

TEST_CASE("a span of several lines is marked to the end of its first") {
    const Sources s("a (b\nc) d\n");
    CHECK(shown(unknown(s.span("(b\nc)"), "b"), s).ends_with("  1 | a (b\n    |   ^^\n"));
}

TEST_CASE("an empty span has one caret, at the end of the file too") {
    const Sources s("abc");
    CHECK(shown(unknown({s.file, 3, 3}, "b"), s).ends_with("  1 | abc\n    |    ^\n"));
    const Sources empty("");
    CHECK(shown(unknown({empty.file, 0, 0}, "b"), empty).ends_with("  1 | \n    | ^\n"));
}

TEST_CASE("the margin is as wide as the line's number") {
    const Sources s(std::string(99, '\n') + "abc\n");
    CHECK(shown(unknown(s.span("abc"), "abc"), s).find("  100 | abc\n      | ^^^\n") !=
          std::string::npos);
}

TEST_CASE("labels show their own lines, hints say what to do") {
    const Sources s("one\ntwo\n");
    Diagnostic d{Code::E0202_declared_twice, s.span("two"), {std::string("two")}, {}, {}};
    d.label(s.span("one"), Note::first_declared_here).hint(Note::did_you_mean, {std::string("x")});
    CHECK(shown(d, s) == "a.pol:2:1: error E0202: “two” is declared twice\n"
                         "  2 | two\n"
                         "    | ^^^\n"
                         "  a.pol:1:1\n"
                         "  1 | one\n"
                         "    | ^^^ first declared here\n"
                         "  hint: did you mean “x”?\n");
}

TEST_CASE("terms are said in the language of the message, names as they are") {
    const Sources s("x\n");
    const Diagnostic d{Code::E0324_mixed, s.span("x"), {Term::money, std::string("险种")}, {}, {}};
    CHECK(headline(d, Language::zh).find("金额和险种") != std::string::npos);
    CHECK(headline(d, Language::en).find("money and a 险种") != std::string::npos);
}

TEST_CASE("a warning is a warning") {
    const Sources s("x\n");
    const Diagnostic d{
        Code::W0207_uncited_clause, s.span("x"), {std::string("甲"), std::string("一")}, {}, {}};
    CHECK(shown(d, s).find("warning W0207") != std::string::npos);
    CHECK(shown(d, s, Language::zh).find("提醒 W0207") != std::string::npos);
    Diagnostics list;
    list.add(d.code, d.span, d.args);
    CHECK_FALSE(list.has_errors());
    list.add(Code::E0317_unknown_name, d.span, {std::string("x")});
    CHECK(list.has_errors());
}

TEST_CASE("colour stands only where it is asked for") {
    const Sources s("x\n");
    const Diagnostic d = unknown(s.span("x"), "x");
    CHECK(shown(d, s).find('\x1b') == std::string::npos);
    const std::string colored = render(d, s.map, {Language::en, true});
    CHECK(colored.find("\x1b[1;31m") != std::string::npos);
    CHECK(colored.find("\x1b[0m\n") != std::string::npos);
}

TEST_CASE("messages stand by file and place") {
    SourceMap sources;
    const FileId a = sources.add("a.pol", "abc");
    const FileId b = sources.add("b.pol", "abc");
    Diagnostics list;
    list.add(Code::E0317_unknown_name, {b, 0, 1}, {std::string("1")});
    list.add(Code::E0317_unknown_name, {a, 2, 3}, {std::string("2")});
    list.add(Code::E0201_no_module, {a, 0, 1});
    list.add(Code::E0317_unknown_name, {a, 2, 3}, {std::string("2")});
    list.sort();
    REQUIRE(list.all().size() == 3);
    CHECK(list.all()[0].code == Code::E0201_no_module);
    CHECK(list.all()[1].span.begin == 2);
    CHECK(list.all()[2].span.file == b);
}

TEST_CASE("JSON has the place, the message, the labels and the hints") {
    const Sources s("甲 one\ntwo\n");
    Diagnostic d{Code::E0202_declared_twice, s.span("two"), {std::string("two")}, {}, {}};
    d.label(s.span("one"), Note::first_declared_here)
        .hint(Note::did_you_mean, {std::string("“\"")});
    const auto json = nlohmann::json::parse(to_json(d, s.map, Language::en));
    CHECK(json["code"] == "E0202");
    CHECK(json["severity"] == "error");
    CHECK(json["file"] == "a.pol");
    CHECK(json["line"] == 2);
    CHECK(json["column"] == 1);
    CHECK(json["end_column"] == 4);
    CHECK(json["labels"][0]["column"] == 3);
    CHECK(json["labels"][0]["message"] == "first declared here");
    CHECK(json["hints"].size() == 1);
    CHECK(to_json(d, s.map, Language::zh).find('\n') == std::string::npos);
}

TEST_CASE("bytes that are no UTF-8 do not break the JSON") {
    const Sources s("\xFF\xFE\n");
    const Diagnostic d{Code::E0108_not_utf8, {s.file, 0, 1}, {}, {}, {}};
    CHECK(nlohmann::json::parse(to_json(d, s.map, Language::en))["code"] == "E0108");
}

// The text form copies the bytes of the line as they are.
TEST_CASE("nor the text", "[.defect]") {
    const Sources s("\xFF\xFE\n");
    const Diagnostic d{Code::E0108_not_utf8, {s.file, 0, 1}, {}, {}, {}};
    CHECK(invalid_utf8(shown(d, s)) == std::string_view::npos);
}
