// pol explain: one claim of a file as a statement, or line by line from its tape; or what the code
// of a message means.
#include "compiler/driver/explain.h"

#include <algorithm>

#include <unistd.h>

#include <fmt/core.h>

#include "compiler/driver/engine.h"
#include "compiler/driver/manifest.h"
#include "runtime/statement/layout.h"
#include "runtime/statement/statement.h"
#include "tools/pol/common.h"
#include "tools/pol/explain_code.h"
#include "tools/pol/input.h"
#include "tools/pol/output.h"
#include "tools/pol/terminal.h"

namespace pol::tool {
namespace {

struct Options {
    Common common;
    InputOptions input;
    std::string filing;
    std::string setl_id;
    std::string engine = "interpreter";  ///< which is there first
    std::string format = "text";
    std::string out;
    std::string why_not;
    bool trace = false;
};

std::string rendered(const Options& options, const statement::Statement& s) {
    if (options.format == "markdown") {
        return to_markdown(s);
    }
    if (options.format == "html") {
        return to_html(s);
    }
    if (options.format == "json") {
        return to_json(s);
    }
    std::string text = to_text(s, columns());
    if (options.trace) {
        text += "\n" + statement::steps_text(s.steps, columns());
    }
    return text;
}

// The claims that may have a say in what comes of one: those of its person, and what bears its
// number. Whom a reversal is of only its original says. The one claim's place among them.
std::size_t select(std::vector<claims::Claim>& claims, std::size_t index) {
    if (claims[index].reversal) {
        return index;
    }
    const std::string person = claims[index].psn_no;
    const std::string number = claims[index].setl_id;
    std::vector<claims::Claim> kept;
    std::size_t place = 0;
    for (std::size_t i = 0; i < claims.size(); ++i) {
        if (i == index) {
            place = kept.size();
        }
        if (claims[i].psn_no == person || claims[i].reversal || claims[i].setl_id == number) {
            kept.push_back(std::move(claims[i]));
        }
    }
    claims = std::move(kept);
    return place;
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
    const std::size_t index =
        select(input->claims, static_cast<std::size_t>(at - input->claims.begin()));
    const driver::Explainable of{*compiled.compilation, program, manifest, engine->engine};
    account::Store accounts;
    const claims::Lang lang = claims_language(options.common);
    const driver::Explained explained =
        driver::explain(of, input->claims, index, accounts, texts, lang);
    if (!options.why_not.empty()) {
        account::Store before;
        for (const account::Posting& p : explained.before) {
            before.set(input->claims[index].psn_no, p.key, p.amount);
        }
        const driver::WhyNot why = driver::why_not(of, input->claims[index], explained.settled,
                                                   before, texts, options.why_not, lang);
        const std::string text = statement::fitted(why.text, columns());
        if (!why.known) {
            fmt::print(stderr, "{}", text);
            return kWrongCall;
        }
        show(text, options.common.pages);
        return kGood;
    }
    const Exit settled = explained.settled.status == abi::Status::fault ? kMistakes : kGood;
    if (options.out.empty() && isatty(STDOUT_FILENO) != 0) {
        show(rendered(options, explained.statement), options.common.pages);
        return settled;
    }
    auto output = Output::open(options.out, options.common);
    if (!output) {
        fmt::print(stderr, "pol: {}\n", output.error());
        return kWrongCall;
    }
    (*output)->write(rendered(options, explained.statement));
    const Exit written = (*output)->finish();
    return written == kGood ? settled : written;
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
        "explain", "Explain one claim: who pays what, from the total to the person's part, with "
                   "the clauses; or a message by its code");
    add_common(*command, options->common);
    add_paging(*command, options->common);
    add_input(*command, options->input);
    add_filing(*command, options->filing);
    command->get_option("POLICIES")
        ->description("A folder of policies, or .pol files; or the code of a message alone");
    command->get_option("--claims")->required(false);  // of a code there are none
    command->add_option("--claim-id", options->setl_id,
                        "The setl_id to explain; by default the first claim");
    command->add_option("--format", options->format, "text, markdown, html or json")
        ->check(CLI::IsMember({"text", "markdown", "html", "json"}))
        ->capture_default_str();
    command->add_option("--out", options->out,
                        "Write the statement to this file, whole or not at all");
    command->add_flag("--trace", options->trace,
                      "Every step too: figure, clause, formula, inputs, place");
    command->add_option(
        "--why-not", options->why_not,
        "Which condition of this benefit or amendment failed, and which was chosen");
    command->add_option("--engine", options->engine, "jit, jit-O0 or interpreter")
        ->check(CLI::IsMember({"jit", "jit-O0", "interpreter"}))
        ->capture_default_str();
    command->footer("Example:\n  pol explain policies/ningxia/yinchuan --claims "
                    "examples/year/claims.jsonl --claim-id S000001\n  pol explain "
                    "policies/liaoning/shenyang --claim claim.json --why-not 临时外出住院\n"
                    "  pol explain E0302 --lang zh");
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
