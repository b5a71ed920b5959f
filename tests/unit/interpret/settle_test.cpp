// The order of a settlement: jurisdictions, benefits, answers, steps, outputs, and the first fault.
#include <catch2/catch.hpp>

#include "tests/unit/interpret/bench.h"

using namespace pol;
using namespace pol::interpret::test;
using ir::AnswerKind;
using ir::NodeId;
using ir::QuantityId;

namespace {

QuantityId condition(Bench& bench, std::string_view name, bool holds) {
    return bench.build().define(name, ir::Role::condition, bench.build().boolean(holds));
}

QuantityId amount(Bench& bench, std::string_view name, Fen fen) {
    return bench.build().define(name, ir::Role::paid, bench.build().money(fen));
}

/// A quantity that faults with divided_by_zero.
QuantityId broken(Bench& bench, std::string_view name) {
    ir::Builder& build = bench.build();
    return build.define(name, ir::Role::paid,
                        build.quotient(build.money(1), build.number(0), {}, 0));
}

QuantityId broken_condition(Bench& bench, std::string_view name) {
    ir::Builder& build = bench.build();
    return build.define(name, ir::Role::condition,
                        build.choose({{build.boolean(false), build.boolean(true)}}));
}

}  // namespace

TEST_CASE("quantities are computed when first needed, and once") {
    Bench bench;
    ir::Builder& build = bench.build();
    const ir::AccountId account = build.add(ir::Account{"a", "年度", {}});
    bench.sum(0, 0, {}, 5);
    const QuantityId balance =
        build.define("balance", ir::Role::left, build.balance(account, build.date(0)));
    const QuantityId twice = build.define(
        "twice", ir::Role::paid, build.add(build.quantity(balance), build.quantity(balance)));
    const QuantityId unused = broken(bench, "unused");
    bench.benefit({ir::Compute{twice}, ir::Compute{balance}, ir::Compute{twice}});
    const Result result = bench.settle();
    CHECK(result.status == abi::Status::paid);
    CHECK(result.tape[twice.value] == value(10));
    CHECK(result.tape[unused.value] == kNotEvaluated);
    CHECK(result.balances_asked == 1);
}

TEST_CASE("the first benefit that holds is the claim's") {
    Bench bench;
    const QuantityId no = condition(bench, "no", false);
    const QuantityId unasked = broken_condition(bench, "unasked");
    bench.benefit().holds = no;
    bench.benefit();
    bench.benefit().holds = unasked;
    CHECK(bench.settle().benefit == 1);

    // A jurisdiction that does not hold is not looked into; one without a holding benefit leads to
    // the next.
    bench.program().jurisdictions = {{"elsewhere", no, {{2}}},
                                     {"city", bench.always(), {{0}}},
                                     {"nation", bench.always(), {{0}, {1}}}};
    const Result result = bench.settle();
    CHECK(result.benefit == 1);
    CHECK(result.status == abi::Status::paid);
    CHECK(result.tape[unasked.value] == kNotEvaluated);
}

TEST_CASE("no benefit is a fault of no quantity") {
    Bench bench;
    const QuantityId no = condition(bench, "no", false);
    bench.benefit().holds = no;
    const Result result = bench.settle();
    CHECK(result.status == abi::Status::fault);
    CHECK(result.fault == Fault{FaultCode::no_benefit, Fault::kNoQuantity});
    CHECK(result.benefit == -1);
}

TEST_CASE("the strongest answer gives the status") {
    struct Row {
        std::vector<AnswerKind> kinds;
        abi::Status status;
        bool calculates;
    };
    const Row rows[] = {
        {{}, abi::Status::paid, true},
        {{AnswerKind::notice}, abi::Status::paid, true},
        {{AnswerKind::manual, AnswerKind::notice}, abi::Status::manual, true},
        {{AnswerKind::manual, AnswerKind::pending, AnswerKind::manual}, abi::Status::pending, true},
        {{AnswerKind::pending, AnswerKind::refused, AnswerKind::notice},
         abi::Status::refused,
         false},
    };
    for (const Row& row : rows) {
        Bench bench;
        const QuantityId full = amount(bench, "full", 70);
        const QuantityId skipped = amount(bench, "skipped", 7);
        const QuantityId no = condition(bench, "no", false);
        ir::Benefit& benefit = bench.benefit({ir::Compute{full}});
        benefit.outputs = {{0, full}};
        benefit.outputs_skipped = {{1, skipped}};
        for (const AnswerKind kind : row.kinds) {
            benefit.answers.push_back(
                bench.build().add(ir::Answer{kind, "a", bench.always(), false, {}, {}}));
        }
        benefit.answers.push_back(
            bench.build().add(ir::Answer{AnswerKind::refused, "never", no, true, {}, {}}));
        const Result result = bench.settle();
        CHECK(result.status == row.status);
        std::vector<std::uint8_t> answers(row.kinds.size(), 1);
        answers.push_back(0);
        CHECK(result.answers == answers);
        CHECK(result.outputs == (row.calculates ? std::vector<std::int64_t>{70, 0}
                                                : std::vector<std::int64_t>{0, 7}));
        CHECK(result.tape[full.value] == (row.calculates ? value(70) : kNotEvaluated));
    }
}

TEST_CASE("an answer without calculation skips the tiers, of whatever kind it is") {
    for (const AnswerKind kind : {AnswerKind::notice, AnswerKind::manual, AnswerKind::pending}) {
        Bench bench;
        const QuantityId full = amount(bench, "full", 70);
        const QuantityId skipped = amount(bench, "skipped", 7);
        ir::Benefit& benefit = bench.benefit({ir::Compute{full}});
        benefit.outputs = {{0, full}};
        benefit.outputs_skipped = {{0, skipped}};
        benefit.answers = {bench.build().add(ir::Answer{kind, "a", bench.always(), true, {}, {}})};
        CHECK(bench.settle().outputs == std::vector<std::int64_t>{7, 0});
    }
}

TEST_CASE("postings are seen by later steps, and zero is not posted") {
    Bench bench;
    ir::Builder& build = bench.build();
    const ir::AccountId account =
        build.add(ir::Account{"a", "年度", {{"level", {abi::Kind::code}}}});
    bench.set(kLevel, 2);
    bench.set(kDay, day("2024-05-06"));
    bench.sum(0, day("2024-01-01"), {2}, 100);
    const NodeId period = build.year_start(build.field(kDay), 1, 1);
    const NodeId key = build.field(kLevel);
    const QuantityId first = amount(bench, "first", 30);
    const QuantityId zero = amount(bench, "zero", 0);
    const QuantityId negative = amount(bench, "negative", -4);
    const QuantityId after =
        build.define("after", ir::Role::left, build.balance(account, period, {key}));
    // The period of a zero amount is not evaluated: it would fault.
    const NodeId no_period = build.choose({{build.boolean(false), period}});
    bench.benefit({ir::Post{account, period, {key}, first},
                   ir::Post{account, no_period, {key}, zero},
                   ir::Post{account, period, {key}, negative}, ir::Compute{after}});
    const Result result = bench.settle();
    CHECK(result.status == abi::Status::paid);
    CHECK(result.postings ==
          std::vector<Posting>{{0, day("2024-01-01"), {2}, 30}, {0, day("2024-01-01"), {2}, -4}});
    CHECK(result.tape[after.value] == value(126));
}

TEST_CASE("a requirement that does not hold faults with its code") {
    Bench bench;
    const QuantityId no = condition(bench, "no", false);
    const QuantityId later = amount(bench, "later", 1);
    ir::Benefit& benefit =
        bench.benefit({ir::Require{bench.always(), FaultCode::overflow},
                       ir::Require{no, FaultCode::overpaid}, ir::Compute{later}});
    benefit.outputs = {{0, later}};
    const Result result = bench.settle();
    CHECK(result.status == abi::Status::fault);
    CHECK(result.fault == Fault{FaultCode::overpaid, no.value});
    // The condition itself was computed; what follows was not.
    CHECK(result.tape[no.value] == value(0));
    CHECK(result.tape[later.value] == kNotEvaluated);
    CHECK(result.outputs == std::vector<std::int64_t>{0, 0});
    CHECK(result.benefit == 0);
}

TEST_CASE("the first fault ends everything") {
    Bench bench;
    ir::Builder& build = bench.build();
    const ir::AccountId account = build.add(ir::Account{"a", "年度", {}});
    const QuantityId good = amount(bench, "good", 1);
    const QuantityId inner = broken(bench, "inner");
    const QuantityId outer = build.define("outer", ir::Role::paid,
                                          build.add(build.quantity(good), build.quantity(inner)));
    const QuantityId later = amount(bench, "later", 2);
    ir::Benefit& benefit = bench.benefit({
        ir::Post{account, build.date(0), {}, good},
        ir::Compute{outer},
        ir::Post{account, build.date(0), {}, good},
        ir::Require{condition(bench, "no", false), FaultCode::overpaid},
    });
    benefit.answers = {
        build.add(ir::Answer{AnswerKind::pending, "a", bench.always(), false, {}, {}})};
    benefit.outputs = {{0, later}};
    const Result result = bench.settle();
    CHECK(result.status == abi::Status::fault);
    CHECK(result.fault == Fault{FaultCode::divided_by_zero, inner.value});
    CHECK(result.tape[good.value] == value(1));
    CHECK(result.tape[inner.value] == kNotEvaluated);
    CHECK(result.tape[outer.value] == kNotEvaluated);
    CHECK(result.tape[later.value] == kNotEvaluated);
    CHECK(result.postings.size() == 1);
    CHECK(result.answers == std::vector<std::uint8_t>{1});
    CHECK(result.benefit == 0);
}

TEST_CASE("a fault in an output takes back the outputs before it") {
    Bench bench;
    const QuantityId good = amount(bench, "good", 1);
    const QuantityId bad = broken(bench, "bad");
    bench.benefit().outputs = {{0, good}, {1, bad}};
    const Result result = bench.settle();
    CHECK(result.fault == Fault{FaultCode::divided_by_zero, bad.value});
    CHECK(result.outputs == std::vector<std::int64_t>{0, 0});
    CHECK(result.tape[good.value] == value(1));
}

TEST_CASE("faults before a benefit, in an answer and in a posting's period") {
    SECTION("of a jurisdiction") {
        Bench bench;
        bench.benefit();
        const QuantityId bad = broken_condition(bench, "bad");
        bench.program().jurisdictions[0].holds = bad;
        const Result result = bench.settle();
        CHECK(result.fault == Fault{FaultCode::no_case, bad.value});
        CHECK(result.benefit == -1);
    }
    SECTION("of a benefit") {
        Bench bench;
        const QuantityId bad = broken_condition(bench, "bad");
        bench.benefit().holds = bad;
        bench.benefit();
        const Result result = bench.settle();
        CHECK(result.fault == Fault{FaultCode::no_case, bad.value});
        CHECK(result.benefit == -1);
    }
    SECTION("of an answer: those before it are kept") {
        Bench bench;
        const QuantityId bad = broken_condition(bench, "bad");
        ir::Builder& build = bench.build();
        ir::Benefit& benefit = bench.benefit();
        for (const QuantityId holds : {bench.always(), bad, bench.always()}) {
            benefit.answers.push_back(
                build.add(ir::Answer{AnswerKind::notice, "a", holds, false, {}, {}}));
        }
        const Result result = bench.settle();
        CHECK(result.status == abi::Status::fault);
        CHECK(result.fault == Fault{FaultCode::no_case, bad.value});
        CHECK(result.answers == std::vector<std::uint8_t>{1, 0, 0});
        CHECK(result.benefit == 0);
    }
    SECTION("of a period: no quantity is being computed") {
        Bench bench;
        ir::Builder& build = bench.build();
        const ir::AccountId account = build.add(ir::Account{"a", "年度", {}});
        const QuantityId good = amount(bench, "good", 1);
        const NodeId period = build.add_days(build.date(kLastDay), build.number(1));
        bench.benefit({ir::Post{account, period, {}, good}});
        const Result result = bench.settle();
        CHECK(result.fault == Fault{FaultCode::out_of_bounds, Fault::kNoQuantity});
        CHECK(result.postings.empty());
    }
}

TEST_CASE("the plain form answers the same without a tape") {
    Bench bench;
    const QuantityId paid = amount(bench, "paid", 42);
    bench.benefit({ir::Compute{paid}}).outputs = {{0, paid}};
    const Result result = bench.settle(false);
    CHECK(result.outputs == std::vector<std::int64_t>{42, 0});
    CHECK(result.tape[paid.value] == kNotEvaluated);
}
