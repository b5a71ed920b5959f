// The formatter: what it moves, what it leaves, and words in the other spelling.
#include "compiler/parse/format.h"

#include <catch2/catch.hpp>

using namespace pol;
using parse::Keywords;

namespace {

std::optional<std::string> try_format(std::string text, Keywords keywords) {
    SourceMap sources;
    const FileId file = sources.add("a.pol", std::move(text));
    Diagnostics diagnostics;
    auto formatted = parse::format(file, sources, keywords, diagnostics);
    CHECK(formatted.has_value() != diagnostics.has_errors());
    return formatted;
}

// What stays is checked on the way: a format is its own format.
std::string format(std::string text, Keywords keywords = Keywords::as_written) {
    const auto once = try_format(std::move(text), keywords);
    REQUIRE(once);
    CHECK(try_format(*once, keywords) == once);
    return *once;
}

}  // namespace

TEST_CASE("blanks between tokens") {
    CHECK(format("定义 甲=最低( a ,b )+-1元*3") == "定义 甲 = 最低(a, b) + -1元 * 3\n");
    CHECK(format("定义 甲 = a . b [ c ] .d") == "定义 甲 = a.b[c].d\n");
    CHECK(format("样例 甲 = 就诊 {a:1元,b :[{c:是},{ }]}") ==
          "样例 甲 = 就诊 { a: 1元, b: [{ c: 是 }, {}] }\n");
    CHECK(format("年度 1月1日 起 按 结算日期") == "年度 1月1日 起 按 结算日期\n");
    CHECK(format("定义 甲=按 险种{职工:1元 居民:2元}") ==
          "定义 甲 = 按 险种 { 职工: 1元  居民: 2元 }\n");
    CHECK(format("参数 甲{2023-01-01 起:5元}") == "参数 甲 { 2023-01-01 起: 5元 }\n");
    CHECK(format("记录 甲 { 乙 as b:枚举{丙,丁} ? }") ==
          "记录 甲 { 乙 as b : 枚举 { 丙, 丁 }? }\n");
}

TEST_CASE("full-width signs stay") {
    CHECK(format("样例 甲 ＝ 就诊 ｛ 险种：职工，金额： １元 ｝") ==
          "样例 甲 ＝ 就诊 ｛ 险种：职工，金额：１元 ｝\n");
    CHECK(format("出处 甲 = “一  二”") == "出处 甲 = “一  二”\n");
}

TEST_CASE("one statement a line, set in by four") {
    CHECK(format("待遇 甲 当 乙\n{\n支付 丙 { 基数 丁;比例 50% \n}\n\n\n  提示 戊\n}") ==
          "待遇 甲 当 乙 {\n    支付 丙 {\n        基数 丁\n        比例 50%\n    }\n\n"
          "    提示 戊\n}\n");
    CHECK(format("定义 甲 = 1元; 定义 乙 = 2元 ;") == "定义 甲 = 1元\n定义 乙 = 2元\n");
    // What stood on one line may stay there, and so may rows beside each other.
    CHECK(format("定义 甲 { 乙 当 丙;丁 其余 }") == "定义 甲 { 乙 当 丙; 丁 其余 }\n");
    CHECK(format("目录 甲 { 明细 {\n全自费 金额\n} }") ==
          "目录 甲 { 明细 {\n    全自费 金额\n} }\n");
    CHECK(format("表 甲 (乙) : 丙 {\n一 : 1元; 二 : 2元\n三 : 3元; 四 : 4元 }") ==
          "表 甲 (乙) : 丙 {\n    一 : 1元; 二 : 2元\n    三 : 3元; 四 : 4元\n}\n");
}

TEST_CASE("a line that goes on is set in, or stands under what it goes on with") {
    CHECK(format("定义 甲 = a\n且 b") == "定义 甲 = a\n    且 b\n");
    CHECK(format("提示 甲  当 a\n且 b\n或 c  依据 x \"y\"") ==
          "提示 甲  当 a\n         且 b\n         或 c  依据 x \"y\"\n");
    CHECK(format("测例 \"a\" {\n甲 { b: 1元 }\n得 c = 1元,\nd = 2元 }") ==
          "测例 \"a\" {\n    甲 { b: 1元 }\n        得 c = 1元,\n           d = 2元 }\n");
}

TEST_CASE("columns are kept where there were some") {
    CHECK(format("枚举 甲 {\n一 as 1\n二二二   as 2\n三 as 3 }") ==
          "枚举 甲 {\n    一     as 1\n    二二二 as 2\n    三     as 3 }\n");
    CHECK(format("枚举 甲 {\n一 as 1\n二二二 as 2 }") ==
          "枚举 甲 {\n    一 as 1\n    二二二 as 2 }\n");
    CHECK(
        format("待遇 甲 {\n提示 一  当 b   依据 x \"1\"\n提示 二二 当 cc   依据 x \"2\"\n}") ==
        "待遇 甲 {\n    提示 一    当 b    依据 x \"1\"\n    提示 二二  当 cc   依据 x \"2\"\n}\n");
    // Figures that ended in one column go on doing so.
    CHECK(format("表 甲 (乙) : 丙, 丁 {\n  一 : 1200元, 5%\n  二 :  600元, 6%\n}") ==
          "表 甲 (乙) : 丙, 丁 {\n    一 : 1200元, 5%\n    二 :  600元, 6%\n}\n");
}

TEST_CASE("comments stay, and so does one blank line") {
    CHECK(format("// 一  \n\n\n定义 甲 = 1元   // 二\n// 三\n待遇 乙 { // 四\n提示 丙\n// "
                 "五\n}\n\n// 六") == "// 一\n\n定义 甲 = 1元   // 二\n// 三\n待遇 乙 { // 四\n    "
                                      "提示 丙\n    // 五\n}\n\n// 六\n");
    CHECK(format("待遇 乙 // 一\n{ 提示 丙 }") == "待遇 乙 // 一\n{ 提示 丙 }\n");
    CHECK(format("// 一") == "// 一\n");
    CHECK(format("").empty());
}

TEST_CASE("keywords in the other spelling, names as they are") {
    const std::string zh =
        "模块 a.结算\n舍入 四舍五入 到 分\n条款 x { \"一\" 计算 }\n"
        "记录 r { 起付 as year : 比例? = 50% }\n"
        "待遇 b 当 c 为 无 且 d 在 e 到 f {\n    支付 g {\n        起付 1.5万元 每 年度\n"
        "        基数 g.应付 + 表.比例\n        比例 最低(自付, 5个百分点)\n    }\n}\n"
        "定义 t = d + 30日\n";
    const std::string en =
        "module a.结算\nrounding half_up to fen\nclauses x { \"一\" computed }\n"
        "record r { 起付 as year : Rate? = 50% }\n"
        "benefit b when c is none and d at e to f {\n    pay g {\n"
        "        deduct 1.5万元 each year\n"
        "        base g.payable + 表.比例\n        rate min(self_paid, 5 points)\n    }\n}\n"
        "define t = d + 30 days\n";
    CHECK(format(zh, Keywords::en) == en);
    CHECK(format(en, Keywords::zh) == zh);
    CHECK(format(zh, Keywords::zh) == zh);
    // A word that the file declares is its own.
    CHECK(format("定义 自付 = 1元\n支付 g { 基数 自付 }", Keywords::en) ==
          "define 自付 = 1 yuan\npay g { base 自付 }\n");
}

TEST_CASE("words of changes, tiers and lists in the other spelling") {
    const std::string zh =
        "修订 甲 为 乙 当 丙 {\n    g.起付 按 50%\n    g.第二.封顶 取消\n    g 取消\n}\n"
        "支付 g {\n    基数 最低(剩余 f.起付, 第2高 (金额) 于 明细)\n"
        "    比例 5个百分点 × 年内次数\n}\n";
    const std::string en =
        "amend 甲 is 乙 when 丙 {\n    g.deduct by 50%\n    g.第二.limit cancel\n    g cancel\n}\n"
        "pay g {\n    base min(left f.deduct, highest_2 (金额) among 明细)\n"
        "    rate 5 points × nth_in_year\n}\n";
    CHECK(format(zh, Keywords::en) == en);
    CHECK(format(en, Keywords::zh) == zh);
}

TEST_CASE("a file with mistakes of syntax has no format") {
    CHECK_FALSE(try_format("定义 甲 = ", Keywords::as_written));
    CHECK_FALSE(try_format("待遇 甲 {", Keywords::as_written));
    CHECK_FALSE(try_format("定义 甲 = § 1元", Keywords::as_written));
    CHECK_FALSE(try_format("定义 甲 = \"一", Keywords::as_written));
    CHECK_FALSE(try_format("\xFF", Keywords::as_written));
}

TEST_CASE("lines stay where moving them would end a block") {
    // 参数 at the beginning of a line begins a declaration.
    const std::string text = "定义 甲 { 乙 当 丙; 参数 当 丁\n戊 其余 }\n";
    const std::string formatted = format(text);
    CHECK(formatted.find("参数 当 丁") != std::string::npos);
}
