// How long the program takes to start, to check and to compile: one city of the tree, one settled
// claim, and growing numbers of generated cities.
#include <cstdlib>
#include <fstream>
#include <functional>
#include <string>
#include <vector>

#include "bench/cities.h"
#include "bench/process.h"
#include "bench/table.h"
#include <CLI/CLI.hpp>
#include <fmt/format.h>

namespace pol::bench {
namespace {

struct Options {
    std::vector<int> cities{1, 25, 50, 100, 200, 400};
    std::vector<int> compiled{1, 5, 10};
    int repeats = 5;
    bool json = false;
};

/// A claim of chronic disease of a person insured at a place.
std::string claim_at(int place) {
    return fmt::format(
        R"({{"setl_id":"1","psn_no":"P1","insutype":"310","psn_type":"11","insuplc_admdvs":"{0}",)"
        R"("mdtrtarea_admvs":"{0}","med_type":"14","dise_codg":"M03900","begndate":"2023-03-01",)"
        R"("mdtrt_cert_type":"03","inscp_scp_amt":"1000.00","medfee_sumamt":"1000.00"}})"
        "\n",
        place);
}

void add(Table& table, const std::string& what, const Ran& ran, const Cell& each) {
    table.add({what, ran.wall * 1e3, ran.user * 1e3, ran.peak / (1 << 20), each});
}

int report(const Options& options) {
    const std::string pol = pol_program();
    const std::string national = std::string(POL_POLICIES) + "/national";
    const std::string yinchuan = std::string(POL_POLICIES) + "/ningxia/yinchuan";
    const WorkFolder work("");
    const std::string claim = work.file("claim.jsonl");
    std::ofstream(claim) << claim_at(640100);
    const std::string other = work.file("other.jsonl");
    std::ofstream(other) << claim_at(130100);
    const std::string nothing = work.file("nothing.jsonl");
    std::ofstream(nothing).flush();
    Table table({{"what", "what", -36},
                 {"milliseconds", "ms", 9, 1},
                 {"user_milliseconds", "user ms", 9, 1},
                 {"peak_mebibytes", "peak MiB", 8},
                 {"milliseconds_a_city", "ms/city", 8, 1}},
                options.json);
    // The first run of each fills the cache; medians leave it out.
    const auto kept = [cache = work.file("cache")](Command command) {
        command.insert(command.begin(), {"/usr/bin/env", "POL_CACHE=" + cache});
        return command;
    };
    const std::vector<Case> starts{
        {"pol --version", {pol, "--version"}},
        {"pol check of Yinchuan", {pol, "check", yinchuan}},
        {"pol settle of one claim", {pol, "settle", yinchuan, "--claims", claim}},
        {"the same, compiled before", kept({pol, "settle", yinchuan, "--claims", claim})},
        {"the same by machine code",
         {pol, "settle", yinchuan, "--claims", claim, "--engine", "jit"}},
        {"the same by the interpreter",
         {pol, "settle", yinchuan, "--claims", claim, "--engine", "interpreter"}},
        {"--explain-plan of Yinchuan (a kernel)",
         {pol, "settle", yinchuan, "--claims", nothing, "--explain-plan"}}};
    const std::vector<Ran> started = by_turns(starts, options.repeats);
    for (std::size_t i = 0; i < starts.size(); ++i) {
        add(table, starts[i].name, started[i], {});
    }
    const auto grow = [&](const std::vector<int>& counts, const std::string& what,
                          const std::function<Command(const std::string&)>& command) {
        for (const int count : counts) {
            const std::string folder = work.file(fmt::format("cities{}", count));
            write_cities(folder, count);
            const Case one{fmt::format("{}, {} cities", what, count), command(folder)};
            const Ran ran = by_turns({one}, options.repeats)[0];
            add(table, one.name, ran, ran.wall * 1e3 / count);
        }
    };
    grow(options.cities, "pol check",
         [&](const std::string& folder) { return Command{pol, "check", national, folder}; });
    const auto settle = [&](const std::string& engine) {
        return [&, engine](const std::string& folder) {
            return Command{pol, "settle", national, folder, "--claims", other, "--engine", engine};
        };
    };
    grow(options.cities, "a claim", settle("auto"));
    grow(options.cities, "a claim, compiled before",
         [&](const std::string& folder) { return kept(settle("auto")(folder)); });
    grow(options.compiled, "a claim, jit", settle("jit"));
    grow(options.compiled, "--explain-plan", [&](const std::string& folder) {
        return Command{pol, "settle", national, folder, "--claims", nothing, "--explain-plan"};
    });
    table.finish();
    return 0;
}

}  // namespace
}  // namespace pol::bench

int main(int argc, char** argv) {
    pol::bench::Options options;
    CLI::App app("Start, check and compile: time and memory");
    app.add_option("--cities", options.cities, "How many generated cities, by steps")
        ->delimiter(',');
    app.add_option("--compiled", options.compiled, "How many of them to compile, by steps")
        ->delimiter(',');
    app.add_option("--repeats", options.repeats, "Runs of each program, by turns")
        ->check(CLI::Range(1, 1000))
        ->capture_default_str();
    app.add_flag("--json", options.json, "The figures as JSON");
    CLI11_PARSE(app, argc, argv);
    ::setenv("POL_CACHE", "off", 1);
    return pol::bench::report(options);
}
