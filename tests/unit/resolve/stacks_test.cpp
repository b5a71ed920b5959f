// Which amendments apply together.
#include "compiler/resolve/stacks.h"

#include <algorithm>
#include <set>

#include <catch2/catch.hpp>

#include "tests/support/random.h"

using namespace pol;
using resolve::Ordered;
using resolve::Stack;
using resolve::stacks_of;
using test::Random;

namespace {

using Set = std::set<std::size_t>;

Set members_of(std::size_t bits) {
    Set result;
    for (std::size_t i = 0; bits >> i != 0; ++i) {
        if ((bits >> i & 1) != 0) {
            result.insert(i);
        }
    }
    return result;
}

// The stacks that answer where just these amendments hold.
std::vector<Stack> answering(const std::vector<Stack>& stacks, const Set& held) {
    std::vector<Stack> result;
    const auto in = [&](std::size_t m) { return held.contains(m); };
    for (const Stack& s : stacks) {
        const bool all = std::all_of(s.applied.begin(), s.applied.end(), in) &&
                         std::all_of(s.also.begin(), s.also.end(), in) &&
                         std::all_of(s.held.begin(), s.held.end(), in);
        const bool other =
            std::any_of(s.not_held.begin(), s.not_held.end(), [&](const auto& together) {
                return std::all_of(together.begin(), together.end(), in);
            });
        if (all && !other) {
            result.push_back(s);
        }
    }
    return result;
}

Set competing(const Stack& s) {
    Set result(s.applied.begin(), s.applied.end());
    result.insert(s.also.begin(), s.also.end());
    return result;
}

std::string shown(const std::vector<Stack>& stacks) {
    std::string out;
    for (const Stack& s : stacks) {
        out += out.empty() ? "" : " ";
        for (const std::size_t m : s.applied) {
            out += std::to_string(m);
        }
    }
    return out;
}

std::string answer(const std::vector<Ordered>& all, const Set& held) {
    return shown(answering(stacks_of(all), held));
}

std::string shown(const std::vector<Ordered>& all) {
    std::string out;
    const auto list = [&](const char* kind, const std::vector<std::size_t>& others) {
        for (const std::size_t o : others) {
            out += kind + std::to_string(o);
        }
    };
    for (const Ordered& o : all) {
        out += out.empty() ? "" : "; ";
        out += o.base ? "of " + std::to_string(*o.base) : "";
        list(" instead ", o.instead);
        list(" upon ", o.on_top);
        list(" better ", o.better);
    }
    return out;
}

bool applies(const std::vector<Ordered>& all, std::size_t m, const Set& held) {
    return held.contains(m) && (!all[m].base || applies(all, *all[m].base, held));
}

// Amendments that say something of each earlier one, or of some.
std::vector<Ordered> some(Random& random, bool of_each) {
    std::vector<Ordered> all(2 + random.below(4));
    for (std::size_t a = 0; a < all.size(); ++a) {
        for (std::size_t b = 0; b < a; ++b) {
            const std::size_t says = random.below(of_each ? 4 : 6);
            if (says == 0 && !all[a].base) {
                all[a].base = b;
            } else if (says <= 1) {
                all[a].instead.push_back(b);
            } else if (says == 2) {
                all[a].on_top.push_back(b);
            } else if (says == 3) {
                all[a].better.push_back(b);
            }
        }
    }
    return all;
}

}  // namespace

TEST_CASE("wherever some amendment holds, a stack answers") {
    Random random(20);
    for (int trial = 0; trial < 3000; ++trial) {
        const bool of_each = trial % 2 == 0;
        const std::vector<Ordered> all = some(random, of_each);
        const std::vector<Stack> stacks = stacks_of(all);
        for (std::size_t bits = 1; bits < std::size_t{1} << all.size(); ++bits) {
            const Set held = members_of(bits);
            const bool any = std::any_of(held.begin(), held.end(),
                                         [&](auto m) { return applies(all, m, held); });
            const std::vector<Stack> found = answering(stacks, held);
            INFO(shown(all) << ": " << bits << ": " << shown(found));
            REQUIRE(any == !found.empty());
            // Those that compete are the same for all, or two have no order.
            for (const Stack& s : found) {
                REQUIRE((!of_each || competing(s) == competing(found[0])));
                REQUIRE((found.size() > 1 || s.also.empty()));
            }
        }
    }
}

TEST_CASE("without an order two stacks answer") {
    const std::vector<Ordered> two(2);
    CHECK(answer(two, {0}) == "0");
    CHECK(answer(two, {0, 1}) == "0 1");
}

TEST_CASE("one that is laid upon both of two rivals competes with itself") {
    const std::vector<Ordered> all{{}, {{}, {}, {}, {0}}, {{}, {}, {0, 1}, {}}};
    CHECK(answer(all, {0, 1}) == "0 1");
    CHECK(answer(all, {0, 2}) == "02");
    CHECK(answer(all, {0, 1, 2}) == "02 12");
}

TEST_CASE("a rival that has been replaced does not compete") {
    const std::vector<Ordered> all{{}, {{}, {}, {}, {0}}, {{}, {0}, {1}, {}}};
    CHECK(answer(all, {0, 1}) == "0 1");
    CHECK(answer(all, {0, 1, 2}) == "12");
}

TEST_CASE("what amends one that is replaced falls away with it") {
    const std::vector<Ordered> all{{}, {0, {}, {}, {}}, {{}, {0}, {}, {}}};
    CHECK(answer(all, {0, 1}) == "01");
    CHECK(answer(all, {0, 1, 2}) == "2");
    // Unless it takes the place of that one.
    const std::vector<Ordered> back{{}, {{}, {0}, {}, {}}, {0, {1}, {}, {}}};
    CHECK(answer(back, {0, 1}) == "1");
    CHECK(answer(back, {0, 1, 2}) == "02");
    CHECK(answer(back, {1, 2}) == "1");
}

TEST_CASE("what amends a rival is one too") {
    const std::vector<Ordered> all{{}, {{}, {}, {}, {0}}, {0, {}, {}, {}}};
    CHECK(answer(all, {0, 1, 2}) == "1 02");
}

TEST_CASE("laid upon one that is laid upon another it comes after that one too") {
    const std::vector<Ordered> all{{}, {{}, {}, {0}, {}}, {{}, {}, {1}, {}}};
    CHECK(answer(all, {0, 1, 2}) == "012");
    CHECK(answer(all, {0, 2}) == "02");
}

TEST_CASE("a circle orders nothing") {
    const std::vector<Ordered> all{{{}, {1}, {}, {}}, {{}, {0}, {}, {}}};
    CHECK(answer(all, {0, 1}) == "0 1");
}
