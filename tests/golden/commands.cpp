#include "tests/golden/commands.h"

#include <algorithm>
#include <sstream>

#include <fmt/format.h>

#include "compiler/diagnostics/render.h"
#include "compiler/driver/search.h"
#include "compiler/ir/print.h"
#include "compiler/syntax/dump.h"
#include "compiler/types/dump.h"
#include "tests/golden/settling.h"
#include "tests/support/policies.h"

namespace pol::golden {
namespace {

using driver::Compilation;

bool has_word(const std::string& run, std::string_view word) {
    return (" " + run + " ").find(" " + std::string(word) + " ") != std::string::npos;
}

// `--reading NAME=OPTION`, as often as it stands.
resolve::Selection selection(const std::string& run) {
    resolve::Selection chosen;
    std::istringstream words(run);
    for (std::string word; words >> word;) {
        const std::size_t middle = word.find('=');
        if (middle != std::string::npos) {
            chosen[word.substr(0, middle)] = word.substr(middle + 1);
        }
    }
    return chosen;
}

std::string messages(const Compilation& c, Language language, bool json) {
    std::string text;
    for (const Diagnostic& d : c.diagnostics.all()) {
        text +=
            json ? to_json(d, c.sources, language) + "\n" : render(d, c.sources, {language, false});
    }
    return text;
}

// The files of the golden file alone: the national ones are the same everywhere.
std::string tree(const Compilation& c, std::size_t files) {
    syntax::Tree own = c.tree;
    own.files.resize(std::min(own.files.size(), files));
    return syntax::dump(own);
}

// A module that says nothing: what its dumps say is that of every program.
const Compilation& nothing() {
    static const auto c = test::compile_files({{"empty.pol", "模块 空\n引用 国家.结算\n"}});
    return *c;
}

std::string types(const Compilation& c) {
    static const auto known =
        test::lines_of(types::dump(nothing().tree, nothing().typed, nothing().sources));
    std::string text;
    for (const std::string& line : test::lines_of(types::dump(c.tree, c.typed, c.sources))) {
        if (!line.starts_with("policies/national/") && std::ranges::count(known, line) == 0) {
            text += line + "\n";
        }
    }
    return text;
}

// The printed IR without what every program has: the vocabulary, the outputs, what the nation says,
// the nodes behind the one-line form of each quantity.
std::string rules(const ir::Program& program) {
    static const auto known = test::lines_of(ir::print(*nothing().program));
    constexpr std::string_view kHidden[] = {"(%", "(quantity", "(output", "(skipped"};
    std::string text;
    bool shown = false;
    for (const std::string& line : test::lines_of(ir::print(program))) {
        const std::size_t begin = std::min(line.find_first_not_of(' '), line.size());
        const std::string_view rest = std::string_view(line).substr(begin);
        if (rest == "; vocabulary" || rest == "; sources" || rest == "; citations") {
            shown = false;
        } else if (rest == "; tables") {
            shown = true;
        }
        const bool quantity = rest.starts_with("; ") && rest.find(" = ") != std::string_view::npos;
        const bool hidden =
            std::any_of(std::begin(kHidden), std::end(kHidden),
                        [&](std::string_view mark) { return rest.starts_with(mark); }) ||
            (quantity && std::ranges::count(known, line) > 0) ||
            line.find(".结算.") != std::string::npos || line.find(".未结算.") != std::string::npos;
        if (shown && !hidden && !rest.empty()) {
            text += line + "\n";
        }
    }
    return text;
}

std::string dump(const test::GoldenFile& file, const Compilation& c) {
    if (has_word(file.run, "tree")) {
        return tree(c, file.with.size() + 1);
    }
    if (has_word(file.run, "types")) {
        return types(c);
    }
    return c.program ? rules(*c.program) : "";
}

// What is known of each property; what breaks one is among the messages then.
std::string properties(Compilation& c) {
    constexpr std::size_t kTrials = 1000;
    constexpr std::string_view kWords[] = {"proved", "refuted", "searched"};
    std::string text;
    for (const check::PropertyAnswer& p : driver::search_properties(c, kTrials)) {
        const bool some = p.kind != check::PropertyAnswer::Kind::searched || p.claims > 0;
        text += fmt::format("{} {}{}\n", p.text, kWords[static_cast<std::size_t>(p.kind)],
                            some ? "" : " without a claim");
    }
    return text;
}

std::string output(const test::GoldenFile& file, const Compilation& c) {
    const std::string command = file.run.substr(0, file.run.find(' '));
    if (command == "check") {
        return c.diagnostics.all().empty() ? "good\n" : "";
    }
    if (command == "dump") {
        return dump(file, c);
    }
    if (!c.program) {
        return "";
    }
    if (command == "settle") {
        return settle(file, c, has_word(file.run, "--json"));
    }
    if (command == "explain") {
        return explain(file, c);
    }
    return command == "test" ? policy_tests(c) : "?\n";
}

}  // namespace

Printed run(const test::GoldenFile& file) {
    const auto c = test::compile_files(file.policies(), selection(file.run));
    const std::string found = file.run == "properties" ? properties(*c) : "";
    Printed printed;
    for (const Diagnostic& d : c->diagnostics.all()) {
        printed.codes.emplace(name_of(d.code));
    }
    const bool zh = file.run.find("--lang zh") != std::string::npos;
    const std::string text =
        messages(*c, zh ? Language::zh : Language::en, has_word(file.run, "--json")) +
        (found.empty() ? output(file, *c) : found);
    for (std::string& line : test::lines_of(text)) {
        line.erase(line.find_last_not_of(' ') + 1);
        printed.lines.push_back(std::move(line));
    }
    return printed;
}

std::string bare_rules(const ir::Program& program) {
    ir::Program bare = program;
    bare.files.clear();
    for (ir::Node& node : bare.nodes) {
        node.span = {};
    }
    for (ir::Quantity& quantity : bare.quantities) {
        quantity.span = {};
        quantity.formula.clear();
    }
    for (ir::Table& table : bare.tables) {
        for (ir::Row& row : table.rows) {
            row.span = {};
        }
    }
    for (ir::Answer& answer : bare.answers) {
        answer.span = {};
    }
    for (ir::Benefit& benefit : bare.benefits) {
        benefit.span = {};
    }
    return ir::print(bare);
}

}  // namespace pol::golden
