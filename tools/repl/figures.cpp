#include "tools/repl/figures.h"

#include <algorithm>

#include <fmt/format.h>

#include "runtime/statement/layout.h"
#include "runtime/statement/words.h"
#include "runtime/trace/render.h"
#include "runtime/value/date.h"
#include "tools/repl/values.h"

namespace pol::repl {
namespace {

std::string result_text(const abi::ResultField& field, std::int64_t value) {
    return field.kind == abi::Kind::money
               ? format_fen(value)
               : trace::show(value, 0, field.kind, field.scale, 0, {}, claims::TextTable({}));
}

std::string answers_of(const statement::Statement& s) {
    std::string text;
    for (const statement::Answer& a : s.answers) {
        text += (text.empty() ? "" : "；") + a.text;
    }
    return text;
}

}  // namespace

Answer assign(const State& state, std::string_view text, std::size_t at, ClaimForm& form) {
    const abi::Vocabulary& v = state.policies->vocabulary();
    ClaimForm changed = form;
    std::size_t from = 0;
    for (const std::string& part : split(text, ",;")) {
        const std::size_t begin = text.find(part, from);
        from = begin + part.size();
        const std::size_t equals = part.find('=');
        const std::string name = trimmed(part.substr(0, equals));
        if (equals == std::string::npos) {
            const bool is_digit = part.front() >= '0' && part.front() <= '9';
            return wrong(state, at + begin,
                         is_digit && begin > 0
                             ? state.say("数里不写逗号，如 1000元；逗号隔开几个字段",
                                         "no commas in a number: 1000元; they part fields")
                             : state.say("应写成 字段 = 值", "should be FIELD = VALUE"));
        }
        if (find_field(v, name) == nullptr && find_list(v, name) == nullptr) {
            return wrong(state, at + begin, no_such_field(v, name, state.lang));
        }
        const std::string why = changed.set(name, trimmed(part.substr(equals + 1)), v, state.lang);
        if (!why.empty()) {
            const std::size_t value = part.find_first_not_of(' ', equals + 1);
            return wrong(state, at + begin + (value == std::string::npos ? part.size() : value),
                         why);
        }
    }
    form = std::move(changed);
    return good("");
}

Answer settle_and_show(State& state) {
    if (const abi::Vocabulary& v = state.policies->vocabulary(); v.fields.empty()) {
        return {no_such_field(v, "", state.lang) + "\n", true};
    }
    account::Store accounts = state.accounts;
    auto done = settle(state, state.form, accounts);
    if (!done) {
        return {done.error() + "\n", true};
    }
    std::string text = to_short_text(done->statement, state.columns);
    if (state.posts_at_once && state.policies->record().empty() &&
        done->settled.status == abi::Status::paid) {
        state.accounts = std::move(accounts);
        ++state.settled_count;
        done->is_posted = true;
        state.posted.push_back(*done);
    }
    state.last = std::move(*done);
    return {std::move(text), false};
}

Answer what_if(State& state, std::string_view text, std::size_t at) {
    ClaimForm other = state.form;
    if (Answer answer = assign(state, text, at, other); answer.is_wrong) {
        return answer;
    }
    account::Store accounts = state.accounts;
    const auto now = settle(state, state.form, accounts);
    account::Store again = state.accounts;
    const auto then = settle(state, other, again);
    if (!now || !then) {
        return {(now ? then.error() : now.error()) + "\n", true};
    }
    std::vector<std::vector<std::string>> rows;
    const auto row = [&](const std::string& name, const std::string& a, const std::string& b,
                         const std::string& difference) {
        if (a != b) {
            rows.push_back({name, a, b, difference});
        }
    };
    row(state.policies->record().empty() ? state.say("待遇", "benefit")
                                         : state.say("事项", "filing"),
        now->settled.benefit, then->settled.benefit, "");
    row(state.say("状态", "status"), status_word(now->statement), status_word(then->statement), "");
    row(state.say("答复", "answers"), answers_of(now->statement), answers_of(then->statement), "");
    const abi::Vocabulary& v = state.policies->vocabulary();
    for (std::size_t r = 0; r < v.results.size(); ++r) {
        const std::int64_t a = now->settled.outputs[r];
        const std::int64_t b = then->settled.outputs[r];
        const bool money = v.results[r].kind == abi::Kind::money;
        row(statement::field_word(v.results[r].name, v.results[r].external, state.lang),
            result_text(v.results[r], a), result_text(v.results[r], b),
            money ? (b > a ? "+" : "") + format_fen(b - a) : "");
    }
    if (rows.empty()) {
        return good(state.say("没有变化\n", "nothing changes\n"));
    }
    return good(statement::table({{"", false, 0, false},
                                  {state.say("现在", "now"), true, 28, false},
                                  {state.say("如果", "then"), true, 28, false},
                                  {state.say("差", "change"), true, 0, false}},
                                 rows, state.columns));
}

Answer post(State& state) {
    if (!state.last) {
        return {state.say("还没有结算\n", "nothing has been settled yet\n"), true};
    }
    if (!state.policies->record().empty()) {
        return {state.say("申请不记账，只有就诊的结算记账\n",
                          "a filing posts nothing; only the settlement of a claim does\n"),
                true};
    }
    if (state.last->is_posted) {
        return {state.say("已经记过账了\n", "it is posted already\n"), true};
    }
    if (state.last->settled.status != abi::Status::paid) {
        return {state.say("只有支付的结算才记账\n", "only a settlement that is paid posts\n"),
                true};
    }
    auto done = settle(state, state.last->form, state.accounts);
    if (!done) {
        return {done.error() + "\n", true};
    }
    ++state.settled_count;
    done->is_posted = true;
    state.posted.push_back(*done);
    state.last = std::move(*done);
    return show_accounts(state);
}

Answer show_accounts(const State& state) {
    // Accounts are of claims, whatever is at hand.
    const Desk& desk = state.policies->desks.front();
    std::vector<std::string> people;
    for (const Settlement& one : state.posted) {
        if (one.is_posted &&
            std::find(people.begin(), people.end(), one.claim.psn_no) == people.end()) {
            people.push_back(one.claim.psn_no);
        }
    }
    std::vector<std::vector<std::string>> rows;
    for (const std::string& person : people) {
        for (const account::Posting& sum : state.accounts.all(person)) {
            const abi::AccountRow& row = desk.manifest.accounts[sum.key.account];
            std::string name = row.name;
            for (std::size_t k = 0; k < sum.key.keys.size(); ++k) {
                const std::int64_t key = sum.key.keys[k];
                name += fmt::format("[{}]", trace::show(key, key < 0 ? -1 : 0, row.keys[k], 0,
                                                        row.key_enums[k], desk.manifest.vocabulary,
                                                        *desk.texts));
            }
            if (!name.starts_with("恒有.")) {
                rows.push_back({person, name, row.period + " " + format_date(sum.key.period),
                                format_fen(sum.amount)});
            }
        }
    }
    if (rows.empty()) {
        return good(state.say("账户都是零\n", "all accounts are zero\n"));
    }
    return good(statement::table({{state.say("人员", "person"), false, 0, false},
                                  {state.say("账户", "account"), false, 0, true},
                                  {state.say("期间", "period"), false, 0, false},
                                  {state.say("金额", "amount"), true, 0, false}},
                                 rows, state.columns));
}

Answer show_claim(const State& state) {
    std::string text;
    for (const auto& [name, value] : state.form.given(state.policies->vocabulary())) {
        text += fmt::format("{} = {}\n", name, value);
    }
    return good(text.empty() ? state.say("还是空的\n", "it is empty yet\n")
                             : statement::fitted(text, state.columns));
}

}  // namespace pol::repl
