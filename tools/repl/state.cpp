#include "tools/repl/state.h"

#include <algorithm>

#include <fmt/format.h>

#include "runtime/value/text.h"

namespace pol::repl {
namespace {

tl::expected<Settlement, std::string> settle_by(Policies& policies, const ClaimForm& form,
                                                account::Store& accounts, const std::string& number,
                                                claims::Lang lang) {
    Made made = form.make(policies.vocabulary(), policies.texts(), number, lang);
    if (!made.claim) {
        return tl::unexpected(fmt::format("{}", fmt::join(made.wrong, "\n")));
    }
    Settlement done;
    done.form = form;
    done.claim = std::move(*made.claim);
    driver::Explained explained =
        driver::explain(policies.explainable(), {done.claim}, 0, accounts, policies.texts(), lang);
    done.settled = std::move(explained.settled);
    done.statement = std::move(explained.statement);
    done.before = std::move(explained.before);
    return done;
}

/// What was posted, settled once more by other policies.
struct Again {
    std::vector<Settlement> posted;
    account::Store accounts;
    std::string unpaid;  ///< lines: which are not paid now, and why
};

Again again(const State& state, Policies& policies) {
    Again fresh;
    fresh.posted.reserve(state.posted.size());
    for (const Settlement& before : state.posted) {
        if (state.cancel.is_asked()) {
            return fresh;
        }
        const std::string number = fmt::format("R{}", fresh.posted.size() + 1);
        auto done = settle_by(policies, before.form, fresh.accounts, number, state.lang);
        if (done && done->settled.status == abi::Status::paid) {
            done->is_posted = true;
            fresh.posted.push_back(std::move(*done));
            continue;
        }
        fresh.unpaid +=
            fmt::format("  {}: {}\n", number, done ? status_word(done->statement) : done.error());
        Settlement kept;
        kept.form = before.form;
        fresh.posted.push_back(std::move(kept));
    }
    return fresh;
}

std::string loaded(const State& state, const Again& fresh) {
    std::string text = state.say("政策已重新载入", "policies loaded again");
    const auto paid = std::count_if(fresh.posted.begin(), fresh.posted.end(),
                                    [](const Settlement& s) { return s.is_posted; });
    if (!fresh.posted.empty()) {
        text += fmt::format(fmt::runtime(state.say("，{} 笔结算按新的政策重记",
                                                   ", {} settlements posted anew by them")),
                            paid);
    }
    text += "\n";
    if (!fresh.unpaid.empty()) {
        text += state.say("按新的政策不支付，没有记账：\n", "not paid by them, and not posted:\n") +
                fresh.unpaid;
    }
    return text;
}

// A file that changes while it is read is read again with the next line: of what was there before
// the time before counts.
Stamps since(const Stamps& before, Stamps now) {
    for (auto& stamp : now) {
        const auto known = std::find_if(before.begin(), before.end(), [&](const auto& earlier) {
            return earlier.first == stamp.first;
        });
        stamp.second = known == before.end() ? stamp.second : known->second;
    }
    return now;
}

}  // namespace

Answer good(std::string text) {
    return {std::move(text), false};
}

Answer wrong(const State& state, std::size_t at, const std::string& message) {
    const std::string before = state.line.substr(0, std::min(at, state.line.size()));
    return {
        fmt::format("{}\n{}^\n{}\n", state.line, std::string(display_width(before), ' '), message),
        true};
}

Answer stopped(const State& state) {
    return {state.say("已中断\n", "stopped\n"), true};
}

tl::expected<Settlement, std::string> settle(State& state, const ClaimForm& form,
                                             account::Store& accounts) {
    return settle_by(*state.policies, form, accounts, fmt::format("R{}", state.settled_count + 1),
                     state.lang);
}

bool turn_to(State& state, std::string_view name) {
    const std::string before = state.policies->record();
    if (!state.policies->turn_to(name)) {
        return false;
    }
    if (state.policies->record() != before) {
        state.aside[before] = {std::move(state.form), std::move(state.last)};
        Work& work = state.aside[state.policies->record()];
        state.form = std::move(work.form);
        state.last = std::move(work.last);
        state.aside.erase(state.policies->record());
    }
    return true;
}

Answer reload(State& state) {
    const char* const stays =
        state.say("政策没有更换，原来的照旧有效。\n", "The policies stay as they were.\n");
    note_times(state);
    auto fresh = load(state.paths, state.selection, state.lang, state.cancel);
    if (!fresh) {
        return {fresh.error() + stays, true};
    }
    Again settled = again(state, **fresh);
    if (state.cancel.is_asked()) {
        return {stopped(state).text + stays, true};
    }
    const std::string record = state.policies->record();
    std::string text = loaded(state, settled);
    if (!record.empty() && !(*fresh)->turn_to(record)) {
        static_cast<void>(turn_to(state, "就诊"));
        text += fmt::format(
            fmt::runtime(state.say("没有 {} 的事项了，回到就诊\n",
                                   "there are no filings over {} any more; back at the claim\n")),
            record);
    }
    state.policies = std::move(*fresh);
    state.stamps = since(state.stamps, stamps_of(state.paths, *state.policies));
    state.last.reset();
    for (auto& entry : state.aside) {
        entry.second.last.reset();
    }
    state.settled_count = settled.posted.size();
    state.posted = std::move(settled.posted);
    state.accounts = std::move(settled.accounts);
    return good(std::move(text));
}

bool has_changed(const State& state) {
    return stamps_of(state.paths, *state.policies) != state.stamps;
}

void note_times(State& state) {
    state.stamps = stamps_of(state.paths, *state.policies);
}

}  // namespace pol::repl
