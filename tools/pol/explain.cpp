// pol explain: one claim of a file, line by line from its tape; or what the code of a message
// means.
#include <fmt/core.h>

#include "compiler/driver/engine.h"
#include "compiler/driver/manifest.h"
#include "runtime/batch/settle.h"
#include "runtime/trace/render.h"
#include "runtime/value/date.h"
#include "tools/pol/common.h"
#include "tools/pol/explain_code.h"
#include "tools/pol/input.h"

namespace pol::tool {
namespace {

struct Options {
    Common common;
    InputOptions input;
    std::string filing;
    std::string setl_id;
    std::string engine = "jit";
};

// What was settled of a claim: the whole, or one of its years.
struct Trace {
    std::string days;
    std::string text;
};

std::string days_of(const claims::Claim& claim, const abi::Vocabulary& vocabulary) {
    const auto begin = vocabulary.field("begndate");
    const auto end = vocabulary.field("enddate");
    return begin && end ? fmt::format("{} – {}", format_date(claim.values[*begin]),
                                      format_date(claim.values[*end]))
                        : "";
}

int explain(const Options& options) {
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
    const auto wanted = [&](const claims::Claim& c) {
        return options.setl_id.empty() || c.setl_id == options.setl_id;
    };
    const auto at = std::find_if(input->claims.begin(), input->claims.end(), wanted);
    if (at == input->claims.end()) {
        fmt::print(stderr, "pol: {} {}\n",
                   say(options.common, "文件里没有这笔结算：", "no such claim in the file:"),
                   options.setl_id);
        return kWrongCall;
    }
    auto engine = driver::load_engine(program, *driver::engine_named(options.engine), false, true);
    if (!engine) {
        fmt::print(stderr, "pol: {}\n", engine.error().message);
        return kOurFault;
    }
    // The person's earlier claims come first: they are what the accounts hold.
    const auto index = static_cast<std::size_t>(at - input->claims.begin());
    std::vector<Trace> traces;
    account::Store accounts;
    batch::Options how;
    how.lang = claims_language(options.common);
    how.on_tape = [&](std::size_t i, const claims::Claim& claim, const abi::Tape& tape) {
        if (i == index) {
            traces.push_back({days_of(claim, manifest.vocabulary),
                              trace::render(trace::lines(manifest, tape, claim, texts))});
        }
    };
    const std::vector<claims::Settled> settled =
        batch::settle(input->claims, manifest, engine->engine, accounts, texts, how);
    const claims::Settled& s = settled[index];
    fmt::print("{} {}  {}\n",
               options.filing.empty() ? say(options.common, "结算", "settlement")
                                      : say(options.common, "事项", "filing"),
               s.setl_id, s.benefit);
    for (const claims::Reason& r : s.reasons) {
        fmt::print("  {}  {}\n", r.text, r.cite);
    }
    for (const claims::ClaimFault& f : s.faults) {
        fmt::print("  {}\n", f.text);
    }
    for (std::size_t i = 0; i < traces.size(); ++i) {
        if (traces.size() > 1) {
            fmt::print("{}\n", fmt::format(fmt::runtime(say(options.common, "第 {} 部分，共 {}：{}",
                                                            "part {} of {}: {}")),
                                           i + 1, traces.size(), traces[i].days));
        }
        fmt::print("{}", traces[i].text);
    }
    return s.status == abi::Status::fault ? kMistakes : kGood;
}

// A code stands alone: with claims, a folder of that name is meant.
bool is_code(const Options& options) {
    return options.common.policies.size() == 1 && looks_like_code(options.common.policies[0]) &&
           options.common.readings.empty() && options.input.claims.empty() &&
           options.input.lines.empty() && options.setl_id.empty() && options.filing.empty();
}

}  // namespace

void add_explain(CLI::App& app, Work& chosen) {
    auto options = std::make_shared<Options>();
    CLI::App* command = app.add_subcommand(
        "explain", "Explain one claim: each step with its figure, formula, inputs and clause; or "
                   "a message by its code");
    add_common(*command, options->common);
    add_input(*command, options->input);
    add_filing(*command, options->filing);
    command->get_option("POLICIES")
        ->description("A folder of policies, or .pol files; or the code of a message alone");
    command->get_option("--claims")->required(false);  // of a code there are none
    command->add_option("--claim-id", options->setl_id,
                        "The setl_id to explain; by default the first claim");
    command->add_option("--engine", options->engine, "jit, jit-O0 or interpreter")
        ->check(CLI::IsMember({"jit", "jit-O0", "interpreter"}))
        ->capture_default_str();
    command->footer("Example:\n  pol explain policies/ningxia/yinchuan --claims "
                    "examples/year/claims.jsonl --claim-id S000001\n  pol explain E0302 --lang zh");
    command->callback([options, &chosen] {
        if (is_code(*options)) {
            chosen = [options] {
                return explain_code(options->common.policies[0], options->common);
            };
            return;
        }
        if (options->input.claims.empty()) {
            throw CLI::RequiredError("--claims");
        }
        chosen = [options] { return explain(*options); };
    });
}

}  // namespace pol::tool
