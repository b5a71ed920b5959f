// The open questions of Yinchuan's document: each reading that is not adopted, against figures that
// were worked out from the clauses by hand.
#include <vector>

#include <catch2/catch.hpp>
#include <fmt/format.h>

#include "tests/scenarios/process.h"
#include "tests/scenarios/questions.h"

using namespace pol;
using namespace pol::scenario;

namespace {

constexpr const char* kPolicy = "policies/ningxia/yinchuan";

/// An employee with high blood pressure, filed in Beijing with one institution of level 3 and one
/// of level 1; a first bill of 2000.00, of which the fund pays (2000 - 500) x 75% = 1125.00.
constexpr const char* kClaim = R"({
        "psn_no": "P1", "insutype": "310", "psn_type": "11", "insuplc_admdvs": "640104",
        "mdtrtarea_admvs": "110000", "med_type": "14", "begndate": "2023-03-01",
        "dise_codg": "M03900", "fixmedins_code": "H1", "mdtrt_cert_type": "03",
        "filing": {"rloc_type": "1", "rloc_admdvs": "110000", "begndate": "2022-01-01",
                   "institutions": [{"code": "H1", "level": "3"}, {"code": "H2", "level": "1"}]},
        "disease_filings": [{"opsp_dise_code": "M03900", "begndate": "2022-01-01"}],
        "medfee_sumamt": 2000, "inscp_scp_amt": 2000})";

const std::string kResident = R"("insutype":"390","psn_type":"15")";

std::string filed(const std::string& disease) {
    return fmt::format(
        R"("dise_codg":"{0}","disease_filings":[{{"opsp_dise_code":"{0}","begndate":"2022-01-01"}}])",
        disease);
}

std::string bill(int yuan) {
    return fmt::format(R"("medfee_sumamt":{0},"inscp_scp_amt":{0})", yuan);
}

std::vector<Question> of_answers() {
    return {
        {"临时外出=能",
         {R"("filing":{"rloc_type":"2"})"},
         {"manual 1125.00 备案类别不符"},
         {"paid 1125.00"}},
        {"家数不符=恰好",
         {"", R"("filing":{"institutions":[{"code":"H1","level":"3"},{"code":"H2","level":"2"},)"
              R"({"code":"H3","level":"1"}]})"},
         {"paid 1125.00", "paid 1500.00"},
         {"paid 1125.00 签约家数不符", "paid 1500.00"}},
        {"须签约=直接结算",
         {R"("fixmedins_code":"H9")", R"("fixmedins_code":"H9","direct":false)"},
         {"refused 0.00 非签约机构", "refused 0.00 非签约机构"},
         {"refused 0.00 非签约机构", "paid 1125.00"}},
        {"须签约=联网即可",
         {R"("fixmedins_code":"H9")"},
         {"refused 0.00 非签约机构"},
         {"paid 1125.00"}},
        {"拒身份证=不付",
         {R"("mdtrt_cert_type":"02")", R"("mdtrt_cert_type":"02","direct":false)"},
         {"manual 1125.00 凭证不符", "paid 1125.00"},
         {"refused 0.00 凭证不收 凭证不符", "paid 1125.00"}},
        {"停保=就医",
         {R"("paus_begndate":"2023-03-10","paus_enddate":"2023-03-31","enddate":"2023-03-10")",
          R"("paus_begndate":"2023-03-10","paus_enddate":"2023-03-31","enddate":"2023-03-09")"},
         {"paid 1125.00", "paid 1500.00"},
         {"refused 0.00 就医期间停保", "paid 1125.00"}},
        {"备案地外=同代码",
         {R"("mdtrtarea_admvs":"110105")", ""},
         {"paid 1125.00", "paid 1500.00"},
         {"refused 0.00 非备案地", "paid 1125.00"}},
        {"含当日=不付",
         {R"("begndate":"2022-01-01")", R"("begndate":"2022-01-02")"},
         {"paid 1125.00", "paid 1500.00"},
         {"refused 0.00 病种未备案", "paid 1125.00"}},
        {"拒未列病种=不付",
         {filed("M90001")},
         {"manual 0.00 病种未开通"},
         {"refused 0.00 病种未开通 病种代码不符"}},
    };
}

std::vector<Question> of_amounts() {
    const std::string late = R"("begndate":"2023-12-31","setl_date":"2024-01-02")";
    return {
        {"计年日期=开始日",
         {"", late},
         {"paid 1125.00", "paid 1125.00"},
         {"paid 1125.00", "paid 1500.00"}},
        {"计年日期=结束日",
         {"", late, late + R"(,"enddate":"2024-01-01")"},
         {"paid 1125.00", "paid 1125.00", "paid 1500.00"},
         {"paid 1125.00", "paid 1500.00", "paid 1125.00"}},
        {"起付对象=按病种",
         {bill(1500), bill(1500) + "," + filed("M01600"), bill(100)},
         {"paid 750.00", "paid 1125.00", "paid 75.00"},
         {"paid 750.00", "paid 750.00", "paid 75.00"}},
        {"起付对象=按险种",
         {"", kResident, kResident + "," + bill(100)},
         {"paid 1125.00", "paid 1200.00", "paid 60.00"},
         {"paid 1125.00", "paid 900.00", "paid 60.00"}},
        // 3500 of the 4000 count, less 500; then nothing is left.
        {"限额对象=范围内",
         {bill(4000), bill(1000)},
         {"paid 2625.00", "paid 750.00"},
         {"paid 2250.00", "paid 0.00"}},
        {"限额对象=起付以上",
         {bill(4000), bill(1000)},
         {"paid 2625.00", "paid 750.00"},
         {"paid 2625.00", "paid 0.00"}},
        {"限额对象=起付以上", {bill(4000) + "," + kResident}, {"paid 2100.00"}, {"paid 1440.00"}},
        // Of 4000 in all 3000 are in scope and count whole; the bill has used the limit up.
        {"限额对象=总额",
         {R"("medfee_sumamt":4000,"fulamt_ownpay_amt":1000,"inscp_scp_amt":3000)", bill(1000)},
         {"paid 1875.00", "paid 750.00"},
         {"paid 1875.00", "paid 0.00"}},
        {"限额对象=总额", {bill(4000)}, {"paid 2625.00"}, {"paid 2250.00"}},
        {"限额期间=次",
         {bill(6000), bill(6000)},
         {"paid 3500.00", "paid 0.00"},
         {"paid 3500.00", "paid 3500.00"}},
        {"限额归类=代码",
         {bill(60'000) + "," + kResident + "," + filed("M08301"),
          bill(60'000) + "," + kResident + "," + filed("M08302"),
          bill(60'000) + "," + kResident + "," + filed("M08301")},
         {"paid 28000.00", "paid 0.00", "paid 0.00"},
         {"paid 28000.00", "paid 28000.00", "paid 0.00"}},
        {"限额归类=不相加",
         {bill(6000), bill(6000) + "," + filed("M01600"), bill(100) + "," + filed("M00500")},
         {"paid 3500.00", "paid 3500.00", "paid 75.00"},
         {"paid 3500.00", "paid 0.00", "paid 75.00"}},
        {"限额为无=不付",
         {bill(100'000) + "," + filed("M00500"), bill(1000),
          bill(1000) + R"(,"psn_no":"P2",)" + kResident + "," + filed("M00500")},
         {"paid 74625.00", "paid 750.00", "paid 300.00"},
         {"paid 0.00", "paid 750.00", "paid 300.00"}},
    };
}

const City kCity{kPolicy, kClaim, {"hifp_pay"}};

}  // namespace

TEST_CASE("the readings of Yinchuan's conditions") {
    check(kCity, of_answers());
}

TEST_CASE("the readings of Yinchuan's amounts") {
    check(kCity, of_amounts());
}

// Each code counts 28000 of in-scope money: (28000 - 500) x 60%, then 28000 x 60%.
TEST_CASE("two readings of one limit go together") {
    const std::string resident = bill(60'000) + "," + kResident + ",";
    CHECK(answers(kCity, {resident + filed("M08301"), resident + filed("M08302")},
                  {"--reading", "限额对象=范围内", "--reading", "限额归类=代码"}) ==
          std::vector<std::string>{"paid 16500.00", "paid 16800.00"});
}

TEST_CASE("two readings that change one clause do not go together") {
    const Ran ran = run({"check", kPolicy, "--reading", "限额对象=范围内", "--reading",
                         "限额期间=次", "--lang", "en"});
    CHECK(ran.exit == 2);
    CHECK(ran.err ==
          "pol: --reading 限额期间: changes 门诊慢特病.统筹基金.封顶, as 限额对象 does\n");
}
