#include "tests/support/shrink.h"

#include <catch2/catch.hpp>
#include <fmt/format.h>

using namespace pol;

TEST_CASE("of a thousand lines those are left that fail together") {
    std::string text;
    for (int i = 0; i < 1'000; ++i) {
        text += fmt::format("claim {}\n", i);
    }
    int asked = 0;
    const auto has = [](const std::string& all, const char* line) {
        return all.find(line) != std::string::npos;
    };
    const auto fails = [&](const std::string& some) {
        ++asked;
        return has(some, "claim 77\n") && (has(some, "claim 500\n") || has(some, "claim 998\n"));
    };
    CHECK(test::smallest(text, fails) == "claim 77\nclaim 998\n");
    CHECK(asked < 200);
    CHECK(test::smallest("a\nb", [](const std::string&) { return true; }).empty());
    CHECK(test::smallest("a\nb", [](const std::string& some) { return some == "a\nb"; }) == "a\nb");
}
