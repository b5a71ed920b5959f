// The tests of a project: those of claims and those of filings.
#pragma once

#include <vector>

#include <tl/expected.hpp>

#include "compiler/driver/compile.h"
#include "compiler/driver/engine.h"
#include "compiler/driver/policy_tests.h"

namespace pol::driver {

/// Runs the tests of claims, then those of the filings over each record. The compilation has a
/// program. The error is of an engine that cannot be made.
[[nodiscard]] tl::expected<std::vector<TestOutcome>, Error>
run_all_tests(const Compilation& compilation, EngineKind kind, claims::Lang lang);

/// How many they are.
[[nodiscard]] std::size_t count_tests(const Compilation& compilation);

}  // namespace pol::driver
