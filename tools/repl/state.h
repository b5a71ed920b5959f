// What a session holds: the policies, the claim under construction, the accounts, what was settled.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include <tl/expected.hpp>

#include "runtime/account/store.h"
#include "runtime/claims/record.h"
#include "runtime/fault/cancel.h"
#include "runtime/statement/statement.h"
#include "tools/repl/claim_form.h"
#include "tools/repl/policies.h"

namespace pol::repl {

/// One claim or filing settled in the session.
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
    bool has_money = true;  ///< of a filing there is none
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

/// What is under construction of one kind of record, and what came of it last.
struct Work {
    ClaimForm form;
    std::optional<Settlement> last;
};

struct State {
    std::vector<std::string> paths;
    resolve::Selection selection;
    claims::Lang lang = claims::Lang::zh;
    std::size_t columns = 100;
    Cancel cancel;  ///< Ctrl-C: whoever works long looks at it and stops

    std::unique_ptr<Policies> policies;
    Stamps stamps;
    ClaimForm form;
    std::optional<Settlement> last;
    std::map<std::string, Work> aside;  ///< of the records that are not at hand
    account::Store accounts;
    bool posts_at_once = false;  ///< :year on
    /// What was posted, in its order; after a reload also what the new policies do not pay, which
    /// is tried again with the next.
    std::vector<Settlement> posted;
    std::optional<Swept> swept;
    std::size_t settled_count = 0;
    std::set<std::string> written;  ///< files that the session itself has written
    bool pages = true;              ///< :pager
    std::string line;               ///< at hand, for carets
    std::string typed;              ///< the same as it was typed: a file's name is not folded
    bool insists = false;           ///< the command at hand has ! behind it

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
/// The work at hand was given up, and nothing has changed.
[[nodiscard]] Answer stopped(const State& state);

/// Settles a claim on accounts, which it posts to where it is paid. The error is what is missing or
/// wrong in the claim.
[[nodiscard]] tl::expected<Settlement, std::string> settle(State& state, const ClaimForm& form,
                                                           account::Store& accounts);

/// Turns to claims or to the filings of a name, with what was under construction there; false where
/// there is no such name.
[[nodiscard]] bool turn_to(State& state, std::string_view name);

/// Takes policies anew, from disk or with other readings; accounts are computed again from what
/// was posted. Where they do not compile, or that is given up, the old ones stay.
[[nodiscard]] Answer reload(State& state);
/// Whether a file has another time than when it was read, is gone or has come.
[[nodiscard]] bool has_changed(const State& state);
void note_times(State& state);

}  // namespace pol::repl
