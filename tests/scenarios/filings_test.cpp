// Filings from the command line: records in, answers out, by the rules of both cities and by the
// other readings of them.
#include <algorithm>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "tests/scenarios/process.h"
#include "tests/support/golden_file.h"

using namespace pol;
using namespace pol::scenario;

namespace {

using nlohmann::json;

constexpr const char* kCity = "policies/ningxia/yinchuan";
constexpr const char* kCapital = "policies/liaoning/shenyang";

bool has(const std::string& text, std::string_view part) {
    return text.find(part) != std::string::npos;
}

std::string change(const std::string& more) {
    return R"({"trt_dcla_detl_sn":"A1","psn_no":"P1","insutype":"310","insuplc_admdvs":"640104",)"
           R"("papers":[{"kind":"个人承诺书"}],)" +
           more +
           (more.find("new_rloc") == std::string::npos ? R"(,"new_rloc_admdvs":"310000"})" : "}");
}

std::string choice(const std::string& more) {
    return R"({"trt_dcla_detl_sn":"A1","psn_no":"P1","insutype":"390","psn_type":"15",)"
           R"("insuplc_admdvs":"210102","med_type":"11","fixmedins_code":"H1","dedc_hosp_lv":"2",)"
           R"("fixmedins_admdvs":"110105","filing":{"rloc_type":"1","rloc_admdvs":"110000",)"
           R"("begndate":"2023-01-01"},)" +
           more + "}";
}

// The status of one record, with a reading of the text.
std::string status(const std::string& policies, const std::string& filing,
                   const std::string& record, const std::string& reading = {}) {
    const Folder folder;
    std::vector<std::string> call{"settle",   policies,
                                  "--filing", filing,
                                  "--claims", folder.file("requests.jsonl", record + "\n")};
    if (!reading.empty()) {
        call.insert(call.end(), {"--reading", reading});
    }
    const Ran ran = run(call);
    INFO(ran.err);
    REQUIRE(ran.exit == 0);
    return json::parse(ran.out)["status"];
}

}  // namespace

TEST_CASE("a filing is answered in every form, and its faults are told") {
    const Folder folder;
    const std::string lines =
        change(R"("dcla_date":"2023-06-30","filing":{"begndate":"2023-01-01"})") + "\n" +
        change(R"("dcla_date":"2023-07-01","filing":{"begndate":"2023-01-01"})") + "\n";
    const std::string requests = folder.file("requests.jsonl", lines);
    const Ran twice =
        run({"settle", kCity, "--filing", "变更备案地", "--claims", requests, "--lang", "zh"});
    CHECK(twice.exit == 1);
    CHECK(has(twice.err, "编号 A1 已在第 1 行出现"));
    const json first = json::parse(test::lines_of(twice.out).front());
    CHECK(first["trt_dcla_detl_sn"] == "A1");
    CHECK(first["status"] == "refused");
    CHECK(first["filing"] == "变更备案地");
    CHECK(first["reasons"][0]["code"] == "未满六个月");
    CHECK(first["reasons"][0]["cite"] == "流程 一(一)4");
    CHECK_FALSE(first.contains("fund_pay_sumamt"));

    for (const char* engine : {"interpreter", "jit", "jit-O0"}) {
        const Ran ran = run(
            {"settle", kCity, "--filing", "变更申请", "--claims", requests, "--engine", engine});
        CHECK(test::lines_of(ran.out).front() == test::lines_of(twice.out).front());
    }
    const Ran csv =
        run({"settle", kCity, "--filing", "变更备案地", "--claims", requests, "--format", "csv"});
    CHECK(has(csv.out, "trt_dcla_detl_sn,psn_no,status,filing,reasons,faults\n"));
    const Ran table = run({"settle", kCity, "--filing", "变更备案地", "--claims", requests,
                           "--format", "table", "--lang", "zh"});
    CHECK(has(table.out, "不予受理"));
    const Ran why = run({"explain", kCity, "--filing", "变更备案地", "--claims", requests});
    CHECK(why.exit == 0);
    CHECK(has(why.out, "2023-06-30"));
}

TEST_CASE("a filing that is not there is told with those that are") {
    const Folder folder;
    const std::string requests = folder.file("requests.jsonl", change(R"("dcla_date":"x")") + "\n");
    const Ran ran = run({"settle", kCity, "--filing", "变更", "--claims", requests});
    CHECK(ran.exit == 2);
    CHECK(has(ran.err, "变更备案地"));
    CHECK(has(ran.err, "变更定点机构"));
}

TEST_CASE("what the texts leave open about filings can be read the other way") {
    const std::string on_the_day =
        change(R"("dcla_date":"2023-07-01","filing":{"begndate":"2023-01-01"})");
    CHECK(status(kCity, "变更备案地", on_the_day) == "accepted");
    CHECK(status(kCity, "变更备案地", on_the_day, "满月当日=不能") == "refused");
    const std::string at_the_end =
        change(R"("dcla_date":"2024-02-29","filing":{"begndate":"2023-08-31"})");
    CHECK(status(kCity, "变更备案地", at_the_end) == "accepted");
    CHECK(status(kCity, "变更备案地", at_the_end, "满期日=次月") == "refused");
    const std::string filed_later = change(
        R"("dcla_date":"2023-07-01","filed_date":"2023-02-01","filing":{"begndate":"2023-01-01"})");
    CHECK(status(kCity, "变更备案地", filed_later, "起算日=办理日") == "refused");
    const std::string ended = change(
        R"("dcla_date":"2023-03-01","new_rloc_admdvs":null,"filing":{"begndate":"2023-01-01"})");
    CHECK(status(kCity, "变更备案地", ended) == "accepted");
    CHECK(status(kCity, "变更备案地", ended, "取消备案=也锁定") == "refused");

    const std::string second = choice(R"("dcla_date":"2023-06-01","choices":[)"
                                      R"({"begndate":"2023-02-01"},{"begndate":"2023-03-01"}])");
    CHECK(status(kCapital, "选定门诊统筹机构", second) == "refused");
    CHECK(status(kCapital, "选定门诊统筹机构", second, "再次变更=照办") == "accepted");
    const std::string change_of_first =
        choice(R"("dcla_date":"2023-06-01","choices":[{"begndate":"2023-02-01"}])");
    CHECK(status(kCapital, "选定门诊统筹机构", change_of_first) == "accepted");
    CHECK(status(kCapital, "选定门诊统筹机构", change_of_first, "首次算变更=算") == "refused");
    const std::string away =
        R"({"trt_dcla_detl_sn":"A1","psn_no":"P1","insutype":"310","psn_type":"11",)"
        R"("insuplc_admdvs":"210102","dcla_date":"2023-05-29","rloc_type":"2",)"
        R"("rloc_admdvs":"310000","begndate":"2023-05-29","enddate":"2023-11-30"})";
    CHECK(status(kCapital, "办理异地备案", away) == "accepted");
    CHECK(status(kCapital, "办理异地备案", away, "临时备案期限=至多") == "refused");
}
