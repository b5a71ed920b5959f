// How time and memory of `pol settle` grow with the claims of W3, from Parquet to Parquet.
#include <string>
#include <vector>

#include "bench/claim_files.h"
#include "bench/process.h"
#include "bench/table.h"
#include <CLI/CLI.hpp>

namespace pol::bench {
namespace {

struct Options {
    std::vector<std::int64_t> rows{100'000, 1'000'000, 10'000'000};
    int repeats = 5;
    bool large = false;
    std::string memory = "256MB";
    std::string folder;
    bool json = false;
};

int report(Options options) {
    if (options.large) {
        options.rows.push_back(100'000'000);
    }
    Table table({{"rows", "rows", 10},
                 {"memory", "memory", -8},
                 {"seconds", "seconds", 8, 3},
                 {"ns_per_row", "ns/row", 7},
                 {"user_seconds", "user s", 7, 2},
                 {"peak_mebibytes", "peak MiB", 8}},
                options.json);
    for (const std::int64_t rows : options.rows) {
        const WorkFolder work(options.folder);
        const std::string claims = work.file("claims.parquet");
        make_claims("w3", rows, claims);
        std::vector<Case> cases{{"all",
                                 {pol_program(), "settle", policy("w3"), "--claims", claims,
                                  "--out", work.file("out.parquet")}}};
        if (!options.memory.empty()) {
            cases.push_back({options.memory, cases[0].command});
            cases[1].command.insert(cases[1].command.end(), {"--memory", options.memory});
        }
        const std::vector<Ran> ran = by_turns(cases, options.repeats);
        for (std::size_t i = 0; i < cases.size(); ++i) {
            table.add({static_cast<double>(rows), cases[i].name, ran[i].wall,
                       ran[i].wall / static_cast<double>(rows) * 1e9, ran[i].user,
                       ran[i].peak / (1 << 20)});
        }
    }
    table.finish();
    return 0;
}

}  // namespace
}  // namespace pol::bench

int main(int argc, char** argv) {
    pol::bench::Options options;
    CLI::App app("Growth of time and memory with the number of claims");
    app.add_option("--rows", options.rows, "Claims of each step")->delimiter(',');
    app.add_flag("--large", options.large, "Also a hundred million claims");
    app.add_option("--repeats", options.repeats, "Runs of each program, by turns")
        ->check(CLI::Range(1, 1000))
        ->capture_default_str();
    app.add_option("--memory", options.memory, "Also with this limit; empty: only without")
        ->capture_default_str();
    app.add_option("--folder", options.folder, "Where the files lie; by default below TMPDIR");
    app.add_flag("--json", options.json, "The figures as JSON");
    CLI11_PARSE(app, argc, argv);
    return pol::bench::report(options);
}
