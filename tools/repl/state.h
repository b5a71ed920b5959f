// What a session holds: the policies, the claim under construction, the accounts, what was settled.
#pragma once

#include <atomic>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <tl/expected.hpp>

#include "compiler/driver/compile.h"
#include "compiler/driver/engine.h"
#include "compiler/driver/explain.h"
#include "runtime/abi/manifest.h"
#include "runtime/account/store.h"
#include "runtime/claims/record.h"
#include "tools/repl/claim_form.h"

namespace pol::repl {

/// Policies that compiled, with an engine. They stay where they are: parts refer to each other.
struct Policies {
    std::vector<driver::PolicyFile> files;
    std::vector<driver::PolicyFile> national;
    std::unique_ptr<driver::Compilation> compilation;
    abi::Manifest manifest;
    driver::LoadedEngine engine;
    std::unique_ptr<claims::TextTable> texts;

    [[nodiscard]] const abi::Vocabulary& vocabulary() const { return manifest.vocabulary; }
    [[nodiscard]] driver::Explainable explainable() const {
        return {*compilation, *compilation->program, manifest, engine.engine};
    }
};

/// Reads and compiles; the error is text for the person: messages, or which file and why.
[[nodiscard]] tl::expected<std::unique_ptr<Policies>, std::string>
load(const std::vector<std::string>& paths, const resolve::Selection& selection, claims::Lang lang);

/// One claim settled in the session.
struct Settlement {
    ClaimForm form;
    claims::Claim claim;
    claims::Settled settled;
    statement::Statement statement;
    std::vector<account::Posting> before;
    bool is_posted = false;
};

/// The points of the last sweep.
struct Swept {
    std::string field;
    struct Point {
        std::string at;
        std::int64_t value = 0;
        Fen fund = 0;
        Fen person = 0;
        std::string benefit;
        std::string status;
    };
    std::vector<Point> points;
};

struct State {
    std::vector<std::string> paths;
    resolve::Selection selection;
    claims::Lang lang = claims::Lang::zh;
    std::size_t columns = 100;

    std::unique_ptr<Policies> policies;
    std::vector<std::filesystem::file_time_type> stamps;
    ClaimForm form;
    account::Store accounts;
    bool posts_at_once = false;      ///< :year on
    std::vector<Settlement> posted;  ///< in their order
    std::optional<Settlement> last;
    std::optional<Swept> swept;
    std::size_t settled_count = 0;
    std::string line;  ///< at hand, for carets

    [[nodiscard]] const char* say(const char* zh, const char* en) const {
        return lang == claims::Lang::zh ? zh : en;
    }
};

/// What a line answers. A wrong one says so, and where.
struct Answer {
    std::string text;
    bool is_wrong = false;
};
[[nodiscard]] Answer good(std::string text);
/// The line at hand with a caret under the byte `at`, and the message.
[[nodiscard]] Answer wrong(const State& state, std::size_t at, const std::string& message);

/// Set by the signal of Ctrl-C; whoever works long looks at it and stops.
[[nodiscard]] std::atomic<bool>& interrupted();

/// Settles a claim on accounts, which it posts to where it is paid. The error is what is missing or
/// wrong in the claim.
[[nodiscard]] tl::expected<Settlement, std::string> settle(State& state, const ClaimForm& form,
                                                           account::Store& accounts);

/// Takes policies anew, from disk or with other readings; accounts are computed again from what
/// was posted. Where they do not compile the old ones stay.
[[nodiscard]] Answer reload(State& state);
/// Whether a file has another time than when it was read.
[[nodiscard]] bool has_changed(const State& state);
void note_times(State& state);

}  // namespace pol::repl
