// pol test: the tests that stand in the policies.
#include <fmt/core.h>

#include "compiler/driver/all_tests.h"
#include "runtime/statement/statement.h"
#include "tools/pol/common.h"
#include "tools/pol/terminal.h"

namespace pol::tool {
namespace {

struct Options {
    Common common;
    std::string engine = "jit";
    bool verbose = false;
};

int test(const Options& options) {
    Compiled compiled = compile(options.common);
    if (compiled.exit != kGood) {
        return compiled.exit;
    }
    const driver::Compilation& c = *compiled.compilation;
    if (driver::count_tests(c) == 0 && !options.common.readings.empty()) {
        fmt::print(stderr, "pol: {}\n",
                   say(options.common, "测例只用于采用的口径，不要写 --reading",
                       "tests are of the readings that are adopted; leave --reading out"));
        return kWrongCall;
    }
    const auto outcomes = driver::run_all_tests(c, *driver::engine_named(options.engine),
                                                claims_language(options.common));
    if (!outcomes) {
        fmt::print(stderr, "pol: {}\n", outcomes.error().message);
        return kOurFault;
    }
    std::size_t failed = 0;
    for (const driver::TestOutcome& outcome : *outcomes) {
        if (outcome.failures.empty()) {
            if (options.verbose) {
                fmt::print("{} {}\n", say(options.common, "通过", "pass"), outcome.name);
            }
            continue;
        }
        ++failed;
        fmt::print("{} {}\n", say(options.common, "未通过", "FAIL"), outcome.name);
        const std::vector<trace::Line>* steps = nullptr;
        for (const auto& failure : outcome.failures) {
            fmt::print("  {}: {}\n", c.sources.describe(failure.span), failure.text);
            steps = &failure.steps;
        }
        fmt::print("{}\n", statement::steps_text(*steps, columns()));
    }
    // A line that a machine can read too.
    fmt::print("{} passed, {} failed\n", outcomes->size() - failed, failed);
    return failed == 0 ? kGood : kMistakes;
}

}  // namespace

void add_test(CLI::App& app, Work& chosen) {
    auto options = std::make_shared<Options>();
    CLI::App* command =
        app.add_subcommand("test", "Run the tests of policies; a failure shows the claim's trace");
    add_common(*command, options->common);
    command->add_option("--engine", options->engine, "jit, jit-O0 or interpreter")
        ->check(CLI::IsMember({"jit", "jit-O0", "interpreter"}))
        ->capture_default_str();
    command->add_flag("-v,--verbose", options->verbose, "Name the tests that pass too");
    command->footer("Example:\n  pol test policies/ningxia/yinchuan");
    command->callback([options, &chosen] { chosen = [options] { return test(*options); }; });
}

}  // namespace pol::tool
