#include "tools/repl/state.h"

#include <algorithm>

#include <fmt/format.h>

#include "compiler/diagnostics/render.h"
#include "compiler/driver/manifest.h"
#include "compiler/driver/selection.h"
#include "runtime/value/text.h"

namespace pol::repl {
namespace {

std::string text_of(const driver::Error& error, claims::Lang lang) {
    return (lang == claims::Lang::zh && !error.chinese.empty() ? error.chinese : error.message) +
           "\n";
}

std::string messages(const driver::Compilation& compilation, claims::Lang lang) {
    const RenderStyle style{lang == claims::Lang::zh ? Language::zh : Language::en, false};
    std::string text;
    for (const Diagnostic& d : compilation.diagnostics.all()) {
        if (severity_of(d.code) == Severity::error) {
            text += render(d, compilation.sources, style) + "\n";
        }
    }
    return text;
}

std::vector<std::filesystem::file_time_type> times(const Policies& policies) {
    std::vector<std::filesystem::file_time_type> list;
    list.reserve(policies.files.size());
    for (const driver::PolicyFile& file : policies.files) {
        std::error_code failed;
        list.push_back(std::filesystem::last_write_time(file.name, failed));
    }
    return list;
}

}  // namespace

tl::expected<std::unique_ptr<Policies>, std::string> load(const std::vector<std::string>& paths,
                                                          const resolve::Selection& selection,
                                                          claims::Lang lang) {
    auto files = driver::read_policies(paths);
    if (!files) {
        return tl::unexpected(text_of(files.error(), lang));
    }
    auto policies = std::make_unique<Policies>();
    policies->files = std::move(*files);
    policies->national = driver::national_beside(paths);
    if (policies->national.empty()) {
        policies->national = driver::national_built_in();
    }
    std::erase_if(policies->national, [&](const driver::PolicyFile& n) {
        return std::any_of(policies->files.begin(), policies->files.end(),
                           [&](const driver::PolicyFile& f) { return f.name == n.name; });
    });
    policies->compilation = driver::compile_texts(policies->files, policies->national, selection,
                                                  driver::Untaken::skip);
    const driver::Compilation& c = *policies->compilation;
    if (const auto none = driver::no_such_option(c.readings, selection)) {
        return tl::unexpected(text_of(*none, lang));
    }
    if (c.clash) {
        return tl::unexpected(text_of(*c.clash, lang));
    }
    if (!c.program) {
        return tl::unexpected(messages(c, lang));
    }
    policies->manifest = driver::manifest(*c.program, c.sources);
    // One claim at a time: the interpreter has answered before machine code is made.
    auto engine = driver::load_engine(*c.program, driver::EngineKind::interpreter, true, true);
    if (!engine) {
        return tl::unexpected(text_of(engine.error(), lang));
    }
    policies->engine = std::move(*engine);
    policies->texts = std::make_unique<claims::TextTable>(policies->manifest.texts);
    return policies;
}

Answer good(std::string text) {
    return {std::move(text), false};
}

Answer wrong(const State& state, std::size_t at, const std::string& message) {
    const std::string before = state.line.substr(0, std::min(at, state.line.size()));
    return {
        fmt::format("{}\n{}^\n{}\n", state.line, std::string(display_width(before), ' '), message),
        true};
}

std::atomic<bool>& interrupted() {
    static std::atomic<bool> flag{false};
    return flag;
}

tl::expected<Settlement, std::string> settle(State& state, const ClaimForm& form,
                                             account::Store& accounts) {
    Policies& p = *state.policies;
    const std::string number = fmt::format("R{}", state.settled_count + 1);
    Made made = form.make(p.vocabulary(), *p.texts, number, state.lang);
    if (!made.claim) {
        return tl::unexpected(fmt::format("{}", fmt::join(made.wrong, "\n")));
    }
    Settlement done;
    done.form = form;
    done.claim = std::move(*made.claim);
    driver::Explained explained =
        driver::explain(p.explainable(), {done.claim}, 0, accounts, *p.texts, state.lang);
    done.settled = std::move(explained.settled);
    done.statement = std::move(explained.statement);
    done.before = std::move(explained.before);
    return done;
}

Answer reload(State& state) {
    auto fresh = load(state.paths, state.selection, state.lang);
    if (!fresh) {
        note_times(state);
        return {fresh.error() + state.say("政策没有更换。\n", "The policies stay as they were.\n"),
                true};
    }
    state.policies = std::move(*fresh);
    note_times(state);
    state.last.reset();
    const std::vector<Settlement> before = std::move(state.posted);
    state.posted.clear();
    state.accounts = {};
    state.settled_count = 0;
    for (const Settlement& one : before) {
        auto again = settle(state, one.form, state.accounts);
        if (again) {
            again->is_posted = true;
            state.posted.push_back(std::move(*again));
            ++state.settled_count;
        }
    }
    std::string text = state.say("政策已重新载入", "policies loaded again");
    if (!before.empty()) {
        text += fmt::format(fmt::runtime(state.say("，{} 笔结算按新的政策重记",
                                                   ", {} settlements posted anew by them")),
                            state.posted.size());
    }
    return good(text + "\n");
}

bool has_changed(const State& state) {
    return times(*state.policies) != state.stamps;
}

void note_times(State& state) {
    state.stamps = times(*state.policies);
}

}  // namespace pol::repl
