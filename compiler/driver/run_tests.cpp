// Planned tests settled by an engine.
#include <iterator>

#include <fmt/format.h>

#include "compiler/driver/manifest.h"
#include "compiler/driver/policy_tests.h"
#include "compiler/interpret/interpret.h"
#include "runtime/batch/settle.h"
#include "runtime/batch/years.h"
#include "runtime/claims/days.h"
#include "runtime/claims/write.h"
#include "runtime/trace/render.h"
#include "runtime/value/date.h"
#include "runtime/value/overloaded.h"

namespace pol::driver {
namespace {

class Runner {
  public:
    Runner(const ir::Program& program, const SourceMap& sources, const abi::Engine& engine,
           claims::Lang lang)
        : program_(program), engine_(engine), lang_(lang), manifest_(manifest(program, sources)) {}

    TestOutcome run(const PlannedTest& test) {
        TestOutcome outcome{test.name, test.span, {}};
        account::Store accounts;
        claims::TextTable texts(manifest_.texts);
        for (const PlannedClaim& planned : test.claims) {
            claims::Claim claim = planned.claim;
            name_claim(claim, texts);
            claim.faults = claims::days_out_of_order(claim, manifest_.vocabulary, lang_);
            for (const PlannedBalance& b : planned.before) {
                accounts.set(claim.psn_no, {b.account.value, period_of(b.account, claim), b.keys},
                             b.value);
            }
            settle(planned, claim, accounts, texts, outcome);
        }
        return outcome;
    }

  private:
    void name_claim(claims::Claim& claim, claims::TextTable& texts) const {
        const auto give = [&](std::string_view external, const std::string& text) {
            const auto f = manifest_.vocabulary.field(external);
            if (!f) {
                return;
            }
            claim.values[*f] = texts.intern(text);
            claim.present[*f] = 1;
            for (std::size_t other = 0; other < manifest_.vocabulary.fields.size(); ++other) {
                const abi::Default& fallback = manifest_.vocabulary.fields[other].fallback;
                if (fallback.kind == abi::Default::Kind::field && claim.present[other] == 0 &&
                    fallback.value == static_cast<std::int64_t>(*f)) {
                    claim.values[other] = claim.values[*f];
                    claim.present[other] = 1;
                }
            }
        };
        give(manifest_.vocabulary.number(), claim.setl_id);
        give("psn_no", claim.psn_no);
    }

    // The period of an account for a claim: the value of the node that its postings name; of a stay
    // that is split, for its first year.
    std::int64_t period_of(ir::AccountId account, const claims::Claim& claim) const {
        for (std::size_t b = 0; b < program_.benefits.size(); ++b) {
            for (const ir::Step& step : program_.benefits[b].steps) {
                const auto* post = std::get_if<ir::Post>(&step);
                if (post == nullptr || post->account != account) {
                    continue;
                }
                const auto& years = manifest_.benefits[b].years;
                return day(post->period,
                           years ? batch::by_year(claim, manifest_.vocabulary, *years).front()
                                 : claim);
            }
        }
        return 0;
    }

    std::int64_t day(ir::NodeId id, const claims::Claim& claim) const {
        const std::vector<abi::ListView> lists = claims::views_of(claim.lists);
        const abi::ClaimView view{claim.values.data(), claim.present.data(), lists.data()};
        account::Store none;
        account::Store::Session session(none, claim.psn_no);
        abi::Accounts accounts = session.view();
        return interpret::value_of(program_, id, view, accounts).value_or(0);
    }

    void settle(const PlannedClaim& planned, const claims::Claim& claim, account::Store& accounts,
                claims::TextTable& texts, TestOutcome& outcome) {
        trace::TapeBuffer tape(manifest_.steps.size());
        std::vector<trace::Line> steps;
        batch::Options options;
        options.in_order = true;
        options.lang = lang_;
        // Of a stay in several parts the figures are those of the last, the traces of all.
        options.on_tape = [&](std::size_t, const claims::Claim& part, const abi::Tape& filled) {
            abi::Tape own = tape.view();
            for (std::size_t q = 0; q < manifest_.steps.size(); ++q) {
                own.states[q] = filled.states[q];
                own.values[2 * q] = filled.values[2 * q];
                own.values[2 * q + 1] = filled.values[2 * q + 1];
            }
            std::vector<trace::Line> more = trace::lines(manifest_, filled, part, texts);
            std::move(more.begin(), more.end(), std::back_inserter(steps));
        };
        account::Store before = accounts;
        const claims::Settled settled =
            batch::settle({claim}, manifest_, engine_, accounts, texts, options).front();
        for (const Expectation& e : planned.expectations) {
            const auto* asked = std::get_if<ExpectQuantity>(&e.node);
            if (asked != nullptr) {
                define(*asked, settled, claim, before, tape.view());
            }
            std::string text = compare(e, settled, tape.view());
            if (!text.empty()) {
                outcome.failures.push_back({e.span, std::move(text), steps});
            }
        }
    }

    // A definition that this claim's settlement did not ask for is computed for the test.
    void define(const ExpectQuantity& asked, const claims::Settled& settled,
                const claims::Claim& claim, account::Store& before, abi::Tape tape) const {
        for (const auto& [benefit, id] : asked.quantities) {
            const ir::Quantity& quantity = program_[id];
            const bool definition =
                quantity.role == ir::Role::definition || quantity.role == ir::Role::cases;
            if (program_[benefit].name != settled.benefit || !definition ||
                !settled.faults.empty() ||
                tape.states[id.value] != static_cast<std::uint8_t>(abi::Slot::not_evaluated)) {
                continue;
            }
            const std::vector<abi::ListView> lists = claims::views_of(claim.lists);
            const abi::ClaimView view{claim.values.data(), claim.present.data(), lists.data()};
            account::Store::Session session(before, claim.psn_no);
            abi::Accounts accounts = session.view();
            const auto value = interpret::value_of(program_, quantity.expression, view, accounts);
            tape.states[id.value] =
                static_cast<std::uint8_t>(value ? abi::Slot::value : abi::Slot::absent);
            tape.values[2 * std::size_t{id.value}] = value.value_or(0);
        }
    }

    // What differs, in words; empty where it does not.
    std::string compare(const Expectation& e, const claims::Settled& settled,
                        abi::Tape tape) const {
        return std::visit(
            Overloaded{
                [&](const ExpectAnswer& a) {
                    std::string got;
                    for (const claims::Reason& r : settled.reasons) {
                        if (r.code == a.code &&
                            static_cast<int>(r.kind) == static_cast<int>(a.kind)) {
                            return std::string();
                        }
                        got += (got.empty() ? "" : ", ") + r.text;
                    }
                    return differs(a.code, a.code, got.empty() ? status(settled) : got);
                },
                [&](const ExpectAccepted&) {
                    return settled.status == abi::Status::paid
                               ? std::string()
                               : differs("status", "accepted", status(settled));
                },
                [&](const ExpectFault& f) {
                    const bool same =
                        !settled.faults.empty() && name_of(settled.faults.front().code) == f.code;
                    return same ? std::string() : differs("fault", f.code, status(settled));
                },
                [&](const ExpectBenefit& b) {
                    return settled.benefit == b.name
                               ? std::string()
                               : differs("待遇", b.name,
                                         settled.benefit.empty() ? status(settled)
                                                                 : settled.benefit);
                },
                [&](const ExpectResult& r) {
                    const abi::ResultField& field = manifest_.vocabulary.results[r.result];
                    if (settled.status == abi::Status::fault) {
                        return differs(field.name, show(r.value, ir::Type{field.kind, field.scale}),
                                       status(settled));
                    }
                    const std::int64_t got = settled.outputs[r.result];
                    return got == r.value
                               ? std::string()
                               : differs(field.name,
                                         show(r.value, ir::Type{field.kind, field.scale}),
                                         show(got, ir::Type{field.kind, field.scale}));
                },
                [&](const ExpectQuantity& q) { return compare_quantity(q, settled, tape); },
            },
            e.node);
    }

    std::string compare_quantity(const ExpectQuantity& q, const claims::Settled& settled,
                                 abi::Tape tape) const {
        // Of the versions that amendments made of a benefit one was computed.
        bool answered = false;
        bool computed = false;
        std::optional<std::int64_t> got;
        ir::Type type;
        for (const auto& [benefit, quantity] : q.quantities) {
            if (program_[benefit].name != settled.benefit) {
                continue;
            }
            answered = true;
            type = program_[program_[quantity].expression].type;
            computed = computed || tape.states[quantity.value] !=
                                       static_cast<std::uint8_t>(abi::Slot::not_evaluated);
            if (tape.states[quantity.value] == static_cast<std::uint8_t>(abi::Slot::value)) {
                got = tape.values[2 * std::size_t{quantity.value}];
                break;
            }
        }
        const auto shown = [&](const std::optional<std::int64_t>& value) {
            return value ? show(*value, type) : "无";
        };
        if (!answered) {
            return differs(q.path, q.value ? format_fen(*q.value) : "无",
                           settled.benefit.empty() ? status(settled) : settled.benefit);
        }
        if (!computed) {
            return differs(q.path, shown(q.value),
                           lang_ == claims::Lang::zh ? "没有用到" : "not asked for");
        }
        return got == q.value ? std::string() : differs(q.path, shown(q.value), shown(got));
    }

    std::string show(std::int64_t value, const ir::Type& type) const {
        switch (type.kind) {
        case abi::Kind::money:
            return format_fen(value);
        case abi::Kind::date:
            return format_date(value);
        case abi::Kind::boolean:
            return value != 0 ? "是" : "否";
        case abi::Kind::code:
            return program_.vocabulary.enums[type.enumeration]
                .values[static_cast<std::size_t>(value)]
                .name;
        default:
            return format_decimal(value, type.scale);
        }
    }

    std::string status(const claims::Settled& settled) const {
        if (!settled.faults.empty()) {
            return std::string(name_of(settled.faults.front().code)) + " " +
                   settled.faults.front().text;
        }
        return std::string(claims::word(settled.status, !manifest_.vocabulary.filed.empty()));
    }

    std::string differs(const std::string& what, const std::string& expected,
                        const std::string& got) const {
        return lang_ == claims::Lang::zh
                   ? fmt::format("{}：应为 {}，得 {}", what, expected, got)
                   : fmt::format("{}: expected {}, got {}", what, expected, got);
    }

    const ir::Program& program_;
    const abi::Engine& engine_;
    claims::Lang lang_;
    abi::Manifest manifest_;
};

}  // namespace

std::vector<TestOutcome> run_tests(const std::vector<PlannedTest>& tests,
                                   const ir::Program& program, const SourceMap& sources,
                                   const abi::Engine& engine, claims::Lang lang) {
    Runner runner(program, sources, engine, lang);
    std::vector<TestOutcome> outcomes;
    outcomes.reserve(tests.size());
    for (const PlannedTest& test : tests) {
        outcomes.push_back(runner.run(test));
    }
    return outcomes;
}

}  // namespace pol::driver
