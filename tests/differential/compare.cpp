#include "tests/differential/compare.h"

#include "compiler/driver/compile.h"
#include "tests/differential/batches_agree.h"
#include "tests/differential/columns_agree.h"
#include "tests/support/policies.h"
#include "tests/support/shrink.h"

namespace pol::differential {
namespace {

bool differ(const Case& some, std::uint64_t turn) {
    const auto c = test::compile_text(some.policy);
    if (!c->program || some.program > c->filings.size()) {
        return false;
    }
    const ir::Program& program =
        some.program == 0 ? *c->program : *c->filings[some.program - 1].program;
    return !compare(program, c->sources, some.claims, turn).difference.empty();
}

}  // namespace

Comparison compare(const ir::Program& program, const SourceMap& sources, std::string_view claims,
                   std::uint64_t turn) {
    Comparison comparison;
    Given given(program, sources, claims);
    Agreement one_by_one = settle_by_all(given);
    comparison.counts = one_by_one.counts;
    if (!one_by_one.difference.empty()) {
        comparison.difference = std::move(one_by_one.difference);
        return comparison;
    }
    ColumnsAgreement columns = settle_in_columns(given, turn);
    comparison.rows = columns.rows;
    comparison.accounts = columns.accounts;
    if (!columns.difference.empty()) {
        comparison.difference = std::move(columns.difference);
        return comparison;
    }
    BatchesAgreement batches = settle_in_batches(given, turn);
    comparison.in_batches = batches.in_columns;
    comparison.obstacle = std::move(batches.obstacle);
    comparison.difference = std::move(batches.difference);
    return comparison;
}

Case smallest(const Case& found, std::uint64_t turn) {
    Case least = found;
    const auto fewer_claims = [&] {
        least.claims = test::smallest(least.claims, [&](const std::string& claims) {
            return differ({least.policy, claims, least.program}, turn);
        });
    };
    fewer_claims();
    least.policy = test::smallest_policy(least.policy, [&](const std::string& policy) {
        return differ({policy, least.claims, least.program}, turn);
    });
    fewer_claims();
    return least;
}

}  // namespace pol::differential
