// Tables whose rows stand in a CSV file beside the policy.
#include <catch2/catch.hpp>
#include <fmt/format.h>

#include "tests/scenarios/process.h"

using namespace pol;
using namespace pol::scenario;

namespace {

constexpr const char* kHead = "模块 例.城\n引用 国家.结算\n\n辖区  640100 银川市\n"
                              "适用  按 开始日期\n年度  1月1日 起 按 结算日期\n"
                              "舍入  四舍五入 到 分\n";

// A policy that pays what the table says for an institution and a day.
std::string policy(const std::string& table) {
    return kHead + table +
           "\n待遇 门诊 当 医疗类别 为 普通门诊 {\n"
           "    不予支付 未列  当 (机构, 开始日期) 不属于 标准\n"
           "    支付 统筹基金 {\n"
           "        基数  政策范围内金额\n"
           "        起付  标准[机构, 开始日期].起付\n"
           "        比例  标准[机构, 开始日期].比例\n"
           "    }\n}\n"
           "样例 甲 = 就诊 { 险种: 职工, 人员类别: 在职, 参保地: 640104, 就医地: 640104, "
           "机构: \"H1\", 医疗类别: 普通门诊, 开始日期: 2023-03-01, 政策范围内金额: 1000元 }\n"
           "测例 \"三月\" { 甲 { } 得 起付额 = 100元, 统筹基金 = 720元 }\n"
           "测例 \"七月\" { 甲 { 开始日期: 2023-07-01 } 得 起付额 = 0元, 统筹基金 = 855元 }\n"
           "测例 \"别家\" { 甲 { 机构: \"H2\" } 得 不予支付 未列 }\n";
}

constexpr const char* kTable = "表 标准 (机构, 开始日期) : 起付, 比例  取自 \"standard.csv\"\n";

}  // namespace

TEST_CASE("rows come from the file, columns by their names, with the units of the head") {
    const Folder folder;
    (void)folder.file("a.pol", policy(kTable));
    // Columns in another order, one that the table does not have, a byte order mark, CRLF.
    (void)folder.file("standard.csv", "\xEF\xBB\xBF备注,比例(比例),机构,开始日期,起付(元)\r\n"
                                      "老,0.8,H1,2023-01-01 起,100\r\n"
                                      "新,0.855,H1,2023-07-01 起,0.00\r\n");
    const Ran result = run({"test", folder.path("")});
    CHECK(result.exit == 0);
    CHECK(result.out.find("3 passed, 0 failed") != std::string::npos);
}

TEST_CASE("the file is GB18030 where it is no UTF-8") {
    const Folder folder;
    (void)folder.file("a.pol", policy(kTable));
    // 机构,开始日期,起付(元),比例(%) in GB18030.
    (void)folder.file(
        "standard.csv",
        "\xBB\xFA\xB9\xB9,\xBF\xAA\xCA\xBC\xC8\xD5\xC6\xDA,\xC6\xF0\xB8\xB6(\xD4\xAA),"
        "\xB1\xC8\xC0\xFD(%)\n"
        "H1,2023-01-01 \xC6\xF0,100,80\nH1,2023-07-01 \xC6\xF0,0,85.5\n");
    const Ran result = run({"test", folder.path("")});
    CHECK(result.exit == 0);
    CHECK(result.out.find("3 passed, 0 failed") != std::string::npos);
}

TEST_CASE("what is wrong with the file is told with its place") {
    const Folder folder;
    (void)folder.file("a.pol", policy(kTable));
    const auto said = [&] { return run({"check", folder.path(""), "--lang", "en"}); };

    Ran result = said();
    CHECK(result.exit == 1);
    CHECK(result.err.find("error E0368: the table's file “standard.csv” cannot be read") !=
          std::string::npos);

    (void)folder.file("standard.csv", "机构,起付(元),比例(%)\nH1,100,80\n");
    result = said();
    CHECK(result.exit == 1);
    CHECK(
        result.err.find("error E0369: the table's file “standard.csv” has no column “开始日期”") !=
        std::string::npos);

    (void)folder.file("standard.csv", "机构,开始日期,起付(元),比例(%)\nH1,2023-01-01 起,100,80\n"
                                      "H2,任意,100\nH3,任意,abc,80\nH1,2023-05-01,1,1\n");
    result = said();
    CHECK(result.exit == 1);
    CHECK(result.err.find("standard.csv:3:1: error E0370") != std::string::npos);
    CHECK(result.err.find("standard.csv:4:1: error") != std::string::npos);
}

TEST_CASE("a file of tens of thousands of rows is a table like another") {
    const Folder folder;
    (void)folder.file("a.pol", policy(kTable));
    std::string rows = "机构,开始日期,起付(元),比例(%)\nH1,2023-01-01 起,100,80\n"
                       "H1,2023-07-01 起,0,85.5\n";
    for (int i = 0; i < 30'000; ++i) {
        rows += fmt::format("K{:06},任意,{},{}\n", i, i % 500, i % 100);
    }
    (void)folder.file("standard.csv", rows);
    const Ran result = run({"test", folder.path("")});
    CHECK(result.exit == 0);
    CHECK(result.out.find("3 passed, 0 failed") != std::string::npos);
    // Two rows for one institution and day, far apart.
    (void)folder.file("standard.csv", rows + "K000007,2023-02-01,1,1\n");
    const Ran twice = run({"check", folder.path(""), "--lang", "en"});
    CHECK(twice.exit == 1);
    CHECK(twice.err.find("standard.csv:30004:1: error E0343: two rows match one key") !=
          std::string::npos);
}
