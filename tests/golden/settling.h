// Settling the claims of a golden file, and showing what came of it on few lines.
#pragma once

#include <string>

#include "compiler/driver/compile.h"
#include "tests/support/golden_file.h"

namespace pol::golden {

/// A line a claim with every figure that is not zero, then its answers and faults; at the end what
/// the accounts hold. As `json` the records themselves.
[[nodiscard]] std::string settle(const test::GoldenFile& file, const driver::Compilation& c,
                                 bool json);

/// The trace of every claim.
[[nodiscard]] std::string explain(const test::GoldenFile& file, const driver::Compilation& c);

/// The policy's own tests.
[[nodiscard]] std::string policy_tests(const driver::Compilation& c);

}  // namespace pol::golden
