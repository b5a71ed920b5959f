#include "compiler/ir/width.h"

#include <catch2/catch.hpp>

#include "compiler/ir/walk.h"
#include "tests/unit/ir/sample.h"

using namespace pol;
using namespace pol::ir;
using namespace pol::ir::test;

namespace {

struct Widths {
    int kept;
    int working;
    friend bool operator==(const Widths&, const Widths&) = default;
};

/// Of the node that `build` appends last to an empty program.
template <class Build>
Widths of(Build append) {
    Program program = empty_program();
    Table table;
    table.name = "表";
    table.keys = {{"k", {abi::Kind::number}}};
    table.columns = {{"v", {abi::Kind::number}}, {"d", {abi::Kind::date}}};
    table.rows = {{{{true, {}}}, {{true, -9}, {true, 1}}, {}, {}}};
    table.miss = {{true, 7}, {true, 1}};
    program.tables = {table};
    program.accounts = {{"户", "年度", {}}};
    Builder build{program};
    const NodeId id = append(build);
    return {widths(program)[id.value], working_widths(program)[id.value]};
}

}  // namespace

TEST_CASE("a power of ten adds its bits") {
    CHECK(bits_of_power(0) == 0);
    CHECK(bits_of_power(1) == 4);
    CHECK(bits_of_power(2) == 7);
    CHECK(bits_of_power(3) == 10);
    CHECK(bits_of_power(4) == 14);
    CHECK(bits_of_power(18) == 60);
    CHECK(bits_of_power(20) == 67);
}

TEST_CASE("leaves are as wide as their border allows") {
    CHECK(of([](Builder& b) { return b.number(0); }) == Widths{0, 0});
    CHECK(of([](Builder& b) { return b.number(-8); }) == Widths{4, 4});
    CHECK(of([](Builder& b) { return b.number(std::numeric_limits<std::int64_t>::min()); }) ==
          Widths{64, 64});
    CHECK(of([](Builder& b) { return b.boolean(true); }) == Widths{1, 1});
    CHECK(of([](Builder& b) { return b.field(kTotal); }) == Widths{37, 37});
    CHECK(of([](Builder& b) { return b.field(kTimes); }) == Widths{50, 50});
    CHECK(of([](Builder& b) { return b.field(kFlag); }) == Widths{1, 1});
    CHECK(of([](Builder& b) { return b.field(kPlace); }) == Widths{32, 32});
    CHECK(of([](Builder& b) { return b.absent({abi::Kind::money}); }) == Widths{0, 0});
    CHECK(of([](Builder& b) { return b.balance({0}, b.field(kDay)); }) == Widths{62, 62});
    CHECK(of([](Builder& b) { return b.lookup({0}, 0, {b.number(1)}); }) == Widths{4, 4});
    CHECK(of([](Builder& b) { return b.lookup({0}, 1, {b.number(1)}); }) == Widths{32, 32});
}

TEST_CASE("amounts grow by their operation") {
    const auto times = [](Builder& b) { return b.field(kTimes); };
    CHECK(of([&](Builder& b) { return b.negate(times(b)); }) == Widths{50, 50});
    CHECK(of([&](Builder& b) { return b.add(times(b), times(b)); }) == Widths{51, 51});
    CHECK(of([&](Builder& b) { return b.subtract(times(b), b.number(1)); }) == Widths{51, 51});
    CHECK(of([&](Builder& b) { return b.multiply(times(b), b.number(7)); }) == Widths{53, 53});
    CHECK(of([&](Builder& b) { return b.rescale(times(b), 4); }) == Widths{64, 64});
    CHECK(of([&](Builder& b) { return b.maximum({times(b), b.number(1)}); }) == Widths{50, 50});
    CHECK(of([&](Builder& b) { return b.choose({{b.boolean(true), b.number(1)}}, times(b)); }) ==
          Widths{50, 50});
    CHECK(of([&](Builder& b) { return b.count(kFilings, b.boolean(true)); }) == Widths{32, 32});
    CHECK(of([&](Builder& b) { return b.less(times(b), times(b)); }) == Widths{1, 1});
    CHECK(of([&](Builder& b) { return b.add_days(b.field(kDay), times(b)); }) == Widths{32, 32});
}

TEST_CASE("money in fen is bounded by its check, but not while it is computed") {
    const auto exact = [](Builder& b) { return b.multiply(b.field(kTotal), b.number(9'999, 4)); };
    CHECK(of(exact) == Widths{51, 51});
    CHECK(of([&](Builder& b) { return b.round(exact(b), {}); }) == Widths{37, 39});
    CHECK(of([](Builder& b) { return b.add(b.field(kTotal), b.field(kTotal)); }) == Widths{37, 38});
    CHECK(of([](Builder& b) { return b.multiply(b.field(kTotal), b.field(kTimes)); }) ==
          Widths{37, 87});
    CHECK(of([](Builder& b) { return b.minimum({b.balance({0}, b.field(kDay)), b.money(1)}); }) ==
          Widths{62, 62});
}

TEST_CASE("rounding loses the bits it drops, and quotients need their dividend at full scale") {
    const auto rate = [](Builder& b) { return b.multiply(b.field(kTimes), b.number(1, 4)); };
    CHECK(of([&](Builder& b) { return b.round(rate(b), {}); }) == Widths{39, 39});
    CHECK(of([&](Builder& b) { return b.round(rate(b), {}, 4); }) == Widths{51, 51});
    CHECK(of([&](Builder& b) { return b.round(b.number(1, 4), {RoundingMode::up, 3}); }) ==
          Widths{11, 11});
    CHECK(of([](Builder& b) { return b.quotient(b.field(kTimes), b.field(kTimes), {}, 4); }) ==
          Widths{64, 64});
    CHECK(of([&](Builder& b) { return b.quotient(b.number(1, 4), b.field(kTimes), {}, 0); }) ==
          Widths{1, 64});
    CHECK(of([&](Builder& b) {
              return b.quotient(b.number(1), b.field(kTimes), {RoundingMode::up, 2}, 0);
          }) == Widths{8, 57});
}

TEST_CASE("a quantity is as wide as its expression, wherever that stands") {
    Program program = empty_program();
    Builder build{program};
    const NodeId use = build.quantity({0}, {abi::Kind::number});
    const NodeId more = build.add(use, build.number(1));
    build.define("甲", Role::definition, build.field(kTimes));
    CHECK(widths(program)[use.value] == 50);
    CHECK(widths(program)[more.value] == 51);
}

TEST_CASE("widths of broken or monstrous programs end") {
    Program program = empty_program();
    Builder build{program};
    const NodeId use = build.quantity({0}, {abi::Kind::number});
    build.define("甲", Role::definition, build.add(use, use));
    CHECK(widths(program)[use.value] > kWidestBits);

    NodeId square = build.field(kTimes);
    for (int i = 0; i < 100; ++i) {
        square = build.multiply(square, square);
    }
    CHECK(widths(program)[square.value] > kWidestBits);
}

TEST_CASE("an expression's parts and uses are found") {
    Program program = sample_program();
    Builder build{program};
    const NodeId total = build.field(kTotal);
    const NodeId sum = build.add(total, build.add(total, build.quantity({4})));
    CHECK(nodes_under(program, sum) ==
          std::vector<NodeId>{total, {total.value + 1}, {total.value + 2}, sum});
    const Uses uses = uses_of(program, sum);
    CHECK(uses.fields == std::vector<std::uint32_t>{kTotal});
    CHECK(uses.quantities == std::vector<QuantityId>{{4}});
}
