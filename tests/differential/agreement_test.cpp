// Every program of the tree, each reading of it, settled on generated claims by every engine.
#include "tests/differential/agreement.h"

#include <iostream>

#include <catch2/catch.hpp>
#include <fmt/format.h>

#include "tests/differential/claim_maker.h"
#include "tests/support/policies.h"
#include "tests/support/sanitized.h"

using namespace pol;

namespace {

std::uint64_t seed() {
    return test::environment("POL_SEED", 1);
}

void check(const ir::Program& program, const SourceMap& sources, const std::string& name,
           std::uint64_t seed, std::size_t count, differential::Counts& counts) {
    differential::ClaimMaker maker(program, seed);
    const std::string claims = maker.lines(count);
    differential::Given given(program, sources, claims);
    const differential::Agreement agreement = differential::settle_by_all(given);
    counts.add(agreement.counts);
    if (!agreement.difference.empty()) {
        FAIL_CHECK(name << ", claims of seed " << seed << ": " << agreement.difference << "\n"
                        << claims);
    }
}

// Its claims, and the filings over each record.
void check(const driver::Compilation& c, const std::string& name, std::uint64_t seed,
           std::size_t count, differential::Counts& counts) {
    check(*c.program, c.sources, name, seed, count, counts);
    for (const driver::Filings& filings : c.filings) {
        check(*filings.program, c.sources, name + " " + filings.typed.filed->name.text, seed,
              count / 5, counts);
    }
}

// Each option that is not adopted, alone; with sanitizers, which take ten times as long, one in
// six.
constexpr std::size_t kEvery = test::kSanitized ? 6 : 1;

std::vector<resolve::Selection> other_readings(const driver::Compilation& c) {
    std::vector<resolve::Selection> list;
    std::size_t number = 0;
    for (const auto& [reading, options] : c.readings) {
        for (std::size_t i = 1; i < options.size(); ++i) {
            if (number++ % kEvery == 0) {
                list.push_back({{reading, options[i]}});
            }
        }
    }
    return list;
}

}  // namespace

TEST_CASE("the engines agree on every program of the tree") {
    const std::size_t count = 250;
    // An option changes a clause or two of a program that has been settled already.
    const std::size_t count_of_others = 60;
    differential::Counts counts;
    for (const test::Project& project : test::good_projects()) {
        const auto adopted = test::compile_files(project.files);
        INFO(project.name << "\n" << test::messages(*adopted));
        REQUIRE(adopted->program);
        check(*adopted, project.name, seed(), count, counts);
        for (const resolve::Selection& other : other_readings(*adopted)) {
            const auto c = test::compile_files(project.files, other);
            const std::string name = project.name + " " + other.begin()->second;
            INFO(name << "\n" << test::messages(*c));
            REQUIRE(c->program);
            check(*c, name, seed(), count_of_others, counts);
        }
    }
    fmt::print("{} claims: {} paid, {} manual, {} pending, {} refused, {} faulted\n", counts.claims,
               counts.status[0], counts.status[1], counts.status[2], counts.status[3],
               counts.status[4]);
    CHECK(counts.claims > 10'000);
    // The generator is of use only where it meets every kind of answer.
    CHECK(counts.status[0] > counts.claims / 5);
    for (const std::size_t status : counts.status) {
        CHECK(status > counts.claims / 1'000);
    }
}
