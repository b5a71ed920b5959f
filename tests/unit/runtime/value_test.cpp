#include <limits>
#include <set>
#include <string>

#include <catch2/catch.hpp>

#include "runtime/abi/vocabulary.h"
#include "runtime/fault/fault.h"
#include "runtime/value/date.h"
#include "runtime/value/money.h"
#include "runtime/value/place.h"
#include "runtime/value/text.h"
#include "tests/unit/runtime/sample.h"

using namespace pol;

namespace {

std::int64_t good(std::string_view text, int scale) {
    const Decimal decimal = parse_decimal(text, scale);
    CAPTURE(std::string(text), scale);
    REQUIRE_FALSE(decimal.error.has_value());
    return decimal.value;
}

DecimalError bad(std::string_view text, int scale) {
    const Decimal decimal = parse_decimal(text, scale);
    CAPTURE(std::string(text), scale);
    REQUIRE(decimal.error.has_value());
    CHECK(decimal.value == 0);
    return *decimal.error;
}

Days day(std::string_view text) {
    CAPTURE(std::string(text));
    const std::optional<Days> parsed = parse_date(text);
    REQUIRE(parsed.has_value());
    return *parsed;
}

}  // namespace

TEST_CASE("decimals are read exactly") {
    CHECK(good("0", 2) == 0);
    CHECK(good("-0.00", 2) == 0);
    CHECK(good("12.3", 2) == 1230);
    CHECK(good("+12.34", 2) == 1234);
    CHECK(good("-0.05", 2) == -5);
    CHECK(good("0.1", 2) == 10);
    CHECK(good("1.500", 2) == 150);
    CHECK(good("007", 0) == 7);
    CHECK(good("1e3", 2) == 100'000);
    CHECK(good("1.25E+1", 2) == 1250);
    CHECK(good("1250e-2", 1) == 125);
    CHECK(good("0e999999999999999999999", 2) == 0);
    CHECK(good("90071992547409.93", 2) == 9'007'199'254'740'993);
    CHECK(good("92233720368547758.07", 2) == std::numeric_limits<std::int64_t>::max());
    CHECK(good("-92233720368547758.08", 2) == std::numeric_limits<std::int64_t>::min());
}

TEST_CASE("decimals that are none, too precise or too large are told apart") {
    for (const char* text : {"", "-", ".", "1.", ".5", "1e", "1e+", "1,000", " 1", "1 ", "0x1",
                             "1.2.3", "NaN", "１"}) {
        CHECK(bad(text, 2) == DecimalError::malformed);
    }
    CHECK(bad("0.001", 2) == DecimalError::precision);
    CHECK(bad("1e-3", 2) == DecimalError::precision);
    CHECK(bad("1e-999999999999999999999", 2) == DecimalError::precision);
    CHECK(bad("92233720368547758.08", 2) == DecimalError::range);
    CHECK(bad("-92233720368547758.09", 2) == DecimalError::range);
    CHECK(bad("99999999999999999.99", 2) == DecimalError::range);
    CHECK(bad("1e999999999999999999999", 2) == DecimalError::range);
}

TEST_CASE("amounts are written with all their decimals") {
    CHECK(format_fen(112'500) == "1125.00");
    CHECK(format_fen(-5) == "-0.05");
    CHECK(format_fen(0) == "0.00");
    CHECK(format_fen(std::numeric_limits<std::int64_t>::min()) == "-92233720368547758.08");
    CHECK(format_decimal(7500, 4) == "0.7500");
    CHECK(format_decimal(-12, 0) == "-12");
}

TEST_CASE("dates are read in one form only") {
    CHECK(day("1970-01-01") == 0);
    CHECK(day("1900-01-01") == kFirstDay);
    CHECK(day("2199-12-31") == kLastDay);
    CHECK(day("2024-02-29") == 19782);
    for (const char* text :
         {"1899-12-31", "2200-01-01", "2023-02-29", "2100-02-29", "2023-13-01", "2023-00-10",
          "2023-01-00", "2023-1-01", "2023/03/01", "20230301", "2023-03-01T00", "", "2023-03-0x"}) {
        CAPTURE(text);
        CHECK_FALSE(parse_date(text).has_value());
    }
}

TEST_CASE("every day is written as it is read") {
    for (Days at = kFirstDay; at <= kLastDay; at += 13) {
        if (day(format_date(at)) != at) {
            FAIL(format_date(at));
        }
    }
    CHECK(format_date(day("2023-03-01")) == "2023-03-01");
}

TEST_CASE("years, quarters and months begin where they should") {
    CHECK(year_start(day("2023-07-15"), 1, 1) == day("2023-01-01"));
    CHECK(year_start(day("2023-07-15"), 9, 1) == day("2022-09-01"));
    CHECK(year_start(day("2023-09-01"), 9, 1) == day("2023-09-01"));
    CHECK(year_start(day("2023-03-01"), 2, 29) == day("2023-03-01"));
    CHECK(year_start(day("2023-02-28"), 2, 29) == day("2022-03-01"));
    CHECK(year_start(day("2024-02-29"), 2, 29) == day("2024-02-29"));
    CHECK(quarter_start(day("2023-12-31")) == day("2023-10-01"));
    CHECK(quarter_start(day("2023-01-01")) == day("2023-01-01"));
    CHECK(month_start(day("2024-02-29")) == day("2024-02-01"));
}

TEST_CASE("months later keeps the day or takes the last of the month") {
    CHECK(add_months(day("2023-08-31"), 6) == day("2024-02-29"));
    CHECK(add_months(day("2023-01-15"), 12) == day("2024-01-15"));
    CHECK(add_months(day("2023-03-31"), -1) == day("2023-02-28"));
    CHECK(add_months(day("2023-01-31"), -13) == day("2021-12-31"));
    CHECK(add_months(0, std::numeric_limits<std::int64_t>::max()) == add_months(0, 120'000));
}

TEST_CASE("ages grow on the birthday, of the 29th of February on the 1st of March") {
    CHECK(age_on(day("2000-05-10"), day("2020-05-09")) == 19);
    CHECK(age_on(day("2000-05-10"), day("2020-05-10")) == 20);
    CHECK(age_on(day("2000-02-29"), day("2021-02-28")) == 20);
    CHECK(age_on(day("2000-02-29"), day("2021-03-01")) == 21);
    CHECK(age_on(day("2000-02-29"), day("2024-02-29")) == 24);
    CHECK(age_on(day("2000-02-29"), day("2000-02-29")) == 0);
}

TEST_CASE("places lie in wider ones") {
    CHECK(lies_within(640104, 640100));
    CHECK(lies_within(640104, 640000));
    CHECK(lies_within(640104, 640104));
    CHECK(lies_within(640104, 0));
    CHECK_FALSE(lies_within(640100, 640104));
    CHECK_FALSE(lies_within(640200, 640100));
}

TEST_CASE("bytes that are no UTF-8 are seen and replaced") {
    CHECK(decode_utf8("中").point == U'中');
    CHECK(decode_utf8("中").bytes == 3);
    CHECK(decode_utf8("\U00020000").point == 0x20000);
    for (const char* text :
         {"\xC0\x80", "\xE4\xB8", "\xED\xA0\x80", "\xF4\x90\x80\x80", "\xFF", "\x80"}) {
        CHECK_FALSE(decode_utf8(text).valid);
        CHECK(decode_utf8(text).bytes == 1);
    }
    CHECK(valid_utf8("中\xFF文") == "中\uFFFD文");
    CHECK(shortened("结算号码", 2) == "结算…");
    CHECK(shortened("结算", 2) == "结算");
}

TEST_CASE("wide characters take two columns") {
    CHECK(display_width("abc") == 3);
    CHECK(display_width("起付额") == 6);
    CHECK(display_width("最低(基数，起付剩余)") == 20);
    CHECK(display_width("e\u0301") == 1);
    CHECK(display_width("") == 0);
}

TEST_CASE("likeness counts characters, not bytes") {
    CHECK(edit_distance("310", "311") == 1);
    CHECK(edit_distance("职工", "居民") == 2);
    CHECK(edit_distance("begndate", "begindate") == 1);
    CHECK(edit_distance("", "abc") == 3);
}

TEST_CASE("every fault has a name of its own") {
    std::set<std::string_view> names;
    const auto last = static_cast<int>(FaultCode::bad_record);
    for (int code = 0; code <= last; ++code) {
        names.insert(name_of(static_cast<FaultCode>(code)));
    }
    CHECK(names.size() == static_cast<std::size_t>(last) + 1);
    CHECK_FALSE(names.contains("unknown"));
    CHECK(name_of(FaultCode::parts_differ) == "parts_differ");
}

TEST_CASE("the vocabulary is looked up by external names") {
    const abi::Vocabulary vocabulary = sample::vocabulary();
    CHECK(vocabulary.fields[vocabulary.field("filing.begndate").value()].name == "备案.起始");
    CHECK(vocabulary.list("filing.institutions") == 0U);
    CHECK(vocabulary.result("hifp_pay") == 2U);
    CHECK_FALSE(vocabulary.field("hifp_pay").has_value());
    CHECK_FALSE(vocabulary.list("begndate").has_value());
    CHECK_FALSE(vocabulary.result("insutype").has_value());
}
