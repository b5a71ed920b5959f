// pol readings: what documents leave open, and what another answer would come to.
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
constexpr const char* kReadings = "口径 起付线  依据 办法 \"一\"  问 \"多少？\" {\n"
                                  "    低 = 100元    (采用)\n"
                                  "    高 = 200元\n"
                                  "}\n"
                                  "口径 限额  问 \"有没有？\" {\n"
                                  "    不设  照文    (采用)\n"
                                  "    设    { 门诊.统筹基金.封顶 为 60元 每 年度 }\n"
                                  "}\n"
                                  "待遇 门诊 当 医疗类别 为 普通门诊 {\n"
                                  "    支付 统筹基金 {\n"
                                  "        基数  政策范围内金额\n"
                                  "        起付  起付线 每 年度\n"
                                  "        比例  50%\n"
                                  "    }\n"
                                  "}\n";

bool has(const std::string& text, std::string_view part) {
    return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("the readings of a policy") {
    const Folder folder;
    const std::string policy = folder.file("a.pol", std::string(kHead) + kReadings);
    const Ran ran = run({"readings", policy, "--format", "json"});
    CHECK(ran.err.empty());
    REQUIRE(ran.exit == 0);
    const json readings = json::parse(ran.out)["readings"];
    // The third is the nation's.
    REQUIRE(readings.size() == 3);
    CHECK(readings[2]["name"] == "手工目录");
    CHECK(readings[0]["question"] == "多少？");
    CHECK(readings[0]["cites"][0]["clause"] == "一");
    CHECK(readings[0]["options"][0]["text"] == "100元");
    CHECK(readings[0]["options"][0]["adopted"] == true);
    CHECK(readings[1]["options"][0]["text"] == "照文");
    CHECK(readings[1]["options"][1]["text"] == "{ 门诊.统筹基金.封顶 为 60元 每 年度 }");
    CHECK(readings[1]["options"][1]["adopted"] == false);
    CHECK_FALSE(readings[1]["options"][1].contains("claims_changed"));
    CHECK(has(run({"readings", policy, "--lang", "zh"}).out, "采用"));
    CHECK(has(run({"readings", "examples/first", "--lang", "zh"}).out, "手工目录"));
}

TEST_CASE("what another option would change on a file of claims") {
    const Folder folder;
    const std::string policy = folder.file("a.pol", std::string(kHead) + kReadings);
    // With 100 yuan deducted the fund pays 50 and then 100; with 200, 0 and 100.
    const std::string claims =
        folder.file("claims.jsonl", claim("S1", "200") + "\n" + claim("S2", "200") + "\n");
    const Ran ran = run({"readings", policy, "--claims", claims, "--format", "json"});
    INFO(ran.err);
    REQUIRE(ran.exit == 0);
    const json readings = json::parse(ran.out)["readings"];
    const json& high = readings[0]["options"][1];
    CHECK(high["claims_changed"] == 2);  // of the second the deductible alone, as it is shown
    CHECK(high["fund_change"] == -50.0);
    CHECK(high["person_change"] == 50.0);
    // A limit of 60 yuan a year leaves 10 for the second.
    const json& limited = readings[1]["options"][1];
    CHECK(limited["claims_changed"] == 1);
    CHECK(limited["fund_change"] == -90.0);
    CHECK(limited["person_change"] == 90.0);

    // The options of a run are what the others are compared with.
    const Ran other =
        run({"readings", policy, "--claims", claims, "--format", "json", "--reading", "起付线=高"});
    const json from_high = json::parse(other.out)["readings"][0]["options"];
    CHECK(from_high[0]["fund_change"] == 50.0);
    CHECK(from_high[1]["taken"] == true);
    CHECK(has(run({"readings", policy, "--claims", claims}).out, "-50.00"));
}

TEST_CASE("wrong calls, broken policies and faulty claims of the readings") {
    const Folder folder;
    const std::string good = folder.file("a.pol", std::string(kHead) + kReadings);
    const std::string bad = folder.file("b.pol", "模块 a\n定义 = \n");
    const std::string faulty = folder.file("faulty.jsonl", claim("S1", "200.001") + "\n");
    CHECK(run({"readings", bad}).exit == 1);
    CHECK(run({"readings", good, "--claims", faulty}).exit == 1);
    CHECK(run({"readings", good, "--claims", "-"}, "").exit == 2);
    CHECK(run({"readings", good, "--claims", folder.path("none.jsonl")}).exit == 2);
    CHECK(run({"readings", good, "--reading", "别的=一"}).exit == 2);
}
