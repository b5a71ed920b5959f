#include <catch2/catch.hpp>

#include "compiler/ir/names.h"
#include "compiler/ir/order.h"
#include "compiler/ir/print.h"
#include "compiler/ir/verify.h"
#include "tests/unit/ir/sample.h"

using namespace pol;
using namespace pol::ir;
using namespace pol::ir::test;

TEST_CASE("the builder brings operands to one scale") {
    Program program = empty_program();
    Builder build{program};
    const NodeId rate = build.number(7'500, 4);
    const NodeId sum = build.add(rate, build.number(1));
    CHECK(name_of(build.type(sum)) == "number:4");
    // A constant is rescaled at once, anything else by a node.
    CHECK(program[program[sum].args[1]].op == Op::constant);
    CHECK(program[program[sum].args[1]].value == 10'000);
    const NodeId less = build.less(build.field(kTimes), rate);
    CHECK(program[program[less].args[0]].op == Op::rescale);
    const NodeId huge = build.number(std::numeric_limits<std::int64_t>::max());
    CHECK(program[build.rescale(huge, 4)].op == Op::rescale);
    CHECK(build.rescale(rate, 4) == rate);
    const NodeId chosen = build.choose({{build.boolean(true), build.number(1)}}, rate);
    CHECK(name_of(build.type(chosen)) == "number:4");
    CHECK(verify(program).empty());
}

TEST_CASE("the builder computes types") {
    Program program = sample_program();
    Builder build{program};
    const NodeId total = build.field(kTotal);
    const NodeId given = build.field(kGiven);
    const auto type = [&](NodeId id) { return name_of(build.type(id)); };
    CHECK(type(build.multiply(total, build.number(1, 4))) == "money:4");
    CHECK(type(build.multiply(build.number(1, 4), build.number(1, 6))) == "number:10");
    CHECK(type(build.quotient(total, total, {}, 4)) == "number:4");
    CHECK(type(build.quotient(given, build.number(3), {}, 0)) == "money?");
    CHECK(type(build.equal(given, total)) == "bool");
    CHECK(type(build.field(kFlag)) == "bool?");
    CHECK(type(build.truth(build.field(kFlag))) == "bool");
    CHECK(type(build.lookup({0}, 0, {build.field(kLevel), build.field(kDay)})) == "money?");
    CHECK(type(build.absent({abi::Kind::code, 0, false, 1})) == "code#1?");
    CHECK(type(build.age(build.field(kBorn), build.field(kDay))) == "number?");
    CHECK(type(build.element(kFilings, kFiledDay)) == "date?");
}

TEST_CASE("the builder enters a text once and marks places") {
    Program program = empty_program();
    Builder build{program};
    const Span span{{0}, 3, 7};
    build.at(span);
    const NodeId first = build.text("a");
    const NodeId second = build.text("b");
    const NodeId third = build.text("a");
    CHECK(program.texts == std::vector<std::string>{"a", "b"});
    CHECK(program[first].value == program[third].value);
    CHECK(program[second].value == 1);
    CHECK(program[second].span == span);
}

TEST_CASE("types are named and read back") {
    for (const char* const name : {"bool", "number:4", "money?", "money:20?", "code#0", "code#12?",
                                   "date", "text", "place?"}) {
        const std::optional<Type> type = type_named(name);
        CAPTURE(name);
        REQUIRE(type.has_value());
        CHECK(name_of(*type) == name);
    }
    for (const char* const name :
         {"", "?", "moneys", "money:", "money:-1", "money:4??", "code#", "code#1:2", "money 4"}) {
        CAPTURE(name);
        CHECK_FALSE(type_named(name).has_value());
    }
}

TEST_CASE("every enumerator has a name that reads back") {
    for (int i = 0; i <= static_cast<int>(Role::check); ++i) {
        const auto role = static_cast<Role>(i);
        CHECK(role_named(name_of(role)) == role);
    }
    for (int i = 0; i <= static_cast<int>(FaultCode::bad_record); ++i) {
        const auto fault = static_cast<FaultCode>(i);
        CHECK(fault_named(name_of(fault)) == fault);
    }
    for (const OpRow& row : kOps) {
        CHECK(op_named(row.name) == row.op);
    }
    CHECK(answer_kind_named("pending") == AnswerKind::pending);
    CHECK_FALSE(role_named("nothing").has_value());
}

TEST_CASE("the order of nodes does not depend on how they were appended") {
    const auto built = [](bool left_first) {
        Program program = empty_program();
        Builder build{program};
        build.money(99);
        const NodeId first = left_first ? build.field(kTotal) : build.money(7);
        const NodeId second = left_first ? build.money(7) : build.field(kTotal);
        build.define("和", Role::definition,
                     left_first ? build.add(first, second) : build.add(second, first));
        return program;
    };
    CHECK_FALSE(built(true) == built(false));
    CHECK(in_order(built(true)) == in_order(built(false)));
    CHECK(in_order(built(true)).nodes.size() == 3);

    const Program sample = in_order(sample_program());
    CHECK(verify(sample).empty());
    CHECK(in_order(sample) == sample);
    CHECK(print(sample).find("unused") == std::string::npos);
}
