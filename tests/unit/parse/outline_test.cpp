// The outline of a file: documents, clauses, what cites them, and how many characters count.
#include "compiler/parse/outline.h"

#include <catch2/catch.hpp>

using namespace pol;

namespace {

parse::Outline outline(std::string text) {
    SourceMap sources;
    const FileId file = sources.add("a.pol", std::move(text));
    Diagnostics diagnostics;
    auto result = parse::outline(file, sources, diagnostics);
    REQUIRE(result);
    return *std::move(result);
}

// name(cites), a statement a word.
std::string statements(const parse::Outline& outline) {
    std::string all;
    for (const parse::Statement& s : outline.statements) {
        all += (all.empty() ? "" : "; ") + s.name;
        for (const parse::OutlineCite& cite : s.cites) {
            all += " <" + cite.source + cite.clause + ">";
        }
    }
    return all;
}

}  // namespace

TEST_CASE("a module, its documents and their clauses") {
    const auto o =
        outline("模块 a.b\n引用 c, d.e\n出处 x = “标题”\n条款 x { \"一\" 计算; \"二\" checked }");
    CHECK(o.module == "a.b");
    CHECK(o.uses == std::vector<std::string>{"c", "d.e"});
    REQUIRE(o.sources.size() == 1);
    CHECK(o.sources[0].name == "x");
    CHECK(o.sources[0].title == "标题");
    REQUIRE(o.clauses.size() == 2);
    CHECK(o.clauses[1].clause == "二");
    CHECK(o.clauses[1].kind == "checked");
}

TEST_CASE("statements and what they cite") {
    CHECK(statements(outline("照旧 依据 x \"一\", \"二\", y \"三\"")) == "照旧 <x一> <x二> <y三>");
    CHECK(statements(outline("待遇 b 当 c 依据 x \"一\" {\n    提示 d 依据 x \"二\"\n    支付 e {\n"
                             "        起付 1元 依据 x \"三\"\n        比例 5%\n    }\n}")) ==
          "b <x一>; b.提示 d <x二>; b.e; b.e.起付 <x三>");
    CHECK(statements(outline("定义 b { c 当 d 依据 x \"一\"\n e 其余 }")) == "b; b.c <x一>");
    CHECK(
        statements(outline("修订 b 为 c 当 d 依据 x \"一\" { e.起付 上调至 2倍 依据 x \"二\" }")) ==
        "c <x一>; c.e.起付 <x二>");
}

TEST_CASE("what counts of a text") {
    const auto count = [](const char* text) {
        const auto o = outline(text);
        std::size_t sum = o.characters;
        for (const parse::Statement& s : o.statements) {
            sum += s.characters;
        }
        return sum;
    };
    CHECK(count("模块 甲.乙  // 丙") == 5);
    CHECK(count("出处 x = \"一\"\n条款 x { \"一\" 计算 }\n样例 a = b { c: 1 }\n"
                "测例 \"a\" { a { c: 2 } 得 d = 1元 }") == 0);
    CHECK(count("照旧 依据 x \"一\"") == 2);
    CHECK(count("口径 甲 依据 x \"一\" 问 \"丙？\" { 一 = 1元 (采用); 二 = 2元 }") == 17);
    CHECK(count("定义 甲 = \"一 二\"") == 8);
    CHECK(parse::characters_in(" 一　二\r\n\t三。\n") == 4);
}
