// pol clauses: what a policy says of its documents.
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "tests/scenarios/process.h"

using namespace pol;
using namespace pol::scenario;
using nlohmann::json;

namespace {

constexpr const char* kHead = "模块 例.城\n引用 国家.结算\n\n辖区  640100 银川市\n"
                              "适用  按 开始日期\n年度  1月1日 起 按 结算日期\n"
                              "舍入  四舍五入 到 分\n出处  办法 = \"门诊办法\"\n";
constexpr const char* kRules = "出处  示例 = \"示例标准\"\n"
                               "条款 办法 { \"一\" 计算; \"二\" 核验; \"三\" 程序 }\n"
                               "定义 甲 = 100元\n"
                               "待遇 门诊 当 医疗类别 为 普通门诊 {\n"
                               "    提示 乙 当 急危重     依据 办法 \"二\"\n"
                               "    支付 统筹基金     依据 办法 \"一\", 示例 \"门诊\" {\n"
                               "        基数  政策范围内金额\n"
                               "        起付  甲 每 年度\n"
                               "        比例  50%\n"
                               "    }\n"
                               "    支付 居民大病 当 险种 为 居民     依据 示例 \"大病\" {\n"
                               "        基数  自付\n"
                               "        比例  10%\n"
                               "    }\n"
                               "}\n";
bool has(const std::string& text, std::string_view part) {
    return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("the clauses of a document, with what cites each") {
    const Folder folder;
    const std::string policy = folder.file("a.pol", std::string(kHead) + kRules);
    const std::string text = folder.file("document.txt", "第一条 付。\n第二条　看。\n");
    const Ran ran = run({"clauses", policy, "--source", "办法=" + text, "--format", "json"});
    CHECK(ran.err.empty());
    REQUIRE(ran.exit == 0);
    const json all = json::parse(ran.out);
    const json& source = all["sources"][0];
    CHECK(source["name"] == "办法");
    CHECK(source["title"] == "门诊办法");
    CHECK(source["illustrative"] == false);
    CHECK(source["document_characters"] == 10);
    const json& clauses = source["clauses"];
    REQUIRE(clauses.size() == 3);
    CHECK(clauses[0]["class"] == "计算");
    CHECK(clauses[0]["cited_by"][0]["statement"] == "门诊.统筹基金");
    CHECK(clauses[0]["cited_by"][0]["line"] == 14);
    CHECK(clauses[1]["cited_by"][0]["statement"] == "门诊.提示 乙");
    CHECK(clauses[2]["cited_by"].empty());
    CHECK(all["sources"][1]["illustrative"] == true);
    CHECK(all["sources"][1]["document_characters"].is_null());
    // 甲 cites nothing; the benefit's parts do.
    REQUIRE(all["uncited_statements"].size() == 1);
    CHECK(all["uncited_statements"][0]["statement"] == "甲");
}

TEST_CASE("what cites an illustrative document only is not counted") {
    const Folder folder;
    const auto count = [&](const std::string& more) {
        const std::string policy = folder.file("a.pol", std::string(kHead) + more);
        const Ran ran = run({"clauses", policy, "--format", "json"});
        return json::parse(ran.out)["sources"][0]["policy_characters"].get<int>();
    };
    const std::string rule = "出处 示例 = \"示例\"\n照旧 依据 办法 \"一\"\n";
    const int base = count(rule);
    CHECK(count(rule + "定义 甲 = 1元  依据 示例 \"一\"  // 说明\n") == base);
    CHECK(count(rule + "定义 甲 = 1元  依据 办法 \"一\"\n") == base + 6);
    CHECK(count(rule + "定义 甲 = 1元\n") == base + 6);
}

TEST_CASE("the clauses as a table, in both languages") {
    const Folder folder;
    const std::string policy = folder.file("a.pol", std::string(kHead) + kRules);
    const Ran en = run({"clauses", policy, "--lang", "en"});
    CHECK(en.exit == 0);
    CHECK(has(en.out, "办法  门诊办法"));
    CHECK(has(en.out, "computed"));
    CHECK(has(en.out, "cited by nothing"));
    CHECK(has(en.out, "statements without a citation:\n"));
    const Ran zh = run({"clauses", policy, "--lang", "zh"});
    CHECK(has(zh.out, "计算"));
    CHECK(has(zh.out, "无人引用"));
    CHECK(run({"clauses", "policies/ningxia/yinchuan"}).exit == 0);
}

TEST_CASE("wrong calls and broken policies of the clauses") {
    const Folder folder;
    const std::string good = folder.file("a.pol", std::string(kHead) + kRules);
    const std::string bad = folder.file("b.pol", "模块 a\n定义 = \n");
    CHECK(run({"clauses", bad}).exit == 1);
    CHECK(run({"clauses", folder.path("none.pol")}).exit == 2);
    CHECK(run({"clauses", good, "--source", "办法"}).exit == 2);
    CHECK(run({"clauses", good, "--source", "别的=" + good}).exit == 2);
    CHECK(run({"clauses", good, "--source", "办法=" + folder.path("none.txt")}).exit == 2);
}
