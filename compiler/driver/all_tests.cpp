#include "compiler/driver/all_tests.h"

#include <algorithm>
#include <iterator>

namespace pol::driver {
namespace {

// The engine is made only where there is something to run.
tl::expected<void, Error> run(const std::vector<PlannedTest>& tests, const ir::Program& program,
                              const SourceMap& sources, EngineKind kind, claims::Lang lang,
                              std::vector<TestOutcome>& into) {
    if (tests.empty()) {
        return {};
    }
    const auto engine = load_engine(program, kind, false, true);
    if (!engine) {
        return tl::unexpected(engine.error());
    }
    std::vector<TestOutcome> outcomes = run_tests(tests, program, sources, engine->engine, lang);
    std::move(outcomes.begin(), outcomes.end(), std::back_inserter(into));
    return {};
}

}  // namespace

tl::expected<std::vector<TestOutcome>, Error> run_all_tests(const Compilation& compilation,
                                                            EngineKind kind, claims::Lang lang) {
    std::vector<TestOutcome> outcomes;
    const auto claims =
        run(compilation.tests, *compilation.program, compilation.sources, kind, lang, outcomes);
    if (!claims) {
        return tl::unexpected(claims.error());
    }
    for (const Filings& filings : compilation.filings) {
        const auto filed =
            run(filings.tests, *filings.program, compilation.sources, kind, lang, outcomes);
        if (!filed) {
            return tl::unexpected(filed.error());
        }
    }
    return outcomes;
}

std::size_t count_tests(const Compilation& compilation) {
    std::size_t count = compilation.tests.size();
    for (const Filings& filings : compilation.filings) {
        count += filings.tests.size();
    }
    return count;
}

}  // namespace pol::driver
