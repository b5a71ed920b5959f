// The policy of Yinchuan against a calculation that was written by hand, to the fen.
#include <algorithm>

#include <catch2/catch.hpp>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "compiler/driver/engine.h"
#include "compiler/driver/manifest.h"
#include "runtime/batch/settle.h"
#include "runtime/claims/read.h"
#include "runtime/value/date.h"
#include "runtime/value/money.h"
#include "tests/differential/yinchuan_reference.h"
#include "tests/support/policies.h"
#include "tests/support/random.h"

using namespace pol;
using Json = nlohmann::ordered_json;

namespace {

class VisitMaker {
  public:
    explicit VisitMaker(std::uint64_t seed) : random_(seed) {}

    yinchuan::Visit visit(std::size_t number) {
        yinchuan::Visit v;
        v.number = fmt::format("S{:06}", number);
        v.person = fmt::format("P{}", random_.between(1, 12));
        v.employee = random_.percent(55);
        v.insured_in_yinchuan = !rarely();
        v.chronic = !rarely();
        v.day = *parse_date("2021-12-25") + random_.between(0, rarely() ? 20 : 1'000);
        v.settled = v.day + (random_.percent(80) ? 0 : random_.between(1, 30));
        v.settled_year = std::stoi(format_date(v.settled).substr(0, 4));
        insurance(v);
        where(v);
        disease(v);
        v.id_card = random_.percent(8);
        v.at_the_window = !random_.percent(10);
        v.by_item = !rarely();
        if (random_.percent(30)) {
            lines(v);
        } else {
            v.in_scope = amount();
            v.own_pay = random_.percent(30) ? amount() / 5 : 0;
            v.over_limit = random_.percent(10) ? amount() / 9 : 0;
            v.paid_first = random_.percent(30) ? amount() / 7 : 0;
        }
        return v;
    }

  private:
    bool rarely() { return random_.between(1, 60) == 1; }

    void insurance(yinchuan::Visit& v) {
        v.insurance_normal = !random_.percent(5);
        if (random_.percent(6)) {
            v.suspended_from = v.day + random_.between(-40, 3);
            if (random_.percent(60)) {
                v.suspended_to = *v.suspended_from + random_.between(0, 40);
            }
        }
    }

    void where(yinchuan::Visit& v) {
        const std::vector<int> places{110000, 310000, 440100, 610100, 110105, 440106, 610113};
        v.filed_place = random_.one_of(places);
        v.place = v.filed_place + (v.filed_place % 10'000 == 0 ? 102 : 0);
        if (rarely()) {
            v.filed_place = 0;
        }
        if (random_.percent(4)) {
            v.place = random_.one_of(places);
        }
        v.institution = rarely() ? "" : fmt::format("H{}", random_.between(1, 3));
        v.contracted = {{"H1", level()}, {"H2", level()}};
        if (random_.percent(80)) {
            v.contracted.emplace("H3", level());
        }
        v.filed_as_temporary = random_.percent(5);
        if (random_.percent(30)) {
            v.filed_from = v.day - random_.between(-1, 60);
        }
        if (random_.percent(10)) {
            v.filed_to = v.day + random_.between(-1, 60);
        }
        if (rarely()) {
            v.contracted.clear();
        }
        v.pharmacy = rarely();
    }

    char level() { return "01122333S"[random_.below(9)]; }

    void disease(yinchuan::Visit& v) {
        const std::vector<std::string> all{"M03900", "M03900", "M01600", "M00500", "M07801",
                                           "M08301", "M08303", "M08306", "M90001"};
        v.disease = rarely() ? "" : random_.one_of(all);
        for (const std::string& one : all) {
            if (random_.percent(one == v.disease ? 97 : 30)) {
                v.diseases_filed.push_back({one, v.day - random_.between(-3, 500)});
            }
        }
    }

    // Around the deductible, the limits, and what a rate makes of them.
    yinchuan::Fen amount() {
        const std::vector<yinchuan::Fen> edges{
            500'00, 500'01, 499'99,    5'166'66,  5'166'67,  4'500'00,   1,
            2,      0,      22'166'67, 33'833'33, 47'166'67, 100'000'00, 3'500'00};
        if (random_.percent(25)) {
            return random_.one_of(edges) + random_.between(0, 1);
        }
        yinchuan::Fen high = 100;
        for (std::int64_t i = random_.between(1, 4); i > 0; --i) {
            high *= 10;
        }
        return random_.between(0, high);
    }

    void lines(yinchuan::Visit& v) {
        for (std::int64_t i = random_.between(1, 4); i > 0; --i) {
            yinchuan::FeeLine line;
            line.day = v.day - (random_.percent(70) ? 0 : random_.between(0, 5));
            line.grade = "AABBC"[random_.below(5)];
            line.amount = amount() / 3;
            line.share_per_10000 = line.grade == 'B' ? 500 * random_.between(0, 4) : 0;
            if (random_.percent(5)) {
                line.share_per_10000 = random_.between(0, 10'000);
            }
            line.report_missing = random_.percent(10);
            if (random_.percent(50)) {
                line.price = random_.between(0, 500'000'000);
                line.count = random_.between(0, 40) * 500'000;
            }
            if (random_.percent(40)) {
                line.price_limit = rarely() ? 999'999'000'000 : random_.between(0, 500'000'000);
            }
            v.lines.push_back(line);
        }
    }

    test::Random random_;
};

Json fee_line(const yinchuan::FeeLine& line) {
    Json j;
    j["chrgitm_lv"] = fmt::format("0{}", line.grade - 'A' + 1);
    j["det_item_fee_sumamt"] = format_fen(line.amount);
    j["fee_ocur_date"] = format_date(line.day);
    j["selfpay_prop"] = format_decimal(line.share_per_10000, 4);
    if (line.report_missing) {
        j["lab_missing"] = true;
    }
    if (line.price) {
        j["pric"] = format_decimal(*line.price, 6);
    }
    if (line.price_limit) {
        j["pric_uplmt_amt"] = format_decimal(*line.price_limit, 6);
    }
    if (line.count) {
        j["cnt"] = format_decimal(*line.count, 6);
    }
    return j;
}

void put_amounts(Json& j, const yinchuan::Visit& v) {
    yinchuan::Fen total = v.own_pay + v.over_limit + v.paid_first + v.in_scope;
    if (v.lines.empty()) {
        j["fulamt_ownpay_amt"] = format_fen(v.own_pay);
        j["overlmt_selfpay"] = format_fen(v.over_limit);
        j["preselfpay_amt"] = format_fen(v.paid_first);
        j["inscp_scp_amt"] = format_fen(v.in_scope);
    }
    for (const yinchuan::FeeLine& line : v.lines) {
        total += line.amount;
        j["feedetail"].push_back(fee_line(line));
    }
    j["medfee_sumamt"] = format_fen(total);
}

std::string record(const yinchuan::Visit& v) {
    Json j;
    j["setl_id"] = v.number;
    j["psn_no"] = v.person;
    j["insutype"] = v.employee ? "310" : "390";
    j["psn_type"] = v.employee ? "11" : "15";
    j["psn_insu_stas"] = v.insurance_normal ? "1" : "4";
    j["insuplc_admdvs"] = v.insured_in_yinchuan ? "640104" : "640200";
    j["mdtrtarea_admvs"] = fmt::format("{}", v.place);
    j["med_type"] = v.chronic ? "14" : "11";
    j["begndate"] = format_date(v.day);
    j["setl_date"] = format_date(v.settled);
    j["fixmedins_type"] = v.pharmacy ? "2" : "1";
    j["mdtrt_cert_type"] = v.id_card ? "02" : "01";
    j["direct"] = v.at_the_window;
    j["psn_setlway"] = v.by_item ? "01" : "02";
    if (v.suspended_from) {
        j["paus_begndate"] = format_date(*v.suspended_from);
    }
    if (v.suspended_to) {
        j["paus_enddate"] = format_date(*v.suspended_to);
    }
    if (!v.disease.empty()) {
        j["dise_codg"] = v.disease;
    }
    if (!v.institution.empty()) {
        j["fixmedins_code"] = v.institution;
    }
    if (v.filed_place != 0) {
        j["filing"]["rloc_admdvs"] = fmt::format("{}", v.filed_place);
    }
    j["filing"]["rloc_type"] = v.filed_as_temporary ? "2" : "1";
    if (v.filed_from) {
        j["filing"]["begndate"] = format_date(*v.filed_from);
    }
    if (v.filed_to) {
        j["filing"]["enddate"] = format_date(*v.filed_to);
    }
    for (const auto& [institution, level] : v.contracted) {
        const std::string code = level == 'S' ? "3S" : std::string(1, level);
        j["filing"]["institutions"].push_back({{"code", institution}, {"level", code}});
    }
    for (const auto& filed : v.diseases_filed) {
        j["disease_filings"].push_back(
            {{"opsp_dise_code", filed.disease}, {"begndate", format_date(filed.from)}});
    }
    put_amounts(j, v);
    return j.dump();
}

std::string shown(const yinchuan::Answer& a) {
    constexpr const char* kStatus[] = {"paid", "manual", "refused"};
    return fmt::format("{} own {} over {} first {} scope {} deductible {} fund {} person {} [{}]",
                       kStatus[static_cast<std::size_t>(a.status)], a.own_pay, a.over_limit,
                       a.paid_first, a.in_scope, a.deductible, a.fund, a.person,
                       fmt::join(a.reasons, " "));
}

std::string shown(const claims::Settled& s, const abi::Vocabulary& v) {
    constexpr const char* kStatus[] = {"paid", "manual", "pending", "refused", "fault"};
    const auto of = [&](const char* external) { return s.outputs[v.result(external).value()]; };
    std::set<std::string> reasons;
    for (const claims::Reason& r : s.reasons) {
        reasons.insert(r.code);
    }
    for (const claims::ClaimFault& f : s.faults) {
        reasons.insert(f.text);
    }
    return fmt::format("{} own {} over {} first {} scope {} deductible {} fund {} person {} [{}]",
                       kStatus[static_cast<std::size_t>(s.status)], of("fulamt_ownpay_amt"),
                       of("overlmt_selfpay"), of("preselfpay_amt"), of("inscp_scp_amt"),
                       of("act_pay_dedc"), of("hifp_pay"), of("psn_part_amt"),
                       fmt::join(reasons, " "));
}

std::unique_ptr<driver::Compilation> policy() {
    std::vector<driver::PolicyFile> files;
    for (const std::string& path : test::policy_files("policies/ningxia/yinchuan")) {
        files.push_back({path, test::read_file(test::root() / path)});
    }
    return test::compile_files(std::move(files));
}

void compare(const driver::Compilation& c, std::uint64_t seed, std::size_t count) {
    VisitMaker maker(seed);
    std::vector<yinchuan::Visit> visits;
    std::string text;
    for (std::size_t i = 1; i <= count; ++i) {
        visits.push_back(maker.visit(i));
        text += record(visits.back()) + "\n";
    }
    const abi::Manifest manifest = driver::manifest(*c.program, c.sources);
    claims::TextTable texts(manifest.texts);
    const claims::Input input =
        claims::read_json(text, manifest.vocabulary, texts, claims::Lang::en);
    const auto engine = driver::load_engine(*c.program, driver::EngineKind::jit, true, false);
    REQUIRE(engine.has_value());
    account::Store store;
    const auto settled = batch::settle(input.claims, manifest, engine->engine, store, texts, {});

    std::vector<std::size_t> order(visits.size());
    for (std::size_t i = 0; i < order.size(); ++i) {
        order[i] = i;
    }
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
        return visits[a].settled < visits[b].settled;
    });
    yinchuan::Agency agency;
    std::size_t differences = 0;
    for (const std::size_t i : order) {
        const std::string expected = shown(agency.settle(visits[i]));
        const std::string got = shown(settled[i], manifest.vocabulary);
        if (expected != got && ++differences <= 5) {
            FAIL_CHECK("seed " << seed << ", " << record(visits[i]) << "\nexpected " << expected
                               << "\ngot      " << got);
        }
    }
    CHECK(differences == 0);
}

}  // namespace

TEST_CASE("the policy of Yinchuan settles as the calculation by hand") {
    const auto c = policy();
    INFO(test::messages(*c));
    REQUIRE(c->program);
    const std::uint64_t first = test::environment("POL_SEED", 1) * 1'000;
    const std::uint64_t runs = test::environment("POL_FUZZ_COUNT", 40) / 4;
    for (std::uint64_t seed = first; seed < first + runs; ++seed) {
        compare(*c, seed, 500);
    }
}

TEST_CASE("the calculation by hand gives the worked examples") {
    yinchuan::Agency agency;
    yinchuan::Visit v;
    v.person = "P1";
    v.day = v.settled = *parse_date("2023-03-01");
    v.settled_year = 2023;
    v.disease = "M03900";
    v.institution = "H1";
    v.contracted = {{"H1", '3'}};
    v.place = v.filed_place = 110000;
    v.diseases_filed = {{"M03900", v.day}, {"M01600", v.day}, {"M00500", v.day}};
    v.in_scope = 2'000'00;
    yinchuan::Answer a = agency.settle(v);
    CHECK(a.deductible == 500'00);
    CHECK(a.fund == 1'125'00);
    CHECK(a.person == 875'00);
    v.in_scope = 4'000'00;
    a = agency.settle(v);
    CHECK(a.deductible == 0);
    CHECK(a.fund == 2'375'00);
    CHECK(a.person == 1'625'00);
    v.person = "P2";
    v.employee = false;
    v.in_scope = 523'43;
    a = agency.settle(v);
    CHECK(a.fund == 14'06);
    CHECK(a.person == 509'37);
    v.person = "P3";
    v.employee = true;
    v.disease = "M00500";
    v.in_scope = 100'000'00;
    CHECK(agency.settle(v).fund == 74'625'00);
}
