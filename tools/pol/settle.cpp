// pol settle: claims in, settlements out.
#include "runtime/batch/settle.h"

#include <unistd.h>

#include <fmt/core.h>

#include "compiler/driver/engine.h"
#include "compiler/driver/manifest.h"
#include "runtime/claims/write.h"
#include "tools/pol/common.h"
#include "tools/pol/input.h"
#include "tools/pol/table.h"

namespace pol::tool {
namespace {

struct Options {
    Common common;
    InputOptions input;
    std::string filing;
    std::string out;
    std::string format;
    std::string engine = "jit";
    bool in_order = false;
    bool bom = false;
};

struct Settlements {
    const claims::Input& input;
    const std::vector<claims::Settled>& settled;
    const abi::Manifest& manifest;
};

// By default as the file's name ends; a table on a terminal; else as the claims were.
std::string format_of(const Options& options, claims::Form input) {
    if (!options.format.empty()) {
        return options.format;
    }
    if (options.out.empty() && isatty(fileno(stdout)) != 0) {
        return "table";
    }
    switch (claims::form_of_file(options.out).value_or(input)) {
    case claims::Form::json:
        return "json";
    case claims::Form::jsonl:
        return "jsonl";
    case claims::Form::csv:
        return "csv";
    }
    return "jsonl";
}

void write_json(Output& output, const Settlements& all) {
    bool going = output.write("[\n");
    for (std::size_t i = 0; i < all.settled.size() && going; ++i) {
        const bool is_last = i + 1 == all.settled.size();
        going = output.write(to_json(all.settled[i], all.manifest.vocabulary) +
                             (is_last ? "\n" : ",\n"));
    }
    output.write("]\n");
}

void write_csv(Output& output, const Settlements& all, bool bom) {
    bool going = output.write((bom ? "\xEF\xBB\xBF" : "") +
                              claims::csv_header(all.manifest.vocabulary) + "\n");
    for (std::size_t i = 0; i < all.settled.size() && going; ++i) {
        going = output.write(claims::to_csv(all.settled[i], all.manifest.vocabulary) + "\n");
    }
}

void write_lines(Output& output, const Settlements& all) {
    bool going = true;
    for (std::size_t i = 0; i < all.settled.size() && going; ++i) {
        going = output.write(to_json(all.settled[i], all.manifest.vocabulary) + "\n");
    }
}

int write(const Options& options, const Settlements& all) {
    auto output = Output::open(options.out, options.common);
    if (!output) {
        fmt::print(stderr, "pol: {}\n", output.error());
        return kWrongCall;
    }
    const std::string format = format_of(options, all.input.form);
    if (format == "table") {
        (*output)->write(settlement_table(all.input.claims, all.settled, all.manifest,
                                          language(options.common)));
    } else if (format == "json") {
        write_json(**output, all);
    } else if (format == "csv") {
        write_csv(**output, all, options.bom);
    } else {
        write_lines(**output, all);
    }
    return (*output)->finish();
}

// Faults go to stderr too: who writes the answers to a file sees them.
std::size_t report_faults(const Options& options, const std::vector<claims::Claim>& claims,
                          const std::vector<claims::Settled>& settled) {
    std::size_t faulted = 0;
    for (std::size_t i = 0; i < settled.size(); ++i) {
        if (settled[i].status != abi::Status::fault) {
            continue;
        }
        ++faulted;
        for (const claims::ClaimFault& f : settled[i].faults) {
            fmt::print(stderr, "{}:{}: {}{}{}\n", options.input.claims, claims[i].line,
                       settled[i].setl_id, settled[i].setl_id.empty() ? "" : ": ", f.text);
        }
    }
    if (faulted > 0) {
        fmt::print(stderr, "{}\n",
                   fmt::format(fmt::runtime(say(options.common, "{} 笔中有 {} 笔不能结算",
                                                "of {} claims {} could not be settled")),
                               settled.size(), faulted));
    }
    return faulted;
}

// Counts the claims that the engine settles, where somebody watches.
void count(abi::Engine& engine, const Options& options, Progress& progress) {
    if (!progress.is_watched()) {
        return;
    }
    engine.plain = [&progress, plain = engine.plain, done = std::size_t{0},
                    what = say(options.common, "已结算", "settled")](
                       const abi::ClaimView& claim, abi::Accounts& accounts,
                       abi::Settlement& settlement) mutable {
        plain(claim, accounts, settlement);
        progress.step(what, ++done);
    };
}

// What shows before anything is read.
std::string wrong_call(const Options& options) {
    const std::string format = format_of(options, claims::Form::csv);
    if (options.bom && format != "csv") {
        return say(options.common, "--bom 只用于 CSV 输出", "--bom goes with CSV output only");
    }
    return options.out.empty() ? "" : why_no_output(options.out, options.input, options.common);
}

int settle(const Options& options) {
    if (const std::string why = wrong_call(options); !why.empty()) {
        fmt::print(stderr, "pol: {}\n", why);
        return kWrongCall;
    }
    Compiled compiled = compile(options.common);
    if (compiled.exit != kGood) {
        return compiled.exit;
    }
    const ir::Program* chosen = program_for(*compiled.compilation, options.filing, options.common);
    if (chosen == nullptr) {
        return kWrongCall;
    }
    const ir::Program& program = *chosen;
    const abi::Manifest manifest = driver::manifest(program, compiled.compilation->sources);
    claims::TextTable texts(manifest.texts);
    Progress progress;
    auto input = read_claims(options.input, manifest, texts, options.common, progress);
    if (!input) {
        fmt::print(stderr, "pol: {}\n", input.error());
        return kWrongCall;
    }
    auto engine = driver::load_engine(program, *driver::engine_named(options.engine), true, false);
    if (!engine) {
        fmt::print(stderr, "pol: {}\n", engine.error().message);
        return kOurFault;
    }
    count(engine->engine, options, progress);
    account::Store accounts;
    batch::Options how;
    how.in_order = options.in_order;
    how.lang = claims_language(options.common);
    const std::vector<claims::Settled> settled =
        batch::settle(input->claims, manifest, engine->engine, accounts, texts, how);
    progress.clear();
    const int wrote = write(options, {*input, settled, manifest});
    if (wrote != kGood) {
        return wrote;
    }
    return report_faults(options, input->claims, settled) == 0 ? kGood : kMistakes;
}

}  // namespace

void add_settle(CLI::App& app, Work& chosen) {
    auto options = std::make_shared<Options>();
    CLI::App* command = app.add_subcommand("settle", "Settle claims by policies, or judge filings");
    add_common(*command, options->common);
    add_input(*command, options->input);
    add_filing(*command, options->filing);
    command->add_option("--out", options->out,
                        "Write the settlements to this file, whole or not at all");
    command
        ->add_option("--format", options->format,
                     "jsonl, json, csv or table; by default as --out ends, else a table on a "
                     "terminal, else as the claims are")
        ->check(CLI::IsMember({"jsonl", "json", "csv", "table"}));
    command->add_flag("--bom", options->bom,
                      "Begin CSV with a byte order mark, by which spreadsheets know UTF-8");
    command->add_option("--engine", options->engine, "jit, jit-O0 or interpreter")
        ->check(CLI::IsMember({"jit", "jit-O0", "interpreter"}))
        ->capture_default_str();
    command->add_flag("--in-order", options->in_order,
                      "The claims of a person are in order already");
    command->footer("Example:\n  pol settle policies/ningxia/yinchuan --claims "
                    "examples/year/claims.jsonl --out settled.jsonl\n  pol settle "
                    "policies/ningxia/yinchuan --filing 变更备案地 --claims requests.jsonl");
    command->callback([options, &chosen] { chosen = [options] { return settle(*options); }; });
}

}  // namespace pol::tool
