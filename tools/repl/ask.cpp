#include "tools/repl/ask.h"

#include <algorithm>
#include <map>
#include <set>

#include <fmt/format.h>

#include "compiler/driver/evaluate.h"
#include "compiler/driver/selection.h"
#include "compiler/ir/describe.h"
#include "runtime/statement/layout.h"
#include "runtime/trace/render.h"
#include "tools/repl/figures.h"
#include "tools/repl/save.h"
#include "tools/repl/values.h"

namespace pol::repl {
namespace {

// The module in whose names an expression is read: that of the benefit or filing which applied,
// else of the first there is.
std::string module_of(const State& state) {
    const driver::Compilation& c = *state.policies->compilation;
    std::string first;
    for (const ir::Benefit& b : state.policies->program().benefits) {
        const auto home = c.names.home(b.span, resolve::Names::kNoModule);
        if (home == resolve::Names::kNoModule || c.names.modules[home].jurisdiction == nullptr) {
            continue;
        }
        if (state.last && b.name == state.last->settled.benefit) {
            return c.names.modules[home].path;
        }
        first = first.empty() ? c.names.modules[home].path : first;
    }
    return first.empty() && !c.names.modules.empty() ? c.names.modules.front().path : first;
}

// The claim as it is now, settled without being shown.
void settle_silently(State& state) {
    account::Store accounts = state.accounts;
    if (auto done = settle(state, state.form, accounts)) {
        state.last = std::move(*done);
    }
}

tl::expected<driver::CompiledExpression, Answer> compiled(State& state, std::string_view expression,
                                                          std::size_t at) {
    const Policies& p = *state.policies;
    const driver::Asking asking{*p.compilation, p.record(), module_of(state), expression};
    auto made = driver::compile_expression(p.files, p.national, state.selection, asking, state.lang,
                                           state.cancel);
    if (!made && made.error().is_cancelled) {
        return tl::unexpected(stopped(state));
    }
    if (!made) {
        return tl::unexpected(wrong(state, at + made.error().at, made.error().message));
    }
    return std::move(*made);
}

bool is_name_of(const std::string& step, std::string_view asked) {
    return step == asked || step.ends_with("." + std::string(asked)) ||
           (asked.size() > step.size() && asked.ends_with("." + step));
}

}  // namespace

Answer evaluate(State& state, std::string_view expression, std::size_t at) {
    const std::string name = trimmed(expression);
    const abi::Vocabulary& v = state.policies->vocabulary();
    for (const auto& [field, value] : state.form.given(v)) {
        if (field == name) {
            return good(value + "\n");
        }
    }
    if (!state.last || state.last->is_posted) {
        settle_silently(state);
    }
    if (state.last) {
        const auto& steps = state.last->statement.steps;
        const auto step = std::find_if(steps.rbegin(), steps.rend(), [&](const trace::Line& line) {
            return is_name_of(line.name, name);
        });
        if (step != steps.rend()) {
            std::string text = step->value;
            text += step->cite.empty() ? "" : "  " + step->cite;
            return good(text + "\n");
        }
    }
    auto made = compiled(state, expression, at);
    if (!made) {
        Answer answer = made.error();
        if (specimen_record(state, name)) {
            answer.text +=
                fmt::format(fmt::runtime(state.say("有这个名字的样例：:new {}\n",
                                                   "a specimen has this name: :new {}\n")),
                            name);
            return answer;
        }
        // A figure of the settlement is no name yet while there is none.
        const Made now = state.form.make(v, state.policies->texts(), "R", state.lang);
        if (!now.claim && !state.form.is_empty() && !state.cancel.is_asked()) {
            answer.text +=
                fmt::format("{}{}\n", state.say("还没有结算，因为", "it is not settled yet: "),
                            fmt::join(now.wrong, state.say("；", "; ")));
        }
        return answer;
    }
    const abi::Vocabulary& own = made->program->vocabulary;
    claims::TextTable texts(made->program->texts);
    const Made filled = state.form.make(own, texts, "R", state.lang);
    const auto& claim = filled.claim ? filled.claim : filled.so_far;
    if (!claim) {
        return {fmt::format("{}\n", fmt::join(filled.wrong, "\n")), true};
    }
    // Of an unfinished claim what the expression does not read may be missing.
    if (const auto missing = driver::missing_fields(*made, *claim); !missing.empty()) {
        return {fmt::format("{}{}\n", state.say("还缺：", "still missing: "),
                            fmt::join(missing, state.say("、", ", "))),
                true};
    }
    const auto value = driver::evaluate(*made, *claim, state.accounts, texts);
    if (!value) {
        return wrong(state, at,
                     state.say("求值时出了故障：", "evaluating it faults: ") + value.error());
    }
    return good(*value + "\n");
}

Answer show_type(State& state, std::string_view expression, std::size_t at) {
    if (trimmed(expression).empty()) {
        return wrong(state, at,
                     state.say("要有式子，如 :type 政策范围内金额 × 50%",
                               "needs an expression: :type 政策范围内金额 × 50%"));
    }
    auto made = compiled(state, expression, at);
    if (!made) {
        return made.error();
    }
    return good(driver::type_words(*made, state.lang) + "\n");
}

Answer why(State& state, std::string_view benefit) {
    if (!state.last) {
        settle_silently(state);
    }
    if (!state.last) {
        return settle_and_show(state);  // says what is missing
    }
    const Settlement& last = *state.last;
    if (benefit.empty()) {
        return good(to_text(last.statement, state.columns));
    }
    account::Store before;
    for (const account::Posting& p : last.before) {
        before.set(last.claim.psn_no, p.key, p.amount);
    }
    const driver::WhyNot answer =
        driver::why_not(state.policies->explainable(), last.claim, last.settled, before,
                        state.policies->texts(), benefit, state.lang);
    return {statement::fitted(answer.text, state.columns), !answer.known};
}

Answer show_ir(const State& state, std::string_view name) {
    const ir::Program& program = state.policies->program();
    std::string text;
    for (const ir::Quantity& q : program.quantities) {
        if (name.empty() || q.name.find(name) != std::string::npos) {
            text += fmt::format("{} = {}\n", ir::on_one_line(q.name),
                                ir::describe(program, q.expression));
        }
    }
    if (text.empty()) {
        return {state.say("没有这样的量\n", "there is no such quantity\n"), true};
    }
    return good(statement::fitted(text, state.columns));
}

Answer show_clauses(const State& state) {
    const ir::Program& program = state.policies->program();
    std::map<std::pair<std::string, std::string>, std::set<std::string>> cited;
    for (const ir::Benefit& b : program.benefits) {
        for (const ir::CiteId cite : b.cites) {
            cited[{program[cite].source, program[cite].clause}].insert(b.name);
        }
    }
    for (const ir::Answer& a : program.answers) {
        for (const ir::CiteId cite : a.cites) {
            cited[{program[cite].source, program[cite].clause}].insert(a.code);
        }
    }
    for (const ir::Quantity& q : program.quantities) {
        for (const ir::CiteId cite : q.cites) {
            if (q.role == ir::Role::definition || q.role == ir::Role::cases ||
                q.role == ir::Role::lookup || q.role == ir::Role::rate ||
                q.role == ir::Role::standard || q.role == ir::Role::limit) {
                cited[{program[cite].source, program[cite].clause}].insert(q.name);
            }
        }
    }
    std::vector<std::vector<std::string>> rows;
    rows.reserve(cited.size());
    for (const auto& [clause, by] : cited) {
        rows.push_back(
            {clause.first, clause.second, fmt::format("{}", fmt::join(by, state.say("、", ", ")))});
    }
    return good(statement::table({{state.say("出处", "source"), false, 20, false},
                                  {state.say("条款", "clause"), false, 0, false},
                                  {state.say("引用它的", "cited by"), false, 0, true}},
                                 rows, state.columns));
}

Answer reading(State& state, std::string_view text) {
    const driver::Readings& known = state.policies->compilation->readings;
    const std::string words = trimmed(text);
    if (words.empty()) {
        std::vector<std::vector<std::string>> rows;
        rows.reserve(known.size());
        for (const auto& [name, options] : known) {
            const auto chosen = state.selection.find(name);
            rows.push_back({name,
                            chosen == state.selection.end() ? options.front() : chosen->second,
                            fmt::format("{}", fmt::join(options, state.say("、", ", ")))});
        }
        return good(rows.empty()
                        ? state.say("没有口径\n", "no readings\n")
                        : statement::table({{state.say("口径", "reading"), false, 0, false},
                                            {state.say("选用", "taken"), false, 0, false},
                                            {state.say("选项", "options"), false, 0, true}},
                                           rows, state.columns));
    }
    const std::size_t equals = words.find('=');
    if (equals == std::string::npos) {
        return {state.say("应写成 :reading 口径=选项\n", "should be :reading NAME=OPTION\n"), true};
    }
    const resolve::Selection before = state.selection;
    state.selection[trimmed(words.substr(0, equals))] = trimmed(words.substr(equals + 1));
    Answer answer = reload(state);
    if (answer.is_wrong) {
        state.selection = before;
        // Said of the option of the call; here it is a command.
        constexpr std::string_view kOption = "--reading ";
        answer.text.erase(0, answer.text.starts_with(kOption) ? kOption.size() : 0);
    }
    return answer;
}

}  // namespace pol::repl
