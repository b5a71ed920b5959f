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
    std::string claims;
    std::string out;
    std::string format;
    std::string engine = "jit";
    bool in_order = false;
};

std::string format_of(const Options& options) {
    if (!options.format.empty()) {
        return options.format;
    }
    if (options.out.ends_with(".json")) {
        return "json";
    }
    return options.out.empty() && isatty(fileno(stdout)) != 0 ? "table" : "jsonl";
}

std::string written(const Options& options, const std::vector<claims::Claim>& claims,
                    const std::vector<claims::Settled>& settled, const abi::Manifest& manifest) {
    const std::string format = format_of(options);
    if (format == "table") {
        return settlement_table(claims, settled, manifest, language(options.common));
    }
    std::string text = format == "json" ? "[\n" : "";
    for (std::size_t i = 0; i < settled.size(); ++i) {
        text += to_json(settled[i], manifest.vocabulary);
        text += format == "json" && i + 1 < settled.size() ? ",\n" : "\n";
    }
    if (format == "json") {
        text += "]\n";
    }
    return text;
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
            fmt::print(stderr, "{}:{}: {}{}{}\n", options.claims, claims[i].line,
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

int settle(const Options& options) {
    Compiled compiled = compile(options.common);
    if (compiled.exit != kGood) {
        return compiled.exit;
    }
    const ir::Program& program = *compiled.compilation->program;
    const abi::Manifest manifest = driver::manifest(program, compiled.compilation->sources);
    claims::TextTable texts(manifest.texts);
    auto input = read_claims(options.claims, manifest, texts, options.common);
    if (!input) {
        fmt::print(stderr, "pol: {}\n", input.error());
        return kWrongCall;
    }
    auto engine = driver::load_engine(program, *driver::engine_named(options.engine), true, false);
    if (!engine) {
        fmt::print(stderr, "pol: {}\n", engine.error().message);
        return kOurFault;
    }
    account::Store accounts;
    batch::Options how;
    how.in_order = options.in_order;
    how.lang = claims_language(options.common);
    const std::vector<claims::Settled> settled =
        batch::settle(input->claims, manifest, engine->engine, accounts, texts, how);
    const std::string text = written(options, input->claims, settled, manifest);
    if (options.out.empty()) {
        if (std::fwrite(text.data(), 1, text.size(), stdout) != text.size() ||
            std::fflush(stdout) != 0) {
            fmt::print(stderr, "pol: {}\n",
                       say(options.common, "结果没有写完", "the answers could not be written"));
            return kOurFault;
        }
    } else if (auto wrote = write_whole(options.out, text); !wrote) {
        fmt::print(stderr, "pol: {}\n", wrote.error());
        return kWrongCall;
    }
    return report_faults(options, input->claims, settled) == 0 ? kGood : kMistakes;
}

}  // namespace

void add_settle(CLI::App& app, Work& chosen) {
    auto options = std::make_shared<Options>();
    CLI::App* command = app.add_subcommand("settle", "Settle claims by policies");
    add_common(*command, options->common);
    command->add_option("--claims", options->claims, "JSON Lines or JSON; - is standard input")
        ->required();
    command->add_option("--out", options->out,
                        "Write the settlements to this file, whole or not at all");
    command
        ->add_option("--format", options->format,
                     "jsonl, json or table; by default as --out ends, a table on a terminal")
        ->check(CLI::IsMember({"jsonl", "json", "table"}));
    command->add_option("--engine", options->engine, "jit, jit-O0 or interpreter")
        ->check(CLI::IsMember({"jit", "jit-O0", "interpreter"}))
        ->capture_default_str();
    command->add_flag("--in-order", options->in_order,
                      "The claims of a person are in order already");
    command->footer("Example:\n  pol settle policies/ningxia/yinchuan --claims "
                    "examples/year/claims.jsonl --out settled.jsonl");
    command->callback([options, &chosen] { chosen = [options] { return settle(*options); }; });
}

}  // namespace pol::tool
