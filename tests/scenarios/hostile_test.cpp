// No input stops the program: whatever a file holds, it is answered.
#include <catch2/catch.hpp>

#include "tests/scenarios/process.h"
#include "tests/support/policies.h"

using namespace pol;
using namespace pol::scenario;

namespace {

std::string repeated(std::string_view text, std::size_t times) {
    std::string all;
    all.reserve(text.size() * times);
    for (std::size_t i = 0; i < times; ++i) {
        all += text;
    }
    return all;
}

const std::string& head() {
    static const std::string text = "模块 测试\n引用 国家.结算\n舍入 四舍五入 到 分\n";
    return text;
}

struct Case {
    std::string what;
    std::string text;
    int exit;
};

std::vector<Case> policies() {
    const std::string many = repeated("(", 20'000);
    return {
        {"an empty file", "", 0},
        {"a mark of byte order alone", "\xEF\xBB\xBF", 0},
        {"blank lines", "\n\n \t\r\n", 0},
        {"no last newline", head() + "参数 甲 = 5元", 0},
        {"parentheses without end", head() + "定义 甲 = " + repeated("(", 1'000), 1},
        {"deep parentheses", head() + "定义 甲 = " + many + "1元" + repeated(")", 20'000), 1},
        {"deep braces", head() + repeated("待遇 甲 {", 500), 1},
        {"closing braces", head() + repeated("}", 500), 1},
        {"deep negation", head() + "定义 甲 = " + repeated("非 ", 50'000) + "急危重", 1},
        {"deep minus", head() + "定义 甲 = " + repeated("-", 50'000) + "5元", 1},
        {"deep cases", head() + "定义 甲 = " + repeated("按 险种 { 职工: ", 500), 1},
        {"a long sum", head() + "定义 甲 = 1元" + repeated(" + 1元", 5'000), 0},
        {"a longer sum", head() + "定义 甲 = 1元" + repeated(" + 1元", 50'000), 1},
        {"a megabyte on one line", head() + "// " + repeated("长", 400'000) + "\n", 0},
        {"a name of a megabyte", head() + "参数 " + repeated("名", 400'000) + " = 5元\n", 0},
        {"a text of a megabyte", head() + "出处 甲 = \"" + repeated("长", 400'000) + "\"\n", 0},
        {"a number of a megabyte", head() + "参数 甲 = " + repeated("9", 1'000'000) + "元\n", 1},
        {"many blanks", head() + repeated(" ", 1'000'000) + "参数 甲 = 5元\n", 0},
        {"many lines", head() + repeated("\n", 200'000), 0},
        {"many definitions",
         head() +
             [] {
                 std::string text;
                 for (int i = 0; i < 1'000; ++i) {
                     text += "定义 甲" + std::to_string(i) + " = " +
                             (i == 0 ? "5元" : "甲" + std::to_string(i - 1) + " + 5元") + "\n";
                 }
                 return text;
             }(),
         0},
        {"bytes of zero", head() + std::string(1'000, '\0'), 1},
        {"any bytes",
         head() +
             [] {
                 std::string text;
                 for (int i = 0; i < 4'096; ++i) {
                     text += static_cast<char>(i * 7 % 256);
                 }
                 return text;
             }(),
         1},
        {"definitions in a circle", head() + "定义 甲 = 乙 + 1元\n定义 乙 = 甲 + 1元\n", 1},
        {"specimens in a circle",
         head() + "样例 甲 = 乙 { }\n样例 乙 = 甲 { }\n测例 \"一\" { 甲 { } 得 待遇 = 丙 }\n", 1},
        {"a module that imports itself", "模块 测试\n引用 测试, 国家.结算\n参数 甲 = 5元\n", 0},
        {"tables in each other", head() + "表 甲 (乙) : 额 { 其余 : 5元 }\n定义 乙 = 甲[乙]\n", 1},
        {"records in each other", "模块 测试\n记录 就诊 { 甲 : 乙 }\n记录 乙 { 丙 : 就诊 }\n", 1},
        {"fields that default to each other",
         head() + "扩展 就诊 { 甲 as a : 日期 = 乙, 乙 as b : 日期 = 甲 }\n", 0},
    };
}

}  // namespace

TEST_CASE("no policy stops the program") {
    const Folder folder;
    for (const Case& one : policies()) {
        INFO(one.what);
        const Ran ran = run({"check", folder.file("policy.pol", one.text), "--json"});
        CHECK(ran.exit == one.exit);
        CHECK(ran.err.size() < 1'000'000);
    }
}

TEST_CASE("line ends and the mark of byte order make no difference") {
    const Folder folder;
    const std::string text = small_policy();
    std::string crlf;
    for (const char c : text) {
        crlf += c == '\n' ? "\r\n" : std::string(1, c);
    }
    const auto tree = [&](const std::string& policy) {
        const Ran ran = run({"check", folder.file("policy.pol", policy), "--dump=tree"});
        CHECK(ran.exit == 0);
        return ran.out;
    };
    const std::string expected = tree(text);
    CHECK(expected.find("benefit 门诊") != std::string::npos);
    CHECK(tree(crlf) == expected);
    CHECK(tree("\xEF\xBB\xBF" + text) == expected);
    CHECK(tree("\xEF\xBB\xBF" + crlf) == expected);
}

TEST_CASE("two modules that import each other") {
    const Folder folder;
    const std::string one =
        folder.file("one.pol", "模块 甲\n引用 国家.结算, 乙\n定义 一 = 二 + 1元\n参数 三 = 5元\n");
    const std::string two =
        folder.file("two.pol", "模块 乙\n引用 国家.结算, 甲\n定义 二 = 三 + 1元\n");
    CHECK(run({"check", one, two}).exit == 0);
    CHECK(run({"check", two, one}).exit == 0);
    CHECK(run({"check", one}).exit == 1);
    CHECK(run({"check", one, two, "policies/ningxia"}).exit == 0);
}

TEST_CASE("no claims stop the program") {
    const Folder folder;
    const std::string policy = folder.file("policy.pol", small_policy());
    const std::string good = claim("S1", "300");
    const std::vector<Case> inputs{
        {"nothing", "", 0},
        {"blank lines", "\n\n\r\n", 0},
        {"a mark of byte order alone", "\xEF\xBB\xBF", 0},
        {"an empty array", "[]", 0},
        {"an open array", "[" + good, 1},
        {"deep arrays", repeated("[", 100'000), 1},
        {"deep objects", repeated("{\"filing\":", 100'000), 1},
        {"a deep part", good.substr(0, good.size() - 1) + ",\"filing\":" + repeated("[", 5'000), 1},
        {"bytes of zero", std::string(1'000, '\0'), 1},
        {"a megabyte of text", "\"" + repeated("x", 1'000'000) + "\"", 1},
        {"a long number", claim("S1", repeated("9", 100'000)), 1},
        {"a long exponent", claim("S1", "1e999999999"), 1},
        {"a small number", claim("S1", "1e-999999999"), 1},
        {"names of every kind", R"({"":1,"setl_id":{},"psn_no":[],"filing":5,"feedetail":{}})", 1},
        {"ten thousand lines", repeated(good + "\n", 10'000), 1},
        {"a reversal of itself", R"({"setl_id":"S1","refd_setl_flag":true,"init_setl_id":"S1"})",
         1},
    };
    for (const Case& one : inputs) {
        INFO(one.what);
        const Ran ran = run({"settle", policy, "--claims", "-"}, one.text);
        CHECK(ran.exit == one.exit);
    }
}
