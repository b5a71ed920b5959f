#include "compiler/ir/verify.h"

#include <functional>
#include <string>

#include <catch2/catch.hpp>

#include "tests/unit/ir/sample.h"

using namespace pol;
using namespace pol::ir;
using namespace pol::ir::test;

namespace {

using Change = std::function<void(Program&)>;

/// Changes the sample and looks for a message.
void check_fires(const std::string& message, const Change& change) {
    Program program = sample_program();
    change(program);
    std::string all;
    for (const std::string& line : verify(program)) {
        all += line + "\n";
    }
    CAPTURE(message, all);
    CHECK(all.find(message) != std::string::npos);
}

/// The first node of an operation.
Node& node_of(Program& program, Op op) {
    for (Node& node : program.nodes) {
        if (node.op == op) {
            return node;
        }
    }
    FAIL("the sample has no such node");
    return program.nodes.front();
}

/// Appends a node that need not be right.
NodeId append(Program& program, Op op, Type type, std::vector<NodeId> args = {},
              std::uint32_t ref = 0, std::uint32_t ref2 = 0, std::int64_t value = 0) {
    program.nodes.push_back({op, type, std::move(args), ref, ref2, value, {}});
    return {static_cast<std::uint32_t>(program.nodes.size() - 1)};
}

constexpr Type kBool{abi::Kind::boolean};
constexpr Type kMaybe{abi::Kind::boolean, 0, true};
constexpr Type kMoney{abi::Kind::money};
constexpr Type kMaybeMoney{abi::Kind::money, 0, true};
constexpr Type kNumber{abi::Kind::number};
constexpr Type kDate{abi::Kind::date};
constexpr Type kText{abi::Kind::text};
constexpr Type kSite{abi::Kind::place};

/// Appends a node of one operation over fresh leaves, and looks for a message about it.
void check_operation(const std::string& message, Op op, Type type, const std::vector<Type>& leaves,
                     std::int64_t value = 0) {
    check_fires(message, [&](Program& program) {
        std::vector<NodeId> args;
        for (Type leaf : leaves) {
            const bool optional = leaf.optional;
            args.push_back(append(program, optional ? Op::absent : Op::constant, leaf));
        }
        append(program, op, type, args, 0, 0, value);
    });
}

}  // namespace

TEST_CASE("nodes have their operands before them and refer to what exists") {
    check_fires("(not): has 2 operands", [](Program& program) {
        Node& node = node_of(program, Op::negation);
        node.args.push_back(node.args[0]);
    });
    check_fires("(or): has 0 operands",
                [](Program& program) { node_of(program, Op::disjunction).args.clear(); });
    check_fires("which does not stand before it", [](Program& program) {
        node_of(program, Op::negation).args[0] = {
            static_cast<std::uint32_t>(program.nodes.size() - 1)};
    });
    check_fires("uses node %100000",
                [](Program& program) { node_of(program, Op::negate).args[0] = {100'000}; });
    for (const Op op :
         {Op::field, Op::quantity, Op::in_table, Op::lookup, Op::exists, Op::count, Op::balance}) {
        check_fires("refers to number 99, which does not exist",
                    [op](Program& program) { node_of(program, op).ref = 99; });
    }
    check_fires("(lookup): refers to second number 2",
                [](Program& program) { node_of(program, Op::lookup).ref2 = 2; });
    check_fires("(add): refers to number 1",
                [](Program& program) { node_of(program, Op::add).ref = 1; });
    check_fires("(field): refers to second number 1",
                [](Program& program) { node_of(program, Op::field).ref2 = 1; });
    check_fires("(add): has a value, which it does not use",
                [](Program& program) { node_of(program, Op::add).value = 1; });
    for (const std::int64_t value : {-1, 4, 16 * 19}) {
        check_fires("is no rounding",
                    [value](Program& program) { node_of(program, Op::round).value = value; });
    }
    for (const std::int64_t value : {0, 1, 100, 229, 431, 1301, -101}) {
        check_fires("is no day on which every year can begin",
                    [value](Program& program) { node_of(program, Op::year_start).value = value; });
    }
}

TEST_CASE("types exist") {
    check_fires("has scale 21, past 20",
                [](Program& program) { node_of(program, Op::rescale).type.scale = 21; });
    check_fires("type date:1 has scale 1, past 0",
                [](Program& program) { node_of(program, Op::quarter_start).type.scale = 1; });
    check_fires("type code#9 has no enumeration",
                [](Program& program) { program.vocabulary.fields[kLevel].enumeration = 9; });
    check_fires("cannot have an enumeration",
                [](Program& program) { program.tables[0].keys[1].type.enumeration = 1; });
    check_fires("result 统筹基金: type money:30",
                [](Program& program) { program.vocabulary.results[0].scale = 30; });
    check_fires("has no wider value 3",
                [](Program& program) { program.vocabulary.enums[0].values[0].wider = 3; });
    check_fires("its default is field 77, which does not exist",
                [](Program& program) { program.vocabulary.fields[kEnd].fallback.value = 77; });
}

TEST_CASE("parts refer to what exists") {
    check_fires("quantity 适用: refers to node 9999",
                [](Program& program) { program.quantities[0].expression = {9'999}; });
    check_fires("quantity 适用: refers to cite 7",
                [](Program& program) { program.quantities[0].cites = {{7}}; });
    check_fires("quantity 适用: its name stands twice",
                [](Program& program) { program.quantities[1].name = "适用"; });
    check_fires("has a place @2:5-9 in no file",
                [](Program& program) { program.quantities[0].span.file = {2}; });
    check_fires("has a place @1:10-9 in no file",
                [](Program& program) { program.nodes[0].span.begin = 10; });
    check_fires("table 限额: refers to cite 2",
                [](Program& program) { program.tables[0].rows[0].cites = {{2}}; });
    check_fires("answer 药店购药: refers to quantity 99",
                [](Program& program) { program.answers[0].holds = {99}; });
    check_fires("benefit 门诊慢特病: refers to quantity 99",
                [](Program& program) { program.benefits[0].holds = {99}; });
    check_fires("benefit 门诊慢特病: refers to answer 99",
                [](Program& program) { program.benefits[0].answers = {{99}}; });
    check_fires("benefit 门诊慢特病: refers to quantity 98",
                [](Program& program) { program.benefits[0].steps[0] = Compute{{98}}; });
    check_fires("a requirement without a fault", [](Program& program) {
        std::get<Require>(program.benefits[0].steps[1]).fault = FaultCode::none;
    });
    check_fires("refers to account 5", [](Program& program) {
        std::get<Post>(program.benefits[0].steps[2]).account = {5};
    });
    check_fires("refers to node 9998", [](Program& program) {
        std::get<Post>(program.benefits[0].steps[2]).period = {9'998};
    });
    check_fires("refers to node 9997", [](Program& program) {
        std::get<Post>(program.benefits[0].steps[2]).keys = {{9'997}};
    });
    check_fires("refers to result 9",
                [](Program& program) { program.benefits[0].outputs[0].result = 9; });
    check_fires("answers result 0 twice",
                [](Program& program) { program.benefits[0].outputs[1].result = 0; });
    check_fires("jurisdiction 银川: refers to benefit 4",
                [](Program& program) { program.jurisdictions[0].benefits = {{4}}; });
}

TEST_CASE("tables have a key and a cell for each column") {
    check_fires("table 限额, row 1: has 1 keys and 2 cells, not 2 and 2",
                [](Program& program) { program.tables[0].rows[1].keys.pop_back(); });
    check_fires("table 限额, row 0: has 2 keys and 1 cells",
                [](Program& program) { program.tables[0].rows[0].cells.pop_back(); });
    check_fires("a miss has 1 cells, not 2",
                [](Program& program) { program.tables[0].miss.pop_back(); });
    check_fires("a key is either any or has ranges",
                [](Program& program) { program.tables[0].rows[0].keys[0].any = true; });
    check_fires("the range 3..2 is empty",
                [](Program& program) { program.tables[0].rows[0].keys[0].ranges[1].low = 3; });
    check_fires("column 比例 has an absent cell",
                [](Program& program) { program.tables[0].rows[0].cells[1].present = false; });
    check_fires("has 100000000001, which is no money",
                [](Program& program) { program.tables[0].miss[0] = {true, kMoneyBound + 1}; });
    check_fires("account 门诊.起付: its key 级别 may be absent",
                [](Program& program) { program.accounts[0].keys[0].type.optional = true; });
    check_fires("field 级别: its default has 3, which is no code#0", [](Program& program) {
        program.vocabulary.fields[kLevel].fallback = {abi::Default::Kind::value, 3};
    });
    check_fires("field 结束: its default is of another type",
                [](Program& program) { program.vocabulary.fields[kEnd].fallback.value = kTotal; });
}

TEST_CASE("constants are values of their type") {
    check_operation("has 2, which is no bool", Op::constant, kBool, {}, 2);
    check_operation("which is no money", Op::constant, kMoney, {}, kMoneyBound + 1);
    check_operation("which is no date", Op::constant, kDate, {}, kLastDay + 1);
    check_operation("which is no text", Op::constant, kText, {}, 1);
    check_operation("which is no place", Op::constant, kSite, {}, 1'000'000);
    check_operation("which is no code#0", Op::constant, {abi::Kind::code}, {}, 3);
    check_operation("is a constant that may be absent", Op::constant, kMaybe, {}, 1);
    check_operation("has type money, but yields money?", Op::absent, kMoney, {});
}

TEST_CASE("operations take and yield what their rows say") {
    const Type scaled{abi::Kind::money, 4};
    check_operation("has an operand of type number, not money", Op::add, kMoney, {kMoney, kNumber});
    check_operation("has an operand of type money:4, not money", Op::subtract, kMoney,
                    {kMoney, scaled});
    check_operation("has an operand of type bool, not a number or money", Op::negate, kBool,
                    {kBool});
    check_operation("has type money, but yields money?", Op::add, kMoney, {kMoney, kMaybeMoney});
    check_operation("has type money?, but yields money", Op::add, kMaybeMoney, {kMoney, kMoney});
    check_operation("multiplies money by money", Op::multiply, kMoney, {kMoney, kMoney});
    check_operation("has an operand of type date, not a number or money", Op::multiply, kMoney,
                    {kMoney, kDate});
    check_operation("has scale 22, past 20", Op::multiply, {abi::Kind::number, 20},
                    {{abi::Kind::number, 11}, {abi::Kind::number, 11}});
    check_operation("goes from scale 4 to 4", Op::rescale, scaled, {scaled});
    check_operation("goes from scale 0 to 4", Op::round, scaled, {kMoney});
    check_operation("divides a number by money", Op::quotient, kMoney, {kNumber, kMoney});
    check_operation("has an operand of type text, not a number or money", Op::quotient, kMoney,
                    {kMoney, kText});
    check_operation("not a number, money or a date", Op::minimum, kText,
                    {{abi::Kind::text, 0, true}});
    check_operation("has an operand of type date, not money", Op::maximum, kMoney, {kMoney, kDate});
    check_operation("has an operand of type money:4, not money", Op::equal, kBool,
                    {kMoney, scaled});
    check_operation("not a number, money or a date", Op::less, kBool, {kSite, kSite});
    check_operation("has an operand of type number, not date", Op::less_equal, kBool,
                    {kDate, kNumber});
    for (const Op op : {Op::negation, Op::conjunction, Op::disjunction, Op::exists, Op::count}) {
        check_operation("has an operand of type bool?, not bool", op, kBool, {kMaybe});
    }
    check_operation("has an operand of type number, not bool?", Op::truth, kBool, {kNumber});
    check_operation("has type money, but yields bool", Op::present, kMoney, {kMoney});
    check_operation("has an operand of type bool?, not bool", Op::choose, kMoney, {kMaybe, kMoney});
    check_operation("has an operand of type number, not money", Op::choose, kMoney,
                    {kBool, kMoney, kNumber});
    check_operation("has type money, but yields money?", Op::choose, kMoney,
                    {kBool, kMaybeMoney, kMoney});
    check_operation("has an operand of type number, not place", Op::within, kBool,
                    {kSite, kNumber});
    check_operation("has 1 operands, not 2", Op::in_table, kBool, {{abi::Kind::code}});
    check_operation("has a key 日 of type number, not date", Op::in_table, kBool,
                    {{abi::Kind::code}, kNumber});
    check_operation("has type money, but yields money?", Op::lookup, kMoney,
                    {{abi::Kind::code}, kDate});
    check_operation("has an operand of type number, not date", Op::balance, kMoney,
                    {kNumber, {abi::Kind::code}});
    check_operation("has 3 operands, not 2", Op::balance, kMoney,
                    {kDate, {abi::Kind::code}, kDate});
    check_operation("has an operand of type money, not date", Op::month_start, kDate, {kMoney});
    check_operation("has an operand of type number:2, not number", Op::add_days, kDate,
                    {kDate, {abi::Kind::number, 2}});
    check_operation("has an operand of type number, not date", Op::age, kNumber, {kDate, kNumber});
    check_fires("(field): has type money, but yields money?",
                [](Program& program) { append(program, Op::field, kMoney, {}, kGiven); });
    check_fires("(quantity): has type money, but yields bool",
                [](Program& program) { append(program, Op::quantity, kMoney, {}, 0); });
}

TEST_CASE("a field with a default is never absent") {
    Program program = empty_program();
    Builder build{program};
    CHECK_FALSE(build.type(build.field(kEnd)).optional);
    CHECK_FALSE(build.type(build.field(kTimes)).optional);
    CHECK(build.type(build.field(kBorn)).optional);
    // A default that may be absent itself, and a circle of defaults.
    program.vocabulary.fields[kEnd].fallback.value = kBorn;
    CHECK(build.type(build.field(kEnd)).optional);
    program.vocabulary.fields[kBorn].fallback = {abi::Default::Kind::field, kEnd};
    CHECK(build.type(build.field(kEnd)).optional);
}

TEST_CASE("a value that its own case asks for is never absent") {
    Program program = empty_program();
    Builder build{program};
    const NodeId given = build.field(kGiven);
    const NodeId flag = build.truth(build.field(kFlag));
    const NodeId money = build.money(1);
    CHECK_FALSE(build.type(build.or_else(given, money)).optional);
    CHECK_FALSE(build.type(build.or_else(given, build.rescale(money, 4))).optional);
    CHECK_FALSE(build.type(build.given(given)).optional);
    CHECK(build.given(money) == money);
    const NodeId both = build.conjunction({flag, build.conjunction({build.present(given), flag})});
    CHECK_FALSE(build.type(build.choose({{both, given}}, money)).optional);
    const NodeId either = build.disjunction({flag, build.present(given)});
    CHECK(build.type(build.choose({{either, given}}, money)).optional);
    CHECK(build.type(build.choose({{build.present(given), money}}, given)).optional);
    CHECK(verify(program).empty());
}

TEST_CASE("elements stand inside a quantifier of their list") {
    check_fires("(element): stands in no quantifier", [](Program& program) {
        Builder build{program};
        build.define("自由", Role::definition, build.element(kFilings, kFiledLevel));
    });
    check_fires("(element): stands in no quantifier", [](Program& program) {
        Builder build{program};
        const NodeId outer = build.element(kFilings, kFiledDay, 1);
        build.define("过远", Role::definition, build.exists(kFilings, build.equal(outer, outer)));
    });
    check_fires("(element): stands in no quantifier", [](Program& program) {
        Builder build{program};
        std::get<Post>(program.benefits[0].steps[2]).keys = {build.element(kFilings, 0)};
    });
    check_fires("list 备案 has no field 7",
                [](Program& program) { node_of(program, Op::element).ref = 7; });
    check_fires("has type code#0, but field 1 of list 备案 has date?",
                [](Program& program) { node_of(program, Op::element).ref = 1; });
}

TEST_CASE("conditions, posts and outputs have their types") {
    const QuantityId money{4};
    check_fires("answer 药店购药: its condition has type money, not bool",
                [&](Program& program) { program.answers[0].holds = money; });
    check_fires("benefit 门诊慢特病: its condition has type money, not bool",
                [&](Program& program) { program.benefits[0].holds = money; });
    check_fires("jurisdiction 银川: its condition has type money, not bool",
                [&](Program& program) { program.jurisdictions[0].holds = money; });
    check_fires("its condition has type money, not bool", [&](Program& program) {
        std::get<Require>(program.benefits[0].steps[1]).condition = money;
    });
    check_fires("its posted amount has type bool, not money", [](Program& program) {
        std::get<Post>(program.benefits[0].steps[2]).amount = {1};
    });
    check_fires("its period has type code#0, not date", [](Program& program) {
        auto& post = std::get<Post>(program.benefits[0].steps[2]);
        post.period = post.keys[0];
    });
    check_fires("its key 级别 has type date, not code#0", [](Program& program) {
        auto& post = std::get<Post>(program.benefits[0].steps[2]);
        post.keys = {post.period};
    });
    check_fires("posts with 0 keys to account 门诊.起付, which has 1", [](Program& program) {
        std::get<Post>(program.benefits[0].steps[2]).keys.clear();
    });
    check_fires("its result 次数 has type money, not number",
                [&](Program& program) { program.benefits[0].outputs[1].quantity = money; });
    check_fires("its result 统筹基金 has type money:4, not money", [](Program& program) {
        Builder build{program};
        const NodeId exact = build.multiply(build.field(kTotal), build.number(1, 4));
        program.benefits[0].outputs[0].quantity = build.define("未舍入", Role::output, exact);
    });
}

TEST_CASE("no quantity depends on itself") {
    check_fires("depends on itself", [](Program& program) {
        Builder build{program};
        const NodeId itself = build.quantity(program.benefits[0].outputs[0].quantity);
        program.quantities[program.benefits[0].outputs[0].quantity.value].expression = itself;
    });
    check_fires("depends on itself", [](Program& program) {
        Builder build{program};
        const auto next = static_cast<std::uint32_t>(program.quantities.size());
        build.define("甲", Role::definition, build.negate(build.quantity({next + 1}, kMoney)));
        build.define("乙", Role::definition, build.negate(build.quantity({next}, kMoney)));
    });
}

TEST_CASE("quantities may be used before they are defined") {
    Program program = empty_program();
    Builder build{program};
    build.define("甲", Role::definition, build.negate(build.quantity({1}, kMoney)));
    build.define("乙", Role::definition, build.field(kTotal));
    CHECK(verify(program).empty());
}

TEST_CASE("values fit an engine") {
    check_fires("needs 150 bits, past 120", [](Program& program) {
        Builder build{program};
        const NodeId times = build.field(kTimes);
        build.multiply(build.multiply(times, times), times);
    });
    check_fires("has an operand of 100 bits, past 50", [](Program& program) {
        Builder build{program};
        const NodeId times = build.field(kTimes);
        build.add_days(build.field(kDay), build.multiply(times, times));
    });
    check_fires("needs 100 bits, past 63", [](Program& program) {
        Builder build{program};
        const NodeId times = build.field(kTimes);
        program.benefits[0].outputs[1].quantity =
            build.define("宽", Role::output, build.multiply(times, times));
    });
}
