// pol sql: DuckDB's SQL with every settlement as a function.
#include <cerrno>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <functional>
#include <iostream>
#include <memory>
#include <optional>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include <unistd.h>

#include <fmt/core.h>

#include "compiler/driver/column_engine.h"
#include "compiler/driver/engine.h"
#include "runtime/data/session.h"
#include "tools/pol/common.h"
#include "tools/pol/grid.h"
#include "tools/pol/rules.h"
#include "tools/pol/signals.h"
#include "tools/pol/statements.h"

namespace pol::tool {
namespace {

struct Options {
    Common common;
    std::string command;
    std::string format;
    std::uint64_t memory = 0;
};

/// Rules with what settles by them.
struct Loaded {
    driver::Rules rules;
    driver::LoadedEngine engine;
    std::optional<driver::LoadedColumns> columns;  ///< made when they are first needed
};

/// What claims are settled by is `settle`; filings have their own names.
class Functions {
  public:
    std::optional<std::string> add(NamedRules named, data::Session& session) {
        auto engine = driver::load_engine(named.rules.slices, driver::EngineKind::automatic);
        if (!engine) {
            return engine.error().message;
        }
        loaded_.push_back(std::make_unique<Loaded>(
            Loaded{std::move(named.rules), *std::move(engine), std::nullopt}));
        Loaded& own = *loaded_.back();
        const auto kernel = [&own]() -> const abi::ColumnEngine* {
            const abi::Vocabulary& vocabulary = own.rules.manifest.vocabulary;
            if (vocabulary.filed.empty()) {
                own.columns = driver::load_columns(own.rules.slices, vocabulary);
            }
            return own.columns ? &own.columns->engine : nullptr;
        };
        session.add_function(named.filing.empty() ? "settle" : named.filing, own.rules.manifest,
                             own.engine.engine, kernel);
        return std::nullopt;
    }

  private:
    std::vector<std::unique_ptr<Loaded>> loaded_;
};

bool is_number(const claims::json::Value& value) {
    return value.type == claims::json::Type::number;
}

/// A text as it is; what has parts as JSON; nothing where there is no value.
std::string cell(const claims::json::Value& value) {
    switch (value.type) {
    case claims::json::Type::null:
        return "";
    case claims::json::Type::text:
    case claims::json::Type::number:
        return value.text;
    case claims::json::Type::boolean:
    case claims::json::Type::array:
    case claims::json::Type::object:
        break;
    }
    return data::json_text(value);
}

std::string csv_cell(const std::string& text) {
    if (text.find_first_of(",\"\r\n") == std::string::npos) {
        return text;
    }
    std::string out = "\"";
    for (const char c : text) {
        out += c == '"' ? "\"\"" : std::string(1, c);
    }
    return out + "\"";
}

void put(const std::string& text) {
    (void)std::fwrite(text.data(), 1, text.size(), stdout);
}

bool goes_on() {
    return Signals::ended_by() == 0;
}

using Row = data::Answer::Row;
using Each = std::function<void(const Row&)>;

std::optional<std::string> for_each(data::Answer& answer, const Each& each) {
    for (;;) {
        auto row = answer.next();
        if (!row) {
            return std::move(row).error();
        }
        if (!*row || !goes_on()) {
            return std::nullopt;
        }
        each(**row);
    }
}

std::optional<std::string> print_grid(data::Answer& answer) {
    std::vector<Row> rows;
    auto why = for_each(answer, [&rows](const Row& row) { rows.push_back(row); });
    std::vector<Grid::Column> columns;
    columns.reserve(answer.names.size());
    for (std::size_t i = 0; i < answer.names.size(); ++i) {
        columns.push_back({answer.names[i], !rows.empty() && is_number(rows.front()[i])});
    }
    Grid grid(std::move(columns));
    for (const Row& row : rows) {
        std::vector<std::string> cells;
        cells.reserve(row.size());
        for (const claims::json::Value& value : row) {
            cells.push_back(cell(value));
        }
        grid.add(std::move(cells));
    }
    put(grid.text());
    return why;
}

std::optional<std::string> print_csv(data::Answer& answer) {
    const auto line = [](const auto& values, const auto& text) {
        std::string out;
        for (std::size_t i = 0; i < values.size(); ++i) {
            out += (i == 0 ? "" : ",") + csv_cell(text(values[i]));
        }
        put(out + "\n");
    };
    line(answer.names, [](const std::string& name) { return name; });
    return for_each(answer, [&line](const Row& row) { line(row, cell); });
}

std::optional<std::string> print_lines(data::Answer& answer) {
    return for_each(answer, [&answer](const Row& row) {
        claims::json::Value record;
        record.type = claims::json::Type::object;
        record.keys = answer.names;
        record.items = row;
        put(data::json_text(record) + "\n");
    });
}

std::optional<std::string> print(data::Answer& answer, const std::string& format) {
    if (format == "csv") {
        return print_csv(answer);
    }
    return format == "jsonl" ? print_lines(answer) : print_grid(answer);
}

/// The statements of standard input: all at once, or on a terminal those of each `;` at a line's
/// end as soon as they are there. False at the end.
bool read_statements(std::string& text, bool is_watched) {
    text.clear();
    std::string line;
    if (is_watched) {
        fmt::print("pol> ");
        (void)std::fflush(stdout);
    }
    while (std::getline(std::cin, line)) {
        text += line + "\n";
        const std::size_t last = line.find_last_not_of(" \t\r");
        if (is_watched && last != std::string::npos && line[last] == ';') {
            return true;
        }
    }
    return text.find_first_not_of(" \t\r\n") != std::string::npos;
}

/// A file that is not there yet, and that a statement is to write: taken away again where the
/// statement does not come to its end. What is there the database itself writes elsewhere first.
class NewFile {
  public:
    explicit NewFile(const std::filesystem::path& file) {
        std::error_code failed;
        for (const std::filesystem::path& one :
             {file, file.parent_path() / ("tmp_" + file.filename().string())}) {
            if (!file.empty() && !std::filesystem::exists(one, failed)) {
                files_.push_back(one);
            }
        }
    }
    ~NewFile() {
        std::error_code failed;
        for (const std::filesystem::path& file : files_) {
            if (std::filesystem::is_regular_file(file, failed)) {
                std::filesystem::remove(file, failed);
            }
        }
    }
    NewFile(const NewFile&) = delete;
    NewFile& operator=(const NewFile&) = delete;

    void keep() { files_.clear(); }

  private:
    std::vector<std::filesystem::path> files_;
};

int run(const Options& options, const std::string& text, data::Session& session) {
    const bool on_terminal = isatty(fileno(stdout)) != 0;
    const std::string format =
        !options.format.empty() ? options.format : (on_terminal ? "table" : "csv");
    const std::vector<std::string> statements = statements_of(text);
    if (statements.empty()) {
        fmt::print(stderr, "pol: {}\n",
                   say(options.common, "没有要执行的语句", "there is no statement to run"));
        return kWrongCall;
    }
    const Signals signals;
    for (const std::string& statement : statements) {
        NewFile file(copied_to(statement));
        const auto why = session.run(
            statement, [&format](data::Answer& answer) { return print(answer, format); }, &goes_on);
        (void)std::fflush(stdout);
        if (!goes_on()) {
            return Signals::exit_code();
        }
        if (why || std::ferror(stdout) != 0) {
            fmt::print(stderr, "pol: {}\n",
                       why ? *why
                           : because(say(options.common, "标准输出", "standard output"), errno,
                                     options.common));
            return kWrongCall;
        }
        file.keep();
    }
    return kGood;
}

int run_input(const Options& options, data::Session& session) {
    const bool is_watched = isatty(fileno(stdin)) != 0;
    int exit = kGood;
    std::string text;
    while (read_statements(text, is_watched)) {
        exit = run(options, text, session);
        if (exit != kGood && !is_watched) {
            break;
        }
    }
    return is_watched ? kGood : exit;
}

int sql(const Options& options) {
    AllRules all = all_rules(options.common);
    if (all.rules.empty()) {
        return all.exit;
    }
    Functions functions;  // which outlive the session
    auto session = data::Session::open(claims_language(options.common), {options.memory});
    if (!session) {
        fmt::print(stderr, "pol: {}\n", session.error());
        return kWrongCall;
    }
    for (NamedRules& named : all.rules) {
        if (const auto why = functions.add(std::move(named), **session)) {
            fmt::print(stderr, "pol: {}\n", *why);
            return kOurFault;
        }
    }
    return options.command.empty() ? run_input(options, **session)
                                   : run(options, options.command, **session);
}

}  // namespace

void add_sql(CLI::App& app, Work& chosen) {
    auto options = std::make_shared<Options>();
    CLI::App* command =
        app.add_subcommand("sql", "DuckDB's SQL, with the policies' settlements as functions");
    add_common(*command, options->common);
    command->add_option("--command", options->command,
                        "Statements to run; by default those of standard input");
    command
        ->add_option("--format", options->format,
                     "table, csv or jsonl; by default a table on a terminal, else csv")
        ->check(CLI::IsMember({"table", "csv", "jsonl"}));
    add_memory(*command, options->memory,
               "What the database may take, such as 512MB; by default most of the machine's");
    command->footer(
        "settle(STRUCT) settles one claim by itself, as its person's first; a filing (事项) is a "
        "function of its own name.\n\nExample:\n  pol sql policies/ningxia/yinchuan --command "
        "\"SELECT s.status, sum(s.hifp_pay) FROM (SELECT settle(c) AS s FROM 'claims.parquet' c) "
        "GROUP BY 1\"");
    command->callback([options, &chosen] { chosen = [options] { return sql(*options); }; });
}

}  // namespace pol::tool
