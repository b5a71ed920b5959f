// How fast claims in memory settle: Pol's kernels beside hand-written C++ and SQL on the same
// columns. Google Benchmark runs them in a random order, so that what else the machine does falls
// on all alike. Prints a table of medians and ratios to the best hand-written form that the machine
// has; every variant's fen are compared first.
#include <array>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "bench/hand/hand.h"
#include "bench/table.h"
#include "bench/variants.h"
#include <CLI/CLI.hpp>
#include <benchmark/benchmark.h>
#include <fmt/format.h>

namespace pol::bench {
namespace {

struct Options {
    std::int64_t rows = 10'000'000;
    int repeats = 9;
    std::string only;
    bool without_duckdb = false;
    bool json = false;
};

double seconds(const std::function<void()>& work) {
    const auto start = std::chrono::steady_clock::now();
    work();
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

/// The rows in equal parts, a thread each.
void settle(const Variant& variant, std::int64_t rows, int threads) {
    if (variant.run_all) {
        variant.run_all(threads);
        return;
    }
    if (threads == 1) {
        variant.run(0, rows);
        return;
    }
    std::vector<std::thread> running;
    running.reserve(static_cast<std::size_t>(threads));
    const std::int64_t part = part_of(rows, threads);
    for (int t = 0; t < threads; ++t) {
        const std::int64_t end = t + 1 == threads ? rows : (t + 1) * part;
        running.emplace_back([&variant, t, part, end] { variant.run(t * part, end); });
    }
    for (std::thread& thread : running) {
        thread.join();
    }
}

/// Every variant's fen are those of the first, or the run ends.
void compare(const Workload& workload, int threads) {
    std::optional<std::uint64_t> expected;
    for (const Variant& variant : workload.variants) {
        variant.reset();
        settle(variant, workload.rows, threads);
        if (!variant.has_figures) {
            continue;
        }
        variant.collect();
        const std::uint64_t sum = workload.sum();
        if (sum != expected.value_or(sum)) {
            fmt::print(stderr, "{}: {} does not give the fen of {}\n", workload.name, variant.name,
                       workload.variants[0].name);
            std::exit(1);
        }
        expected = sum;
    }
}

using Times = std::map<std::string, std::vector<double>>;

/// Keeps the seconds of every run, by variant, and prints nothing.
class Collector : public benchmark::BenchmarkReporter {
  public:
    explicit Collector(Times& times) : times_(times) {}

    bool ReportContext(const Context& /*context*/) override { return true; }
    void ReportRuns(const std::vector<Run>& runs) override {
        for (const Run& run : runs) {
            if (run.run_type == Run::RT_Iteration) {
                times_[run.run_name.function_name].push_back(run.real_accumulated_time);
            }
        }
    }

  private:
    Times& times_;
};

Times times_of(const Workload& workload, int threads, int repeats) {
    Times times;
    for (const Variant& variant : workload.variants) {
        const auto once = [&variant, &workload, threads](benchmark::State& state) {
            while (state.KeepRunning()) {
                variant.reset();
                state.SetIterationTime(seconds([&] { settle(variant, workload.rows, threads); }));
            }
        };
        benchmark::RegisterBenchmark(variant.name.c_str(), once)
            ->UseManualTime()
            ->Iterations(1)
            ->Repetitions(repeats);
    }
    Collector collector(times);
    benchmark::RunSpecifiedBenchmarks(&collector);
    benchmark::ClearRegisteredBenchmarks();
    return times;
}

void measure(const Workload& workload, int threads, int repeats, Table& table) {
    std::map<std::string, double> medians;
    for (const auto& [name, times] : times_of(workload, threads, repeats)) {
        medians[name] = median(times);
    }
    const double best = medians[hand::has_best() ? "best" : "portable"];
    const auto rows = static_cast<double>(workload.rows);
    for (const Variant& variant : workload.variants) {
        const double time = medians[variant.name];
        table.add({workload.name, variant.name, static_cast<double>(threads), rows / time / 1e6,
                   time / rows * 1e9, variant.bytes, rows * variant.bytes / time / 1e9,
                   best / time});
    }
}

int run(const Options& options) {
    const std::int64_t rows = options.rows / 64 * 64;
    Table table({{"workload", "workload", -10},
                 {"variant", "variant", -16},
                 {"threads", "threads", 7},
                 {"million_rows_per_second", "M rows/s", 8, 1},
                 {"ns_per_row", "ns/row", 7, 2},
                 {"bytes_per_row", "B/row", 5},
                 {"gigabytes_per_second", "GB/s", 6, 1},
                 {"ratio_to_best", "ratio", 6, 2}},
                options.json);
    using Make = Workload (*)(std::int64_t, const Rivals&, int);
    const std::pair<const char*, Make> workloads[] = {
        {"w1", chronic}, {"narrow", narrow}, {"w2", stays}, {"w3", year}};
    for (const auto& [name, make] : workloads) {
        if (!options.only.empty() && options.only != name) {
            continue;
        }
        std::optional<Workload> workload;
        for (const int threads : {1, 2}) {
            if (!workload || workload->by_people) {
                workload.reset();
                workload = make(rows, {!options.without_duckdb}, threads);
            }
            compare(*workload, threads);
            measure(*workload, threads, options.repeats, table);
        }
    }
    table.finish();
    return 0;
}

}  // namespace
}  // namespace pol::bench

int main(int argc, char** argv) {
    pol::bench::Options options;
    CLI::App app("Throughput of settlements in columns, beside hand-written C++ and SQL");
    app.add_option("--rows", options.rows, "Claims of each workload")
        ->check(CLI::Range(1024, 1'000'000'000))
        ->capture_default_str();
    app.add_option("--repeats", options.repeats, "Runs of each variant, by turns")
        ->check(CLI::Range(1, 1000))
        ->capture_default_str();
    app.add_option("--only", options.only, "One workload: w1, narrow, w2 or w3")
        ->check(CLI::IsMember({"w1", "narrow", "w2", "w3"}));
    app.add_flag("--without-duckdb", options.without_duckdb, "Leave out DuckDB, the slowest rival");
    app.add_flag("--json", options.json, "The figures as JSON");
    CLI11_PARSE(app, argc, argv);
    std::string program = "pol-bench";
    std::string order = "--benchmark_enable_random_interleaving=true";
    std::array given{program.data(), order.data()};
    int count = given.size();
    benchmark::Initialize(&count, given.data());
    return pol::bench::run(options);
}
