#include "compiler/driver/compile.h"

#include <algorithm>

#include "compiler/check/check.h"
#include "compiler/driver/policy_tests.h"
#include "compiler/ir/order.h"
#include "compiler/ir/verify.h"
#include "compiler/lower/lower.h"
#include "compiler/types/types.h"
#include "runtime/fault/assert.h"

namespace pol::driver {
namespace {

void parse_all(Compilation& c, std::vector<PolicyFile> files) {
    for (PolicyFile& file : files) {
        const FileId id = c.sources.add(std::move(file.name), std::move(file.text));
        parse::parse(id, c.sources, c.tree, c.damage, c.diagnostics);
    }
}

// Whoever lost text to a syntax error has heard of it; nothing more is said of that text.
Diagnostics without_damaged(const Diagnostics& later, const parse::Damage& damage) {
    Diagnostics kept;
    for (const Diagnostic& d : later.all()) {
        const bool damaged =
            std::any_of(damage.spans.begin(), damage.spans.end(), [&](const Span& s) {
                return s.file == d.span.file && d.span.begin >= s.begin && d.span.begin < s.end;
            });
        if (!damaged) {
            kept.add(d.code, d.span, d.args) = d;
        }
    }
    return kept;
}

// A clause may be uncited only because of an error; then it says nothing of its own.
void append(Diagnostics& into, const Diagnostics& more) {
    const bool errors = into.has_errors() || more.has_errors();
    for (const Diagnostic& d : more.all()) {
        if (errors && d.code == Code::W0207_uncited_clause) {
            continue;
        }
        into.add(d.code, d.span, d.args) = d;
    }
}

// From the tree on, with one option of each reading.
void compile_tree(Compilation& c, const resolve::Selection& selection) {
    Diagnostics later;
    resolve::apply_readings(c.tree, selection, later);
    c.names = resolve::resolve(c.tree, c.damage.names, later);
    c.typed = types::check(c.tree, c.names, c.damage.names, later);
    append(c.diagnostics, without_damaged(later, c.damage));
    if (c.diagnostics.has_errors()) {
        return;
    }
    ir::Program program = ir::in_order(lower::lower(c.tree, c.names, c.typed, c.sources));
    check::check(program, c.diagnostics);
    if (c.diagnostics.has_errors()) {
        return;
    }
    const std::vector<std::string> broken = ir::verify(program);
    require_state(broken.empty(), broken.empty() ? "" : broken.front().c_str());
    c.tests = plan_tests(c.tree, c.names, c.typed, program, c.diagnostics);
    if (!c.diagnostics.has_errors()) {
        c.program = std::move(program);
    }
}

// Tests are of the text as it is adopted: another option has other figures, and other accounts.
void drop_tests(syntax::Tree& tree) {
    for (syntax::File& file : tree.files) {
        std::erase_if(file.decls, [](const syntax::Decl& decl) {
            return std::holds_alternative<syntax::TestDecl>(decl.node);
        });
    }
}

bool takes_another(const Compilation& c, const resolve::Selection& selection) {
    return std::any_of(selection.begin(), selection.end(), [&](const auto& wanted) {
        const auto known = c.readings.find(wanted.first);
        return known != c.readings.end() && !known->second.empty() &&
               known->second.front() != wanted.second;
    });
}

std::string listed(const std::vector<std::string>& names, const char* between) {
    std::string text;
    for (const std::string& name : names) {
        text += (text.empty() ? "" : between) + name;
    }
    return text;
}

// A reading or an option that the policies do not have; the message says which there are.
std::optional<Error> no_such_option(const Compilation& c, const resolve::Selection& selection) {
    std::vector<std::string> readings;
    for (const auto& [name, options] : c.readings) {
        readings.push_back(name);
    }
    for (const auto& [reading, option] : selection) {
        const auto known = c.readings.find(reading);
        const bool is_known = known != c.readings.end();
        if (is_known && std::ranges::count(known->second, option) > 0) {
            continue;
        }
        const std::vector<std::string>& names = is_known ? known->second : readings;
        const std::string call = "--reading " + reading + "=" + option;
        if (names.empty()) {
            return Error{call + ": the policies have no readings", call + ": 政策里没有口径"};
        }
        return Error{
            call + (is_known ? ": no such option; there are: " : ": no such reading; there are: ") +
                listed(names, ", "),
            call + (is_known ? ": 没有这种答案，有的是：" : ": 没有这个口径，有的是：") +
                listed(names, "、")};
    }
    return std::nullopt;
}

// The option of a reading that is selected, or null.
const syntax::ReadingOption* selected(const syntax::Decl& decl,
                                      const resolve::Selection& selection) {
    const auto* reading = std::get_if<syntax::ReadingDecl>(&decl.node);
    const auto wanted = reading == nullptr ? selection.end() : selection.find(reading->name.text);
    if (wanted == selection.end()) {
        return nullptr;
    }
    for (const syntax::ReadingOption& option : reading->options) {
        if (option.name.text == wanted->second) {
            return &option;
        }
    }
    return nullptr;
}

// Options that change one clause cannot be taken together: one would silently undo the other.
std::optional<Error> clash_of(const syntax::Tree& tree, const resolve::Selection& selection) {
    std::map<std::string, std::string> changed_by;  // by the clause
    for (const syntax::File& file : tree.files) {
        for (const syntax::Decl& decl : file.decls) {
            const syntax::ReadingOption* option = selected(decl, selection);
            if (option == nullptr) {
                continue;
            }
            const std::string& reading = std::get<syntax::ReadingDecl>(decl.node).name.text;
            for (const syntax::Change& change : option->changes) {
                const std::string clause = change.path.text();
                const auto [first, is_new] = changed_by.emplace(clause, reading);
                if (!is_new && first->second != reading) {
                    const std::string call = "--reading " + reading;
                    return Error{call + ": changes " + clause + ", as " + first->second + " does",
                                 call + ": 改的是 " + clause + "，" + first->second +
                                     " 也改它，不能同时另选"};
                }
            }
        }
    }
    return std::nullopt;
}

// Every option compiles, also one that is not taken. Only new messages are added.
void check_other_options(Compilation& c, const syntax::Tree& tree) {
    for (const resolve::Selection& other : resolve::other_selections(tree)) {
        Compilation trial;
        trial.sources = c.sources;
        trial.tree = tree;
        drop_tests(trial.tree);
        trial.damage = c.damage;
        compile_tree(trial, other);
        for (const Diagnostic& d : trial.diagnostics.all()) {
            if (severity_of(d.code) == Severity::error) {
                c.diagnostics.add(d.code, d.span, d.args) = d;
                c.program.reset();
            }
        }
    }
}

}  // namespace

std::unique_ptr<Compilation> compile_texts(std::vector<PolicyFile> files,
                                           std::vector<PolicyFile> national,
                                           const resolve::Selection& selection) {
    auto c = std::make_unique<Compilation>();
    parse_all(*c, std::move(files));
    if (!resolve::missing_modules(c->tree).empty()) {
        parse_all(*c, std::move(national));
    }
    c->readings = resolve::readings_of(c->tree);
    c->clash = clash_of(c->tree, selection);
    const syntax::Tree as_written = c->readings.empty() ? syntax::Tree{} : c->tree;
    if (takes_another(*c, selection)) {
        drop_tests(c->tree);
    }
    compile_tree(*c, selection);
    // What is broken as it is taken needs no second telling.
    if (!c->diagnostics.has_errors()) {
        check_other_options(*c, as_written);
    }
    c->diagnostics.sort();
    return c;
}

tl::expected<std::unique_ptr<Compilation>, Error> compile(const std::vector<std::string>& paths,
                                                          const resolve::Selection& selection) {
    auto files = read_policies(paths);
    if (!files) {
        return tl::unexpected(files.error());
    }
    std::vector<PolicyFile> national = national_beside(paths);
    if (national.empty()) {
        national = national_built_in();
    }
    // A national file that was named itself is not read twice.
    std::erase_if(national, [&](const PolicyFile& n) {
        return std::any_of(files->begin(), files->end(),
                           [&](const PolicyFile& f) { return f.name == n.name; });
    });
    auto compiled = compile_texts(std::move(*files), std::move(national), selection);
    if (auto wrong = no_such_option(*compiled, selection)) {
        return tl::unexpected(*std::move(wrong));
    }
    if (compiled->clash) {
        return tl::unexpected(*compiled->clash);
    }
    return compiled;
}

}  // namespace pol::driver
