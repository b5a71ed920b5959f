// Texts that part people into shares.
#include "runtime/data/borders.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include <catch2/catch.hpp>
#include <fmt/format.h>

using namespace pol;
using data::Borders;

namespace {

/// Whether heads and shares rise with the texts, and each share has one of them at least.
void check_order(const Borders& borders, std::vector<std::string> people) {
    std::ranges::sort(people);
    std::uint64_t head = 0;
    std::size_t share = 0;
    for (const std::string& person : people) {
        const std::uint64_t own = borders.head_of(person);
        const std::size_t of = borders.share_of(own, person);
        INFO(person);
        CHECK(own >= head);
        CHECK((of == share || of == share + 1));
        head = own;
        share = of;
    }
    CHECK(share + 1 == borders.shares());
}

}  // namespace

TEST_CASE("people go to shares in the order of their names") {
    std::vector<std::string> people;
    for (int i = 0; i < 400; ++i) {
        people.push_back(fmt::format("640104-1980-{}", i * 7));   // alike in ten bytes
        people.push_back(fmt::format("640104-1980-{:0>20}", i));  // and in many more
        people.push_back(fmt::format("640104-{}", std::string(1, char(32 + i % 90))));
    }
    const std::vector<std::string_view> seen(people.begin(), people.end());
    const Borders borders(seen, 50);
    CHECK(borders.prefix() == "640104-");
    CHECK(borders.shares() > 10);
    check_order(borders, people);
    CHECK(borders.share_of(borders.head_of(""), "") == 0);
    CHECK(borders.share_of(borders.head_of("64"), "64") == 0);
    CHECK(borders.share_of(borders.head_of("7"), "7") + 1 == borders.shares());
}

TEST_CASE("one person and nobody make one share") {
    CHECK(Borders().shares() == 1);
    CHECK(Borders().share_of(0, "any") == 0);
    const Borders same(std::vector<std::string_view>(100, "P1"), 10);
    CHECK(same.prefix() == "P1");
    CHECK(same.shares() == 2);  // what comes before that person, and the rest
    CHECK(same.share_of(same.head_of("P1"), "P1") == 1);
    CHECK(same.share_of(same.head_of("P0"), "P0") == 0);
}
