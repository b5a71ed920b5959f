// What is typed at the prompt as values of fields, and lists of records.
#include "tools/repl/values.h"

#include <catch2/catch.hpp>

using namespace pol;

namespace {

abi::Vocabulary vocabulary() {
    abi::Vocabulary v;
    v.enums.push_back({"险种", false, false, {{"职工", "310"}, {"居民", "390"}}});
    v.enums.push_back({"人员类别", false, true, {{"在职", "11"}, {"学生儿童", "14"}}});
    v.enums.push_back({"病种", true, false, {{"M03900", "M03900"}}});
    return v;
}

abi::Field field(abi::Kind kind, std::uint8_t scale = 0, std::uint32_t enumeration = 0) {
    abi::Field f;
    f.name = "甲";
    f.kind = kind;
    f.scale = scale;
    f.enumeration = enumeration;
    return f;
}

// The value of a text, -1 for an absent one and -2 for a mistake.
std::int64_t value(std::string_view text, const abi::Field& f) {
    claims::TextTable texts(std::vector<std::string>{});
    const auto read = repl::parse_value(text, f, vocabulary(), texts, claims::Lang::zh);
    return !read ? -2 : read->value_or(-1);
}

}  // namespace

TEST_CASE("amounts are typed with and without their unit, and never with a third decimal") {
    const abi::Field money = field(abi::Kind::money);
    CHECK(value("2000", money) == 200'000);
    CHECK(value("2000元", money) == 200'000);
    CHECK(value(" 1.5万元 ", money) == 1'500'000);
    CHECK(value("12.34", money) == 1'234);
    CHECK(value("5分", money) == 5);
    CHECK(value("12.345", money) == -2);
    CHECK(value("很多", money) == -2);
    CHECK(value("无", money) == -1);
}

TEST_CASE("codes are typed by their name or their code") {
    const abi::Field kind = field(abi::Kind::code, 0, 0);
    CHECK(value("居民", kind) == 1);
    CHECK(value("310", kind) == 0);
    CHECK(value("其他", kind) == -2);
    CHECK(value("140122", field(abi::Kind::code, 0, 1)) == 1);
    CHECK(value("M99999", field(abi::Kind::code, 0, 2)) == 1);
}

TEST_CASE("other kinds of values") {
    CHECK(value("是", field(abi::Kind::boolean)) == 1);
    CHECK(value("no", field(abi::Kind::boolean)) == 0);
    CHECK(value("2023-03-01", field(abi::Kind::date)) == 19'417);
    CHECK(value("2023-02-30", field(abi::Kind::date)) == -2);
    CHECK(value("640100", field(abi::Kind::place)) == 640'100);
    CHECK(value("6401", field(abi::Kind::place)) == -2);
    CHECK(value("75%", field(abi::Kind::number, 4)) == 7'500);
    CHECK(value("0.75", field(abi::Kind::number, 4)) == 7'500);
}

TEST_CASE("what is written is read back") {
    claims::TextTable texts(std::vector<std::string>{});
    for (const auto& [text, f] : {std::pair{"1125.00元", field(abi::Kind::money)},
                                  {"职工", field(abi::Kind::code)},
                                  {"\"H1\"", field(abi::Kind::text)},
                                  {"2023-03-01", field(abi::Kind::date)},
                                  {"75%", field(abi::Kind::number, 4)},
                                  {"否", field(abi::Kind::boolean)}}) {
        const auto read = repl::parse_value(text, f, vocabulary(), texts, claims::Lang::zh);
        REQUIRE(read);
        REQUIRE(*read);
        CHECK(repl::written(**read, f, vocabulary(), texts) == text);
    }
}

TEST_CASE("full-width characters are their twins outside quotation marks") {
    CHECK(repl::folded("险种＝职工，金额：１２") == "险种=职工,金额:12");
    CHECK(repl::folded("“甲，乙”，\"丙，\"") == "“甲，乙”,\"丙，\"");
}

TEST_CASE("lists are records in brackets") {
    const auto list = repl::parse_list("[{ 病种: M03900，起始: 2023-01-01 }, { 病种: M01600 }]",
                                       claims::Lang::zh);
    REQUIRE(list);
    REQUIRE(list->size() == 2);
    CHECK(list->at(0) == repl::Element{{"病种", "M03900"}, {"起始", "2023-01-01"}});
    CHECK(list->at(1) == repl::Element{{"病种", "M01600"}});
    CHECK(repl::parse_list("[]", claims::Lang::zh)->empty());
    CHECK_FALSE(repl::parse_list("M03900", claims::Lang::zh));
    CHECK_FALSE(repl::parse_list("[{ 病种 }]", claims::Lang::zh));
}
