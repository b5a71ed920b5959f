// Reading the fields of one record: what each kind takes, defaults, what is missing, what each
// message says.
#include <catch2/catch.hpp>
#include <fmt/format.h>

#include "tests/unit/runtime/sample.h"

using namespace pol;
using claims::Lang;
using sample::faults;
using sample::Read;
using sample::record;
using sample::record_without;

namespace {

std::string faults_with(std::string_view members, Lang lang = Lang::en) {
    const Read read(record(members), lang);
    REQUIRE(read.input.claims.size() == 1);
    CHECK(read.input.notices.empty());
    return faults(read.claim());
}

std::int64_t value_with(std::string_view field, std::string_view json) {
    const Read read(record(fmt::format("\"{}\":{}", field, json)));
    CHECK(faults(read.claim()).empty());
    return read.value(field);
}

}  // namespace

TEST_CASE("a whole claim is read without a word") {
    const Read read(record());
    CHECK(faults(read.claim()).empty());
    CHECK(read.input.notices.empty());
    CHECK(read.claim().line == 1);
    CHECK(read.claim().setl_id == "S1");
    CHECK(read.claim().psn_no == "P1");
    CHECK_FALSE(read.claim().reversal);
    CHECK(read.texts[read.value("setl_id")] == "S1");
    CHECK(read.value("insutype") == 0);
    CHECK(read.value("insuplc_admdvs") == 640100);
    CHECK(read.value("medfee_sumamt") == 200'000);
    CHECK_FALSE(read.has("filing.begndate"));
    CHECK(read.claim().lists.at(0).count == 0);
}

TEST_CASE("money is a number, a numeric text or null") {
    CHECK(value_with("medfee_sumamt", "2000") == 200'000);
    CHECK(value_with("medfee_sumamt", "\"2000.00\"") == 200'000);
    CHECK(value_with("medfee_sumamt", "2e3") == 200'000);
    CHECK(value_with("medfee_sumamt", "2000.000") == 200'000);
    CHECK(value_with("preselfpay_amt", "null") == 0);
    CHECK(
        faults_with(R"("medfee_sumamt":null)") ==
        "missing_field medfee_sumamt: the required field medfee_sumamt (医疗费总额) is missing\n");
    CHECK(faults_with(R"("medfee_sumamt":2000.001)") ==
          "bad_value medfee_sumamt: medfee_sumamt (医疗费总额) has at most 2 decimals, but is "
          "2000.001; "
          "further ones are never rounded away\n");
    CHECK(faults_with(R"("medfee_sumamt":"2,000.00")") ==
          "bad_value medfee_sumamt: medfee_sumamt (医疗费总额) should be an amount in yuan with at "
          "most two decimals, "
          "but is \"2,000.00\"\n");
    CHECK(faults_with(R"("medfee_sumamt":true)") ==
          "bad_value medfee_sumamt: medfee_sumamt (医疗费总额) should be an amount in yuan with at "
          "most two decimals, "
          "but is true\n");
    CHECK(faults_with(R"("medfee_sumamt":"")").starts_with("bad_value medfee_sumamt"));
}

TEST_CASE("amounts have bounds, which both belong to them") {
    CHECK(value_with("medfee_sumamt", "1000000000, \"inscp_scp_amt\":1000000000") == kMoneyBound);
    CHECK(value_with("medfee_sumamt", "0, \"inscp_scp_amt\":-0") == 0);
    CHECK(faults_with(R"("medfee_sumamt":1000000000.01)") ==
          "out_of_bounds medfee_sumamt: medfee_sumamt (医疗费总额) should lie between 0.00 and "
          "1000000000.00, "
          "but is 1000000000.01\n");
    CHECK(faults_with(R"("medfee_sumamt":-0.01)").starts_with("out_of_bounds medfee_sumamt"));
    CHECK(faults_with(R"("medfee_sumamt":1e300)").starts_with("out_of_bounds medfee_sumamt"));
}

TEST_CASE("numbers that are no money") {
    CHECK(value_with("ipt_no", "3") == 3);
    CHECK(value_with("ipt_no", "\"1000000000000000\"") == 1'000'000'000'000'000);
    CHECK(value_with("adjust", "-0.1") == -1000);
    CHECK(faults_with(R"("ipt_no":-1)") == "out_of_bounds ipt_no: ipt_no (年度住院次数) should lie "
                                           "between 0 and 1000000000000000, but is -1\n");
    CHECK(faults_with(R"("ipt_no":1000000000000001)").starts_with("out_of_bounds ipt_no"));
    CHECK(faults_with(R"("ipt_no":1.5)")
              .starts_with("bad_value ipt_no: ipt_no (年度住院次数) has at most 0 decimals"));
    CHECK(faults_with(R"("ipt_no":"two")") ==
          "bad_value ipt_no: ipt_no (年度住院次数) should be a whole number, but is \"two\"\n");
    CHECK(faults_with(R"("adjust":[])") == "bad_value adjust: adjust (调整) should be a number "
                                           "with at most 4 decimals, but is a list\n");
}

TEST_CASE("the share of a fee line lies between nothing and all") {
    const auto line = [](const std::string& share) {
        return R"("feedetail":[{"selfpay_prop":)" + share + "}]";
    };
    CHECK(faults_with(line("0")).empty());
    CHECK(faults_with(line("1")).empty());
    CHECK(faults_with(line("1.0001")) ==
          "out_of_bounds feedetail[0].selfpay_prop: feedetail[0].selfpay_prop (自付比例) should "
          "lie between 0.0000 and 1.0000, but is 1.0001\n");
    CHECK(faults_with(line("-0.0001")).starts_with("out_of_bounds feedetail[0].selfpay_prop"));
}

TEST_CASE("a bad mark of a reversal is told, and nothing that depends on it") {
    CHECK(faults_with(R"("refd_setl_flag":"yes","insutype":null,"inscp_scp_amt":null)") ==
          "bad_value refd_setl_flag: refd_setl_flag should be true or false, but is \"yes\"\n");
}

TEST_CASE("dates") {
    CHECK(value_with("begndate", "\"2024-02-29\"") == 19782);
    CHECK(faults_with(R"("begndate":"2023/03/01")") ==
          "bad_value begndate: begndate (开始日期) should be a date such as 2023-03-01, but is "
          "\"2023/03/01\"\n");
    CHECK(faults_with(R"("begndate":"2023-02-30")").starts_with("bad_value begndate"));
    CHECK(faults_with(R"("begndate":20230301)").starts_with("bad_value begndate"));
    CHECK(
        faults_with(R"("begndate":"1899-12-31")") ==
        "out_of_bounds begndate: begndate (开始日期) should lie between 1900-01-01 and 2199-12-31, "
        "but is \"1899-12-31\"\n");
}

TEST_CASE("truth is true, false, 1 or 0") {
    CHECK(value_with("urgent", "true") == 1);
    CHECK(value_with("urgent", "0") == 0);
    CHECK(value_with("urgent", "\"1\"") == 1);
    CHECK(faults_with(R"("urgent":"yes")") ==
          "bad_value urgent: urgent (急危重) should be true or false, but is \"yes\"\n");
    CHECK(faults_with(R"("urgent":2)").starts_with("bad_value urgent"));
}

TEST_CASE("places are six digits") {
    CHECK(value_with("insuplc_admdvs", "640104") == 640104);
    CHECK(faults_with(R"("insuplc_admdvs":"6401")") ==
          "bad_value insuplc_admdvs: insuplc_admdvs (参保地) should be a division code of six "
          "digits such as 640100, "
          "but is \"6401\"\n");
    CHECK(faults_with(R"("insuplc_admdvs":"064010")").starts_with("bad_value insuplc_admdvs"));
    CHECK(faults_with(R"("insuplc_admdvs":6.401e5)").starts_with("bad_value insuplc_admdvs"));
}

TEST_CASE("texts are texts or the digits of a number; an empty one is absent") {
    const Read read(record(R"("psn_no":640104199001011234,"fixmedins_code":"")"));
    CHECK(faults(read.claim()).empty());
    CHECK(read.claim().psn_no == "640104199001011234");
    CHECK_FALSE(read.has("fixmedins_code"));
    CHECK(faults_with(R"("fixmedins_code":false)") ==
          "bad_value fixmedins_code: fixmedins_code (机构) should be a text or a whole number, but "
          "is false\n");
}

TEST_CASE("codes of a closed list") {
    CHECK(value_with("insutype", "390") == 1);
    CHECK(value_with("insutype", "\"310\"") == 0);
    CHECK(value_with("dedc_hosp_lv", "\"3S\"") == 2);
    CHECK(faults_with(R"("insutype":"319")") == "unknown_code insutype: insutype (险种) has no "
                                                "code \"319\", but these: 310 职工, 390 居民; "
                                                "the nearest is 310 职工\n");
    CHECK(faults_with(R"("insutype":"3100")").starts_with("unknown_code insutype"));
    CHECK(faults_with(R"("insutype":{})") == "bad_value insutype: insutype (险种) should be a code "
                                             "(a text or a whole number), but is an object\n");
    CHECK(faults_with(R"("insutype":"")").starts_with("bad_value insutype"));
}

TEST_CASE("codes read by their longest known beginning, and open lists") {
    CHECK(value_with("psn_type", "\"11\"") == 0);
    CHECK(value_with("psn_type", "1123") == 0);
    CHECK(value_with("psn_type", "\"120199\"") == 2);
    CHECK(value_with("psn_type", "\"1202\"") == 1);
    CHECK(faults_with(R"("psn_type":"1")").starts_with("unknown_code psn_type"));
    CHECK(faults_with(R"("psn_type":"91")").starts_with("unknown_code psn_type"));
    CHECK(value_with("med_type", "14") == 1);
    const Read unknown(record(R"("med_type":"9901")"));
    const auto known = static_cast<std::int64_t>(unknown.vocabulary.enums.at(2).values.size());
    CHECK(unknown.texts[unknown.value("med_type") - known] == "9901");
}

TEST_CASE("defaults are values or other fields, also of one another") {
    const Read read(record(R"("setl_date":null)"));
    CHECK(read.value("urgent") == 0);
    CHECK(read.value("dedc_hosp_lv") == 0);
    CHECK(read.value("enddate") == read.value("begndate"));
    CHECK(read.value("setl_date") == read.value("begndate"));
    const Read later(record(R"("enddate":"2023-03-09")"));
    CHECK(later.value("setl_date") == later.value("enddate"));
    CHECK(later.value("enddate") == later.value("begndate") + 8);
}

TEST_CASE("every required field that is missing is named, in the order of the fields") {
    const Read read(R"({"medfee_sumamt":1,"inscp_scp_amt":1})");
    CHECK(faults(read.claim()) ==
          "missing_field setl_id: the required field setl_id (结算号) is missing\n"
          "missing_field psn_no: the required field psn_no (人员编号) is missing\n"
          "missing_field insutype: the required field insutype (险种) is missing\n"
          "missing_field insuplc_admdvs: the required field insuplc_admdvs (参保地) is missing\n"
          "missing_field begndate: the required field begndate (开始日期) is missing\n");
}

TEST_CASE("all faults of a record are reported, in Chinese too") {
    CHECK(
        faults_with(
            R"("insutype":"319","begndate":"2023-3-1","medfee_sumamt":1.234,"psn_no":null,"ipt_no":-2)",
            Lang::zh) ==
        "missing_field psn_no: psn_no（人员编号）是必填字段，没有给出\n"
        "unknown_code insutype: insutype（险种）没有代码“319”，已知的有：310 职工、390 "
        "居民；最接近的是 310 职工\n"
        "bad_value begndate: begndate（开始日期）应为日期，如 2023-03-01，给出的是“2023-3-1”\n"
        "out_of_bounds ipt_no: ipt_no（年度住院次数）应在 0 至 1000000000000000 之间，给出的是 "
        "-2\n"
        "bad_value medfee_sumamt: medfee_sumamt（医疗费总额）至多 2 位小数，给出的是 "
        "1.234；多余的小数不会被舍去\n");
}

TEST_CASE("in Chinese a space stands beside letters and digits, not beside full-width signs") {
    CHECK(faults_with(R"("urgent":"yes","filing":7,"refd_setl_flag":null)", Lang::zh) ==
          "bad_value filing: filing 应为对象，给出的是 7\n"
          "bad_value urgent: urgent（急危重）应为 true 或 false，给出的是“yes”\n");
    CHECK(faults(Read(R"({"setl_id":"R1","refd_setl_flag":true})", Lang::zh).claim()) ==
          "missing_field init_setl_id: init_setl_id 是必填字段，没有给出\n");
}

TEST_CASE("the parts sum to the total, absent ones being zero") {
    const Read read(record(R"("inscp_scp_amt":1500,"fulamt_ownpay_amt":"500.00")"));
    CHECK(faults(read.claim()).empty());
    CHECK(read.value("preselfpay_amt") == 0);
    CHECK(read.value("overlmt_selfpay") == 0);
    CHECK(faults_with(R"("inscp_scp_amt":1500,"preselfpay_amt":499.99)") ==
          "parts_differ medfee_sumamt: fulamt_ownpay_amt 0.00 + overlmt_selfpay 0.00 + "
          "preselfpay_amt 499.99 + "
          "inscp_scp_amt 1500.00 = 1999.99, which is not medfee_sumamt 2000.00\n");
    CHECK(faults_with(R"("inscp_scp_amt":1500)", Lang::zh).find("与 medfee_sumamt 2000.00 不等") !=
          std::string::npos);
    CHECK(
        faults(Read(record_without("inscp_scp_amt", R"("preselfpay_amt":2000)")).claim()).empty());
}

TEST_CASE("a wrong part is one fault, not two") {
    CHECK(faults_with(R"("inscp_scp_amt":"x")").starts_with("bad_value inscp_scp_amt"));
    CHECK(faults_with(R"("inscp_scp_amt":"x")").find("parts_differ") == std::string::npos);
}

TEST_CASE("without any part it is missing, or to be computed from fee lines") {
    CHECK(faults(Read(record_without("inscp_scp_amt")).claim()) ==
          "missing_field inscp_scp_amt: the required field inscp_scp_amt (政策范围内金额) is "
          "missing\n");
    CHECK(faults(Read(record_without("inscp_scp_amt", R"("feedetail":[{"cnt":1}])")).claim()) ==
          "not_supported feedetail: there are fee lines but no parts of the total: this version "
          "cannot compute "
          "them, give inscp_scp_amt and the others\n");
    CHECK(faults(Read(record_without("inscp_scp_amt", R"("feedetail":[])")).claim())
              .starts_with("missing_field inscp_scp_amt"));
    CHECK(faults_with(R"("feedetail":[{"cnt":1}])").empty());
}

TEST_CASE("a vocabulary without all parts has no sum to check") {
    abi::Vocabulary small = sample::vocabulary();
    std::erase_if(small.fields,
                  [](const abi::Field& field) { return field.external == "preselfpay_amt"; });
    claims::TextTable texts({});
    const auto input = claims::read_json(record_without("inscp_scp_amt"), small, texts, Lang::en);
    CHECK(faults(input.claims.at(0)).empty());
}

TEST_CASE("nested parts and lists") {
    const Read read(record(
        R"("filing":{"begndate":"2023-01-01","institutions":[{"code":"H1","level":"3"},{"code":2}]},)"
        R"("feedetail":[{"cnt":"1.5","fee_ocur_date":"2023-03-02"},{}])"));
    CHECK(faults(read.claim()).empty());
    CHECK(read.value("filing.begndate") == 19358);
    CHECK_FALSE(read.has("filing.rloc_admdvs"));
    const claims::ListValues& institutions = read.claim().lists.at(0);
    REQUIRE(institutions.count == 2);
    CHECK(read.texts[institutions.values.at(0)] == "H1");
    CHECK(institutions.values.at(1) == 1);
    CHECK(read.texts[institutions.values.at(2)] == "2");
    CHECK(institutions.present == std::vector<std::uint8_t>{1, 1, 1, 0});
    const claims::ListValues& lines = read.claim().lists.at(1);
    REQUIRE(lines.count == 2);
    CHECK(lines.values == std::vector<std::int64_t>{1'500'000, 0, 19418, 0, 0, 19417});
    CHECK(lines.present == std::vector<std::uint8_t>{1, 1, 1, 0, 1, 1});
}

TEST_CASE("nested parts and lists of the wrong form") {
    CHECK(faults_with(R"("filing":null,"feedetail":null)").empty());
    CHECK(faults_with(R"("filing":"none")") ==
          "bad_value filing: filing should be an object, but is \"none\"\n");
    CHECK(faults_with(R"("feedetail":{})") ==
          "bad_value feedetail: feedetail should be a list, but is an object\n");
    CHECK(faults_with(R"("feedetail":[{},7])") ==
          "bad_value feedetail[1]: feedetail[1] should be an object, but is 7\n");
    CHECK(faults_with(R"("filing":{"institutions":[{"code":"H1"},{"level":"4"}]})") ==
          "missing_field filing.institutions[1].code: the required field "
          "filing.institutions[1].code (代码) is missing\n"
          "unknown_code filing.institutions[1].level: filing.institutions[1].level (级别) has no "
          "code \"4\", "
          "but these: 0 未定级, 3 三级, 3S 特三级; the nearest is 0 未定级\n");
    CHECK(faults_with(R"("feedetail":[{"cnt":-1}])").starts_with("out_of_bounds feedetail[0].cnt"));
}

TEST_CASE("an unknown field is noticed once per field and file") {
    const std::string line = record(
        R"("foo":1,"begindate":2,"filing":{"bar":{"baz":1}},"feedetail":[{"qux":1},{"qux":2}])");
    const Read read(record() + "\n" + line + "\n" + line);
    CHECK(faults(read.claim(1)).empty());
    REQUIRE(read.input.notices.size() == 4);
    CHECK(read.input.notices[0].field == "foo");
    CHECK(read.input.notices[0].line == 2);
    CHECK(read.input.notices[0].text == "the field foo is not known and was not read");
    CHECK(read.input.notices[1].text ==
          "the field begindate is not known and was not read; is it begndate?");
    CHECK(read.input.notices[2].field == "filing.bar");
    CHECK(read.input.notices[3].field == "feedetail[].qux");
    CHECK(Read(line, Lang::zh).input.notices.at(1).text ==
          "不认识字段 begindate，未读取；是否应为 begndate？");
}

TEST_CASE("a reversal needs only its names") {
    const Read read(R"({"setl_id":"R1","refd_setl_flag":"1","init_setl_id":"S1"})");
    CHECK(faults(read.claim()).empty());
    CHECK(read.input.notices.empty());
    CHECK(read.claim().reversal);
    CHECK(read.claim().init_setl_id == "S1");
    CHECK(read.claim().psn_no.empty());
    CHECK_FALSE(read.has("setl_date"));
    const Read full(record(
        R"("refd_setl_flag":true,"init_setl_id":"S1","medfee_sumamt":-2000,"inscp_scp_amt":-1)"));
    CHECK(faults(full.claim()).empty());
    CHECK(full.value("medfee_sumamt") == -200'000);
    CHECK_FALSE(full.has("enddate"));
}

TEST_CASE("a reversal without its original's number, or with wrong values") {
    CHECK(faults(Read(R"({"setl_id":"R1","refd_setl_flag":true})").claim()) ==
          "missing_field init_setl_id: the required field init_setl_id is missing\n");
    CHECK(faults_with(R"("refd_setl_flag":"maybe")") ==
          "bad_value refd_setl_flag: refd_setl_flag should be true or false, but is \"maybe\"\n");
    CHECK(
        faults_with(R"("refd_setl_flag":true,"init_setl_id":["S1"])") ==
        "bad_value init_setl_id: init_setl_id should be a text or a whole number, but is a list\n");
    CHECK(faults_with(R"("refd_setl_flag":true,"init_setl_id":"S1","setl_date":"yesterday")")
              .starts_with("bad_value setl_date"));
}
