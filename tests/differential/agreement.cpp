#include "tests/differential/agreement.h"

#include <algorithm>
#include <set>
#include <vector>

#include <fmt/format.h>

#include "compiler/driver/engine.h"
#include "runtime/batch/settle.h"
#include "runtime/claims/write.h"

namespace pol::differential {
namespace {

constexpr const char* kStatus[] = {"paid", "manual", "pending", "refused", "fault"};

struct Posted {
    std::uint32_t account = 0;
    std::int64_t period = 0;
    std::vector<std::int64_t> keys;
    std::int64_t amount = 0;
    friend bool operator==(const Posted&, const Posted&) = default;
};

/// What one call of an engine answered, to the last byte.
struct Call {
    std::int32_t status = 0;
    std::int32_t benefit = 0;
    std::int32_t fault = 0;
    std::uint32_t quantity = 0;
    std::vector<std::int64_t> outputs;
    std::vector<std::uint8_t> answers;
    std::vector<Posted> posted;
    std::vector<std::int64_t> values;
    std::vector<std::uint8_t> states;
};

/// Everything that one engine said of one input.
struct Run {
    std::string name;
    bool traced = false;
    std::vector<Call> calls;
    std::vector<std::string> records;  ///< as they are written
    std::vector<std::string> accounts;
};

/// Accounts that remember what was posted on its way to the real ones.
struct Watched {
    abi::Accounts* real = nullptr;
    std::vector<Posted>* posted = nullptr;

    static std::int64_t balance(void* self, const abi::AccountKey* key) {
        const auto* watched = static_cast<Watched*>(self);
        return watched->real->balance(watched->real->self, key);
    }
    static void post(void* self, const abi::AccountKey* key, std::int64_t amount) {
        const auto* watched = static_cast<Watched*>(self);
        watched->posted->push_back(
            {key->account, key->period, {key->keys, key->keys + key->key_count}, amount});
        watched->real->post(watched->real->self, key, amount);
    }
};

/// Records every call of an engine.
class Recorder {
  public:
    Recorder(const abi::Engine& engine, const ir::Program& program, std::vector<Call>& calls)
        : engine_(engine), program_(program), calls_(calls) {}

    [[nodiscard]] abi::Engine engine() {
        abi::Engine recording;
        recording.plain = [this](const abi::ClaimView& c, abi::Accounts& a, abi::Settlement& s) {
            with_accounts(a, [&](abi::Accounts& watched) { engine_.plain(c, watched, s); });
            answer(s);
        };
        recording.traced = [this](const abi::ClaimView& c, abi::Accounts& a, abi::Settlement& s,
                                  abi::Tape& t) {
            with_accounts(a, [&](abi::Accounts& watched) { engine_.traced(c, watched, s, t); });
            answer(s);
            Call& call = calls_.back();
            call.states.assign(t.states, t.states + program_.quantities.size());
            call.values.assign(t.values, t.values + 2 * program_.quantities.size());
        };
        return recording;
    }

  private:
    template <class F>
    void with_accounts(abi::Accounts& real, F settle) {
        calls_.emplace_back();
        Watched watched{&real, &calls_.back().posted};
        abi::Accounts shown{&watched, Watched::balance, Watched::post};
        settle(shown);
    }

    void answer(const abi::Settlement& s) {
        Call& call = calls_.back();
        call.fault = s.fault;
        call.quantity = s.fault_quantity;
        if (s.fault != 0) {
            return;  // the rest is left as it stands when a fault ends a claim
        }
        call.status = s.status;
        call.benefit = s.benefit;
        call.outputs.assign(s.outputs, s.outputs + program_.vocabulary.results.size());
        call.answers.assign(s.answers, s.answers + program_.answers.size());
    }

    const abi::Engine& engine_;
    const ir::Program& program_;
    std::vector<Call>& calls_;
};

std::vector<std::string> accounts_of(const account::Store& store,
                                     const std::vector<claims::Settled>& settled) {
    std::set<std::string> people;
    for (const claims::Settled& s : settled) {
        people.insert(s.psn_no);
    }
    std::vector<std::string> lines;
    for (const std::string& person : people) {
        for (const account::Posting& sum : store.all(person)) {
            lines.push_back(fmt::format("{} {} {} {} {}", person, sum.key.account, sum.key.period,
                                        fmt::join(sum.key.keys, ","), sum.amount));
        }
    }
    return lines;
}

Run settle(Given& given, const abi::Engine& engine, std::string name, bool traced) {
    Run run{std::move(name), traced, {}, {}, {}};
    run.calls.reserve(given.claims.size());
    Recorder recorder(engine, given.program, run.calls);
    const abi::Engine recording = recorder.engine();
    account::Store store;
    batch::Options options;
    options.lang = claims::Lang::en;
    if (traced) {
        options.on_tape = [](std::size_t, const claims::Claim&, const abi::Tape&) {};
    }
    const auto settled =
        batch::settle(given.claims, given.manifest, recording, store, given.texts, options);
    for (const claims::Settled& s : settled) {
        run.records.push_back(claims::to_json(s, given.manifest.vocabulary));
    }
    run.accounts = accounts_of(store, settled);
    return run;
}

template <class T>
std::string first_difference(const std::vector<T>& a, const std::vector<T>& b) {
    const auto [x, y] = std::mismatch(a.begin(), a.end(), b.begin(), b.end());
    if (x == a.end() && y == b.end()) {
        return {};
    }
    return fmt::format("[{}] {} and {}", x - a.begin(),
                       x == a.end() ? "nothing" : fmt::format("{}", *x),
                       y == b.end() ? "nothing" : fmt::format("{}", *y));
}

std::string tapes_differ(const Call& a, const Call& b, const ir::Program& program) {
    for (std::size_t q = 0; q < a.states.size(); ++q) {
        if (a.states[q] != b.states[q] || a.values[2 * q] != b.values[2 * q] ||
            a.values[2 * q + 1] != b.values[2 * q + 1]) {
            return fmt::format("the tape of {}: state {} {} {}, and state {} {} {}",
                               program.quantities[q].name, a.states[q], a.values[2 * q + 1],
                               a.values[2 * q], b.states[q], b.values[2 * q + 1], b.values[2 * q]);
        }
    }
    return {};
}

std::string calls_differ(const Call& a, const Call& b, bool tapes, const ir::Program& program) {
    if (a.fault != b.fault || a.quantity != b.quantity) {
        return fmt::format("fault {} at {}, and fault {} at {}", a.fault, a.quantity, b.fault,
                           b.quantity);
    }
    if (a.status != b.status || a.benefit != b.benefit) {
        return fmt::format("status {} of benefit {}, and status {} of benefit {}", a.status,
                           a.benefit, b.status, b.benefit);
    }
    if (a.outputs != b.outputs) {
        return "outputs " + first_difference(a.outputs, b.outputs);
    }
    if (a.answers != b.answers) {
        return "answers " + first_difference(a.answers, b.answers);
    }
    // What is posted before a fault is dropped.
    if (a.fault == 0 && a.posted != b.posted) {
        return fmt::format("{} postings, and {}, or not the same", a.posted.size(),
                           b.posted.size());
    }
    return tapes ? tapes_differ(a, b, program) : std::string();
}

std::string runs_differ(const Run& a, const Run& b, const ir::Program& program) {
    const std::string who = fmt::format("{} and {}: ", a.name, b.name);
    for (std::size_t i = 0; i < std::min(a.calls.size(), b.calls.size()); ++i) {
        const std::string what =
            calls_differ(a.calls[i], b.calls[i], a.traced && b.traced, program);
        if (!what.empty()) {
            return who + fmt::format("settlement {}: {}", i + 1, what);
        }
    }
    if (a.calls.size() != b.calls.size()) {
        return who + "not as many settlements";
    }
    if (a.records != b.records) {
        return who + "records " + first_difference(a.records, b.records);
    }
    return a.accounts == b.accounts ? std::string()
                                    : who + "accounts " + first_difference(a.accounts, b.accounts);
}

Counts counts_of(const Run& run) {
    Counts counts;
    counts.claims = run.records.size();
    for (const std::string& record : run.records) {
        for (std::size_t s = 0; s < 5; ++s) {
            const bool is =
                record.find(fmt::format("\"status\":\"{}\"", kStatus[s])) != std::string::npos;
            counts.status[s] += is ? 1 : 0;
        }
    }
    return counts;
}

}  // namespace

void Counts::add(const Counts& other) {
    claims += other.claims;
    pairs += other.pairs;
    for (std::size_t s = 0; s < 5; ++s) {
        status[s] += other.status[s];
    }
}

Agreement settle_by_all(Given& given) {
    constexpr std::pair<driver::EngineKind, const char*> kEngines[] = {
        {driver::EngineKind::interpreter, "interpreter"},
        {driver::EngineKind::jit, "jit"},
        {driver::EngineKind::jit_unoptimized, "jit-O0"},
    };
    Agreement agreement;
    std::optional<Run> oracle;
    for (const auto& [kind, name] : kEngines) {
        const auto loaded = driver::load_engine(given.program, kind, true, true);
        if (!loaded) {
            agreement.difference = std::string(name) + ": " + loaded.error().message;
            return agreement;
        }
        for (const bool traced : {true, false}) {
            Run run = settle(given, loaded->engine,
                             std::string(name) + (traced ? " traced" : " plain"), traced);
            if (!oracle) {
                oracle = std::move(run);
                agreement.counts = counts_of(*oracle);
                continue;
            }
            agreement.counts.pairs += run.records.size();
            agreement.difference = runs_differ(*oracle, run, given.program);
            if (!agreement.difference.empty()) {
                return agreement;
            }
        }
    }
    return agreement;
}

}  // namespace pol::differential
