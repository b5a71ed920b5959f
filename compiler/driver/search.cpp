#include "compiler/driver/search.h"

namespace pol::driver {

std::vector<check::PropertyAnswer> search_properties(Compilation& compilation, std::size_t trials) {
    if (!compilation.program) {
        return {};
    }
    std::vector<claims::Claim> examples;
    for (const PlannedTest& test : compilation.tests) {
        for (const PlannedClaim& planned : test.claims) {
            examples.push_back(planned.claim);
        }
    }
    auto answers =
        check::properties(*compilation.program, examples, trials, compilation.diagnostics);
    compilation.diagnostics.sort();
    return answers;
}

}  // namespace pol::driver
