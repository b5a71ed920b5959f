// The table of keywords.
#include "compiler/parse/keywords.h"

#include <set>
#include <string>

#include <catch2/catch.hpp>

using namespace pol::parse;

TEST_CASE("every keyword has both spellings, and no spelling stands twice") {
    std::set<std::string_view> chinese;
    std::set<std::string_view> english;
    CHECK(keywords().size() > 90);
    for (const Keyword& k : keywords()) {
        INFO(k.zh << " " << k.en);
        CHECK_FALSE(k.zh.empty());
        CHECK_FALSE(k.en.empty());
        CHECK(chinese.insert(k.zh).second);
        CHECK(english.insert(k.en).second);
        CHECK(keyword(k.zh) == k.token);
        CHECK(keyword(k.en) == k.token);
        for (const char c : k.en) {
            CHECK((std::islower(static_cast<unsigned char>(c)) != 0 || c == '_'));
        }
    }
    for (const Keyword& k : keywords()) {
        CHECK((k.zh == k.en || !chinese.contains(k.en)));
    }
}

TEST_CASE("a word that is none is none") {
    CHECK_FALSE(keyword(""));
    CHECK_FALSE(keyword("起付线"));
    CHECK_FALSE(keyword("Benefit"));
    CHECK_FALSE(keyword("当 "));
    CHECK(keyword("待遇") == keyword("benefit"));
    CHECK(keyword("待遇") != keyword("支付"));
}

TEST_CASE("messages spell a keyword in their language") {
    const auto benefit = keyword("待遇");
    REQUIRE(benefit);
    CHECK(spelling(*benefit, true) == "待遇");
    CHECK(spelling(*benefit, false) == "benefit");
}
