// What was compiled before is used again, and nothing depends on it.
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "tests/scenarios/process.h"

using namespace pol::scenario;
namespace fs = std::filesystem;

namespace {

std::vector<fs::path> entries(const Folder& folder) {
    std::vector<fs::path> all;
    std::error_code none;
    for (const auto& entry : fs::directory_iterator(folder.path("kept"), none)) {
        all.push_back(entry.path());
    }
    return all;
}

std::string pay(const Ran& ran) {
    INFO(ran.err);
    CHECK(ran.exit == 0);
    const std::size_t at = ran.out.find("\"hifp_pay\":");
    REQUIRE(at != std::string::npos);
    return ran.out.substr(at + 11, ran.out.find(',', at) - at - 11);
}

void replace(std::string& text, const std::string& from, const std::string& to) {
    text.replace(text.find(from), from.size(), to);
}

}  // namespace

TEST_CASE("policies that were compiled before are settled by what was kept") {
    const Folder folder;
    const Variable kept("POL_CACHE", folder.path("kept"));
    std::string text = small_policy();
    const std::string policy = folder.file("policy.pol", text);
    const std::string claims = folder.file("claims.jsonl", claim("1", "300.00") + "\n");
    const auto settle = [&](const std::vector<std::string>& more = {}) {
        std::vector<std::string> call{"settle", policy, "--claims", claims};
        call.insert(call.end(), more.begin(), more.end());
        return run(call);
    };
    CHECK(pay(settle()) == "100.00");
    REQUIRE(entries(folder).size() == 1);
    const fs::path entry = entries(folder).front();
    CHECK(fs::exists(entry / "rules"));
    CHECK((fs::status(entry).permissions() & fs::perms::others_all) == fs::perms::none);
    CHECK(pay(settle()) == "100.00");
    CHECK(pay(settle({"--engine", "jit"})) == "100.00");
    CHECK(fs::exists(entry / "one-2-0"));
    CHECK(pay(settle({"--engine", "jit"})) == "100.00");

    SECTION("what was damaged is made again") {
        for (const char* name : {"slice-0", "one-2-0", "rules"}) {
            std::ofstream(entry / name, std::ios::binary) << "damaged";
            CHECK(pay(settle({"--engine", "jit"})) == "100.00");
            CHECK(pay(settle()) == "100.00");
        }
    }
    SECTION("a policy that changed is another one") {
        replace(text, "比例  50%", "比例  60%");
        (void)folder.file("policy.pol", text);
        CHECK(pay(settle()) == "120.00");
        CHECK(entries(folder).size() == 2);
    }
    SECTION("a policy that is wrong is not kept, and its message comes each time") {
        replace(text, "比例  50%", "比例  50元");
        (void)folder.file("policy.pol", text);
        for (int i = 0; i < 2; ++i) {
            const Ran ran = settle();
            CHECK(ran.exit == 1);
            CHECK(ran.err.find("error E") != std::string::npos);
        }
        CHECK(entries(folder).size() == 1);
    }
    SECTION("nothing is kept where nothing is wanted or can be written") {
        fs::remove_all(folder.path("kept"));
        const Variable off("POL_CACHE", "off");
        CHECK(pay(settle()) == "100.00");
        CHECK(entries(folder).empty());
        const Variable nowhere("POL_CACHE", "/proc/nowhere");
        CHECK(pay(settle()) == "100.00");
    }
}

TEST_CASE("a table in a file of its own is looked at again") {
    const Folder folder;
    const Variable kept("POL_CACHE", folder.path("kept"));
    std::string text = small_policy();
    replace(text, "待遇 门诊", "表 标准 (险种) : 比例  取自 \"rates.csv\"\n\n待遇 门诊");
    replace(text, "比例  50%", "比例  标准[险种].比例");
    text.resize(text.find("样例 甲"));
    const std::string policy = folder.file("policy.pol", text);
    const std::string claims = folder.file("claims.jsonl", claim("1", "300.00") + "\n");
    for (const std::string percent : {"40", "40", "70"}) {
        (void)folder.file("rates.csv", "险种,比例\n310," + percent + "%\n390,10%\n");
        const std::string whole = percent == "40" ? "80.00" : "140.00";
        CHECK(pay(run({"settle", policy, "--claims", claims})) == whole);
    }
}

TEST_CASE("faults say their clause and place from what was kept too") {
    const Folder folder;
    const Variable kept("POL_CACHE", folder.path("kept"));
    const std::vector<std::string> call{"settle", "policies/ningxia/yinchuan", "--claims",
                                        "examples/year/faulty.jsonl"};
    const Ran first = run(call);
    const Ran second = run(call);
    CHECK(first.exit == 1);
    CHECK(first.err == second.err);
    CHECK(first.out == second.out);
    CHECK(entries(folder).size() == 1);
}

TEST_CASE("SQL settles claims and judges filings by what was kept too") {
    const Folder folder;
    const Variable kept("POL_CACHE", folder.path("kept"));
    const std::vector<std::string> call{
        "sql",
        "policies/liaoning/shenyang",
        "--format",
        "csv",
        "--command",
        "SELECT settle({setl_id: '1', psn_no: 'P', insutype: '310', psn_type: '11', "
        "insuplc_admdvs: '210100', mdtrtarea_admvs: '210100', med_type: '21', dedc_hosp_lv: '1', "
        "begndate: '2025-05-05', medfee_sumamt: 100.00, inscp_scp_amt: 100.00}).status AS s, "
        "选定门诊统筹机构({trt_dcla_detl_sn: '1', psn_no: 'P', insutype: '310', psn_type: '11', "
        "insuplc_admdvs: '210100', dcla_date: '2025-05-05', med_type: '11', fixmedins_code: 'H', "
        "fixmedins_admdvs: '110000'}).status AS f"};
    const Ran first = run(call);
    INFO(first.err);
    CHECK(first.exit == 0);
    CHECK(first.out.find("s,f\npaid,refused") == 0);
    // Claims, and two kinds of filings.
    CHECK(entries(folder).size() == 3);
    const Ran second = run(call);
    CHECK(second.out == first.out);
    CHECK(second.err == first.err);
    // One that is not there any more is no reason to do without the others.
    fs::remove_all(entries(folder).front());
    CHECK(run(call).out == first.out);
    CHECK(entries(folder).size() == 3);
}
