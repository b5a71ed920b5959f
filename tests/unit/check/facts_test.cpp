// What follows from the conditions on the way to a place.
#include "compiler/check/facts.h"

#include <catch2/catch.hpp>

#include "compiler/ir/builder.h"

using namespace pol;
using check::Fact;
using check::Facts;
using ir::NodeId;

namespace {

/// A claim with a code of three values, two yes-or-no fields, and a table of the first value.
struct Bench {
    ir::Program program;
    ir::Builder build{program};
    NodeId level, flag, other;

    Bench() {
        program.vocabulary.enums = {
            {"级别", false, false, {{"一", "1", -1}, {"二", "2", -1}, {"三", "3", -1}}}};
        program.vocabulary.fields = {field("级别", abi::Kind::code),
                                     field("急", abi::Kind::boolean),
                                     field("直", abi::Kind::boolean)};
        level = build.field(0);
        flag = build.field(1);
        other = build.field(2);
    }
    static abi::Field field(const std::string& name, abi::Kind kind) {
        abi::Field made;
        made.name = made.external = name;
        made.kind = kind;
        made.required = true;
        return made;
    }
    NodeId is(std::uint32_t value) { return build.equal(build.field(0), build.code(0, value)); }
    [[nodiscard]] Facts assume(NodeId condition, bool holds) const {
        Facts facts;
        check::assume(program, condition, holds, facts);
        return facts;
    }
    /// Whether the facts leave a value of the level possible.
    [[nodiscard]] bool possible(const Facts& facts, std::int64_t value) const {
        for (const Fact& fact : facts) {
            if (check::allows(program, fact, level, value) == false) {
                return false;
            }
        }
        return true;
    }
};

}  // namespace

TEST_CASE("a conjunction that holds is all its parts, one that does not is none for sure") {
    Bench b;
    const NodeId both = b.build.conjunction({b.flag, b.other});
    CHECK(b.assume(both, true).size() == 2);
    CHECK(b.assume(both, false).size() == 1);
    CHECK(b.assume(both, false)[0].node == both);
}

TEST_CASE("a disjunction that does not hold is the opposite of all its parts") {
    Bench b;
    const Facts facts = b.assume(b.build.disjunction({b.flag, b.other}), false);
    REQUIRE(facts.size() == 2);
    CHECK_FALSE(facts[0].holds);
    CHECK(b.assume(b.build.disjunction({b.flag, b.other}), true).size() == 1);
}

TEST_CASE("a negation turns the truth, a quantity stands for its expression") {
    Bench b;
    const auto named = b.build.define("甲", ir::Role::definition, b.build.negation(b.flag));
    const Facts facts = b.assume(b.build.quantity(named), true);
    REQUIRE(facts.size() == 1);
    CHECK_FALSE(facts[0].holds);
    CHECK(check::same(b.program, facts[0].node, b.flag));
}

TEST_CASE("expressions are the same wherever they stand") {
    Bench b;
    const auto named = b.build.define("甲", ir::Role::definition, b.is(1));
    CHECK(check::same(b.program, b.is(1), b.is(1)));
    CHECK(check::same(b.program, b.build.quantity(named), b.is(1)));
    CHECK_FALSE(check::same(b.program, b.is(1), b.is(2)));
    CHECK_FALSE(check::same(b.program, b.flag, b.other));
    CHECK(check::same(b.program, b.build.field(1), b.flag));
}

TEST_CASE("a fact allows the values that it speaks of") {
    Bench b;
    const Facts one = b.assume(b.is(1), true);
    CHECK(b.possible(one, 1));
    CHECK_FALSE(b.possible(one, 0));
    const Facts not_one = b.assume(b.is(1), false);
    CHECK_FALSE(b.possible(not_one, 1));
    CHECK(b.possible(not_one, 2));
    const Facts either = b.assume(b.build.disjunction({b.is(0), b.is(2)}), true);
    CHECK(b.possible(either, 0));
    CHECK_FALSE(b.possible(either, 1));
    const Facts neither = b.assume(b.build.disjunction({b.is(0), b.is(2)}), false);
    CHECK(b.possible(neither, 1));
    CHECK_FALSE(b.possible(neither, 2));
}

TEST_CASE("a fact of something else says nothing of a key") {
    Bench b;
    CHECK(check::allows(b.program, {b.flag, true}, b.level, 1) == std::nullopt);
    CHECK(check::allows(b.program, {b.is(1), true}, b.flag, 1) == std::nullopt);
    const NodeId mixed = b.build.disjunction({b.is(1), b.flag});
    CHECK(check::allows(b.program, {mixed, true}, b.level, 0) == std::nullopt);
    CHECK(check::allows(b.program, {b.flag, true}, b.flag, 1) == true);
    CHECK(check::allows(b.program, {b.flag, false}, b.flag, 1) == false);
}
