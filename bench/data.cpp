// From Parquet to Parquet: `pol settle` beside DuckDB's COPY of the same three columns, taken
// ready-made from a file that also holds what a settlement reads, and reads it by a filter. With
// accounts and claims in no order, COPY sorts by person and date. Programs run by turns.
#include <string>
#include <vector>

#include "bench/claim_files.h"
#include "bench/process.h"
#include "bench/table.h"
#include <CLI/CLI.hpp>
#include <fmt/format.h>

namespace pol::bench {
namespace {

struct Options {
    std::int64_t rows = 10'000'000;
    int repeats = 5;
    std::string only;
    std::string memory = "256MB";
    std::string folder;
    bool json = false;
};

constexpr const char* kColumns = "hifp_pay,act_pay_dedc,psn_part_amt";

struct Files {
    std::string claims, ready, out;
};

Case settle(const std::string& name, const std::string& rules, const Files& files,
            const std::string& memory) {
    Case made{name,
              {pol_program(), "settle", policy(rules), "--claims", files.claims, "--engine",
               "columns", "--columns", kColumns, "--out", files.out}};
    if (!memory.empty()) {
        made.command.insert(made.command.end(), {"--memory", memory});
    }
    return made;
}

Case copy(const std::string& name, const std::string& rest, const Files& files,
          const std::string& memory) {
    const std::string limit =
        memory.empty() ? "" : fmt::format("SET memory_limit = '{}'; ", memory);
    return {name, sql_command(fmt::format("{}COPY (SELECT {} FROM '{}' WHERE {}) TO '{}' "
                                          "(FORMAT parquet)",
                                          limit, kColumns, files.ready, rest, files.out))};
}

/// `against` has the index of each case's rival.
void compare(const std::string& what, const std::vector<Case>& cases,
             const std::vector<std::size_t>& against, const Options& options, Table& table) {
    const std::vector<Ran> ran = by_turns(cases, options.repeats);
    for (std::size_t i = 0; i < cases.size(); ++i) {
        table.add({what, cases[i].name, ran[i].wall,
                   static_cast<double>(options.rows) / ran[i].wall / 1e6, ran[i].user,
                   ran[i].peak / (1 << 20), ran[i].wall / ran[against[i]].wall});
    }
}

void measure(const std::string& what, const std::string& rules, const std::string& rest,
             const Options& options, Table& table) {
    const WorkFolder work(options.folder);
    const Files files{work.file("claims.parquet"), work.file("ready.parquet"),
                      work.file("out.parquet")};
    make_claims(rules, options.rows, files.claims);
    make_ready(rules, files.claims, files.ready);
    std::vector<Case> cases{copy("duckdb COPY", rest, files, ""),
                            settle("pol settle", rules, files, "")};
    std::vector<std::size_t> against{0, 0};
    if (!options.memory.empty()) {
        cases.push_back(copy("duckdb COPY, " + options.memory, rest, files, options.memory));
        cases.push_back(settle("pol settle, " + options.memory, rules, files, options.memory));
        against.insert(against.end(), {2, 2});
    }
    if (rules == "w1") {
        cases.push_back(
            {"settle() in COPY",
             sql_command(fmt::format("COPY (SELECT s.hifp_pay, s.act_pay_dedc, s.psn_part_amt "
                                     "FROM (SELECT settle(c) AS s FROM '{}' c)) TO '{}' "
                                     "(FORMAT parquet)",
                                     files.claims, files.out))});
        against.push_back(0);
    }
    compare(what, cases, against, options, table);
}

/// The cities of policies/ with every column of the settlement, and what the table of a person's
/// claims is looked up by: nothing else does this, so nobody stands beside it.
void measure_cities(const Options& options, Table& table) {
    const WorkFolder work(options.folder);
    const std::string claims = work.file("claims.parquet");
    run(sql_command(city_claims_sql(options.rows, claims)));
    const std::string policies = POL_POLICIES;
    std::vector<Case> cases;
    for (const char* threads : {"1", "2"}) {
        cases.push_back(
            {fmt::format("pol settle, {} thread{}", threads, *threads == '1' ? "" : "s"),
             {pol_program(), "settle", policies + "/ningxia/yinchuan",
              policies + "/liaoning/shenyang", "--claims", claims, "--engine", "columns",
              "--threads", threads, "--out", work.file("out.parquet")}});
    }
    compare("both cities, every column", cases, {0, 0}, options, table);
}

int report(const Options& options) {
    Table table({{"path", "path", -22},
                 {"case", "case", -20},
                 {"seconds", "seconds", 8, 3},
                 {"million_rows_per_second", "M rows/s", 8, 2},
                 {"user_seconds", "user s", 7, 2},
                 {"peak_mebibytes", "peak MiB", 8},
                 {"times_the_rival", "times", 6, 2}},
                options.json);
    if (options.only.empty() || options.only == "cities") {
        measure_cities(options, table);
    }
    // The filters keep every row, which the least and greatest values of the columns do not tell.
    if (options.only.empty() || options.only == "stateless") {
        measure("without state", "w1",
                "setl_id <> psn_no AND setl_id <> insured AND setl_id <> disease AND medfee_sumamt "
                "<> ytd_deductible AND medfee_sumamt <> ytd_fund",
                options, table);
    }
    if (options.only.empty() || options.only == "state") {
        measure("with state, unsorted", "w3",
                "setl_id <> insured AND setl_id <> disease AND hifp_pay <= medfee_sumamt "
                "ORDER BY psn_no, setl_date",
                options, table);
    }
    table.finish();
    return 0;
}

}  // namespace
}  // namespace pol::bench

int main(int argc, char** argv) {
    pol::bench::Options options;
    CLI::App app("From Parquet to Parquet, beside DuckDB's COPY");
    app.add_option("--rows", options.rows, "Claims")
        ->check(CLI::Range(1'000, 1'000'000'000))
        ->capture_default_str();
    app.add_option("--repeats", options.repeats, "Runs of each program, by turns")
        ->check(CLI::Range(1, 1000))
        ->capture_default_str();
    app.add_option("--only", options.only, "stateless, state or cities")
        ->check(CLI::IsMember({"stateless", "state", "cities"}));
    app.add_option("--memory", options.memory, "Also with this limit; empty: only without")
        ->capture_default_str();
    app.add_option("--folder", options.folder, "Where the files lie; by default below TMPDIR");
    app.add_flag("--json", options.json, "The figures as JSON");
    CLI11_PARSE(app, argc, argv);
    return pol::bench::report(options);
}
