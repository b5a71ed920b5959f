#include "tests/differential/batches_agree.h"

#include <algorithm>
#include <map>
#include <vector>

#include <fmt/format.h>

#include "compiler/columns/print.h"
#include "compiler/driver/column_engine.h"
#include "compiler/driver/engine.h"
#include "runtime/account/store.h"
#include "runtime/batch/columns.h"
#include "runtime/batch/settle.h"
#include "runtime/claims/write.h"
#include "tests/support/random.h"

namespace pol::differential {
namespace {

using claims::Claim;
using claims::Settled;
using People = std::vector<std::vector<std::size_t>>;

/// Whose claims stand together; a reversal belongs to the person of its original.
People people_of(const std::vector<Claim>& claims) {
    std::map<std::string, std::string> person_of;
    for (const Claim& claim : claims) {
        if (!claim.reversal) {
            person_of.emplace(claim.setl_id, claim.psn_no);
        }
    }
    std::map<std::string, std::vector<std::size_t>> groups;
    People people;
    for (std::size_t i = 0; i < claims.size(); ++i) {
        const auto original = person_of.find(claims[i].init_setl_id);
        const bool is_reversal = claims[i].reversal && original != person_of.end();
        const std::string& person = is_reversal ? original->second : claims[i].psn_no;
        if (person.empty()) {
            people.push_back({i});
        } else {
            groups[person].push_back(i);
        }
    }
    for (auto& [person, group] : groups) {
        people.push_back(std::move(group));
    }
    return people;
}

void add(const Claim& claim, std::int32_t person, const abi::Vocabulary& vocabulary,
         batch::ColumnBatch& batch) {
    const std::size_t row = batch.rows();
    batch.add_rows(1);
    batch.set_person(row, person);
    batch.set_names(row, claim.setl_id, claim.psn_no);
    if (claim.reversal || !claim.faults.empty() || !claim.init_setl_id.empty()) {
        batch.set_alone(row);
        return;
    }
    for (std::size_t column = 0; column < batch.fields().size(); ++column) {
        const std::uint32_t field = batch.fields()[column].index;
        if (claim.present[field] != 0) {
            batch.field(column).put(row, claim.values[field]);
        }
    }
    const auto lines = vocabulary.list("feedetail");
    if (lines && claim.lists[*lines].count > 0) {
        batch.set_fee_lines(row);
    }
    for (std::size_t l = 0; l < batch.lists().size(); ++l) {
        const claims::ListValues& list = claim.lists[batch.lists()[l]];
        if (list.count > 0) {
            batch.set_list(row, l, list);
        }
    }
}

std::string text_of(const Settled& settled, const abi::Vocabulary& vocabulary) {
    std::string text =
        fmt::format("{} {} {} {}", settled.setl_id, settled.psn_no,
                    claims::word(settled.status, !vocabulary.filed.empty()), settled.benefit);
    for (const claims::Reason& reason : settled.reasons) {
        text += fmt::format("; {} {} {}", reason.code, reason.text, reason.cite);
    }
    for (const claims::ClaimFault& fault : settled.faults) {
        text += fmt::format("; {} {} {}", name_of(fault.code), fault.field, fault.text);
    }
    for (const std::int64_t output : settled.outputs) {
        text += fmt::format(" {}", output);
    }
    return text;
}

/// In place of `all`, those that the first settled without a fault: people whose claims are all
/// settled by the kernel.
std::vector<Claim> without_faults(const std::vector<Claim>& all,
                                  const std::vector<Settled>& settled) {
    std::vector<Claim> good;
    for (std::size_t i = 0; i < all.size(); ++i) {
        if (settled[i].status != abi::Status::fault && !all[i].reversal &&
            all[i].init_setl_id.empty()) {
            good.push_back(all[i]);
        }
    }
    return good;
}

/// Adds to `agreement`; the settlements one by one.
std::vector<Settled> compare(const std::vector<Claim>& claims, const driver::LoadedColumns& columns,
                             codegen::Processor level, const abi::Engine& one, Given& given,
                             test::Random& random, BatchesAgreement& agreement) {
    const abi::Manifest& manifest = given.manifest;
    account::Store store;
    std::vector<Settled> expected = batch::settle(claims, manifest, one, store, given.texts, {});
    batch::ColumnBatch batch(columns.engine, manifest, false);
    const People people = people_of(claims);
    for (std::size_t from = 0; from < people.size() && agreement.difference.empty();) {
        const std::size_t to =
            std::min(people.size(), from + static_cast<std::size_t>(random.between(1, 8)));
        batch.clear();
        std::vector<std::size_t> rows;
        for (std::size_t p = from; p < to; ++p) {
            for (const std::size_t i : people[p]) {
                add(claims[i], static_cast<std::int32_t>(p - from), manifest.vocabulary, batch);
                rows.push_back(i);
            }
        }
        batch.settle();
        agreement.rows += rows.size();
        for (std::size_t row = 0; row < rows.size(); ++row) {
            if (batch.is_alone(row)) {
                continue;
            }
            ++agreement.in_columns;
            const std::string found = text_of(batch.settled(row), manifest.vocabulary);
            const std::string right = text_of(expected[rows[row]], manifest.vocabulary);
            if (found != right) {
                agreement.difference = fmt::format("one by one and in columns ({}):\n{}\n{}",
                                                   codegen::name_of(level), right, found);
                break;
            }
        }
        from = to;
    }
    return expected;
}

}  // namespace

BatchesAgreement settle_in_batches(Given& given, std::uint64_t turn) {
    BatchesAgreement agreement;
    test::Random random(turn);
    const auto strongest = static_cast<std::int64_t>(codegen::this_processor());
    const auto level = static_cast<codegen::Processor>(random.between(0, strongest));
    const auto care = random.percent(50) ? codegen::Care::quick : codegen::Care::best;
    const driver::LoadedColumns columns =
        driver::load_columns(given.program, {.processor = level, .care = care});
    for (std::size_t i = 0; i < columns.engine.places.count(); ++i) {
        const driver::PlaceColumns& place = columns.place(i);
        if (!place.kernel) {
            agreement.obstacle =
                place.why.obstacle ? columns::text_of(*place.why.obstacle) : std::string();
            agreement.difference = place.why.error;
            return agreement;
        }
    }
    const auto one =
        driver::load_engine(given.program, driver::EngineKind::interpreter, true, false);
    if (!one) {
        agreement.difference = one.error().message;
        return agreement;
    }
    const std::vector<Settled> all =
        compare(given.claims, columns, level, one->engine, given, random, agreement);
    (void)compare(without_faults(given.claims, all), columns, level, one->engine, given, random,
                  agreement);
    return agreement;
}

}  // namespace pol::differential
