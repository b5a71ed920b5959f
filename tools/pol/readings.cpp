// pol readings: the questions that documents leave open, the answer that each policy adopts, and
// what another would come to on a file of claims.
#include <algorithm>

#include <fmt/core.h>
#include <fmt/format.h>

#include "compiler/driver/engine.h"
#include "compiler/driver/manifest.h"
#include "compiler/parse/parse.h"
#include "runtime/batch/settle.h"
#include "runtime/claims/write.h"
#include "runtime/value/money.h"
#include "runtime/value/text.h"
#include "tools/pol/common.h"
#include "tools/pol/grid.h"
#include "tools/pol/input.h"
#include "tools/pol/terminal.h"

namespace pol::tool {
namespace {

struct Options {
    Common common;
    InputOptions input;
    std::string format = "table";
    std::string engine = "jit";
};

// What a file of claims comes to under one choice of options.
struct Outcome {
    std::vector<std::string> settlements;  ///< as JSON
    Fen fund = 0;
    Fen person = 0;
    std::size_t faults = 0;
};

// What one option changes.
struct Difference {
    std::size_t claims = 0;
    Fen fund = 0;
    Fen person = 0;
};

struct Choice {
    std::string name;
    std::string text;
    bool is_adopted = false;
    bool is_taken = false;
    std::optional<Difference> difference;
};

struct Question {
    std::string name;
    std::string question;
    std::vector<syntax::Cite> cites;
    Span span;
    std::vector<Choice> choices;
};

// The option's text as it stands, without its name and the mark of the adopted one.
std::string text_of(const syntax::ReadingOption& option, const SourceMap& sources) {
    std::string_view text = sources.text(option.span);
    text.remove_prefix(std::min(option.name.text.size(), text.size()));
    const std::size_t mark = std::max(text.rfind("（") + 1, text.rfind('(') + 1);
    if (option.adopted && mark > 0) {
        text = text.substr(0, mark - 1);
    }
    std::string words;
    for (const char c : text) {
        const bool is_blank = c == ' ' || c == '\t' || c == '\r' || c == '\n';
        if (!is_blank) {
            words += c;
        } else if (!words.empty() && words.back() != ' ') {
            words += ' ';
        }
    }
    for (const std::string_view equals : {"=", "＝"}) {
        if (words.starts_with(equals)) {
            words.erase(0, equals.size());
        }
    }
    const std::size_t begin = std::min(words.find_first_not_of(' '), words.size());
    return words.substr(begin, words.find_last_not_of(' ') + 1 - begin);
}

// The readings of the files as they were written: a compilation keeps the options that it takes.
std::vector<Question> questions(const driver::Compilation& compilation,
                                const resolve::Selection& selection) {
    syntax::Tree tree;
    parse::Damage damage;
    Diagnostics told_already;
    for (const syntax::File& file : compilation.tree.files) {
        parse::parse(file.id, compilation.sources, tree, damage, told_already);
    }
    std::vector<Question> list;
    for (const syntax::File& file : tree.files) {
        for (const syntax::Decl& decl : file.decls) {
            const auto* reading = std::get_if<syntax::ReadingDecl>(&decl.node);
            if (reading == nullptr) {
                continue;
            }
            Question question{
                reading->name.text, reading->question, reading->cites, reading->name.span, {}};
            const auto chosen = selection.find(reading->name.text);
            for (const syntax::ReadingOption& option : reading->options) {
                const bool taken =
                    chosen == selection.end() ? option.adopted : chosen->second == option.name.text;
                question.choices.push_back({option.name.text, text_of(option, compilation.sources),
                                            option.adopted, taken, std::nullopt});
            }
            list.push_back(std::move(question));
        }
    }
    return list;
}

class Comparison {
  public:
    explicit Comparison(const Options& options) : options_(options) {}

    // Settles the claims as `selection` says. What went wrong has been printed.
    tl::expected<Outcome, int> settle(const resolve::Selection& selection, bool is_first) {
        auto compiled = driver::compile(options_.common.policies, selection);
        if (!compiled || !(*compiled)->program) {
            fmt::print(stderr, "pol: {}\n",
                       compiled ? "the policy does not compile" : compiled.error().message);
            return tl::unexpected(compiled ? kMistakes : kWrongCall);
        }
        const ir::Program& program = *(*compiled)->program;
        const abi::Manifest manifest = driver::manifest(program, (*compiled)->sources);
        claims::TextTable texts(manifest.texts);
        InputOptions input_options = options_.input;
        input_options.is_silent = !is_first;
        Progress progress;
        auto input = read_claims(input_options, manifest, texts, options_.common, progress);
        if (!input) {
            fmt::print(stderr, "pol: {}\n", input.error());
            return tl::unexpected(kWrongCall);
        }
        auto engine =
            driver::load_engine(program, *driver::engine_named(options_.engine), true, false);
        if (!engine) {
            fmt::print(stderr, "pol: {}\n", engine.error().message);
            return tl::unexpected(kOurFault);
        }
        account::Store accounts;
        batch::Options how;
        how.lang = claims_language(options_.common);
        return outcome(batch::settle(input->claims, manifest, engine->engine, accounts, texts, how),
                       manifest.vocabulary);
    }

  private:
    static Outcome outcome(const std::vector<claims::Settled>& settled,
                           const abi::Vocabulary& vocabulary) {
        Outcome result;
        const auto fund = vocabulary.result("fund_pay_sumamt");
        const auto person = vocabulary.result("psn_part_amt");
        for (const claims::Settled& s : settled) {
            result.settlements.push_back(to_json(s, vocabulary));
            result.faults += s.status == abi::Status::fault ? 1U : 0U;
            // Only what was paid counts: the other amounts are what would be.
            if (s.status == abi::Status::paid) {
                result.fund += fund ? s.outputs[*fund] : 0;
                result.person += person ? s.outputs[*person] : 0;
            }
        }
        return result;
    }

    const Options& options_;
};

Difference difference(const Outcome& from, const Outcome& to) {
    Difference result{0, to.fund - from.fund, to.person - from.person};
    for (std::size_t i = 0; i < from.settlements.size(); ++i) {
        result.claims += from.settlements[i] == to.settlements[i] ? 0U : 1U;
    }
    return result;
}

// Settles once as the policy stands and once for every other option. Exit code.
int compare(const Options& options, const resolve::Selection& selection,
            std::vector<Question>& list) {
    Comparison comparison(options);
    const auto base = comparison.settle(selection, true);
    if (!base) {
        return base.error();
    }
    std::size_t faults = base->faults;
    for (Question& question : list) {
        for (Choice& choice : question.choices) {
            if (choice.is_taken) {
                continue;
            }
            resolve::Selection other = selection;
            other[question.name] = choice.name;
            const auto outcome = comparison.settle(other, false);
            if (!outcome) {
                return outcome.error();
            }
            faults += outcome->faults;
            choice.difference = difference(*base, *outcome);
        }
    }
    return faults == 0 ? kGood : kMistakes;
}

std::string signed_fen(Fen amount) {
    return (amount > 0 ? "+" : "") + format_fen(amount);
}

std::string table(const std::vector<Question>& list, const SourceMap& sources,
                  const Options& options) {
    const Common& common = options.common;
    std::string out;
    for (const Question& question : list) {
        out += fmt::format("{}{}  {}\n", out.empty() ? "" : "\n", question.name,
                           sources.describe(question.span));
        out += "  " + question.question;
        for (const syntax::Cite& cite : question.cites) {
            out += fmt::format("  {} {}", cite.source.text, cite.clause);
        }
        out += "\n";
        std::vector<Grid::Column> columns{
            {""}, {say(common, "选项", "option")}, {say(common, "内容", "text")}};
        if (!options.input.claims.empty()) {
            columns.push_back({say(common, "变化笔数", "claims changed"), true});
            columns.push_back({say(common, "基金支付", "fund"), true});
            columns.push_back({say(common, "个人负担", "person"), true});
        }
        Grid grid(columns);
        for (const Choice& choice : question.choices) {
            const char* mark = choice.is_adopted ? say(common, "采用", "adopted")
                               : choice.is_taken ? say(common, "选用", "taken")
                                                 : "";
            std::vector<std::string> row{mark, choice.name, choice.text};
            if (choice.difference) {
                row.push_back(std::to_string(choice.difference->claims));
                row.push_back(signed_fen(choice.difference->fund));
                row.push_back(signed_fen(choice.difference->person));
            } else if (columns.size() > row.size()) {
                row.insert(row.end(), {"-", "-", "-"});
            }
            grid.add(std::move(row));
        }
        out += grid.text();
    }
    return out.empty() ? say(common, "没有口径\n", "no readings\n") : out;
}

std::string json_of(const Choice& choice) {
    std::string out = fmt::format(
        "\n  {{\"name\": {}, \"text\": {}, \"adopted\": {}, \"taken\": {}", json_text(choice.name),
        json_text(choice.text), choice.is_adopted, choice.is_taken);
    if (choice.difference) {
        out += fmt::format(", \"claims_changed\": {}, \"fund_change\": {}, \"person_change\": {}",
                           choice.difference->claims, format_fen(choice.difference->fund),
                           format_fen(choice.difference->person));
    }
    return out + "}";
}

std::string json(const std::vector<Question>& list, const SourceMap& sources) {
    std::vector<std::string> readings;
    for (const Question& question : list) {
        std::vector<std::string> cites;
        cites.reserve(question.cites.size());
        for (const syntax::Cite& cite : question.cites) {
            cites.push_back(fmt::format("{{\"source\": {}, \"clause\": {}}}",
                                        json_text(cite.source.text), json_text(cite.clause)));
        }
        std::vector<std::string> choices;
        choices.reserve(question.choices.size());
        for (const Choice& choice : question.choices) {
            choices.push_back(json_of(choice));
        }
        readings.push_back(fmt::format(
            "\n{{\"name\": {}, \"question\": {}, \"file\": {}, \"line\": {},\n \"cites\": {},\n "
            "\"options\": {}}}",
            json_text(question.name), json_text(question.question),
            json_text(sources.name(question.span.file)),
            sources.line_column(question.span.file, question.span.begin).line, json_list(cites),
            json_list(choices)));
    }
    return fmt::format("{{\"readings\": {}}}\n", json_list(readings));
}

int readings(const Options& options) {
    if (options.input.claims == "-" || options.input.lines == "-") {
        fmt::print(stderr, "pol: {}\n",
                   say(options.common, "结算数据要读几遍，不能来自标准输入",
                       "claims are read several times and cannot come from standard input"));
        return kWrongCall;
    }
    Compiled compiled = compile(options.common);
    if (compiled.exit != kGood) {
        return compiled.exit;
    }
    const resolve::Selection chosen = selection(options.common).value_or(resolve::Selection{});
    std::vector<Question> list = questions(*compiled.compilation, chosen);
    int exit = kGood;
    if (!options.input.claims.empty()) {
        exit = compare(options, chosen, list);
        if (exit != kGood && exit != kMistakes) {
            return exit;
        }
    }
    const SourceMap& sources = compiled.compilation->sources;
    show(options.format == "json" ? json(list, sources) : table(list, sources, options),
         options.common.pages);
    return exit;
}

}  // namespace

void add_readings(CLI::App& app, Work& chosen) {
    auto options = std::make_shared<Options>();
    CLI::App* command = app.add_subcommand(
        "readings", "List the readings: question, clause and options; with claims, what each other "
                    "option would change");
    add_common(*command, options->common);
    add_paging(*command, options->common);
    add_input(*command, options->input);
    command->get_option("--claims")->required(false);
    command->add_option("--format", options->format, "table or json")
        ->check(CLI::IsMember({"table", "json"}))
        ->capture_default_str();
    command->add_option("--engine", options->engine, "jit, jit-O0 or interpreter")
        ->check(CLI::IsMember({"jit", "jit-O0", "interpreter"}))
        ->capture_default_str();
    command->footer("Example:\n  pol readings policies/ningxia/yinchuan\n"
                    "  pol readings policies/ningxia/yinchuan --claims examples/year/claims.jsonl");
    command->callback([options, &chosen] { chosen = [options] { return readings(*options); }; });
}

}  // namespace pol::tool
