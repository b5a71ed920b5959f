// The tests that stand in the policies of the tree, by every engine.
#include "tests/support/policies.h"

#include <catch2/catch.hpp>

#include "compiler/driver/all_tests.h"
#include "runtime/statement/statement.h"

using namespace pol;

namespace {

void run_all(const test::Project& project, driver::EngineKind kind, std::size_t& count) {
    const auto c = test::compile_files(project.files);
    INFO(project.name << "\n" << test::messages(*c));
    REQUIRE(c->program);
    const auto outcomes = driver::run_all_tests(*c, kind, claims::Lang::zh);
    REQUIRE(outcomes.has_value());
    for (const driver::TestOutcome& outcome : *outcomes) {
        ++count;
        for (const auto& failure : outcome.failures) {
            FAIL_CHECK(outcome.name << ": " << c->sources.describe(failure.span) << ": "
                                    << failure.text << "\n"
                                    << statement::steps_text(failure.steps, 100));
        }
    }
}

}  // namespace

TEST_CASE("the tests of all policies pass, by every engine") {
    std::size_t count = 0;
    for (const test::Project& project : test::good_projects()) {
        if (project.name.starts_with("tests/")) {
            continue;  // golden files expect some to fail
        }
        for (const auto kind : {driver::EngineKind::interpreter, driver::EngineKind::jit,
                                driver::EngineKind::jit_unoptimized}) {
            run_all(project, kind, count);
        }
    }
    CHECK(count > 3 * 80);
}

TEST_CASE("each odd clause also stands alone") {
    std::size_t count = 0;
    for (const std::string& path : test::policy_files("examples/odd-clauses")) {
        run_all({path, {{path, test::read_file(test::root() / path)}}},
                driver::EngineKind::interpreter, count);
    }
    CHECK(count > 60);
}
