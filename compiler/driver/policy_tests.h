// The tests that stand in policies: specimens settled, and what they got compared with what the
// text says.
#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "compiler/diagnostics/diagnostic.h"
#include "compiler/ir/program.h"
#include "compiler/source/source_map.h"
#include "compiler/types/typed.h"
#include "runtime/abi/engine.h"
#include "runtime/account/store.h"
#include "runtime/claims/record.h"
#include "runtime/fault/cancel.h"
#include "runtime/trace/render.h"

namespace pol::driver {

/// One thing a settlement must show.
struct ExpectAnswer {
    ir::AnswerKind kind = ir::AnswerKind::notice;
    std::string code;
};
/// 得 受理: of a filing.
struct ExpectAccepted {};
struct ExpectFault {
    std::string code;
};
struct ExpectBenefit {
    std::string name;
};
struct ExpectResult {
    std::uint32_t result = 0;
    std::int64_t value = 0;
};
/// A quantity of whichever benefit applies; by benefit, as their quantities differ.
struct ExpectQuantity {
    std::string path;
    std::vector<std::pair<ir::BenefitId, ir::QuantityId>> quantities;
    std::optional<std::int64_t> value;  ///< nothing: 无
};
struct Expectation {
    std::variant<ExpectAnswer, ExpectAccepted, ExpectFault, ExpectBenefit, ExpectResult,
                 ExpectQuantity>
        node;
    Span span;
};

/// `此前 … = …`: a sum before the next claim, in that claim's period.
struct PlannedBalance {
    ir::AccountId account;
    std::vector<std::int64_t> keys;
    std::int64_t value = 0;
};
struct PlannedClaim {
    claims::Claim claim;
    std::vector<PlannedBalance> before;
    std::vector<Expectation> expectations;
    Span span;
};
/// One `测例`: the claims of one person, in order.
struct PlannedTest {
    std::string name;
    Span span;
    std::vector<PlannedClaim> claims;
};

/// The tests of a compiled project. What names no field, account or quantity is reported. Given up,
/// some are missing.
[[nodiscard]] std::vector<PlannedTest>
plan_tests(const syntax::Tree& tree, const resolve::Names& names, const types::Typed& typed,
           const ir::Program& program, Diagnostics& diagnostics, Cancel cancel = {});

/// What came of one test; empty `failures`: it passed. A failure says the quantity, expected and
/// got, and has the claim's trace.
struct TestOutcome {
    std::string name;
    Span span;
    struct Failure {
        Span span;
        std::string text;
        std::vector<trace::Line> steps;  ///< the trace
    };
    std::vector<Failure> failures;
};

/// Settles the tests of one program by an engine whose traced form is there.
[[nodiscard]] std::vector<TestOutcome> run_tests(const std::vector<PlannedTest>& tests,
                                                 const ir::Program& program,
                                                 const SourceMap& sources,
                                                 const abi::Engine& engine, claims::Lang lang);

}  // namespace pol::driver
