// pol settle: claims in, settlements out.
#include "runtime/batch/settle.h"

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <optional>

#include <unistd.h>

#include <fmt/core.h>

#include "compiler/driver/engine.h"
#include "tools/pol/common.h"
#include "tools/pol/fault_report.h"
#include "tools/pol/input.h"
#include "tools/pol/output.h"
#include "tools/pol/plan.h"
#include "tools/pol/rules.h"
#include "tools/pol/settle_options.h"
#include "tools/pol/settle_table.h"
#include "tools/pol/settle_write.h"
#include "tools/pol/source.h"
#include "tools/pol/table.h"

namespace pol::tool {
namespace {

using Options = SettleOptions;

std::string name_of(claims::Form form) {
    switch (form) {
    case claims::Form::json:
        return "json";
    case claims::Form::jsonl:
        return "jsonl";
    case claims::Form::csv:
        return "csv";
    }
    return "jsonl";
}

struct Settlements {
    const claims::Input& input;
    const std::vector<claims::Settled>& settled;
    const abi::Manifest& manifest;
};

std::optional<std::string> form_of_out(const std::string& out) {
    std::string end = std::filesystem::path(out).extension().string();
    for (char& c : end) {
        c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    }
    if (end == ".parquet") {
        return "parquet";
    }
    if (end == ".duckdb" || end == ".db") {
        return "duckdb";
    }
    if (const auto form = claims::form_of_file(out)) {
        return name_of(*form);
    }
    return is_database(out) ? std::optional<std::string>("duckdb") : std::nullopt;
}

// By default as the file's name ends; a table on a terminal; else as the claims were.
std::string format_of(const Options& options, claims::Form input) {
    if (!options.format.empty()) {
        return options.format;
    }
    if (options.out.empty() && isatty(fileno(stdout)) != 0) {
        return "table";
    }
    return form_of_out(options.out).value_or(name_of(input));
}

int write(const Options& options, const Settlements& all) {
    const std::string format = format_of(options, all.input.form);
    if (is_table_form(format)) {
        return write_table(options, format, all.manifest, all.settled);
    }
    auto output = Output::open(options.out, options.common);
    if (!output) {
        fmt::print(stderr, "pol: {}\n", output.error());
        return kWrongCall;
    }
    if (format == "table") {
        (*output)->write(settlement_table(all.input.claims, all.settled, all.manifest,
                                          language(options.common)));
    } else {
        SettlementWriter writer(**output, {format, options.bom}, all.manifest);
        writer.put(all.settled);
        writer.end();
    }
    return (*output)->finish();
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

/// Null: each name is there once.
const std::string* first_twice(const std::vector<std::string>& names) {
    for (auto name = names.begin(); name != names.end(); ++name) {
        if (std::find(names.begin(), name, *name) != name) {
            return &*name;
        }
    }
    return nullptr;
}

// What shows before anything is read.
std::string wrong_call(const Options& options) {
    const std::string format = format_of(options, claims::Form::csv);
    if (is_table_form(format) && options.out.empty()) {
        return say(options.common, "parquet 和 duckdb 要写到 --out 的文件",
                   "parquet and duckdb are written to the file of --out");
    }
    if (format == "duckdb" && options.table.empty()) {
        return say(options.common, "--table 要写表名", "--table needs the name of a table");
    }
    if (format != "duckdb" && is_database(options.out)) {
        return options.out + ": " +
               say(options.common, "是 DuckDB 文件；--format duckdb 只替换其中一张表",
                   "is a DuckDB file; --format duckdb replaces one table of it");
    }
    const SourceKind kind = kind_of(options.input);
    if (!options.input.table.empty() && kind != SourceKind::duckdb) {
        return say(options.common, "--claims-table 用于 DuckDB 文件里的就诊",
                   "--claims-table goes with claims from a DuckDB file");
    }
    if (kind == SourceKind::query && !options.out.empty()) {
        const std::string named = named_in_query(options.input.claims, options.out);
        if (!named.empty()) {
            return options.out + ": " +
                   say(options.common, "是查询所读的，不能作为输出",
                       "is read by the query and cannot be the output");
        }
    }
    if (reads_table(options.input) && !options.input.lines.empty()) {
        return say(options.common, "表中的明细在 feedetail 列里，不用 --lines",
                   "fee lines of a table stand in its column feedetail, not in --lines");
    }
    if (!options.columns.empty() && !is_table_form(format)) {
        return say(options.common, "--columns 用于 Parquet 和 DuckDB 的输出",
                   "--columns goes with output in Parquet and DuckDB");
    }
    if (const std::string* twice = first_twice(options.columns)) {
        return fmt::format(fmt::runtime(say(options.common, "--columns：{} 写了两次",
                                            "--columns: {} is named twice")),
                           *twice);
    }
    const bool is_plan_alone = options.explain_plan && options.input.claims.empty();
    if (options.engine == "columns" && !is_plan_alone && !reads_table(options.input)) {
        return say(options.common, "--engine columns 用于 Parquet 和 SQL 的就诊",
                   "--engine columns goes with claims from Parquet and SQL");
    }
    if (options.engine == "columns" && format == "table") {
        return say(options.common, "--format table 逐笔结算，不能用 --engine columns",
                   "--format table settles claims one by one, not by --engine columns");
    }
    if (options.all_numbers && !reads_table(options.input)) {
        return say(options.common, "--unique 用于 Parquet 和 SQL 的就诊；文本里的就诊总是查重",
                   "--unique goes with claims from Parquet and SQL; those of texts are always "
                   "unique");
    }
    if (options.bom && format != "csv") {
        return say(options.common, "--bom 只用于 CSV 输出", "--bom goes with CSV output only");
    }
    return options.out.empty() ? "" : why_no_output(options.out, options.input, options.common);
}

tl::expected<driver::LoadedEngine, driver::Error> engine_of(const driver::Rules& rules,
                                                            const Options& options) {
    const auto kind = *driver::engine_named(options.engine == "columns" ? "auto" : options.engine);
    if (kind == driver::EngineKind::interpreter) {
        return driver::load_engine(*rules.program, kind, true, false);
    }
    return driver::load_engine(rules.slices, kind);
}

/// Names of columns as they are meant: without blanks around them.
void trim(std::vector<std::string>& names) {
    for (std::string& name : names) {
        const std::size_t first = name.find_first_not_of(" \t");
        const std::size_t last = name.find_last_not_of(" \t");
        name = first == std::string::npos ? "" : name.substr(first, last - first + 1);
    }
}

int settle(const Options& options) {
    if (const std::string why = wrong_call(options); !why.empty()) {
        fmt::print(stderr, "pol: {}\n", why);
        return kWrongCall;
    }
    const bool whole = options.explain_plan || options.engine == "interpreter";
    auto [rules, exit] = rules_for(options.common, options.filing, whole);
    if (!rules) {
        return exit;
    }
    const abi::Manifest& manifest = rules->manifest;
    if (options.explain_plan) {
        fmt::print("{}", plan_text(*rules->program, manifest, options));
        return kGood;
    }
    auto engine = engine_of(*rules, options);
    if (!engine) {
        fmt::print(stderr, "pol: {}\n", engine.error().message);
        return kOurFault;
    }
    if (reads_table(options.input)) {
        return settle_table(options, format_of(options, claims::Form::jsonl),
                            {rules->slices, manifest, engine->engine});
    }
    claims::TextTable texts(manifest.texts);
    Progress progress;
    auto input = read_claims(options.input, manifest, texts, options.common, progress);
    if (!input) {
        fmt::print(stderr, "pol: {}\n", input.error());
        return kWrongCall;
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
    FaultReport faults(options.common, options.input.claims);
    for (std::size_t i = 0; i < settled.size(); ++i) {
        if (settled[i].status == abi::Status::fault) {
            faults.add(input->claims[i].line, settled[i]);
        }
    }
    return faults.finish(settled.size());
}

}  // namespace

void add_settle(CLI::App& app, Work& chosen) {
    auto options = std::make_shared<Options>();
    CLI::App* command = app.add_subcommand("settle", "Settle claims by policies, or judge filings");
    add_common(*command, options->common);
    add_input_or_table(*command, options->input);
    add_filing(*command, options->filing);
    command->add_option(
        "--out", options->out,
        "Write the settlements to this file, whole or not at all; - is standard output");
    command
        ->add_option("--format", options->format,
                     "jsonl, json, csv, table, parquet or duckdb; by default as --out ends, else a "
                     "table on a terminal, else as the claims are (jsonl of tables)")
        ->check(CLI::IsMember({"jsonl", "json", "csv", "table", "parquet", "duckdb"}));
    command
        ->add_option("--table", options->table,
                     "The table of the DuckDB file that --out names; one that is there is replaced")
        ->capture_default_str();
    command
        ->add_option("--columns", options->columns,
                     "With Parquet and DuckDB: the columns to write, such as "
                     "setl_id,status,hifp_pay; by default all")
        ->delimiter(',');
    add_memory(*command, options->memory,
               "With Parquet and SQL: what the program may take, such as 512MB; more than that is "
               "put on disk. Less than some 160MB is not kept. By default most of the machine's");
    command->add_flag("--bom", options->bom,
                      "Begin CSV with a byte order mark, by which spreadsheets know UTF-8");
    command
        ->add_option("--engine", options->engine,
                     "auto, columns, jit, jit-O0 or interpreter; auto settles large tables in "
                     "columns and everything else one by one: the first claims of a place by the "
                     "interpreter, many by jit")
        ->check(CLI::IsMember({"auto", "columns", "jit", "jit-O0", "interpreter"}))
        ->capture_default_str();
    command
        ->add_option("--threads", options->threads,
                     "With Parquet and SQL: how many threads settle; by default as many as the "
                     "machine has")
        ->check(CLI::Range(1, 256));
    command->add_flag("--explain-plan", options->explain_plan,
                      "Say how each benefit would be settled, and settle nothing");
    command->add_flag("--unique", options->all_numbers,
                      "With Parquet and SQL: a number that claims of several people have is a "
                      "fault too; costs a pass over all numbers");
    command->add_flag("--in-order", options->in_order,
                      "The claims of a person are in order already");
    command->footer("Example:\n  pol settle policies/ningxia/yinchuan --claims "
                    "examples/year/claims.jsonl --out settled.jsonl\n  pol settle "
                    "policies/ningxia/yinchuan --filing 变更备案地 --claims requests.jsonl\n  pol "
                    "settle policies/ningxia/yinchuan --claims claims.parquet --out "
                    "settled.parquet");
    command->get_option("--claims")->required(false);  // for a plan
    command->callback([options, &chosen] {
        if (options->input.claims.empty() && !options->explain_plan) {
            throw CLI::RequiredError("--claims");
        }
        trim(options->columns);
        options->out = options->out == "-" ? "" : options->out;  // as of --claims
        chosen = [options] { return settle(*options); };
    });
}

}  // namespace pol::tool
