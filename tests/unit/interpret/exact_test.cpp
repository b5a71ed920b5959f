// The oracle's own arithmetic and calendar.
#include <limits>

#include <catch2/catch.hpp>

#include "compiler/ir/op.h"
#include "tests/unit/interpret/bench.h"

using namespace pol;
using namespace pol::interpret::test;
using ir::NodeId;
using ir::Rounding;
using ir::RoundingMode;

namespace {

/// A number of four decimals, rounded to a whole one.
std::int64_t rounded(std::int64_t number, RoundingMode mode) {
    Bench bench;
    return bench.slot(bench.build().round(bench.build().number(number, 4), {mode, 0})).low;
}

}  // namespace

TEST_CASE("halves go where the mode says, alike on both sides of zero") {
    struct Row {
        std::int64_t number, half_up, half_even, down, up;
    };
    const Row rows[] = {
        {0, 0, 0, 0, 0},      {1, 0, 0, 0, 1},      {4'999, 0, 0, 0, 1},
        {5'000, 1, 0, 0, 1},  {5'001, 1, 1, 0, 1},  {9'999, 1, 1, 0, 1},
        {10'000, 1, 1, 1, 1}, {15'000, 2, 2, 1, 2}, {25'000, 3, 2, 2, 3},
        {25'001, 3, 3, 2, 3}, {35'000, 4, 4, 3, 4}, {999'999, 100, 100, 99, 100},
    };
    for (const Row& row : rows) {
        for (const std::int64_t sign : {1, -1}) {
            CAPTURE(row.number, sign);
            CHECK(rounded(sign * row.number, RoundingMode::half_up) == sign * row.half_up);
            CHECK(rounded(sign * row.number, RoundingMode::half_even) == sign * row.half_even);
            CHECK(rounded(sign * row.number, RoundingMode::down) == sign * row.down);
            CHECK(rounded(sign * row.number, RoundingMode::up) == sign * row.up);
        }
    }
}

TEST_CASE("whole digits are rounded away too") {
    Bench bench;
    ir::Builder& build = bench.build();
    const auto fen = [&](std::int64_t amount, RoundingMode mode, std::uint8_t digits) {
        return bench.slot(build.round(build.money(amount), {mode, digits})).low;
    };
    CHECK(fen(12'345, RoundingMode::half_up, 1) == 12'350);
    CHECK(fen(12'345, RoundingMode::half_even, 1) == 12'340);
    CHECK(fen(12'345, RoundingMode::half_up, 2) == 12'300);
    CHECK(fen(-12'350, RoundingMode::half_up, 2) == -12'400);
    CHECK(fen(12'301, RoundingMode::up, 2) == 12'400);
    CHECK(fen(12'399, RoundingMode::down, 2) == 12'300);
    // Rounded once: 0.4999 of a fen is not first a half and then a whole ten.
    const NodeId product = build.multiply(build.money(1), build.number(49'999, 4));
    CHECK(bench.slot(build.round(product, {RoundingMode::half_up, 1})).low == 0);
}

TEST_CASE("quotients are exact before they are rounded") {
    Bench bench;
    ir::Builder& build = bench.build();
    const auto quotient = [&](NodeId a, NodeId b, int scale, Rounding rounding = {}) {
        return bench.slot(build.quotient(a, b, rounding, scale)).low;
    };
    CHECK(quotient(build.number(1), build.number(3), 4) == 3'333);
    CHECK(quotient(build.number(2), build.number(3), 4) == 6'667);
    CHECK(quotient(build.number(-2), build.number(3), 4) == -6'667);
    CHECK(quotient(build.number(1), build.number(-2), 0) == -1);
    CHECK(quotient(build.number(1), build.number(-2), 0, {RoundingMode::half_even, 0}) == 0);
    CHECK(quotient(build.money(10'000), build.number(7'500, 4), 0) == 13'333);
    CHECK(quotient(build.money(10'000), build.number(7'500, 4), 0, {RoundingMode::up, 2}) ==
          13'400);
    CHECK(quotient(build.number(15'000, 4), build.number(1), 0) == 2);
    CHECK(quotient(build.money(1), build.money(8), 4) == 1'250);
}

TEST_CASE("products are kept exactly, in two words") {
    Bench bench;
    ir::Builder& build = bench.build();
    bench.set(kTimes, -1'000'000'000'000'000);
    const NodeId times = build.field(kTimes);
    const NodeId square = build.multiply(times, times);
    // 10^30 and -10^30, as Python writes them.
    CHECK(bench.slot(square) == Slot{abi::Slot::value, 5'076'944'270'305'263'616, 54'210'108'624});
    CHECK(bench.slot(build.negate(square)) ==
          Slot{abi::Slot::value, -5'076'944'270'305'263'616, -54'210'108'625});
    CHECK(bench.slot(build.rescale(build.subtract(square, square), 3)) == value(0));
    CHECK(bench.slot(times) == value(-1'000'000'000'000'000));
    const std::int64_t least = std::numeric_limits<std::int64_t>::min();
    CHECK(bench.slot(build.number(least)) == value(least));
    CHECK(bench.slot(build.negate(build.number(least))) == Slot{abi::Slot::value, least, 0});
}

TEST_CASE("the calendar knows short years, centuries and its own ends") {
    Bench bench;
    ir::Builder& build = bench.build();
    const auto date = [&](std::string_view text) { return build.date(day(text)); };
    const auto shown = [&](NodeId id) { return format_date(bench.slot(id).low); };

    CHECK(shown(build.year_start(date("2024-03-01"), 1, 1)) == "2024-01-01");
    CHECK(shown(build.year_start(date("2024-06-30"), 7, 1)) == "2023-07-01");
    CHECK(shown(build.year_start(date("2024-07-01"), 7, 1)) == "2024-07-01");
    CHECK(shown(build.quarter_start(date("2024-03-31"))) == "2024-01-01");
    CHECK(shown(build.quarter_start(date("2024-12-01"))) == "2024-10-01");
    CHECK(shown(build.month_start(date("2024-02-29"))) == "2024-02-01");
    CHECK(shown(build.month_start(date("1900-01-31"))) == "1900-01-01");

    const auto later = [&](std::string_view from, std::int64_t months) {
        return shown(build.add_months(date(from), build.number(months)));
    };
    CHECK(later("2024-01-31", 1) == "2024-02-29");
    CHECK(later("2023-01-31", 1) == "2023-02-28");
    CHECK(later("2023-10-31", 6) == "2024-04-30");
    CHECK(later("2024-03-31", -1) == "2024-02-29");
    CHECK(later("2024-02-29", 12) == "2025-02-28");
    CHECK(later("2024-02-29", -24) == "2022-02-28");
    CHECK(later("1999-12-31", 1200) == "2099-12-31");
    CHECK(later("2000-02-29", 1200) == "2100-02-28");

    CHECK(shown(build.add_days(date("2024-02-28"), build.number(2))) == "2024-03-01");
    CHECK(shown(build.add_days(date("1900-02-28"), build.number(1))) == "1900-03-01");
    CHECK(shown(build.add_days(date("1970-01-01"), build.number(-1))) == "1969-12-31");
    CHECK(bench.slot(build.days_between(date("2023-12-31"), date("2024-03-01"))) == value(61));
    CHECK(bench.slot(build.days_between(date("2024-03-01"), date("2023-12-31"))) == value(-61));
}

TEST_CASE("a day outside 1900 to 2199 is a fault") {
    Bench bench;
    ir::Builder& build = bench.build();
    const NodeId first = build.date(kFirstDay);
    const NodeId last = build.date(kLastDay);
    const auto days = [&](NodeId from, std::int64_t by) {
        return build.add_days(from, build.number(by));
    };
    const auto months = [&](NodeId from, std::int64_t by) {
        return build.add_months(from, build.number(by));
    };
    CHECK(bench.slot(days(first, 0)) == value(kFirstDay));
    CHECK(bench.slot(days(first, kLastDay - kFirstDay)) == value(kLastDay));
    CHECK(bench.fault(days(last, 1)) == FaultCode::out_of_bounds);
    CHECK(bench.fault(days(first, -1)) == FaultCode::out_of_bounds);
    CHECK(bench.fault(months(last, 1)) == FaultCode::out_of_bounds);
    CHECK(bench.fault(months(first, -1)) == FaultCode::out_of_bounds);
    CHECK(bench.fault(months(first, 1'000'000'000'000'000)) == FaultCode::out_of_bounds);
    CHECK(bench.fault(days(first, -1'000'000'000'000'000)) == FaultCode::out_of_bounds);
}

TEST_CASE("ages count birthdays") {
    Bench bench;
    ir::Builder& build = bench.build();
    const auto age = [&](std::string_view birth, std::string_view at) {
        return bench.slot(build.age(build.date(day(birth)), build.date(day(at)))).low;
    };
    CHECK(age("2000-05-17", "2024-05-16") == 23);
    CHECK(age("2000-05-17", "2024-05-17") == 24);
    CHECK(age("2000-05-17", "2000-05-17") == 0);
    CHECK(age("2004-02-29", "2023-02-28") == 18);
    CHECK(age("2004-02-29", "2023-03-01") == 19);
    CHECK(age("2004-02-29", "2024-02-28") == 19);
    CHECK(age("2004-02-29", "2024-02-29") == 20);
    CHECK(age("2024-05-17", "2024-05-16") == -1);
}
