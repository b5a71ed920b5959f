// A year with many claims of one person: at home and elsewhere, at the window and by hand, refused
// and reversed, insured in one city and then in the other. What each claim is paid shows what the
// accounts hold, and is compared with a second writing of the clauses.
#include <algorithm>
#include <vector>

#include <catch2/catch.hpp>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "tests/scenarios/city_model.h"
#include "tests/scenarios/process.h"
#include "tests/support/golden_file.h"

using namespace pol;
using namespace pol::scenario;
using Json = nlohmann::json;

namespace {

/// In fen, from its digits: a parsed number would be a binary float.
Fen amount(const std::string& line, const std::string& field) {
    const std::size_t begin = line.find("\"" + field + "\":") + field.size() + 3;
    std::string digits = line.substr(begin, line.find_first_of(",}", begin) - begin);
    std::erase(digits, '.');
    return std::stoll(digits);
}

std::string yuan(Fen fen) {
    return fmt::format("{}.{:02}", fen / 100, fen % 100);
}

std::string shape(const Bill& bill) {
    const std::string away = R"("mdtrtarea_admvs":"640100",)";
    const auto chronic = [](const char* code) {
        return fmt::format(
            R"("med_type":"14","dise_codg":"{0}","mdtrtarea_admvs":"640100",)"
            R"("disease_filings":[{{"opsp_dise_code":"{0}","begndate":"2022-12-01"}}],)"
            R"("filing":{{"rloc_type":"2","rloc_admdvs":"640100","begndate":"2022-12-01",)"
            R"("institutions":[{{"code":"H64010000001","level":"3"}}]}},)",
            code);
    };
    switch (bill.care) {
    case Care::stay:
        return R"("med_type":"21",)";
    case Care::stay_away:
        return away + R"("med_type":"21",)";
    case Care::stay_urgent:
        return away + R"("med_type":"24","urgent":true,)";
    case Care::rescue:
        return R"("med_type":"13","urgent":true,)";
    case Care::rescue_away:
        return away + R"("med_type":"13","urgent":true,)";
    case Care::outpatient:
        return away + R"("med_type":"11",)";
    case Care::pressure:
        return chronic("M03900");
    case Care::dialysis:
        return chronic("M07801");
    case Care::yinchuan:
        return R"("insuplc_admdvs":"640104","med_type":"14","dise_codg":"M03900",)"
               R"("disease_filings":[{"opsp_dise_code":"M03900","begndate":"2022-12-01"}],)"
               R"("filing":{"rloc_type":"1","rloc_admdvs":"210100","begndate":"2022-12-01",)"
               R"("institutions":[{"code":"H64010000001","level":"3"}]},)";
    }
    return "";
}

std::string claim(std::size_t number, const Bill& bill, const std::string& more) {
    Json json = Json::parse(fmt::format(
        R"({{"insuplc_admdvs":"210102","mdtrtarea_admvs":"210100",{}"setl_id":"S{}","psn_no":"P1",)"
        R"("insutype":"{}","psn_type":"{}","dedc_hosp_lv":"3S","fixmedins_code":"H64010000001",)"
        R"("begndate":"2023-{:02}-15","medfee_sumamt":"{}","inscp_scp_amt":"{}"}})",
        shape(bill), number, bill.resident ? "390" : "310", bill.resident ? "15" : "11", bill.month,
        yuan(bill.in_scope), yuan(bill.in_scope)));
    json.merge_patch(Json::parse("{" + more + "}"));
    return json.dump() + "\n";
}

/// What becomes of a claim.
enum class Fate : std::uint8_t { paid, refused, manual, pending };

struct Event {
    Bill bill;
    Fate fate = Fate::paid;
    std::string more;
    std::size_t reverses = 0;  ///< the number of an earlier claim, or none
};

std::vector<std::string> settle(const std::vector<Event>& events) {
    std::string input;
    for (std::size_t i = 0; i < events.size(); ++i) {
        const Event& e = events[i];
        input += e.reverses == 0
                     ? claim(i + 1, e.bill, e.more)
                     : fmt::format(R"({{"setl_id":"S{}","psn_no":"P1","refd_setl_flag":true,)"
                                   R"("init_setl_id":"S{}","setl_date":"2023-{:02}-15"}})"
                                   "\n",
                                   i + 1, e.reverses, e.bill.month);
    }
    const Ran ran =
        run({"settle", "policies", "--claims", "-", "--format", "jsonl", "--in-order"}, input);
    INFO(ran.err);
    CHECK(ran.exit == 0);
    return test::lines_of(ran.out);
}

const char* status(Fate fate) {
    switch (fate) {
    case Fate::refused:
        return "\"status\":\"refused\"";
    case Fate::manual:
        return "\"status\":\"manual\"";
    case Fate::pending:
        return "\"status\":\"pending\"";
    case Fate::paid:
        break;
    }
    return "\"status\":\"paid\"";
}

std::string without_blanks(std::string line) {
    std::erase(line, ' ');
    return line;
}

void check(const std::string& line, Fen sign, const Paid& paid, Fen total) {
    CHECK(amount(line, "hifp_pay") == sign * paid.pool);
    CHECK(amount(line, "hifob_pay") == sign * paid.large);
    CHECK(amount(line, "hifmi_pay") == sign * paid.serious);
    CHECK(amount(line, "act_pay_dedc") == sign * paid.deducted);
    CHECK(amount(line, "psn_part_amt") == sign * (total - paid.pool - paid.large - paid.serious));
}

/// Settles the events and compares each with the model. Gives what the pool paid in Shenyang.
Fen follow(const std::vector<Event>& events) {
    const std::vector<std::string> lines = settle(events);
    REQUIRE(lines.size() == events.size());
    Person person;
    std::vector<Paid> given(events.size() + 1);
    for (std::size_t i = 0; i < events.size(); ++i) {
        const Event& e = events[i];
        const std::string line = without_blanks(lines[i]);
        INFO("S" << i + 1 << " " << line);
        CHECK(line.find(status(e.fate)) != std::string::npos);
        if (e.reverses != 0) {
            check(line, -1, given[e.reverses], events[e.reverses - 1].bill.in_scope);
            person.post(given[e.reverses], -1);
            continue;
        }
        const Paid paid = e.fate == Fate::refused ? Paid{} : person.would_be_paid(e.bill);
        check(line, 1, paid, e.bill.in_scope);
        if (e.fate == Fate::paid) {
            person.post(paid, 1);
            given[i + 1] = paid;
        }
        CHECK(person.posted("pool") <= 150'000'00);
        CHECK(person.posted("outpatient") <= 12'000'00);
    }
    return person.posted("pool");
}

/// The same numbers on every machine.
class Dice {
  public:
    explicit Dice(std::uint64_t seed) : state_(seed) {}
    std::size_t below(std::size_t n) {
        state_ = state_ * 6364136223846793005U + 1442695040888963407U;
        return static_cast<std::size_t>(state_ >> 33U) % n;
    }

  private:
    std::uint64_t state_;
};

// How a claim may be answered otherwise than paid, by what it is.
void answer(Event& event, Dice& dice) {
    const bool chronic = event.bill.care == Care::pressure || event.bill.care == Care::dialysis;
    const bool yinchuan = event.bill.care == Care::yinchuan;
    switch (dice.below(yinchuan ? 4 : 8)) {
    case 0:
        event.fate = Fate::refused;
        event.more = yinchuan ? R"("fixmedins_code":"H9")" : R"("psn_insu_stas":"2")";
        return;
    case 1:
        event.more = R"("direct":false)";
        return;
    case 2:
        if (chronic || yinchuan) {
            event.fate = Fate::manual;
            event.more = R"("mdtrt_cert_type":"02")";
        }
        return;
    case 3:
        if (!yinchuan) {
            event.fate = Fate::pending;
            event.more = R"("direct":false,"papers_missing":true)";
        }
        return;
    default:
        return;
    }
}

std::vector<Event> random_year(std::uint64_t seed, bool resident) {
    constexpr std::size_t kClaims = 200;
    Dice dice(seed);
    std::vector<Event> events;
    std::vector<std::size_t> open;  // numbers of claims that may be reversed
    for (std::size_t i = 0; i < kClaims; ++i) {
        Event event;
        event.bill.month = static_cast<int>(1 + i * 12 / kClaims);
        if (!open.empty() && dice.below(8) == 0) {
            const std::size_t at = dice.below(open.size());
            event.reverses = open[at];
            open.erase(open.begin() + static_cast<std::ptrdiff_t>(at));
            events.push_back(event);
            continue;
        }
        event.bill.resident = resident;
        event.bill.care = static_cast<Care>(dice.below(9));
        if (resident && event.bill.care == Care::outpatient) {
            event.bill.care = Care::stay_away;
        }
        const bool stay = event.bill.care <= Care::rescue_away;
        event.bill.in_scope = static_cast<Fen>(dice.below(stay ? 4'000'000 : 400'000));
        answer(event, dice);
        if (event.fate == Fate::paid) {
            open.push_back(i + 1);
        }
        events.push_back(event);
    }
    return events;
}

}  // namespace

// By hand. Home: (100000 - 1200) x 85% = 83980.00. In Yinchuan, temporary: 57750.00, of the cap
// 8270.00 is left. Dialysis: 3400.00 of the month's 5000.00, of the pool 4870.00 left.
TEST_CASE("a year that meets the cap, and a reversal that gives it back") {
    const auto bill = [](Care care, Fen yuan_in_scope) {
        return Bill{care, false, 6, yuan_in_scope * 100};
    };
    std::vector<Event> events(10);
    events[0].bill = bill(Care::stay, 100'000);
    events[1].bill = bill(Care::stay_away, 80'000);
    events[2].bill = bill(Care::dialysis, 4000);
    events[3] = {bill(Care::stay, 10'000), Fate::refused, R"("psn_insu_stas":"2")", 0};
    events[4].bill = bill(Care::stay, 10'000);
    events[5].bill = bill(Care::stay_urgent, 10'000);
    events[6].reverses = 2;
    events[6].bill.month = 6;
    events[7].bill = bill(Care::stay_away, 80'000);
    events[8].bill = bill(Care::dialysis, 4000);
    events[9].bill = bill(Care::stay, 3200);
    const std::vector<std::string> lines = settle(events);
    REQUIRE(lines.size() == 10);
    const auto pool_and_large = [&](std::size_t i) {
        return fmt::format("{} {}", amount(lines[i], "hifp_pay"), amount(lines[i], "hifob_pay"));
    };
    CHECK(pool_and_large(0) == "8398000 0");
    CHECK(pool_and_large(1) == "5775000 0");
    CHECK(pool_and_large(2) == "340000 0");
    CHECK(pool_and_large(3) == "0 0");
    // 4870 of the 7480: 8800 less 5729.41 used is 3070.59, of which 90% is 2763.53.
    CHECK(pool_and_large(4) == "487000 276353");
    CHECK(pool_and_large(5) == "0 684000");
    CHECK(pool_and_large(6) == "-5775000 0");
    CHECK(pool_and_large(7) == "5775000 0");
    CHECK(pool_and_large(8) == "0 0");
    CHECK(pool_and_large(9) == "0 180000");
    CHECK(follow(events) == 150'000'00);
}

TEST_CASE("a year of two hundred claims of an employee, over both cities") {
    for (const std::uint64_t seed : {1U, 2U, 3U, 4U}) {
        INFO("seed " << seed);
        CHECK(follow(random_year(seed, false)) <= 150'000'00);
    }
}

TEST_CASE("a year of two hundred claims of a resident, over both cities") {
    for (const std::uint64_t seed : {5U, 6U, 7U, 8U}) {
        INFO("seed " << seed);
        CHECK(follow(random_year(seed, true)) <= 150'000'00);
    }
}
