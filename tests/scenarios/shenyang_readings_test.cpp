// The open questions of Shenyang's handbook: each reading that is not adopted, against figures that
// were worked out from the clauses by hand, on the illustrative standard.
#include <vector>

#include <catch2/catch.hpp>
#include <fmt/format.h>

#include "tests/scenarios/questions.h"

using namespace pol;
using namespace pol::scenario;

namespace {

constexpr const char* kPolicy = "policies/liaoning/shenyang";

/// An employee at home in a hospital of the highest level: of 50000.00 the fund pays
/// (50000 - 1200) x 85% = 41480.00.
constexpr const char* kClaim = R"({
        "psn_no": "P1", "insutype": "310", "psn_type": "11", "insuplc_admdvs": "210102",
        "mdtrtarea_admvs": "210100", "med_type": "21", "begndate": "2023-06-01",
        "dedc_hosp_lv": "3S", "fixmedins_code": "H1",
        "medfee_sumamt": 50000, "inscp_scp_amt": 50000})";

const std::string kResident = R"("insutype":"390","psn_type":"15",)";
const std::string kStudent = R"("insutype":"390","psn_type":"1401","dedc_hosp_lv":"1",)";
const std::string kAway = R"("mdtrtarea_admvs":"440100",)";
const std::string kPool = R"("med_type":"11","dedc_hosp_lv":"1",)";

std::string bill(int yuan) {
    return fmt::format(R"("medfee_sumamt":{0},"inscp_scp_amt":{0})", yuan);
}
/// Filed as living in another place from the first day of 2023, or with more said of it.
std::string filed(const std::string& place, const std::string& more = "") {
    return fmt::format(
        R"("filing":{{"rloc_type":"1","rloc_admdvs":"{}","begndate":"2023-01-01"{}}},)", place,
        more);
}
std::string chronic(const std::string& disease) {
    return fmt::format(R"("med_type":"14","dise_codg":"{0}",)"
                       R"("disease_filings":[{{"opsp_dise_code":"{0}","begndate":"2023-01-01"}}],)",
                       disease);
}
/// Papers handed in on Wednesday 1 March 2023: the fifth working day is 8 March.
const std::string kPapers =
    filed("110000", R"(,"papers_date":"2023-03-01","papers_approved":true)");

std::vector<Question> of_stays() {
    const std::string early = R"("begndate":"2023-03-07","enddate":"2023-03-20")";
    const std::string late = R"("begndate":"2023-03-07","setl_date":"2023-03-20")";
    const std::string level3 = R"("dedc_hosp_lv":"3",)" + bill(10'000);
    return {
        {"异地级别=特三级",
         {kAway + filed("440100") + level3, kAway + level3, level3},
         {"paid 8272.00 8272.00", "paid 6630.00 6630.00", "paid 8272.00 8272.00"},
         {"paid 7480.00 7480.00", "paid 5250.00 5250.00", "paid 8272.00 8272.00"}},
        {"看哪一日=出院日",
         {kPapers + early, kPapers + late},
         {"paid 36600.00 36600.00", "paid 36600.00 36600.00"},
         {"paid 41480.00 41480.00", "paid 36600.00 36600.00"}},
        {"看哪一日=结算日",
         {kPapers + late, kPapers + R"("begndate":"2023-03-08")"},
         {"paid 36600.00 36600.00", "paid 36600.00 36600.00"},
         {"paid 41480.00 41480.00", "paid 36600.00 36600.00"}},
        {"五个工作日=算",
         {kPapers + R"("begndate":"2023-03-08")", kPapers + R"("begndate":"2023-03-07")"},
         {"paid 36600.00 36600.00", "paid 36600.00 36600.00"},
         {"paid 41480.00 41480.00", "paid 36600.00 36600.00"}},
        {"要件何时生效=五日即可",
         {filed("110000", R"(,"papers_date":"2023-03-01")") + R"("begndate":"2023-03-09")",
          filed("110000", R"(,"papers_date":"2023-03-01")") + R"("begndate":"2023-03-08")",
          filed("110000") + bill(10'000)},
         {"paid 36600.00 36600.00", "paid 36600.00 36600.00", "paid 6600.00 6600.00"},
         {"paid 41480.00 41480.00", "paid 36600.00 36600.00", "paid 6600.00 6600.00"}},
        {"要件何时生效=审核即可",
         {kPapers + R"("begndate":"2023-02-01")", filed("110000") + bill(10'000)},
         {"paid 36600.00 36600.00", "paid 6600.00 6600.00"},
         {"paid 41480.00 41480.00", "paid 6600.00 6600.00"}},
        {"大额比例=下调后比例",
         {kAway + bill(260'000), kAway + R"("urgent":true,)" + bill(10'000)},
         {"paid 150000.00 198450.00", "paid 0.00 6840.00"},
         {"paid 150000.00 192750.00", "paid 0.00 6840.00"}},
        {"大额比例=大额自身比例",
         {kAway + bill(260'000), kAway + bill(13'000)},
         {"paid 150000.00 198450.00", "paid 0.00 8500.00"},
         {"paid 150000.00 201300.00", "paid 0.00 9000.00"}},
        {"起付线上调2倍=增加两倍",
         {kAway + R"("urgent":true,)" + bill(50'000), kAway + bill(50'000)},
         {"paid 40460.00 40460.00", "paid 35250.00 35250.00"},
         {"paid 39440.00 39440.00", "paid 35250.00 35250.00"}},
        {"备案生效日=次日",
         {kAway + filed("440100") + R"("begndate":"2023-01-01")",
          kAway + filed("440100") + R"("begndate":"2023-01-02")"},
         {"paid 41480.00 41480.00", "paid 41480.00 41480.00"},
         {"paid 35250.00 35250.00", "paid 41480.00 41480.00"}},
        {"大学生不降=不下调",
         {kAway + kStudent + bill(10'000), kAway + kStudent + R"("urgent":true,)" + bill(10'000),
          kAway + kStudent + R"("urgent":true,"med_type":"13",)" + bill(10'000)},
         {"paid 7125.00 7125.00", "paid 8160.00 8160.00", "paid 6000.00 6000.00"},
         {"paid 8330.00 8330.00", "paid 8330.00 8330.00", "paid 6000.00 6000.00"}},
    };
}

std::vector<Question> of_outpatients() {
    const std::string away = kAway + filed("440100") + kPool + bill(300);
    const std::string station = R"(,"institutions":[{"code":"H1","level":"0"}])";  // an unrated one
    return {
        {"抢救起付=同住院",
         {R"("med_type":"13","urgent":true,)" + bill(10'000)},
         {"paid 8500.00 8500.00"},
         {"paid 7480.00 7480.00"}},
        {"门诊计年=各计",
         {kPool + bill(300), away, away, kPool + bill(300)},
         {"paid 0.00 0.00", "paid 110.00 110.00", "paid 165.00 165.00", "paid 165.00 165.00"},
         {"paid 0.00 0.00", "paid 0.00 0.00", "paid 110.00 110.00", "paid 110.00 110.00"}},
        {"门诊计年=各计",
         {kPool + bill(50'000), kAway + filed("440100") + kPool + bill(1400)},
         {"paid 12000.00 12000.00", "paid 0.00 0.00"},
         {"paid 12000.00 12000.00", "paid 550.00 550.00"}},
        {"定点含未定级=不包括",
         {kAway + kResident + filed("440100", station) + kPool + bill(1000)},
         {"pending 0.00 0.00 标准未载"},
         {"refused 0.00 0.00 非定点机构 标准未载"}},
        {"慢特病须备案=须备案",
         {kAway + chronic("M03900") + bill(1000),
          kAway + chronic("M03900") + R"("direct":false,)" + bill(1000),
          kAway + chronic("M03900") + filed("440100") + bill(1000), chronic("M03900") + bill(1000)},
         {"paid 850.00 850.00", "paid 850.00 850.00", "paid 850.00 850.00", "paid 850.00 850.00"},
         {"manual 850.00 850.00 未备案", "paid 850.00 850.00", "paid 850.00 850.00",
          "paid 850.00 850.00"}},
        // Of a bill of 6000 the first 5000 count, and nothing of the next.
        {"定额对象=费用",
         {chronic("M07801") + R"("medfee_sumamt":6000,"inscp_scp_amt":5500,"preselfpay_amt":500)",
          chronic("M07801") + bill(1000)},
         {"paid 4675.00 4675.00", "paid 325.00 325.00"},
         {"paid 4250.00 4250.00", "paid 0.00 0.00"}},
        // By June 30000 have come up.
        {"定额结转=年内用",
         {chronic("M07801") + bill(10'000), chronic("M07801") + bill(30'000),
          chronic("M07801") + R"("begndate":"2023-07-02",)" + bill(10'000)},
         {"paid 5000.00 5000.00", "paid 0.00 0.00", "paid 5000.00 5000.00"},
         {"paid 8500.00 8500.00", "paid 21500.00 21500.00", "paid 5000.00 5000.00"}},
        {"定额按人=按人",
         {chronic("M07801") + bill(4000), chronic("M03900") + bill(1000),
          chronic("M07801") + bill(4000)},
         {"paid 3400.00 3400.00", "paid 850.00 850.00", "paid 1600.00 1600.00"},
         {"paid 3400.00 3400.00", "paid 850.00 850.00", "paid 750.00 750.00"}},
    };
}

const City kCity{kPolicy, kClaim, {"hifp_pay", "fund_pay_sumamt"}};

}  // namespace

TEST_CASE("the readings of Shenyang's stays") {
    check(kCity, of_stays());
}

TEST_CASE("the readings of Shenyang's outpatient care") {
    check(kCity, of_outpatients());
}

// 46400 at 85%; then 110560 is left of the cap and 75% of 99586.67 is 74690.00.
TEST_CASE("readings of different clauses go together") {
    CHECK(answers(kCity, {kAway + R"("urgent":true,)" + bill(50'000), kAway + bill(250'000)},
                  {"--reading", "起付线上调2倍=增加两倍", "--reading", "大额比例=下调后比例"}) ==
          std::vector<std::string>{"paid 39440.00 39440.00", "paid 110560.00 185250.00"});
}

// A bill of Yinchuan that is brought in by hand: its window's conditions stand in its catalogue.
TEST_CASE("the catalogue of a bill brought in by hand") {
    const std::string away =
        R"("mdtrtarea_admvs":"640100","direct":false,)" + chronic("M03900") + bill(1000);
    check({"policies", kClaim, {"hifp_pay", "fund_pay_sumamt"}},
          {{"手工目录=就医地",
            {away},
            {"paid 850.00 850.00"},
            {"refused 0.00 0.00 非开通机构 未备案 未签约"}}});
}
