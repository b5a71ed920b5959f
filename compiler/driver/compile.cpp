#include "compiler/driver/compile.h"

#include <algorithm>

#include "compiler/check/check.h"
#include "compiler/driver/other_options.h"
#include "compiler/driver/policy_tests.h"
#include "compiler/driver/selection.h"
#include "compiler/driver/table_files.h"
#include "compiler/ir/order.h"
#include "compiler/ir/verify.h"
#include "compiler/lower/lower.h"
#include "compiler/types/types.h"
#include "runtime/fault/assert.h"

namespace pol::driver {
namespace {

void parse_all(Compilation& c, std::vector<PolicyFile> files, Cancel cancel) {
    for (PolicyFile& file : files) {
        if (cancel.is_asked()) {
            return;
        }
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

// The files of tables among those given; they are no policies.
std::vector<PolicyFile> take_tables(std::vector<PolicyFile>& files) {
    std::vector<PolicyFile> tables;
    const auto policies = std::stable_partition(
        files.begin(), files.end(), [](const PolicyFile& f) { return !f.name.ends_with(".csv"); });
    std::move(policies, files.end(), std::back_inserter(tables));
    files.erase(policies, files.end());
    return tables;
}

// Reads what was given, and from the disk what was not.
ReadText reader(const std::vector<PolicyFile>& given) {
    return [&given](const std::string& path) -> tl::expected<std::string, Error> {
        for (const PolicyFile& file : given) {
            if (file.name == path) {
                return file.text;
            }
        }
        return read_from_disk(path);
    };
}

// The national files whose modules are imported and not there yet, and those that they import.
void take_national(Compilation& c, std::vector<PolicyFile> national, Cancel cancel) {
    bool more = true;
    while (more && !cancel.is_asked()) {
        more = false;
        for (const std::string& missing : resolve::missing_modules(c.tree)) {
            const auto declares = [&](const PolicyFile& file) {
                const std::size_t at = file.text.find(missing);
                const std::size_t line = at == std::string::npos ? at : file.text.rfind('\n', at);
                const std::size_t begin = line == std::string::npos ? 0 : line + 1;
                const std::string_view head = std::string_view(file.text).substr(begin);
                return at != std::string::npos &&
                       (head.starts_with("模块") || head.starts_with("module"));
            };
            std::vector<PolicyFile> wanted;
            std::copy_if(national.begin(), national.end(), std::back_inserter(wanted), declares);
            std::erase_if(national, declares);
            more = more || !wanted.empty();
            parse_all(c, std::move(wanted), cancel);
        }
    }
    // A misspelt import is told with the names that there are.
    if (!resolve::missing_modules(c.tree).empty()) {
        parse_all(c, std::move(national), cancel);
    }
}

// Of what claims and filings share the first pass has told.
void append_new(Diagnostics& into, const Diagnostics& more) {
    for (const Diagnostic& d : more.all()) {
        const bool known =
            std::any_of(into.all().begin(), into.all().end(),
                        [&](const Diagnostic& k) { return k.code == d.code && k.span == d.span; });
        if (!known) {
            into.add(d.code, d.span, d.args) = d;
        }
    }
}

// Verified IR, unless a check finds an error or it is given up.
std::optional<ir::Program> program_of(const Compilation& c, const types::Typed& typed,
                                      Diagnostics& diagnostics, Cancel cancel) {
    ir::Program program = ir::in_order(lower::lower(c.tree, c.names, typed, c.sources));
    check::check(program, diagnostics, cancel);
    if (diagnostics.has_errors() || cancel.is_asked()) {
        return std::nullopt;
    }
    const std::vector<std::string> broken = ir::verify(program);
    require_state(broken.empty(), broken.empty() ? "" : broken.front().c_str());
    return program;
}

void type_filings(Compilation& c) {
    for (const syntax::RecordDecl* record : types::filed_records(c.names)) {
        Diagnostics own;
        c.filings.push_back(
            {types::check(c.tree, c.names, c.damage.names, own, record), std::nullopt, {}});
        append_new(c.diagnostics, without_damaged(own, c.damage));
    }
}

void compile_filings(Compilation& c, Cancel cancel) {
    for (Filings& filings : c.filings) {
        Diagnostics own;
        filings.program = program_of(c, filings.typed, own, cancel);
        if (filings.program) {
            filings.tests =
                plan_tests(c.tree, c.names, filings.typed, *filings.program, own, cancel);
        }
        append_new(c.diagnostics, own);
    }
}

// From the tree on, with one option of each reading.
void compile_tree(Compilation& c, const resolve::Selection& selection, Cancel cancel) {
    Diagnostics later;
    resolve::expand(c.tree, selection, later);
    c.names = resolve::resolve(c.tree, c.damage.names, later);
    if (cancel.is_asked()) {
        return;
    }
    c.typed = types::check(c.tree, c.names, c.damage.names, later);
    append(c.diagnostics, without_damaged(later, c.damage));
    type_filings(c);
    if (c.diagnostics.has_errors() || cancel.is_asked()) {
        return;
    }
    std::optional<ir::Program> program = program_of(c, c.typed, c.diagnostics, cancel);
    if (program) {
        c.tests = plan_tests(c.tree, c.names, c.typed, *program, c.diagnostics, cancel);
    }
    compile_filings(c, cancel);
    if (!c.diagnostics.has_errors()) {
        c.program = std::move(program);
    }
}

// Every option compiles, also one that is not taken. Only new messages are added.
void add_errors(Compilation& c, const std::vector<Diagnostics>& of_others) {
    for (const Diagnostics& others : of_others) {
        for (const Diagnostic& d : others.all()) {
            if (severity_of(d.code) == Severity::error) {
                c.diagnostics.add(d.code, d.span, d.args) = d;
                c.program.reset();
            }
        }
    }
}

// What was left half done is of no use to anybody.
void forget(Compilation& c) {
    c.is_cancelled = true;
    c.diagnostics = {};
    c.program.reset();
    c.tests.clear();
    c.filings.clear();
}

}  // namespace

const Filings* filings_named(const Compilation& compilation, std::string_view name) {
    for (const Filings& filings : compilation.filings) {
        const auto& benefits = filings.typed.benefits;
        const bool named =
            std::any_of(benefits.begin(), benefits.end(), [&](const types::BenefitInfo& filing) {
                return filing.decl->name.text == name;
            });
        if (filings.program && (named || filings.typed.filed->name.text == name)) {
            return &filings;
        }
    }
    return nullptr;
}

std::unique_ptr<Compilation> compile_texts(std::vector<PolicyFile> files,
                                           std::vector<PolicyFile> national,
                                           const resolve::Selection& selection, Untaken untaken,
                                           Cancel cancel) {
    auto c = std::make_unique<Compilation>();
    const std::vector<PolicyFile> given = take_tables(files);
    parse_all(*c, std::move(files), cancel);
    take_national(*c, std::move(national), cancel);
    if (cancel.is_asked()) {
        forget(*c);
        return c;
    }
    load_table_files(c->tree, c->sources, reader(given), c->diagnostics);
    c->readings = resolve::readings_of(c->tree);
    c->clash = clash_of(c->tree, selection);
    std::optional<OtherOptions> others;
    // What is broken as it is written or taken needs no second telling.
    if (untaken == Untaken::check && !c->readings.empty() && !c->diagnostics.has_errors()) {
        auto written = std::make_shared<Compilation>();
        written->sources = c->sources;
        written->tree = c->tree;
        drop_tests(written->tree);
        others.emplace(resolve::other_selections(c->tree),
                       [written](const resolve::Selection& other, Cancel given_up) {
                           Compilation trial;
                           trial.sources = written->sources;
                           trial.tree = written->tree;
                           compile_tree(trial, other, given_up);
                           return std::move(trial.diagnostics);
                       });
    }
    if (takes_another(c->readings, selection)) {
        drop_tests(c->tree);
    }
    compile_tree(*c, selection, cancel);
    if (others && !c->diagnostics.has_errors()) {
        add_errors(*c, others->all(cancel));
    }
    if (cancel.is_asked()) {
        forget(*c);
    }
    c->diagnostics.sort();
    return c;
}

tl::expected<std::unique_ptr<Compilation>, Error> compile(const std::vector<std::string>& paths,
                                                          const resolve::Selection& selection,
                                                          Untaken untaken) {
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
    auto compiled = compile_texts(std::move(*files), std::move(national), selection, untaken);
    if (auto wrong = no_such_option(compiled->readings, selection)) {
        return tl::unexpected(*std::move(wrong));
    }
    if (compiled->clash) {
        return tl::unexpected(*compiled->clash);
    }
    return compiled;
}

}  // namespace pol::driver
