#include "tools/repl/session.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "compiler/source/nearest.h"
#include "runtime/value/text.h"
#include "tools/repl/ask.h"
#include "tools/repl/commands.h"
#include "tools/repl/figures.h"
#include "tools/repl/save.h"
#include "tools/repl/sweep.h"
#include "tools/repl/values.h"

namespace pol::repl {
namespace {

bool is_word(const std::string& line, std::initializer_list<std::string_view> words) {
    return std::find(words.begin(), words.end(), line) != words.end();
}

// What stands behind one of the heads, or npos.
std::size_t behind(const std::string& line, std::initializer_list<std::string_view> heads) {
    for (const std::string_view head : heads) {
        if (line.starts_with(head)) {
            return head.size();
        }
    }
    return std::string::npos;
}

// An assignment has one = that belongs to no comparison, behind a name.
bool is_assignment(const std::string& line) {
    const std::size_t equals = line.find('=');
    if (equals == std::string::npos || equals == 0) {
        return false;
    }
    const std::string name = trimmed(line.substr(0, equals));
    // Of these each is one byte, which no other character has in it.
    return name.find_first_of(" ()<>!\"+-*/") == std::string::npos &&
           name.find("≤") == std::string::npos && name.find("≥") == std::string::npos;
}

Answer command(State& state, const std::string& line) {
    const std::size_t end = std::min(line.find(' '), line.size());
    std::string name = line.substr(0, end);
    state.insists = name.ends_with('!');
    if (state.insists) {
        name.pop_back();
    }
    const std::size_t begin = std::min(line.find_first_not_of(' ', end), line.size());
    std::vector<std::string> names;
    for (const Command& c : commands()) {
        if (c.name == name || c.chinese == name) {
            return c.run(state, std::string_view(line).substr(begin), begin);
        }
        names.emplace_back(c.name);
    }
    const std::string near = nearest(name, names);
    return wrong(state, 0,
                 state.say("没有这个命令，:help 列出全部", "no such command; :help lists them") +
                     (near.empty() ? ""
                                   : state.say("；是 ", "; did you mean ") + near +
                                         state.say(" 吗？", "?")));
}

Answer dispatch(State& state, const std::string& line) {
    if (line.starts_with(':')) {
        return command(state, line);
    }
    if (is_word(line, {"settle", "结算"})) {
        return settle_and_show(state);
    }
    if (is_word(line, {"help", "帮助"})) {
        return help(state);
    }
    if (is_word(line, {"what if", "如果"})) {
        return wrong(state, line.size(),
                     state.say("应写成 如果 字段 = 值", "should be what if FIELD = VALUE"));
    }
    if (is_word(line, {"sweep", "扫描"})) {
        return sweep(state, "", line.size());
    }
    if (const auto at = behind(line, {"what if ", "如果"}); at != std::string::npos) {
        return what_if(state, std::string_view(line).substr(at), at);
    }
    if (const auto at = behind(line, {"sweep ", "扫描"}); at != std::string::npos) {
        return sweep(state, std::string_view(line).substr(at), at);
    }
    if (is_assignment(line)) {
        const Answer answer = assign(state, line, 0, state.form);
        // The last settlement is of another claim now.
        if (!answer.is_wrong && state.last && !state.last->is_posted) {
            state.last.reset();
        }
        return answer;
    }
    return evaluate(state, line, 0);
}

}  // namespace

Session::Session(std::unique_ptr<State> state) : state_(std::move(state)) {}
Session::~Session() = default;

tl::expected<std::unique_ptr<Session>, std::string> Session::open(const SessionOptions& options) {
    auto state = std::make_unique<State>();
    state->paths = options.paths;
    state->selection = options.selection;
    state->lang = options.lang;
    state->columns = options.columns;
    state->cancel = options.cancel;
    auto policies = load(options.paths, options.selection, options.lang, options.cancel);
    if (!policies) {
        return tl::unexpected(policies.error());
    }
    state->policies = std::move(*policies);
    note_times(*state);
    return std::unique_ptr<Session>(new Session(std::move(state)));
}

std::string Session::run(std::string_view line) {
    const std::string typed = trimmed(valid_utf8(line));
    std::string words = trimmed(folded(typed));
    // As a sentence ends.
    constexpr std::string_view kStop = "。";
    words.resize(words.ends_with(kStop) ? words.size() - kStop.size() : words.size());
    if (words.empty() || words.starts_with("//") || words.starts_with('#')) {
        return "";
    }
    if (is_word(words, {":quit", ":q", ":退出", "quit", "exit", "退出"})) {
        is_over_ = true;
        return "";
    }
    std::string text;
    if (has_changed(*state_)) {
        text = reload(*state_).text;
        if (state_->cancel.is_asked()) {
            had_mistakes_ = true;
            return text;
        }
    }
    state_->line = words;
    state_->typed = typed;
    Answer answer = dispatch(*state_, words);
    had_mistakes_ = had_mistakes_ || answer.is_wrong;
    return text + answer.text;
}

bool Session::is_open(std::string_view text) {
    constexpr std::string_view kOpening = "([{";
    constexpr std::string_view kClosing = ")]}";
    std::string open;
    bool quoted = false;
    for (const char c : folded(text)) {
        quoted = c == '"' ? !quoted : quoted;
        if (quoted) {
            continue;
        }
        if (const std::size_t at = kOpening.find(c); at != std::string_view::npos) {
            open += kClosing[at];
        } else if (kClosing.find(c) != std::string_view::npos) {
            // One that closes nothing is a mistake, which more lines do not mend.
            if (open.empty() || open.back() != c) {
                return false;
            }
            open.pop_back();
        }
    }
    return !open.empty();
}

std::string_view Session::last_word(std::string_view line) {
    const std::size_t at = line.find_last_of(" =,;([{");
    return at == std::string_view::npos ? line : line.substr(at + 1);
}

std::vector<std::string> Session::completions(std::string_view line) const {
    const std::string_view word = last_word(line);
    const std::string before = trimmed(line.substr(0, line.size() - word.size()));
    const Policies& p = *state_->policies;
    std::vector<std::string> all;
    if (word.starts_with(':') && before.empty()) {
        for (const Command& c : commands()) {
            all.emplace_back(c.name);
            all.emplace_back(c.chinese);
        }
    } else if (before.ends_with('=')) {
        const std::string name(last_word(trimmed(before.substr(0, before.size() - 1))));
        if (const abi::Field* field = find_field(p.vocabulary(), name)) {
            all = values_of(*field, p.vocabulary());
        }
    } else if (before == ":new" || before == ":新") {
        all = specimen_names(*state_);
    } else if (before == ":filing" || before == ":事项") {
        all = {"就诊", "claim"};
        for (const Desk& desk : p.desks) {
            for (const ir::Benefit& filing : desk.program->benefits) {
                if (!desk.record.empty()) {
                    all.push_back(filing.name);
                }
            }
        }
    } else if (before == ":why" || before == ":为什么") {
        for (const ir::Benefit& b : p.program().benefits) {
            all.push_back(b.name);
        }
    } else if (before == ":reading" || before == ":口径") {
        for (const auto& [name, options] : p.compilation->readings) {
            for (const std::string& option : options) {
                all.push_back(fmt::format("{}={}", name, option));
            }
        }
    } else {
        if (before.empty()) {
            all = {"结算", "如果", "扫描", "settle", "what if", "sweep"};
        }
        for (const abi::Field& field : p.vocabulary().fields) {
            all.push_back(field.name);
            all.push_back(field.external);
        }
        for (const abi::ListField& list : p.vocabulary().lists) {
            all.push_back(list.name);
            all.push_back(list.external);
        }
        for (const types::DefineInfo& define : p.compilation->typed.defines) {
            all.push_back(define.name);
        }
    }
    std::vector<std::string> fitting;
    for (const std::string& one : all) {
        if (one.starts_with(word) &&
            std::find(fitting.begin(), fitting.end(), one) == fitting.end()) {
            fitting.push_back(one);
        }
    }
    return fitting;
}

bool Session::pages() const {
    return state_->pages;
}

const std::string& Session::record() const {
    return state_->policies->record();
}

void Session::set_columns(std::size_t columns) {
    state_->columns = columns;
}

}  // namespace pol::repl
