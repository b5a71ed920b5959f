// Each operation on values and on absent ones, and each fault.
#include <catch2/catch.hpp>

#include "tests/unit/interpret/bench.h"

using namespace pol;
using namespace pol::interpret::test;
using ir::NodeId;

namespace {

constexpr Slot kYes = value(1);
constexpr Slot kNo = value(0);

/// A condition that faults when it is asked.
NodeId faulty_condition(ir::Builder& build) {
    return build.choose({{build.boolean(false), build.boolean(true)}});
}

/// 0-1: 10 and 0.5; 2: absent and 0.25; what misses, if the table says: 7 and 0.
ir::TableId add_table(ir::Builder& build, bool with_miss) {
    ir::Table table;
    table.name = with_miss ? "with miss" : "plain";
    table.keys = {{"level", {abi::Kind::code}}, {"day", {abi::Kind::date}}};
    table.columns = {{"amount", {abi::Kind::money, 0, true}}, {"rate", {abi::Kind::number, 4}}};
    table.rows = {
        {{{false, {{0, 1}}}, {true, {}}}, {{true, 10}, {true, 5'000}}, {}, {}},
        {{{false, {{2, 2}}}, {false, {{0, 9}, {20, 29}}}}, {{false, 0}, {true, 2'500}}, {}, {}},
    };
    if (with_miss) {
        table.miss = {{true, 7}, {true, 0}};
    }
    return build.add(std::move(table));
}

}  // namespace

TEST_CASE("arithmetic on values") {
    Bench bench;
    ir::Builder& build = bench.build();
    bench.set(kTotal, 1'000);
    const NodeId total = build.field(kTotal);
    CHECK(bench.slot(build.negate(total)) == value(-1'000));
    CHECK(bench.slot(build.add(total, build.money(1))) == value(1'001));
    CHECK(bench.slot(build.subtract(build.money(1), total)) == value(-999));
    CHECK(bench.slot(build.multiply(total, build.number(7'500, 4))) == value(7'500'000));
    CHECK(bench.slot(build.rescale(total, 2)) == value(100'000));
    CHECK(bench.slot(build.minimum({total, build.money(3), build.money(5)})) == value(3));
    CHECK(bench.slot(build.maximum({build.money(3), total})) == value(1'000));
    CHECK(bench.slot(build.minimum({total})) == value(1'000));
}

TEST_CASE("arithmetic with an absent operand is absent") {
    Bench bench;
    ir::Builder& build = bench.build();
    const NodeId total = build.field(kTotal);
    const NodeId given = build.field(kGiven);
    const NodeId born = build.field(kBorn);
    const NodeId day = build.field(kDay);
    const NodeId number = build.field(kMaybeTimes);
    CHECK(bench.slot(given) == kAbsent);
    CHECK(bench.slot(build.absent({abi::Kind::money})) == kAbsent);
    for (const NodeId absent : {
             build.negate(given),
             build.add(given, total),
             build.add(total, given),
             build.subtract(total, given),
             build.multiply(given, build.number(1)),
             build.rescale(given, 4),
             build.round(given, {}),
             build.quotient(total, number, {}, 0),
             build.quotient(given, build.number(0), {}, 0),
             build.minimum({total, given}),
             build.maximum({given, total}),
             build.year_start(born, 1, 1),
             build.quarter_start(born),
             build.month_start(born),
             build.add_days(day, number),
             build.add_months(born, build.number(1)),
             build.days_between(born, day),
             build.age(born, day),
         }) {
        CAPTURE(std::string{ir::row_of(bench.program()[absent].op).name});
        CHECK(bench.slot(absent) == kAbsent);
    }
    bench.set(kGiven, 5);
    CHECK(bench.slot(build.add(given, build.money(1))) == value(6));
}

TEST_CASE("comparisons, and an absent side is false") {
    Bench bench;
    ir::Builder& build = bench.build();
    const NodeId one = build.money(1);
    const NodeId two = build.money(2);
    const NodeId given = build.field(kGiven);
    CHECK(bench.slot(build.equal(one, one)) == kYes);
    CHECK(bench.slot(build.equal(one, two)) == kNo);
    CHECK(bench.slot(build.less(one, two)) == kYes);
    CHECK(bench.slot(build.less(one, one)) == kNo);
    CHECK(bench.slot(build.less_equal(one, one)) == kYes);
    CHECK(bench.slot(build.less_equal(two, one)) == kNo);
    for (const NodeId absent :
         {build.equal(given, given), build.less(given, two), build.less_equal(one, given)}) {
        CHECK(bench.slot(absent) == kNo);
    }
    bench.program().texts = {"a", "b"};
    const NodeId name = build.field(kName);
    CHECK(bench.slot(build.equal(name, build.text("b"))) == kNo);
    bench.set(kName, 1);
    CHECK(bench.slot(build.equal(name, build.text("b"))) == kYes);
}

TEST_CASE("places lie within wider ones") {
    Bench bench;
    ir::Builder& build = bench.build();
    const auto within = [&](std::int64_t a, std::int64_t b) {
        return bench.slot(build.within(build.place(a), build.place(b)));
    };
    CHECK(within(640104, 640104) == kYes);
    CHECK(within(640104, 640100) == kYes);
    CHECK(within(640104, 640000) == kYes);
    CHECK(within(640104, 0) == kYes);
    CHECK(within(640100, 640104) == kNo);
    CHECK(within(640104, 640200) == kNo);
    CHECK(within(640104, 650000) == kNo);
    CHECK(within(640000, 640100) == kNo);
    CHECK(bench.slot(build.within(build.field(kSite), build.place(0))) == kNo);
}

TEST_CASE("truth of what may be absent") {
    Bench bench;
    ir::Builder& build = bench.build();
    const NodeId flag = build.field(kFlag);
    const NodeId truth = build.truth(flag);
    const NodeId present = build.present(flag);
    const NodeId negation = build.negation(truth);
    CHECK(bench.slot(flag) == kAbsent);
    CHECK(bench.slot(truth) == kNo);
    CHECK(bench.slot(present) == kNo);
    CHECK(bench.slot(negation) == kYes);
    bench.set(kFlag, 0);
    CHECK(bench.slot(truth) == kNo);
    CHECK(bench.slot(present) == kYes);
    bench.set(kFlag, 1);
    CHECK(bench.slot(truth) == kYes);
    CHECK(bench.slot(negation) == kNo);
    CHECK(build.truth(truth) == truth);
}

TEST_CASE("connectives stop where they are decided") {
    Bench bench;
    ir::Builder& build = bench.build();
    const NodeId yes = build.boolean(true);
    const NodeId no = build.boolean(false);
    const NodeId fault = faulty_condition(build);
    CHECK(bench.slot(build.conjunction({yes, yes})) == kYes);
    CHECK(bench.slot(build.conjunction({yes, no, fault})) == kNo);
    CHECK(bench.fault(build.conjunction({yes, fault, no})) == FaultCode::no_case);
    CHECK(bench.slot(build.disjunction({no, no})) == kNo);
    CHECK(bench.slot(build.disjunction({no, yes, fault})) == kYes);
    CHECK(bench.fault(build.disjunction({no, fault, yes})) == FaultCode::no_case);
}

TEST_CASE("a choice evaluates conditions in order and one value") {
    Bench bench;
    ir::Builder& build = bench.build();
    const NodeId yes = build.boolean(true);
    const NodeId no = build.boolean(false);
    const NodeId one = build.money(1);
    const NodeId two = build.money(2);
    const NodeId zero = build.quotient(one, build.number(0), {}, 0);
    const NodeId fault = faulty_condition(build);
    CHECK(bench.slot(build.choose({{no, zero}, {yes, one}, {fault, zero}}, zero)) == value(1));
    CHECK(bench.slot(build.choose({{no, zero}}, two)) == value(2));
    CHECK(bench.fault(build.choose({{no, one}, {no, two}})) == FaultCode::no_case);
    CHECK(bench.fault(build.choose({{yes, zero}}, two)) == FaultCode::divided_by_zero);
    CHECK(bench.fault(build.choose({{fault, one}, {yes, zero}})) == FaultCode::no_case);
    CHECK(bench.slot(build.choose({{yes, build.field(kGiven)}}, one)) == kAbsent);

    CHECK(bench.slot(build.or_else(build.field(kGiven), two)) == value(2));
    CHECK(bench.fault(build.given(build.field(kGiven))) == FaultCode::no_case);
    bench.set(kGiven, 9);
    CHECK(bench.slot(build.or_else(build.field(kGiven), two)) == value(9));
    CHECK(bench.slot(build.given(build.field(kGiven))) == value(9));
}

TEST_CASE("tables match ranges, any, and miss") {
    Bench bench;
    ir::Builder& build = bench.build();
    const ir::TableId plain = add_table(build, false);
    const ir::TableId missing = add_table(build, true);
    const auto keys = [&](std::uint32_t level, Days day) {
        return std::vector{build.code(0, level), build.date(day)};
    };
    CHECK(bench.slot(build.lookup(plain, 0, keys(0, -99))) == value(10));
    CHECK(bench.slot(build.lookup(plain, 1, keys(1, 50))) == value(5'000));
    CHECK(bench.slot(build.lookup(plain, 1, keys(2, 9))) == value(2'500));
    CHECK(bench.slot(build.lookup(plain, 1, keys(2, 20))) == value(2'500));
    CHECK(bench.slot(build.lookup(plain, 0, keys(2, 20))) == kAbsent);
    CHECK(bench.fault(build.lookup(plain, 0, keys(2, 10))) == FaultCode::no_row);
    CHECK(bench.slot(build.lookup(missing, 0, keys(2, 10))) == value(7));
    CHECK(bench.slot(build.in_table(plain, keys(2, 20))) == kYes);
    CHECK(bench.slot(build.in_table(plain, keys(2, 10))) == kNo);
    CHECK(bench.slot(build.in_table(missing, keys(2, 10))) == kNo);

    // An absent key is in no table, and no miss either.
    const NodeId level = build.field(kMaybeLevel);
    const NodeId day = build.date(0);
    CHECK(bench.slot(build.in_table(plain, {level, day})) == kNo);
    CHECK(bench.fault(build.lookup(plain, 0, {level, day})) == FaultCode::no_row);
    CHECK(bench.fault(build.lookup(missing, 0, {level, day})) == FaultCode::no_row);
    bench.set(kMaybeLevel, 1);
    CHECK(bench.slot(build.in_table(plain, {level, day})) == kYes);
    CHECK(bench.slot(build.lookup(plain, 0, {level, day})) == value(10));
}

TEST_CASE("quantifiers look at each element") {
    Bench bench;
    ir::Builder& build = bench.build();
    const NodeId amount = build.element(kLines, kAmount);
    const NodeId marked = build.truth(build.element(kLines, kMark));
    const NodeId large = build.less(build.money(10), amount);
    CHECK(bench.slot(build.exists(kLines, build.boolean(true))) == kNo);
    CHECK(bench.slot(build.count(kLines, build.boolean(true))) == value(0));
    bench.lines({{5, true}, {20, std::nullopt}, {30, false}, {40, true}});
    CHECK(bench.slot(build.count(kLines, build.boolean(true))) == value(4));
    CHECK(bench.slot(build.count(kLines, large)) == value(3));
    CHECK(bench.slot(build.total(kLines, amount)) == value(95));
    CHECK(bench.slot(build.total(kLines, build.choose({{large, amount}}, build.money(0)))) ==
          value(90));
    // 1234.567890 yuan is 123456.7890 fen.
    CHECK(bench.slot(build.as_money(build.number(1'234'567'890, 6))) == value(1'234'567'890));
    CHECK(bench.slot(build.count(kLines, marked)) == value(2));
    CHECK(bench.slot(build.count(kLines, build.present(build.element(kLines, kMark)))) == value(3));
    CHECK(bench.slot(build.exists(kLines, build.conjunction({large, marked}))) == kYes);
    CHECK(bench.slot(build.exists(kLines, build.less(build.money(40), amount))) == kNo);

    // Inside, the claim's own fields are as outside, and an outer element is one level out.
    bench.set(kTotal, 25);
    CHECK(bench.slot(build.count(kLines, build.less(build.field(kTotal), amount))) == value(2));
    const NodeId smaller = build.less(amount, build.element(kLines, kAmount, 1));
    CHECK(bench.slot(build.count(kLines, build.exists(kLines, smaller))) == value(3));
    const NodeId two_smaller = build.less_equal(build.number(2), build.count(kLines, smaller));
    CHECK(bench.slot(build.count(kLines, two_smaller)) == value(2));

    // `exists` stops at the first; `count` goes on to the fault.
    const NodeId checked = build.choose({{marked, build.boolean(true)}});
    CHECK(bench.slot(build.exists(kLines, checked)) == kYes);
    CHECK(bench.fault(build.count(kLines, checked)) == FaultCode::no_case);
}

TEST_CASE("a quantity inside a quantifier is of the claim") {
    Bench bench;
    ir::Builder& build = bench.build();
    bench.lines({{5, true}, {20, true}, {30, true}});
    const NodeId amount = build.element(kLines, kAmount);
    const ir::QuantityId large = build.define(
        "large", ir::Role::definition, build.count(kLines, build.less(build.money(10), amount)));
    const NodeId outer = build.less(build.multiply(build.money(5), build.quantity(large)), amount);
    CHECK(bench.slot(build.count(kLines, outer)) == value(2));
}

TEST_CASE("balances are asked for with their keys") {
    Bench bench;
    ir::Builder& build = bench.build();
    build.add(ir::Account{"plain", "年度", {}});
    build.add(
        ir::Account{"keyed", "年度", {{"level", {abi::Kind::code}}, {"n", {abi::Kind::number}}}});
    bench.set(kDay, 100);
    bench.set(kTimes, 7);
    bench.sum(0, 100, {}, 55);
    bench.sum(1, 100, {2, 7}, 66);
    const NodeId day = build.field(kDay);
    CHECK(bench.slot(build.balance({0}, day)) == value(55));
    CHECK(bench.slot(build.balance({0}, build.date(0))) == value(0));
    CHECK(bench.slot(build.balance({1}, day, {build.code(0, 2), build.field(kTimes)})) ==
          value(66));
    CHECK(bench.slot(build.balance({1}, day, {build.code(0, 1), build.field(kTimes)})) == value(0));
    CHECK(bench.slot(build.balance({1}, day, {build.field(kMaybeLevel), build.number(7)})) ==
          kAbsent);
}

TEST_CASE("money in fen past the bound is a fault, whatever yields it") {
    Bench bench;
    ir::Builder& build = bench.build();
    bench.set(kTotal, kMoneyBound);
    build.add(ir::Account{"plain", "年度", {}});
    bench.sum(0, 0, {}, kMoneyBound + 1);
    const NodeId total = build.field(kTotal);
    const NodeId one = build.money(1);
    const NodeId two = build.number(2);
    const NodeId posted = build.balance({0}, build.date(0));
    CHECK(bench.slot(build.negate(total)) == value(-kMoneyBound));
    CHECK(bench.fault(build.negate(posted)) == FaultCode::overflow);
    CHECK(bench.fault(build.add(total, one)) == FaultCode::overflow);
    CHECK(bench.fault(build.subtract(build.negate(one), total)) == FaultCode::overflow);
    CHECK(bench.slot(build.subtract(total, one)) == value(kMoneyBound - 1));
    CHECK(bench.fault(build.multiply(total, two)) == FaultCode::overflow);
    CHECK(bench.fault(build.quotient(total, build.number(9'999, 4), {}, 0)) == FaultCode::overflow);
    const NodeId exact = build.multiply(total, build.number(10'001, 4));
    CHECK(bench.slot(exact) == value(kMoneyBound * 10'001));
    CHECK(bench.fault(build.round(exact, {})) == FaultCode::overflow);
    // What only picks a value does not check it, nor does any other kind of number.
    CHECK(bench.slot(posted) == value(kMoneyBound + 1));
    CHECK(bench.slot(build.maximum({posted, one})) == value(kMoneyBound + 1));
    CHECK(bench.slot(build.choose({{build.boolean(true), posted}})) == value(kMoneyBound + 1));
    bench.set(kTimes, 2 * kMoneyBound);
    CHECK(bench.slot(build.add(build.field(kTimes), two)) == value(2 * kMoneyBound + 2));
}

TEST_CASE("dividing by zero is a fault") {
    Bench bench;
    ir::Builder& build = bench.build();
    CHECK(bench.fault(build.quotient(build.money(0), build.number(0, 4), {}, 0)) ==
          FaultCode::divided_by_zero);
}

TEST_CASE("operands are evaluated from the left, all of them") {
    Bench bench;
    ir::Builder& build = bench.build();
    const NodeId no_case = build.choose({{build.boolean(false), build.money(1)}});
    const NodeId by_zero = build.quotient(build.money(1), build.number(0), {}, 0);
    const NodeId absent = build.field(kGiven);
    CHECK(bench.fault(build.add(no_case, by_zero)) == FaultCode::no_case);
    CHECK(bench.fault(build.add(by_zero, no_case)) == FaultCode::divided_by_zero);
    CHECK(bench.fault(build.maximum({absent, by_zero, no_case})) == FaultCode::divided_by_zero);
    CHECK(bench.fault(build.equal(absent, no_case)) == FaultCode::no_case);
}
