// The oracle's calendar and that of generated code are two; they agree on every day there is.
#include "compiler/interpret/calendar.h"

#include <catch2/catch.hpp>

#include "runtime/value/date.h"

using namespace pol;
using namespace pol::interpret;

TEST_CASE("days go to dates and back") {
    for (Days day = kFirstDay; day <= kLastDay; ++day) {
        const Civil civil = civil_of(day);
        REQUIRE(days_of(civil) == day);
        REQUIRE(civil.day <= days_in_month(civil.year, civil.month));
    }
    CHECK(civil_of(0).year == 1970);
    CHECK(civil_of(-1'000'000'000'000).year < -2'000'000'000);
    CHECK(days_of(civil_of(1'000'000'000'000)) == 1'000'000'000'000);
}

TEST_CASE("both calendars agree on every day") {
    for (Days day = kFirstDay + 400; day <= kLastDay - 400; ++day) {
        REQUIRE(start_of_month(day) == month_start(day));
        REQUIRE(start_of_quarter(day) == quarter_start(day));
        REQUIRE(start_of_year(day, 1, 1) == year_start(day, 1, 1));
        REQUIRE(start_of_year(day, 7, 31) == year_start(day, 7, 31));
        REQUIRE(months_later(day, 13) == add_months(day, 13));
        REQUIRE(months_later(day, -11) == add_months(day, -11));
    }
    for (Days birth = kFirstDay; birth <= kLastDay; birth += 97) {
        for (Days day = kFirstDay; day <= kLastDay; day += 1'013) {
            REQUIRE(whole_years(birth, day) == age_on(birth, day));
        }
    }
}
