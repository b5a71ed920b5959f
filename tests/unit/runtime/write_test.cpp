#include "runtime/claims/write.h"

#include <catch2/catch.hpp>

#include "tests/unit/runtime/sample.h"

using namespace pol;

namespace {

claims::Settled paid() {
    claims::Settled settled;
    settled.setl_id = "S1";
    settled.psn_no = "P1";
    settled.status = abi::Status::paid;
    settled.benefit = "门诊慢特病";
    settled.outputs = {200'000, 7500, 112'500, 112'500, -5, 87'505};
    return settled;
}

}  // namespace

TEST_CASE("a settlement is one line, numbers with all their decimals") {
    CHECK(
        claims::to_json(paid(), sample::vocabulary()) ==
        R"({"setl_id":"S1","psn_no":"P1","status":"paid","benefit":"门诊慢特病","reasons":[],"faults":[],)"
        R"("medfee_sumamt":2000.00,"pool_prop_selfpay":0.7500,"hifp_pay":1125.00,"fund_pay_sumamt":1125.00,)"
        R"("hosp_part_amt":-0.05,"psn_part_amt":875.05})");
}

TEST_CASE("reasons and faults with their words") {
    claims::Settled settled = paid();
    settled.status = abi::Status::refused;
    settled.reasons = {{abi::AnswerKind::refused, "药店购药", "不予支付：药店购药", "流程 一(四)2"},
                       {abi::AnswerKind::pending, "a", "b", ""},
                       {abi::AnswerKind::manual, "c", "d", ""},
                       {abi::AnswerKind::notice, "e", "f", ""}};
    const std::string refused = claims::to_json(settled, sample::vocabulary());
    CHECK(refused.find(R"("status":"refused",)") != std::string::npos);
    CHECK(
        refused.find(
            R"("reasons":[{"kind":"refused","code":"药店购药","text":"不予支付：药店购药","cite":"流程 一(四)2"},)"
            R"({"kind":"pending","code":"a","text":"b","cite":""},{"kind":"manual","code":"c","text":"d","cite":""},)"
            R"({"kind":"notice","code":"e","text":"f","cite":""}],"faults":[])") !=
        std::string::npos);
}

TEST_CASE("a fault without names is still valid JSON, whatever the bytes") {
    claims::Settled settled;
    settled.outputs.resize(6);
    settled.psn_no = "a\"\\\n\r\t\x01\x7F\xFF中";
    settled.faults = {{FaultCode::bad_record, "", "第 3 行"},
                      {FaultCode::bad_value, "begndate", "x"}};
    const std::string line = claims::to_json(settled, sample::vocabulary());
    CHECK(line.starts_with(
        R"({"setl_id":null,"psn_no":"a\"\\\n\r\t\u0001\u007f)"
        "\uFFFD中"
        R"(","status":"fault","benefit":null,"reasons":[],"faults":[)"
        R"({"code":"bad_record","field":null,"text":"第 3 行"},)"
        R"({"code":"bad_value","field":"begndate","text":"x"}],"medfee_sumamt":0.00,)"));
}

TEST_CASE("every status has its word") {
    const abi::Vocabulary vocabulary = sample::vocabulary();
    claims::Settled settled = paid();
    for (const auto& [status, word] : {std::pair{abi::Status::paid, "paid"},
                                       {abi::Status::manual, "manual"},
                                       {abi::Status::pending, "pending"},
                                       {abi::Status::refused, "refused"},
                                       {abi::Status::fault, "fault"}}) {
        settled.status = status;
        CHECK(
            claims::to_json(settled, vocabulary).find(std::string(R"("status":")") + word + '"') !=
            std::string::npos);
    }
}

TEST_CASE("results of other kinds") {
    abi::Vocabulary vocabulary;
    vocabulary.results = {{"", "flag", abi::Kind::boolean, 0},
                          {"", "day", abi::Kind::date, 0},
                          {"", "exact", abi::Kind::money, 4},
                          {"", "count", abi::Kind::number, 0}};
    claims::Settled settled = paid();
    settled.outputs = {1, 0, 1'234'567, 3};
    CHECK(claims::to_json(settled, vocabulary)
              .ends_with(R"("flag":true,"day":"1970-01-01","exact":1.234567,"count":3})"));
}

TEST_CASE("a settlement as a row of CSV") {
    const abi::Vocabulary vocabulary = sample::vocabulary();
    CHECK(claims::csv_header(vocabulary) ==
          "setl_id,psn_no,status,benefit,reasons,faults,medfee_sumamt,pool_prop_selfpay,hifp_pay,"
          "fund_pay_sumamt,hosp_part_amt,psn_part_amt");
    CHECK(claims::to_csv(paid(), vocabulary) ==
          "S1,P1,paid,门诊慢特病,,,2000.00,0.7500,1125.00,1125.00,-0.05,875.05");
    claims::Settled settled;
    settled.setl_id = "a,\"b\"\r\n";
    settled.psn_no = "\xFF";
    settled.outputs.resize(6);
    settled.reasons = {{abi::AnswerKind::refused, "药店购药", "x", "y"},
                       {abi::AnswerKind::notice, "e", "f", ""}};
    settled.faults = {{FaultCode::bad_record, "", "x"}, {FaultCode::bad_value, "begndate", "x"}};
    CHECK(claims::to_csv(settled, vocabulary) ==
          "\"a,\"\"b\"\"\r\n\",\uFFFD,fault,,refused:药店购药;notice:e,"
          "bad_record:;bad_value:begndate,0.00,0.0000,0.00,0.00,0.00,0.00");
}
