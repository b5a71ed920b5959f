// Texts that stop the program, or flood its user: known defects, out of the normal run. A case that
// passes here has lost its defect, and moves to hostile_test.cpp.
#include <catch2/catch.hpp>
#include <fmt/format.h>

#include "tests/scenarios/process.h"
#include "tests/support/policies.h"

using namespace pol;
using namespace pol::scenario;

namespace {

struct Case {
    std::string what;
    std::vector<std::string> files;
};

std::string head(const std::string& module = "测试", const std::string& place = "640100") {
    return "模块 " + module + "\n引用 国家.结算\n辖区 " + place +
           " 银川市\n年度 1月1日 起 按 结算日期\n舍入 四舍五入 到 分\n";
}

std::string repeated(std::string_view text, std::size_t times) {
    std::string all;
    for (std::size_t i = 0; i < times; ++i) {
        all += text;
    }
    return all;
}

std::string chain_of_definitions(int length) {
    std::string text = "定义 甲0 = 5元\n";
    for (int i = 1; i < length; ++i) {
        text += fmt::format("定义 甲{} = 甲{} + 5元\n", i, i - 1);
    }
    return text;
}

// Each of these is to be answered by a message or a program, and is answered by an abort.
std::vector<Case> aborts() {
    const std::string notice = " { 提示 乙 }\n";
    const std::string tier = " { 支付 统筹基金 { 基数 x; 比例 50% } }\n";
    return {
        {"a default that is a field of another type",
         {head() + "扩展 就诊 { 己 as f : 金额 = 开始日期 }\n"}},
        {"a default that is a field that may be absent",
         {head() + "扩展 就诊 { 子 as a : 日期 = 出生日期 }\n待遇 甲 当 子 > 2023-01-01" + notice}},
        {"a param that is 无", {head() + "参数 x = 无\n待遇 甲 当 x > 5元" + notice}},
        {"a table without rows",
         {head() + "表 t (级别) : a { }\n待遇 甲 当 t[级别] > 4元" + notice}},
        {"a place that is too large a number",
         {head() + "待遇 甲 当 就医地 属于 (110000, 99999999999999999999)" + notice}},
        {"a place with decimals", {head() + "待遇 甲 当 就医地 为 1100.5" + notice}},
        {"a lookup by an amount that is not rounded",
         {head() +
          "表 t (医疗费总额) : a { 至 5元: 5%; 其余: 6% }\n待遇 甲 当 t[医疗费总额 × 50%] > 5%" +
          notice}},
        {"a table that is asked for an amount that is not rounded",
         {head() +
          "表 t (医疗费总额) : a { 至 5元: 5%; 其余: 6% }\n待遇 甲 当 医疗费总额 × 50% 属于 t" +
          notice}},
        {"two answers of one name in a module",
         {head() + "提示 子 当 急危重\n提示 子 当 直接结算\n待遇 甲 当 急危重" + notice}},
        {"two modules with a definition of one name",
         {head("甲") + "定义 x = 5元\n待遇 子 当 x > 医疗费总额 且 急危重" + notice,
          head("乙") + "定义 x = 6元\n待遇 丑 当 x > 医疗费总额 且 非 急危重" + notice}},
        {"two modules with an answer of one name",
         {head("甲") + "提示 子 当 急危重\n待遇 丙 当 急危重" + notice,
          head("乙") + "提示 子 当 直接结算\n待遇 丁 当 非 急危重" + notice}},
        {"two places of one name",
         {head("甲") + "待遇 子 当 急危重" + notice,
          head("乙", "640200") + "待遇 丑 当 急危重" + notice}},
        {"an in-scope definition, and a benefit of two that takes lines out",
         {head() + "定义 x = 政策范围内金额 × 50%\n待遇 甲 当 急危重" + tier +
          "待遇 丙 当 非 急危重 { 不予支付 明细 丁 当 费用日期 < 开始日期\n支付 统筹基金 { 基数 x; "
          "比例 50% } }\n"}},
        {"ten thousand definitions in a chain",
         {head() + chain_of_definitions(10'000) + "待遇 乙 当 甲9999 > 5元" + notice}},
        {"a path of eight thousand parts",
         {head() + "待遇 乙 当 就诊" + repeated(".就诊", 8'000) + " 为 无" + notice}},
    };
}

}  // namespace

TEST_CASE("texts that abort", "[.defect]") {
    for (const Case& one : aborts()) {
        INFO(one.what);
        const Folder folder;
        std::vector<std::string> call{"check"};
        for (std::size_t i = 0; i < one.files.size(); ++i) {
            call.push_back(folder.file(fmt::format("{}.pol", i), one.files[i]));
        }
        const Ran ran = run(call);
        CHECK(ran.exit <= 1);
    }
}

TEST_CASE("a sum of ten thousand terms, by the interpreter", "[.defect]") {
    const Folder folder;
    const std::string policy =
        folder.file("policy.pol", head() + "定义 甲 = 1元" + repeated(" + 1元", 9'900) +
                                      "\n待遇 乙 当 甲 > 5元 { 提示 丙 }\n");
    for (const std::string engine : {"jit", "jit-O0", "interpreter"}) {
        INFO(engine);
        CHECK(
            run({"settle", policy, "--claims", "-", "--engine", engine}, claim("S1", "300")).exit ==
            0);
    }
}

TEST_CASE("a hundred specimens in a chain", "[.defect]") {
    const Folder folder;
    std::string text = small_policy() + "样例 链0 = 甲 { }\n";
    for (int i = 1; i < 100; ++i) {
        text += fmt::format("样例 链{} = 链{} {{ }}\n", i, i - 1);
    }
    text += "测例 \"链\" { 链99 { 政策范围内金额: 300元 } 得 统筹基金 = 100元 }\n";
    CHECK(run({"test", folder.file("policy.pol", text)}).exit == 0);
}

TEST_CASE("brackets without end are told a limited number of times", "[.defect]") {
    const Folder folder;
    for (const std::string& text :
         {head() + repeated("}", 3'000), head() + "定义 甲 = " + repeated("(", 3'000)}) {
        const Ran ran = run({"check", folder.file("policy.pol", text)});
        CHECK(ran.exit == 1);
        CHECK(ran.err.size() < 1'000'000);
    }
}

TEST_CASE("two fields with one name outside", "[.defect]") {
    const Folder folder;
    const std::string text = head() + "扩展 就诊 { 甲 as insutype : 险种? }\n";
    CHECK(run({"check", folder.file("policy.pol", text)}).exit == 1);
}

TEST_CASE("a definition that stands twice in a benefit", "[.defect]") {
    const Folder folder;
    const std::string text =
        head() + "待遇 甲 当 急危重 { 定义 子 = 5元\n定义 子 = 6元\n提示 乙 当 子 > 5元 }\n";
    CHECK(run({"check", folder.file("policy.pol", text)}).exit == 1);
}

TEST_CASE("cases that meet one value, or leave a gap", "[.defect]") {
    const Folder folder;
    const std::string meet =
        head() + "定义 甲 = 按 天数(开始日期, 结束日期) { 至 3: 5元; 2 到 5: 6元; 以上: 7元 }\n";
    const std::string gap =
        head() + "定义 甲 = 按 天数(开始日期, 结束日期) { 至 3: 5元; 9 到 12: 6元; 以上: 7元 }\n";
    const std::string above_first =
        head() + "定义 甲 = 按 天数(开始日期, 结束日期) { 以上: 7元; 至 3: 5元 }\n";
    for (const std::string& text : {meet, gap, above_first}) {
        INFO(text);
        CHECK(run({"check", folder.file("policy.pol", text)}).exit == 1);
    }
}
