#include "tests/unit/interpret/bench.h"

#include <catch2/catch.hpp>

#include "compiler/interpret/interpret.h"
#include "compiler/ir/verify.h"

namespace pol::interpret::test {
namespace {

using abi::Kind;

abi::Field field(const char* name, Kind kind, bool required) {
    abi::Field field;
    field.name = name;
    field.external = name;
    field.kind = kind;
    field.required = required;
    return field;
}

abi::Vocabulary vocabulary() {
    abi::Vocabulary vocabulary;
    vocabulary.enums = {
        {"级别", false, false, {{"一", "1", -1}, {"二", "2", -1}, {"三", "3", -1}}}};
    vocabulary.fields = {
        field("total", Kind::money, true),   field("day", Kind::date, true),
        field("place", Kind::place, true),   field("level", Kind::code, true),
        field("times", Kind::number, true),  field("given", Kind::money, false),
        field("flag", Kind::boolean, false), field("born", Kind::date, false),
        field("name", Kind::text, false),    field("site", Kind::place, false),
        field("maybe", Kind::number, false), field("grade", Kind::code, false),
    };
    vocabulary.lists = {
        {"lines",
         "lines",
         {field("amount", Kind::money, true), field("mark", Kind::boolean, false)}}};
    vocabulary.results = {{"paid", "paid", Kind::money, 0}, {"base", "base", Kind::money, 0}};
    return vocabulary;
}

/// What an engine is given as accounts.
struct Ledger {
    std::map<std::tuple<std::uint32_t, std::int64_t, std::vector<std::int64_t>>, Fen> sums;
    std::vector<Posting> postings;
    int asked = 0;
};

std::vector<std::int64_t> keys_of(const abi::AccountKey* key) {
    return {key->keys, key->keys + key->key_count};
}

std::int64_t balance(void* self, const abi::AccountKey* key) {
    auto* ledger = static_cast<Ledger*>(self);
    ++ledger->asked;
    return ledger->sums[{key->account, key->period, keys_of(key)}];
}

void post(void* self, const abi::AccountKey* key, std::int64_t amount) {
    auto* ledger = static_cast<Ledger*>(self);
    ledger->postings.push_back({key->account, key->period, keys_of(key), amount});
    ledger->sums[{key->account, key->period, keys_of(key)}] += amount;
}

/// The elements of the list, row after row.
struct FlatLines {
    explicit FlatLines(const std::vector<Line>& lines) {
        for (const Line& line : lines) {
            values.insert(values.end(), {line.amount, line.mark.value_or(true) ? 1 : 0});
            present.insert(present.end(),
                           {1, line.mark.has_value() ? std::uint8_t{1} : std::uint8_t{0}});
        }
        view = {std::ssize(lines), values.data(), present.data()};
    }
    std::vector<std::int64_t> values;
    std::vector<std::uint8_t> present;
    abi::ListView view;
};

}  // namespace

Days day(std::string_view text) {
    const std::optional<Days> parsed = parse_date(text);
    REQUIRE(parsed.has_value());
    return *parsed;
}

Bench::Bench() : values_(kFieldCount, 0), present_(kFieldCount, 0) {
    program_.vocabulary = vocabulary();
    for (std::uint32_t i = 0; i < kGiven; ++i) {
        present_[i] = 1;
    }
}

void Bench::set(std::uint32_t field, std::int64_t number) {
    values_[field] = number;
    present_[field] = 1;
}

void Bench::sum(std::uint32_t account, std::int64_t period, std::vector<std::int64_t> keys,
                Fen amount) {
    sums_[{account, period, std::move(keys)}] = amount;
}

ir::QuantityId Bench::always() {
    if (!always_) {
        always_ = build_.define("always", ir::Role::condition, build_.boolean(true));
    }
    return *always_;
}

ir::Benefit& Bench::benefit(std::vector<ir::Step> steps) {
    ir::Benefit benefit;
    benefit.name = "benefit";
    benefit.holds = always();
    benefit.steps = std::move(steps);
    const ir::BenefitId id = build_.add(std::move(benefit));
    if (program_.jurisdictions.empty()) {
        program_.jurisdictions.push_back({"jurisdiction", always(), {}});
    }
    program_.jurisdictions.front().benefits.push_back(id);
    return program_.benefits[id.value];
}

Result Bench::settle(bool with_tape) {
    const std::vector<std::string> wrong = ir::verify(program_);
    CAPTURE(wrong);
    REQUIRE(wrong.empty());
    const FlatLines lines{lines_};
    const abi::ClaimView claim{values_.data(), present_.data(), &lines.view};
    Ledger ledger{sums_, {}, 0};
    abi::Accounts accounts{&ledger, balance, post};
    Result result;
    result.outputs.resize(program_.vocabulary.results.size());
    result.answers.resize(program_.answers.size());
    abi::Settlement settlement;
    settlement.outputs = result.outputs.data();
    settlement.answers = result.answers.data();
    std::vector<std::int64_t> words(2 * program_.quantities.size());
    std::vector<std::uint8_t> states(program_.quantities.size());
    abi::Tape tape{words.data(), states.data()};
    settle_one(program_, claim, accounts, settlement, with_tape ? &tape : nullptr);
    result.status = static_cast<abi::Status>(settlement.status);
    result.benefit = settlement.benefit;
    result.fault = {static_cast<FaultCode>(settlement.fault), settlement.fault_quantity};
    for (std::size_t i = 0; i < states.size(); ++i) {
        result.tape.push_back({static_cast<abi::Slot>(states[i]), words[2 * i], words[2 * i + 1]});
    }
    result.postings = ledger.postings;
    result.balances_asked = ledger.asked;
    return result;
}

Result Bench::of(ir::NodeId expression) {
    // Only the new benefit stands in the jurisdiction.
    const std::string name = "x" + std::to_string(program_.quantities.size());
    const ir::QuantityId id = build_.define(name, ir::Role::definition, expression);
    if (!program_.jurisdictions.empty()) {
        program_.jurisdictions.front().benefits.clear();
    }
    benefit({ir::Compute{id}});
    Result result = settle();
    result.tape = {result.tape[id.value]};
    if (result.fault) {
        CHECK(result.fault.quantity == id.value);
        CHECK(result.tape.front() == kNotEvaluated);
    }
    return result;
}

Slot Bench::slot(ir::NodeId expression) {
    const Result result = of(expression);
    CHECK(result.fault.code == FaultCode::none);
    CHECK(result.status == abi::Status::paid);
    return result.tape.front();
}

FaultCode Bench::fault(ir::NodeId expression) {
    const Result result = of(expression);
    CHECK(result.status == abi::Status::fault);
    return result.fault.code;
}

}  // namespace pol::interpret::test
