// Text to tree, and what a mistake costs.
#include "compiler/parse/parse.h"

#include <catch2/catch.hpp>

#include "compiler/syntax/dump.h"

using namespace pol;

namespace {

struct Parsed {
    SourceMap sources;
    syntax::Tree tree;
    parse::Damage damage;
    Diagnostics diagnostics;

    explicit Parsed(const std::string& text) {
        parse::parse(sources.add("a.pol", text), sources, tree, damage, diagnostics);
    }
    [[nodiscard]] std::string codes() const {
        std::string out;
        for (const Diagnostic& d : diagnostics.all()) {
            out += (out.empty() ? "" : " ") + std::string(name_of(d.code));
        }
        return out;
    }
    [[nodiscard]] std::string dump() const { return syntax::dump(tree); }
};

/// The expression of a definition, as the tree has it.
std::string expression(const std::string& text) {
    const Parsed p("定义 甲 = " + text);
    const std::string head = "file\n  define 甲 = ";
    INFO(text << "\n" << p.codes());
    REQUIRE(p.dump().starts_with(head));
    return p.dump().substr(head.size(), p.dump().size() - head.size() - 1);
}

}  // namespace

TEST_CASE("operators bind as the language says") {
    CHECK(expression("a + b × c") == "(add a (multiply b c))");
    CHECK(expression("a - b - c") == "(subtract (subtract a b) c)");
    CHECK(expression("(a + b) × c") == "(multiply (add a b) c)");
    CHECK(expression("- a + b") == "(add (negate a) b)");
    CHECK(expression("非 a 且 b 或 c") == "(or (and (not a) b) c)");
    CHECK(expression("非 a 为 b") == "(not (is a b))");
    CHECK(expression("a + b < c × d") == "(less (add a b) (multiply c d))");
    CHECK(expression("x.y[z].w") == "(lookup x.y z).w");
    CHECK(expression("a 属于 b 到 c") == "(in a (range b c))");
    CHECK(expression("a 在 b 到 c 且 d") == "(and (between a b c) d)");
    CHECK(expression("有 L 满足 (a 且 b) 且 c") == "(and (has L (and a b)) c)");
    CHECK(expression("按 a { b: c 其余: d } + e") == "(add (by a [b: c] [rest: d]) e)");
}

TEST_CASE("comparisons do not chain") {
    CHECK_FALSE(Parsed("定义 甲 = a < b < c").codes().empty());
    CHECK_FALSE(Parsed("定义 甲 = a 为 b 为 c").codes().empty());
}

TEST_CASE("only built-in functions are called") {
    CHECK(expression("最低(a, b)") == "(min a b)");
    CHECK(expression("max(a, b)") == "(max a b)");
    CHECK_FALSE(Parsed("定义 甲 = 平均(a, b)").codes().empty());
}

TEST_CASE("every node has the place of its text") {
    const Parsed p("定义 甲 = (a + bb) × 按 c { d: 5元 }");
    for (const syntax::Expr& e : p.tree.exprs) {
        const std::string_view text = p.sources.text(e.span);
        CHECK_FALSE(text.empty());
        CHECK(text.front() != ' ');
        CHECK(text.back() != ' ');
    }
    CHECK(p.sources.text(p.tree.exprs.back().span) == "a + bb) × 按 c { d: 5元 }");
}

TEST_CASE("a misspelt keyword costs nothing but its message") {
    const Parsed p("模快 甲\n定意 乙 = 5元\n参数 丙 = 6元\n");
    CHECK(p.codes() == "E0110 E0110");
    CHECK(p.dump() == Parsed("模块 甲\n定义 乙 = 5元\n参数 丙 = 6元\n").dump());
    CHECK(p.damage.spans.empty());
    CHECK(p.damage.names.empty());
}

TEST_CASE("a missing space costs nothing but its message") {
    const Parsed p("参数丙 = 6元\n待遇 甲 当急危重 { 提示 乙 }\n");
    CHECK(p.codes() == "E0111 E0111");
    CHECK(p.dump() == Parsed("参数 丙 = 6元\n待遇 甲 当 急危重 { 提示 乙 }\n").dump());
}

TEST_CASE("what cannot be mended is left out, and remembered") {
    const Parsed p("参数 甲 = 5元\n参数 乙 6元 7元\n参数 丙 = 8元\n");
    CHECK(p.codes() == "E0112");
    CHECK(p.dump() == "file broken\n  param 甲 = 5yuan\n  param 丙 = 8yuan\n");
    REQUIRE(p.damage.spans.size() == 1);
    CHECK(p.sources.text(p.damage.spans[0]) == "参数 乙 6元 7元");
    CHECK(p.damage.names.contains("乙"));
    CHECK_FALSE(p.damage.names.contains("甲"));
}

TEST_CASE("a clause of a block is left out alone") {
    const Parsed p(
        "待遇 甲 当 急危重 {\n    提示 乙\n    不予支付 5元\n    提示 丙\n}\n参数 丁 = 5元\n");
    CHECK(p.codes() == "E0112");
    CHECK(p.dump() == "file broken\n  benefit 甲 when 急危重\n    notice 乙\n    notice 丙\n"
                      "  param 丁 = 5yuan\n");
}

TEST_CASE("after fifty mistakes the rest is not read") {
    std::string text;
    for (int i = 0; i < 60; ++i) {
        text += "参数 甲 5元\n";
    }
    const Parsed p(text);
    CHECK(p.diagnostics.all().size() == 51);
    CHECK(p.diagnostics.all().back().code == Code::E0109_too_many);
}

TEST_CASE("any text gives a file") {
    for (const std::string text : {"", " ", "\n", "}", "(", "\"", "5", "§", "为", "\xFF"}) {
        INFO(text);
        CHECK(Parsed(text).tree.files.size() == 1);
    }
}

TEST_CASE("several files make one tree") {
    SourceMap sources;
    syntax::Tree tree;
    parse::Damage damage;
    Diagnostics diagnostics;
    parse::parse(sources.add("a.pol", "参数 甲 = 5元"), sources, tree, damage, diagnostics);
    parse::parse(sources.add("b.pol", "参数 乙 = 6元"), sources, tree, damage, diagnostics);
    CHECK(syntax::dump(tree) == "file\n  param 甲 = 5yuan\nfile\n  param 乙 = 6yuan\n");
    CHECK(diagnostics.all().empty());
}
