// What holds by adding up, and what does not.
#include "compiler/check/linear.h"

#include <catch2/catch.hpp>

#include "compiler/ir/builder.h"

using namespace pol;
using ir::NodeId;

namespace {

/// A claim with three amounts, the last of which may be absent.
struct Bench {
    ir::Program program;
    ir::Builder build{program};

    Bench() {
        for (const char* name : {"甲", "乙", "丙"}) {
            abi::Field field;
            field.name = field.external = name;
            field.kind = abi::Kind::money;
            field.required = program.vocabulary.fields.size() < 2;
            program.vocabulary.fields.push_back(field);
        }
    }
    NodeId a() { return build.field(0); }
    NodeId b() { return build.field(1); }
    NodeId may_be_absent() { return build.field(2); }
    NodeId named(const char* name, NodeId node) {
        return build.quantity(build.define(name, ir::Role::definition, node));
    }
    [[nodiscard]] bool holds(NodeId condition) const {
        return check::holds_by_adding(program, condition);
    }
};

}  // namespace

TEST_CASE("a residual makes the parts sum to the whole") {
    Bench x;
    const NodeId paid = x.named("支付", x.build.minimum({x.a(), x.b()}));
    const NodeId rest = x.named("负担", x.build.subtract(x.a(), paid));
    CHECK(x.holds(x.build.equal(x.build.add(paid, rest), x.a())));
    CHECK(x.holds(x.build.equal(x.a(), x.build.add(rest, paid))));
    CHECK_FALSE(x.holds(x.build.equal(x.build.add(paid, rest), x.b())));
    CHECK_FALSE(x.holds(x.build.equal(x.build.add(paid, paid), x.build.add(paid, rest))));
}

TEST_CASE("constants decide what is less") {
    Bench x;
    const NodeId more = x.build.add(x.a(), x.build.money(1));
    CHECK(x.holds(x.build.less(x.a(), more)));
    CHECK(x.holds(x.build.less_equal(x.a(), more)));
    CHECK(x.holds(x.build.less_equal(x.a(), x.a())));
    CHECK_FALSE(x.holds(x.build.less(x.a(), x.a())));
    CHECK_FALSE(x.holds(x.build.less_equal(more, x.a())));
    CHECK_FALSE(x.holds(x.build.less_equal(x.b(), x.a())));
}

TEST_CASE("what may be absent is not added up") {
    Bench x;
    CHECK_FALSE(x.holds(x.build.equal(x.may_be_absent(), x.may_be_absent())));
    CHECK_FALSE(x.holds(x.build.negation(x.build.equal(x.a(), x.b()))));
    CHECK(x.holds(
        x.build.conjunction({x.build.equal(x.a(), x.a()), x.build.less_equal(x.b(), x.b())})));
    CHECK(x.holds(x.build.disjunction({x.build.equal(x.a(), x.b()), x.build.equal(x.a(), x.a())})));
}
