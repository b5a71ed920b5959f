// Policies out of nothing, settled by every engine: POL_SEED gives the first, POL_FUZZ_COUNT how
// many (40, fewer with sanitizers). POL_POLICY=77130 takes the policy of that seed alone, and
// prints it first.
#include <cstdio>
#include <map>

#include <catch2/catch.hpp>
#include <fmt/format.h>

#include "compiler/ir/print.h"
#include "compiler/ir/read.h"
#include "compiler/ir/verify.h"
#include "tests/differential/claim_maker.h"
#include "tests/differential/compare.h"
#include "tests/differential/policy_maker.h"
#include "tests/differential/telling.h"
#include "tests/support/policies.h"
#include "tests/support/sanitized.h"

using namespace pol;

namespace {

// What a generated policy may be refused for: a product of too many decimals or too many bits, and
// lines taken out by their parts.
bool may_be_refused(const driver::Compilation& c) {
    for (const Diagnostic& d : c.diagnostics.all()) {
        const bool is_error = severity_of(d.code) == Severity::error;
        if (is_error && d.code != Code::E0332_too_fine && d.code != Code::E0403_too_wide &&
            d.code != Code::E0388_parts_not_known_yet) {
            return false;
        }
    }
    return true;
}

void check_round_trip(const ir::Program& program) {
    CHECK(ir::verify(program).empty());
    const auto again = ir::read(ir::print(program));
    REQUIRE(again.has_value());
    CHECK(*again == program);
}

}  // namespace

TEST_CASE("the engines agree on policies out of nothing") {
    const std::uint64_t only = test::environment("POL_POLICY", 0);
    const std::uint64_t first = only != 0 ? only : test::environment("POL_SEED", 1) * 1'000;
    const std::uint64_t count =
        only != 0 ? 1 : test::environment("POL_FUZZ_COUNT", test::kSanitized ? 16 : 40);
    const std::uint64_t claims_each = test::environment("POL_CLAIMS", 150);
    differential::Counts counts;
    std::uint64_t refused = 0;
    std::map<std::string, std::uint64_t> obstacles;
    std::size_t rows = 0;
    std::size_t sums = 0;
    std::size_t in_batches = 0;
    for (std::uint64_t seed = first; seed < first + count; ++seed) {
        const std::string policy = differential::PolicyMaker(seed).policy();
        if (only != 0) {
            fmt::print("{}", policy);
            (void)std::fflush(stdout);  // it may be the last thing said
        }
        const auto c = test::compile_text(policy);
        INFO("policy of seed " << seed << "\n" << policy << test::messages(*c));
        if (!c->program) {
            CHECK(may_be_refused(*c));
            ++refused;
            continue;
        }
        std::vector<const ir::Program*> programs{&*c->program};
        for (const driver::Filings& filings : c->filings) {
            programs.push_back(&*filings.program);
        }
        for (const ir::Program* const& program : programs) {
            check_round_trip(*program);
            const std::string claims = differential::telling(
                *program, c->sources,
                differential::ClaimMaker(*program, seed).lines(4 * claims_each), claims_each);
            const auto found = differential::compare(*program, c->sources, claims, seed);
            if (!found.difference.empty()) {
                const auto least = differential::smallest(
                    {policy, claims, static_cast<std::size_t>(&program - programs.data())}, seed);
                FAIL_CHECK(found.difference << "\nThe least of it:\n"
                                            << least.policy << least.claims);
            }
            if (&program == programs.data()) {
                counts.add(found.counts);
            }
            if (!found.obstacle.empty()) {
                ++obstacles[found.obstacle];
            }
            in_batches += found.in_batches;
            rows += found.rows;
            sums += found.accounts;
        }
    }
    fmt::print("{} policies, {} refused; {} claims: {} paid, {} manual, {} pending, {} refused, "
               "{} faulted; {} settlements compared\n",
               count, refused, counts.claims, counts.status[0], counts.status[1], counts.status[2],
               counts.status[3], counts.status[4], counts.pairs);
    fmt::print("in columns: {} rows and {} sums compared; in batches {} rows\n", rows, sums,
               in_batches);
    std::uint64_t without_kernel = 0;
    for (const auto& [what, how_many] : obstacles) {
        fmt::print("no kernel for {}: {}\n", how_many, what);
        without_kernel += how_many;
    }
    CHECK((only != 0 || refused * 5 <= count));
    CHECK((only != 0 || without_kernel * 2 <= count));
    CHECK((only != 0 || counts.status[0] * 10 > counts.claims));
}
