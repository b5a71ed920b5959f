#include "runtime/batch/settle.h"

#include <set>

#include <catch2/catch.hpp>
#include <fmt/format.h>

#include "tests/unit/runtime/sample.h"

using namespace pol;
using claims::Lang;
using sample::faults;
using sample::record;

namespace {

/// A run over an input, with everything it leaves behind.
struct Settling {
    abi::Manifest manifest = sample::manifest();
    claims::TextTable texts{manifest.texts};
    account::Store accounts;
    std::vector<claims::Settled> settled;

    explicit Settling(const std::string& input,
                      const batch::Options& options = {false, Lang::en, nullptr, nullptr}) {
        const claims::Input read =
            claims::read_json(input, manifest.vocabulary, texts, options.lang);
        settled = batch::settle(read.claims, manifest, sample::engine(), accounts, texts, options);
        REQUIRE(settled.size() == read.claims.size());
    }

    [[nodiscard]] Fen output(std::size_t index, std::string_view name) const {
        return settled.at(index).outputs.at(manifest.vocabulary.result(name).value());
    }
    [[nodiscard]] Fen deductible(const std::string& person, std::string_view year_begin) const {
        return accounts.balance(person, {sample::kDeductible, parse_date(year_begin).value(), {}});
    }
    /// What the fund pays for each claim, "!" for a fault: "1125.00 1500.00 !".
    [[nodiscard]] std::string paid() const {
        std::string text;
        for (std::size_t i = 0; i < settled.size(); ++i) {
            const bool fault = settled[i].status == abi::Status::fault;
            text += (text.empty() ? "" : " ") +
                    (fault ? "!" : format_fen(output(i, "fund_pay_sumamt")));
        }
        return text;
    }
};

std::string claim(std::string_view setl_id, std::string_view date = "2023-03-01",
                  std::string_view more = "") {
    return record(fmt::format(R"("setl_id":"{}","setl_date":"{}"{}{})", setl_id, date,
                              more.empty() ? "" : ",", more)) +
           "\n";
}

std::string reversal(std::string_view setl_id, std::string_view original,
                     std::string_view more = "") {
    return fmt::format(R"({{"setl_id":"{}","refd_setl_flag":true,"init_setl_id":"{}"{}{}}})",
                       setl_id, original, more.empty() ? "" : ",", more) +
           "\n";
}

std::string cannot(std::string_view original, std::string_view why) {
    return fmt::format("unknown_original init_setl_id: the settlement {} cannot be reversed: {}\n",
                       original, why);
}

}  // namespace

TEST_CASE("a paid claim posts and answers in words") {
    const Settling run(record());
    CHECK(run.paid() == "1125.00");
    CHECK(run.settled[0].status == abi::Status::paid);
    CHECK(run.settled[0].benefit == "门诊慢特病");
    CHECK(run.settled[0].setl_id == "S1");
    CHECK(run.settled[0].psn_no == "P1");
    CHECK(run.settled[0].reasons.empty());
    CHECK(run.settled[0].faults.empty());
    CHECK(run.output(0, "psn_part_amt") == 87'500);
    CHECK(run.deductible("P1", "2023-01-01") == 50'000);
}

TEST_CASE("claims are settled by date and number, answered in the order of the input") {
    const std::string input =
        claim("C", "2023-05-01") + claim("B", "2023-04-01") + claim("A", "2023-04-01");
    CHECK(Settling(input).paid() == "1500.00 1500.00 1125.00");
    CHECK(Settling(input, {true, Lang::en, nullptr, nullptr}).paid() == "1125.00 1500.00 1500.00");
    CHECK(Settling(claim("A", "2023-12-31") + claim("B", "2024-01-01")).paid() ==
          "1125.00 1125.00");
}

TEST_CASE("people do not meet") {
    const Settling run(claim("A") + claim("B", "2023-03-01", R"("psn_no":"P2")"));
    CHECK(run.paid() == "1125.00 1125.00");
    CHECK(run.deductible("P2", "2023-01-01") == 50'000);
}

TEST_CASE("only a paid claim posts") {
    const Settling run(claim("A", "2023-03-01", R"("fixmedins_code":"refuse")") +
                       claim("B", "2023-03-01", R"("fixmedins_code":"manual")") +
                       claim("C", "2023-03-01", R"("fixmedins_code":"no_row")") + claim("D"));
    CHECK(run.paid() == "0.00 1125.00 ! 1125.00");
    CHECK(run.settled[0].status == abi::Status::refused);
    REQUIRE(run.settled[0].reasons.size() == 1);
    CHECK(run.settled[0].reasons[0].kind == abi::AnswerKind::refused);
    CHECK(run.settled[0].reasons[0].code == "药店购药");
    CHECK(run.settled[0].reasons[0].text == "不予支付：药店购药");
    CHECK(run.settled[0].reasons[0].cite == "流程 一(二)2");
    CHECK(run.settled[1].status == abi::Status::manual);
    CHECK(run.settled[1].reasons.at(0).code == "凭证不符");
    CHECK(run.deductible("P1", "2023-01-01") == 50'000);
}

TEST_CASE("a fault of the engine names the quantity, its clause and place, and pays nothing") {
    const std::string input = claim("C", "2023-03-01", R"("fixmedins_code":"no_row")");
    const Settling run(input);
    CHECK(faults(run.settled[0]) ==
          "no_row : computing 门诊慢特病.统筹基金.起付额: the table has no row for this key "
          "(流程 一(二)2, yinchuan.pol:32:9)\n");
    CHECK(run.settled[0].outputs == std::vector<std::int64_t>(6, 0));
    CHECK(run.settled[0].benefit.empty());
    CHECK(run.settled[0].reasons.empty());
    CHECK(faults(Settling(input, {false, Lang::zh, nullptr, nullptr}).settled[0]) ==
          "no_row : 计算 门诊慢特病.统筹基金.起付额 时：表中没有对应的行（流程 "
          "一(二)2，yinchuan.pol:32:9）\n");
}

TEST_CASE("every fault of an engine has a text of its own, with and without a quantity") {
    const abi::Vocabulary vocabulary = sample::vocabulary();
    std::set<std::string> texts;
    const std::vector<FaultCode> codes{
        FaultCode::missing_field, FaultCode::bad_value,       FaultCode::out_of_bounds,
        FaultCode::unknown_code,  FaultCode::parts_differ,    FaultCode::overflow,
        FaultCode::no_row,        FaultCode::no_case,         FaultCode::no_benefit,
        FaultCode::overpaid,      FaultCode::divided_by_zero, FaultCode::calendar,
        FaultCode::not_supported};
    for (const FaultCode code : codes) {
        for (const Lang lang : {Lang::zh, Lang::en}) {
            abi::Manifest manifest = sample::manifest();
            claims::TextTable table(manifest.texts);
            account::Store accounts;
            const abi::Engine engine{
                [code](const abi::ClaimView&, abi::Accounts&, abi::Settlement& settlement) {
                    settlement.status = static_cast<std::int32_t>(abi::Status::fault);
                    settlement.fault = static_cast<std::int32_t>(code);
                },
                nullptr};
            const claims::Input input = claims::read_json(record(), vocabulary, table, lang);
            const auto settled = batch::settle(input.claims, manifest, engine, accounts, table,
                                               {false, lang, nullptr, nullptr});
            REQUIRE(settled.at(0).faults.size() == 1);
            CHECK(settled[0].faults[0].code == code);
            texts.insert(settled[0].faults[0].text);
        }
    }
    CHECK(texts.size() == 2 * codes.size());
}

TEST_CASE("a record with faults answers them") {
    const Settling run(claim("A") + "{\"setl_id\":\"B\"\n" +
                       claim("C", "2023-03-01", R"("insutype":"1")"));
    CHECK(run.paid() == "1125.00 ! !");
    CHECK(run.settled[1].setl_id == "B");
    CHECK(faults(run.settled[1]).starts_with("bad_record : line 2"));
    CHECK(faults(run.settled[2]).starts_with("unknown_code insutype"));
    CHECK(run.settled[2].outputs == std::vector<std::int64_t>(6, 0));
}

TEST_CASE("the second claim of one number is a fault, wherever it would be settled") {
    const Settling run(claim("A", "2023-05-01") + claim("B", "2023-04-01") +
                       claim("A", "2023-03-01"));
    CHECK(run.paid() == "1500.00 1125.00 !");
    CHECK(
        faults(run.settled[2]) ==
        "duplicate setl_id: setl_id A stands in line 1 already; a claim cannot be settled twice\n");
    const Settling again(claim("A", "2023-03-01", R"("insutype":"1")") + claim("A"));
    CHECK(again.paid() == "! 1125.00");
    CHECK(
        faults(Settling(claim("A") + claim("A"), {false, Lang::zh, nullptr, nullptr}).settled[1]) ==
        "duplicate setl_id: 结算号 A 已在第 1 行出现，不能结算两次\n");
}

TEST_CASE("a reversal negates all but rates and empties the accounts") {
    const Settling run(claim("A") + claim("B", "2023-04-01") + reversal("R", "A") +
                       claim("C", "2024-01-01"));
    CHECK(run.paid() == "1125.00 1500.00 -1125.00 1125.00");
    CHECK(run.settled[2].status == abi::Status::paid);
    CHECK(run.settled[2].setl_id == "R");
    CHECK(run.settled[2].psn_no == "P1");
    CHECK(run.settled[2].benefit == "门诊慢特病");
    CHECK(run.settled[2].outputs ==
          std::vector<std::int64_t>{-200'000, 7500, -112'500, -112'500, 0, -87'500});
    CHECK(run.deductible("P1", "2023-01-01") == 0);
    CHECK(run.deductible("P1", "2024-01-01") == 50'000);
}

TEST_CASE("a dated reversal is settled in its place, an undated one at the end") {
    const std::string claims = claim("A") + claim("B", "2023-05-01");
    CHECK(Settling(claims + reversal("R", "A", R"("setl_date":"2023-04-01")")).paid() ==
          "1125.00 1125.00 -1125.00");
    CHECK(Settling(reversal("R", "A") + claims).paid() == "-1125.00 1125.00 1500.00");
    CHECK(Settling(claims + reversal("R", "A", R"("setl_date":"2023-05-01")")).paid() ==
          "1125.00 1500.00 -1125.00");
}

TEST_CASE("on the day of its original a reversal never comes before it") {
    const std::string day = R"("setl_date":"2023-03-01")";
    CHECK(Settling(claim("S1") + reversal("R1", "S1", day) + claim("S2")).paid() ==
          "1125.00 -1125.00 1125.00");
    CHECK(Settling(claim("S1") + reversal("S3", "S1", day) + claim("S2")).paid() ==
          "1125.00 -1125.00 1500.00");
    // Of two, the one of the lower number, in whatever order they come.
    CHECK(Settling(claim("S1") + reversal("R2", "S1", day) + reversal("R1", "S1", day)).paid() ==
          "1125.00 ! -1125.00");
    CHECK(Settling(reversal("R1", "S1", day) + claim("S1") + reversal("R2", "S1", day)).paid() ==
          "-1125.00 1125.00 !");
}

TEST_CASE("a reversal that cannot be says why") {
    CHECK(faults(Settling(reversal("R", "X")).settled[0]) ==
          cannot("X", "there is no such settlement"));
    CHECK(faults(Settling(claim("A") + reversal("R", "A") + reversal("Q", "A")).settled[2]) ==
          cannot("A", "it has been reversed already"));
    CHECK(faults(Settling(claim("A") + reversal("R", "A") + reversal("Q", "R")).settled[2]) ==
          cannot("R", "it is a reversal itself"));
    CHECK(faults(Settling(claim("A") + reversal("R", "A", R"("psn_no":"P2")")).settled[1]) ==
          cannot("A", "it is another person's"));
    CHECK(faults(Settling(claim("A", "2023-03-01", R"("fixmedins_code":"refuse")") +
                          reversal("R", "A"))
                     .settled[1]) == cannot("A", "it was not paid"));
    CHECK(faults(Settling(claim("A", "2023-03-01", R"("fixmedins_code":"no_row")") +
                          reversal("R", "A"))
                     .settled[1]) == cannot("A", "it could not be settled"));
    CHECK(faults(Settling(claim("A", "2023-03-01", R"("insutype":"1")") + reversal("R", "A"))
                     .settled[1]) == cannot("A", "it could not be settled"));
    CHECK(
        faults(
            Settling(claim("A") + reversal("R", "A", R"("setl_date":"2023-02-28")")).settled[1]) ==
        cannot("A", "it comes after this reversal in the order of settlement"));
    CHECK(faults(Settling(reversal("R", "X"), {false, Lang::zh, nullptr, nullptr}).settled[0]) ==
          "unknown_original init_setl_id: 不能冲正结算 X：没有这一结算\n");
}

TEST_CASE("a reversal that cannot be leaves the accounts alone") {
    const Settling run(claim("A") + reversal("R", "A", R"("psn_no":"P2")"));
    CHECK(run.paid() == "1125.00 !");
    CHECK(run.settled[1].outputs == std::vector<std::int64_t>(6, 0));
    CHECK(run.deductible("P1", "2023-01-01") == 50'000);
    CHECK(run.deductible("P2", "2023-01-01") == 0);
}

TEST_CASE("after a fault the person may be reversed and settled again") {
    const Settling run(claim("A") + reversal("R", "A", R"("setl_date":"2023-03-01")") +
                       claim("B", "2023-03-02") + reversal("T", "B", R"("psn_no":"P1")"));
    CHECK(run.paid() == "1125.00 -1125.00 1125.00 -1125.00");
    CHECK(run.accounts.all("P1").empty());
}

TEST_CASE("tapes are shown when asked for, in the order of settling") {
    std::vector<std::size_t> order;
    std::vector<Fen> deductibles;
    const auto on_tape = [&](std::size_t index, const claims::Claim&, const abi::Tape& tape) {
        order.push_back(index);
        deductibles.push_back(tape.values[2]);
        CHECK(tape.states[2] == 0);
    };
    const Settling run(claim("B", "2023-04-01") + claim("A"), {false, Lang::en, on_tape, nullptr});
    CHECK(run.paid() == "1500.00 1125.00");
    CHECK(order == std::vector<std::size_t>{1, 0});
    CHECK(deductibles == std::vector<Fen>{50'000, 0});
}
