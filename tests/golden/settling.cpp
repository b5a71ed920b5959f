#include "tests/golden/settling.h"

#include <set>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "compiler/driver/all_tests.h"
#include "compiler/driver/engine.h"
#include "compiler/driver/manifest.h"
#include "runtime/batch/settle.h"
#include "runtime/claims/read.h"
#include "runtime/claims/write.h"
#include "runtime/fault/assert.h"
#include "runtime/statement/statement.h"
#include "runtime/trace/render.h"
#include "runtime/value/date.h"
#include "runtime/value/money.h"

namespace pol::golden {
namespace {

constexpr const char* kStatus[] = {"paid", "manual", "pending", "refused", "fault"};

// A claim's line with the members of the common part that it does not have itself. What is no
// object stays as it is.
std::string whole_claim(const std::string& line, const std::string& defaults) {
    if (defaults.empty()) {
        return line;
    }
    const auto own = nlohmann::ordered_json::parse(line, nullptr, false);
    auto record = nlohmann::ordered_json::parse(defaults);
    if (!own.is_object()) {
        return line;
    }
    for (const auto& [key, value] : own.items()) {
        record[key] = value;
    }
    return record.dump();
}

std::string input_of(const test::GoldenFile& file) {
    std::string text;
    for (const std::string& line : file.claims) {
        text += whole_claim(line, file.claim_defaults) + "\n";
    }
    return text;
}

// RUN: settle --filing NAME
const ir::Program& program_of(const test::GoldenFile& file, const driver::Compilation& c) {
    constexpr std::string_view option = "--filing ";
    const std::size_t at = file.run.find(option);
    if (at == std::string::npos) {
        return *c.program;
    }
    const std::string name = file.run.substr(at + option.size());
    const driver::Filings* filings = driver::filings_named(c, name.substr(0, name.find(' ')));
    require_state(filings != nullptr, "a golden file names a filing of its own");
    return *filings->program;
}

struct Run {
    abi::Manifest manifest;
    claims::TextTable texts;
    claims::Input input;
    driver::LoadedEngine engine;
    account::Store accounts;
    std::vector<claims::Settled> settled;

    Run(const test::GoldenFile& file, const driver::Compilation& c, batch::Options options)
        : manifest(driver::manifest(program_of(file, c), c.sources)),
          texts(manifest.texts),
          input(claims::read_json(input_of(file), manifest.vocabulary, texts, options.lang)),
          engine(*driver::load_engine(program_of(file, c), driver::EngineKind::interpreter, true,
                                      true)),
          settled(batch::settle(input.claims, manifest, engine.engine, accounts, texts, options)) {}
};

std::string figures(const claims::Settled& s, const abi::Vocabulary& vocabulary) {
    std::string text;
    for (std::size_t r = 0; r < s.outputs.size(); ++r) {
        const abi::ResultField& field = vocabulary.results[r];
        if (s.outputs[r] != 0) {
            text += fmt::format("  {} {}", field.external,
                                field.kind == abi::Kind::money
                                    ? format_fen(s.outputs[r])
                                    : format_decimal(s.outputs[r], field.scale));
        }
    }
    return text;
}

std::string shown(const claims::Settled& s, const abi::Vocabulary& vocabulary) {
    const bool accepted = !vocabulary.filed.empty() && s.status == abi::Status::paid;
    std::string text =
        fmt::format("{} {}{}{}{}\n", s.setl_id.empty() ? "?" : s.setl_id,
                    accepted ? "accepted" : kStatus[static_cast<std::size_t>(s.status)],
                    s.benefit.empty() ? "" : " ", s.benefit, figures(s, vocabulary));
    for (const claims::Reason& r : s.reasons) {
        text += fmt::format("    {}{}{}\n", r.text, r.cite.empty() ? "" : "  ", r.cite);
    }
    for (const claims::ClaimFault& f : s.faults) {
        text += fmt::format("    {} {}: {}\n", name_of(f.code), f.field, f.text);
    }
    return text;
}

std::string key_text(std::int64_t value, abi::Kind kind, std::uint32_t enumeration,
                     const Run& run) {
    return trace::show(value, value < 0 ? -1 : 0, kind, 0, enumeration, run.manifest.vocabulary,
                       run.texts);
}

std::string accounts(const Run& run) {
    std::set<std::string> people;
    for (const claims::Settled& s : run.settled) {
        people.insert(s.psn_no);
    }
    std::string text;
    for (const std::string& person : people) {
        for (const account::Posting& sum : run.accounts.all(person)) {
            const abi::AccountRow& row = run.manifest.accounts[sum.key.account];
            text += fmt::format("{} {}", person, row.name);
            for (std::size_t k = 0; k < sum.key.keys.size(); ++k) {
                text += fmt::format("[{}]",
                                    key_text(sum.key.keys[k], row.keys[k], row.key_enums[k], run));
            }
            text += fmt::format(" {}: {}\n", format_date(sum.key.period), format_fen(sum.amount));
        }
    }
    return text;
}

}  // namespace

std::string settle(const test::GoldenFile& file, const driver::Compilation& c, bool json) {
    batch::Options options;
    options.lang =
        file.run.find("--lang zh") != std::string::npos ? claims::Lang::zh : claims::Lang::en;
    options.in_order = file.run.find("--in-order") != std::string::npos;
    const Run run(file, c, options);
    std::string text;
    for (const claims::Notice& n : run.input.notices) {
        text += fmt::format("{}: {}\n", n.line, n.text);
    }
    for (const claims::Settled& s : run.settled) {
        text += json ? claims::to_json(s, run.manifest.vocabulary) + "\n"
                     : shown(s, run.manifest.vocabulary);
    }
    return json ? text : text + accounts(run);
}

std::string explain(const test::GoldenFile& file, const driver::Compilation& c) {
    constexpr std::size_t kWidth = 100;
    std::vector<std::string> traces(file.claims.size());
    // The tape is rendered as it is filled, before the run has ended: by a manifest of its own.
    const abi::Manifest manifest = driver::manifest(program_of(file, c), c.sources);
    claims::TextTable texts(manifest.texts);
    const claims::Input input =
        claims::read_json(input_of(file), manifest.vocabulary, texts, claims::Lang::en);
    batch::Options options;
    options.lang = claims::Lang::en;
    options.on_tape = [&](std::size_t i, const claims::Claim& claim, const abi::Tape& tape) {
        traces[i] += statement::steps_text(trace::lines(manifest, tape, claim, texts), kWidth);
    };
    const Run run(file, c, options);
    std::string text;
    for (std::size_t i = 0; i < run.settled.size(); ++i) {
        text += shown(run.settled[i], manifest.vocabulary) + traces[i];
    }
    return text;
}

std::string policy_tests(const driver::Compilation& c) {
    const auto outcomes =
        driver::run_all_tests(c, driver::EngineKind::interpreter, claims::Lang::en);
    std::string text;
    for (const driver::TestOutcome& outcome : *outcomes) {
        text += fmt::format("{} {}\n", outcome.failures.empty() ? "pass" : "FAIL", outcome.name);
        for (const auto& failure : outcome.failures) {
            text += fmt::format("    {}: {}\n", c.sources.describe(failure.span), failure.text);
        }
    }
    return text;
}

}  // namespace pol::golden
