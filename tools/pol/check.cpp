// pol check: are the policies good? And what each stage made of them.
#include <fmt/core.h>

#include "compiler/codegen/column_jit.h"
#include "compiler/codegen/jit.h"
#include "compiler/columns/flatten.h"
#include "compiler/columns/inputs.h"
#include "compiler/columns/print.h"
#include "compiler/driver/all_tests.h"
#include "compiler/driver/search.h"
#include "compiler/ir/print.h"
#include "compiler/syntax/dump.h"
#include "compiler/types/dump.h"
#include "runtime/value/text.h"
#include "tools/pol/common.h"
#include "tools/pol/places.h"

namespace pol::tool {
namespace {

// Takes less than a tenth of a second with a city's rules.
constexpr std::size_t kTrials = 2000;

struct Options {
    Common common;
    std::string dump;
    std::size_t search = kTrials;
    PlaceDetail places;
    bool json = false;
};

// What a stage made; the tree is there however broken the policy is.
int dump(const driver::Compilation& c, const std::string& what) {
    if (what == "tree") {
        fmt::print("{}", syntax::dump(c.tree));
        return kGood;
    }
    if (what == "types") {
        fmt::print("{}", types::dump(c.tree, c.typed, c.sources));
        return kGood;
    }
    if (!c.program) {
        return kMistakes;
    }
    if (what == "ir") {
        fmt::print("{}", ir::print(*c.program));
        for (const driver::Filings& filings : c.filings) {
            fmt::print("\n{}", ir::print(*filings.program));
        }
        return kGood;
    }
    if (what == "columns" || what == "kernel") {
        const abi::Vocabulary& vocabulary = c.program->vocabulary;
        const auto flat = columns::flatten(*c.program, columns::inputs_of(vocabulary));
        if (!flat) {
            fmt::print("; {}\n", columns::text_of(flat.error()));
            return kGood;
        }
        if (what == "columns") {
            fmt::print("{}", columns::print(*flat, vocabulary));
            return kGood;
        }
        codegen::ColumnOptions kernel;
        kernel.streaming = true;
        for (std::uint32_t r = 0; r < vocabulary.results.size(); ++r) {
            kernel.wanted.push_back({codegen::Wanted::What::result, r, abi::ColumnType::i64});
        }
        const auto text = codegen::column_text(*flat, kernel, codegen::Form::assembly);
        fmt::print("{}", text ? *text : text.error());
        return text ? kGood : kOurFault;
    }
    auto text = codegen::llvm_text(*c.program, {2, true, false});
    if (!text) {
        fmt::print(stderr, "pol: {}\n", text.error());
        return kOurFault;
    }
    fmt::print("{}", *text);
    return kGood;
}

// A property as a line of JSON.
std::string property_json(const driver::Compilation& c, const check::PropertyAnswer& p) {
    const LineColumn at = c.sources.line_column(p.span.file, p.span.begin);
    const char* known = p.kind == check::PropertyAnswer::Kind::proved    ? "proved"
                        : p.kind == check::PropertyAnswer::Kind::refuted ? "refuted"
                                                                         : "searched";
    return fmt::format(
        R"({{"severity":"notice","kind":"property","file":{},"line":{},"property":{},)"
        R"("answer":"{}","claims":{}}})",
        json_text(c.sources.name(p.span.file)), at.line, json_text(p.text), known, p.claims);
}

// What is known of each property.
void print_properties(const driver::Compilation& c,
                      const std::vector<check::PropertyAnswer>& properties, const Common& common) {
    for (const check::PropertyAnswer& p : properties) {
        std::string known;
        switch (p.kind) {
        case check::PropertyAnswer::Kind::proved:
            known = say(common, "已证明", "proved");
            break;
        case check::PropertyAnswer::Kind::refuted:
            known = say(common, "有反例", "refuted");
            break;
        case check::PropertyAnswer::Kind::searched:
            known = fmt::format(fmt::runtime(say(common, "只搜索过：{} 笔就诊里没有反例",
                                                 "only searched: {} claims keep it")),
                                p.claims);
            break;
        }
        fmt::print("{}: {} {}  {}\n", c.sources.describe(p.span), say(common, "恒有", "always"),
                   p.text, known);
    }
}

int check(const Options& options) {
    const auto chosen = selection(options.common);
    if (!chosen) {
        return kWrongCall;
    }
    auto compiled = driver::compile(options.common.policies, *chosen, driver::Untaken::check);
    if (!compiled) {
        fmt::print(stderr, "pol: {}\n", text_of(compiled.error(), options.common));
        return kWrongCall;
    }
    driver::Compilation& c = **compiled;
    const std::vector<check::PropertyAnswer> properties =
        driver::search_properties(c, options.search);
    std::size_t errors = 0;
    std::size_t warnings = 0;
    for (const Diagnostic& d : c.diagnostics.all()) {
        (severity_of(d.code) == Severity::error ? errors : warnings) += 1;
    }
    if (options.json) {
        for (const Diagnostic& d : c.diagnostics.all()) {
            fmt::print("{}\n", to_json(d, c.sources, language(options.common)));
        }
        for (const check::PropertyAnswer& p : properties) {
            fmt::print("{}\n", property_json(c, p));
        }
        if (errors == 0) {
            fmt::print("{}", place_notices_json(c, options.places));
        }
        return errors == 0 ? kGood : kMistakes;
    }
    report(c, options.common);
    if (!options.dump.empty()) {
        const int exit = dump(c, options.dump);
        return errors == 0 ? exit : kMistakes;
    }
    if (errors > 0 || warnings > 0) {
        fmt::print(stderr, "{}\n",
                   fmt::format(fmt::runtime(say(options.common, "{} 处错误，{} 处提醒",
                                                "{} errors, {} warnings")),
                               errors, warnings));
    }
    print_properties(c, properties, options.common);
    if (errors > 0) {
        return kMistakes;
    }
    std::size_t benefits = c.program->benefits.size();
    for (const driver::Filings& filings : c.filings) {
        benefits += filings.program->benefits.size();
    }
    fmt::print("{}", place_notices(c, options.places, options.common));
    fmt::print("{}\n",
               fmt::format(fmt::runtime(say(options.common, "通过：{} 个文件，{} 个待遇，{} 个测例",
                                            "good: {} files, {} benefits, {} tests")),
                           c.tree.files.size(), benefits, driver::count_tests(c)));
    return kGood;
}

}  // namespace

void add_check(CLI::App& app, Work& chosen) {
    auto options = std::make_shared<Options>();
    CLI::App* command = app.add_subcommand(
        "check", "Check policies: every mistake with its place and what to do about it");
    add_common(*command, options->common);
    command
        ->add_option("--dump", options->dump,
                     "Print what a stage made: tree, types, ir, columns, kernel, llvm")
        ->check(CLI::IsMember({"tree", "types", "ir", "columns", "kernel", "llvm"}));
    command
        ->add_option("--search", options->search,
                     "How many trials look for a claim that breaks a property; 0 looks for none")
        ->capture_default_str();
    command->add_flag("--uncovered", options->places.uncovered,
                      "Each kind of care of each place, with a claim that has no benefit");
    command->add_flag("--pairs", options->places.pairs,
                      "Each pair of a place of insurance and one of care, with what it lacks");
    command->add_flag("--json", options->json,
                      "Messages as JSON, one a line; with --uncovered and --pairs these too");
    command->footer(
        "Example:\n  pol check policies/ningxia/yinchuan\n  pol check city.pol --dump=ir");
    command->callback([options, &chosen] { chosen = [options] { return check(*options); }; });
}

}  // namespace pol::tool
