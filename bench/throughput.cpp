// How fast claims in memory settle: Pol's kernels beside hand-written C++ on the same columns, run
// by turns so that what else the machine does falls on all alike. Prints a table of medians and
// ratios to the best hand-written form that the machine has; every variant's fen are compared
// first.
#include <algorithm>
#include <chrono>
#include <cstring>
#include <functional>
#include <map>
#include <string>
#include <thread>
#include <vector>

#include "bench/hand/hand.h"
#include "bench/pol_kernel.h"
#include "bench/workloads.h"
#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace pol::bench {
namespace {

struct Options {
    std::int64_t rows = 10'000'000;
    int repeats = 9;
    std::string only;
    bool json = false;
};

/// One way to settle a workload's rows [begin, end).
struct Variant {
    std::string name;
    std::function<void(int thread, std::int64_t begin, std::int64_t end)> run;
    std::function<void()> reset = [] {};
};

struct Workload {
    std::string name;
    std::int64_t rows = 0;
    double bytes = 0;  ///< read and written, a row
    std::vector<Variant> variants;
    std::function<std::uint64_t()> sum;  ///< of the figures
    bool by_people = false;
};

double seconds(const std::function<void()>& work) {
    const auto start = std::chrono::steady_clock::now();
    work();
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

double median(std::vector<double> values) {
    std::sort(values.begin(), values.end());
    return values[values.size() / 2];
}

/// The rows in equal parts, a thread each.
void in_threads(const Variant& variant, std::int64_t rows, int threads) {
    if (threads == 1) {
        variant.run(0, 0, rows);
        return;
    }
    std::vector<std::thread> running;
    running.reserve(static_cast<std::size_t>(threads));
    const std::int64_t part = rows / threads / 64 * 64;
    for (int t = 0; t < threads; ++t) {
        const std::int64_t end = t + 1 == threads ? rows : (t + 1) * part;
        running.emplace_back([&variant, t, part, end] { variant.run(t, t * part, end); });
    }
    for (std::thread& thread : running) {
        thread.join();
    }
}

template <class Fen>
std::uint64_t sum_of(const Figures<Fen>& figures) {
    std::uint64_t sum = 0;
    const auto add = [&](const Line<Fen>& line, std::uint64_t by) {
        for (std::int64_t i = 0; i < line.size(); ++i) {
            sum +=
                static_cast<std::uint64_t>(line[i]) * (by + static_cast<std::uint64_t>(i % 1021));
        }
    };
    add(figures.ded, 3);
    add(figures.fund, 5);
    add(figures.second, 7);
    add(figures.person, 11);
    return sum;
}

/// Every variant's fen are those of the first, or the run ends.
void compare(const Workload& workload) {
    std::uint64_t expected = 0;
    for (std::size_t v = 0; v < workload.variants.size(); ++v) {
        workload.variants[v].reset();
        in_threads(workload.variants[v], workload.rows, 1);
        const std::uint64_t sum = workload.sum();
        if (v > 0 && sum != expected && workload.variants[v].name != "memory") {
            fmt::print(stderr, "{}: {} does not give the fen of {}\n", workload.name,
                       workload.variants[v].name, workload.variants[0].name);
            std::exit(1);
        }
        if (v == 0) {
            expected = sum;
        }
    }
}

void measure(const Workload& workload, int threads, const Options& options, nlohmann::json& into) {
    std::vector<std::vector<double>> times(workload.variants.size());
    for (int r = 0; r < options.repeats; ++r) {
        for (std::size_t v = 0; v < workload.variants.size(); ++v) {
            workload.variants[v].reset();
            times[v].push_back(
                seconds([&] { in_threads(workload.variants[v], workload.rows, threads); }));
        }
    }
    std::map<std::string, double> medians;
    for (std::size_t v = 0; v < workload.variants.size(); ++v) {
        medians[workload.variants[v].name] = median(times[v]);
    }
    for (std::size_t v = 0; v < workload.variants.size(); ++v) {
        const std::string& name = workload.variants[v].name;
        const double time = medians[name];
        const auto rows = static_cast<double>(workload.rows);
        const double ratio = medians[hand::has_best() ? "best" : "portable"] / time;
        if (!options.json) {
            fmt::print("{:<12} {:<14} {:>2}  {:>8.1f} M/s  {:>6.2f} ns  {:>5.1f} B  {:>6.1f} GB/s  "
                       "{:>5.2f}\n",
                       workload.name, name, threads, rows / time / 1e6, time / rows * 1e9,
                       workload.bytes, rows * workload.bytes / time / 1e9, ratio);
        }
        into.push_back({{"workload", workload.name},
                        {"variant", name},
                        {"threads", threads},
                        {"rows_per_second", rows / time},
                        {"ns_per_row", time / rows * 1e9},
                        {"bytes_per_row", workload.bytes},
                        {"ratio", ratio}});
    }
}

template <class Fen>
Figures<Fen> figures_for(std::int64_t rows, bool second) {
    return {Line<Fen>(rows), Line<Fen>(rows), second ? Line<Fen>(rows) : Line<Fen>(),
            Line<Fen>(rows)};
}

Workload chronic(std::int64_t rows) {
    auto in = std::make_shared<hand::Chronic64>(make_chronic<std::int64_t>(rows));
    auto out = std::make_shared<hand::Figures64>(figures_for<std::int64_t>(rows, false));
    Workload made{"W1 chronic", rows, 50, {}, [out] { return sum_of(*out); }};
    const auto add = [&](const char* name, auto function) {
        made.variants.push_back(
            {name, [in, out, function](int, std::int64_t begin, std::int64_t end) {
                 function(*in, *out, begin, end);
             }});
    };
    add("plain", hand::chronic_plain);
    add("portable", hand::chronic_portable);
    if (hand::has_best()) {
        add("best", hand::chronic_best);
    }
    auto kernel = std::make_shared<Kernel>(Kernel::make("w1.pol",
                                                        {{"insured", abi::ColumnType::u8},
                                                         {"disease", abi::ColumnType::u8},
                                                         {"medfee_sumamt", abi::ColumnType::i64},
                                                         {"ytd_deductible", abi::ColumnType::i64},
                                                         {"ytd_fund", abi::ColumnType::i64}},
                                                        {{"act_pay_dedc", abi::ColumnType::i64},
                                                         {"hifp_pay", abi::ColumnType::i64},
                                                         {"psn_part_amt", abi::ColumnType::i64}}));
    made.variants.push_back(
        {"pol", [=](int, std::int64_t begin, std::int64_t end) {
             kernel->run({in->insured.data(), in->disease.data(), in->in_scope.data(),
                          in->ytd_deductible.data(), in->ytd_fund.data()},
                         {out->ded.data(), out->fund.data(), out->person.data()}, begin, end);
         }});
    made.variants.push_back(
        {"memory", [=](int, std::int64_t begin, std::int64_t end) {
             const std::int64_t* ins[] = {in->in_scope.data(), in->ytd_deductible.data(),
                                          in->ytd_fund.data()};
             std::int64_t* outs[] = {out->ded.data(), out->fund.data(), out->person.data()};
             hand::copy(ins, 3, outs, 3, begin, end);
         }});
    return made;
}

/// The same claims in columns of 32 bits, which the amounts of this workload fit.
Workload narrow(std::int64_t rows) {
    auto in = std::make_shared<Chronic<std::int32_t>>(make_chronic<std::int32_t>(rows));
    auto wide = std::make_shared<hand::Chronic64>(make_chronic<std::int64_t>(rows));
    auto out = std::make_shared<Figures<std::int32_t>>(figures_for<std::int32_t>(rows, false));
    auto wide_out = std::make_shared<hand::Figures64>(figures_for<std::int64_t>(rows, false));
    auto is_wide = std::make_shared<bool>(false);
    Workload made{
        "W1 narrow", rows, 26, {}, [=] { return *is_wide ? sum_of(*wide_out) : sum_of(*out); }};
    made.variants.push_back({hand::has_best() ? "best" : "portable",
                             [=](int, std::int64_t begin, std::int64_t end) {
                                 (hand::has_best() ? hand::chronic_best : hand::chronic_portable)(
                                     *wide, *wide_out, begin, end);
                             },
                             [=] { *is_wide = true; }});
    auto kernel = std::make_shared<Kernel>(Kernel::make("w1.pol",
                                                        {{"insured", abi::ColumnType::u8},
                                                         {"disease", abi::ColumnType::u8},
                                                         {"medfee_sumamt", abi::ColumnType::i32},
                                                         {"ytd_deductible", abi::ColumnType::i32},
                                                         {"ytd_fund", abi::ColumnType::i32}},
                                                        {{"act_pay_dedc", abi::ColumnType::i32},
                                                         {"hifp_pay", abi::ColumnType::i32},
                                                         {"psn_part_amt", abi::ColumnType::i32}}));
    made.variants.push_back(
        {"pol",
         [=](int, std::int64_t begin, std::int64_t end) {
             kernel->run({in->insured.data(), in->disease.data(), in->in_scope.data(),
                          in->ytd_deductible.data(), in->ytd_fund.data()},
                         {out->ded.data(), out->fund.data(), out->person.data()}, begin, end);
         },
         [=] { *is_wide = false; }});
    return made;
}

Workload stays(std::int64_t rows) {
    auto in = std::make_shared<Stay>(make_stays(rows));
    auto out = std::make_shared<hand::Figures64>(figures_for<std::int64_t>(rows, true));
    Workload made{"W2 stay", rows, 63, {}, [out] { return sum_of(*out); }};
    const auto add = [&](const char* name, auto function) {
        made.variants.push_back(
            {name, [in, out, function](int, std::int64_t begin, std::int64_t end) {
                 function(*in, *out, begin, end);
             }});
    };
    add("plain", hand::stay_plain);
    add("portable", hand::stay_portable);
    if (hand::has_best()) {
        add("best", hand::stay_best);
    }
    const auto code = abi::ColumnType::u8;
    const auto money = abi::ColumnType::i64;
    auto kernel = std::make_shared<Kernel>(Kernel::make("w2.pol",
                                                        {{"psn_type", code},
                                                         {"dedc_hosp_lv", code},
                                                         {"travel", code},
                                                         {"capital", code},
                                                         {"papers", code},
                                                         {"urgent", code},
                                                         {"treated_home", code},
                                                         {"medfee_sumamt", money},
                                                         {"ytd_basic", money},
                                                         {"ytd_large", money}},
                                                        {{"act_pay_dedc", money},
                                                         {"hifp_pay", money},
                                                         {"hifob_pay", money},
                                                         {"psn_part_amt", money}}));
    made.variants.push_back(
        {"pol", [=](int, std::int64_t begin, std::int64_t end) {
             kernel->run(
                 {in->type.data(), in->level.data(), in->travel.data(), in->capital.data(),
                  in->papers.data(), in->urgent.data(), in->home.data(), in->in_scope.data(),
                  in->ytd_basic.data(), in->ytd_large.data()},
                 {out->ded.data(), out->fund.data(), out->second.data(), out->person.data()}, begin,
                 end);
         }});
    made.variants.push_back({"memory", [=](int, std::int64_t begin, std::int64_t end) {
                                 const std::int64_t* ins[] = {in->in_scope.data(),
                                                              in->ytd_basic.data(),
                                                              in->ytd_large.data()};
                                 std::int64_t* outs[] = {out->ded.data(), out->fund.data(),
                                                         out->second.data(), out->person.data()};
                                 hand::copy(ins, 3, outs, 4, begin, end);
                             }});
    return made;
}

Workload year(std::int64_t rows) {
    const std::int64_t people = std::max<std::int64_t>(1, rows / 10);
    auto in = std::make_shared<Year>(make_year(rows, people));
    auto out = std::make_shared<hand::Figures64>(figures_for<std::int64_t>(rows, false));
    auto sums = std::make_shared<Line<hand::Sums>>(people);
    Workload made{"W3 year", rows, 38, {}, [out] { return sum_of(*out); }, true};
    const auto forget = [sums, people] {
        std::memset(static_cast<void*>(sums->data()), 0,
                    static_cast<std::size_t>(people) * sizeof(hand::Sums));
    };
    const auto add = [&](const char* name, auto function) {
        made.variants.push_back({name,
                                 [=](int, std::int64_t begin, std::int64_t end) {
                                     function(*in, *out, sums->data(), begin, end);
                                 },
                                 forget});
    };
    add("plain", hand::year_plain);
    add("portable", hand::year_portable);
    if (hand::has_best()) {
        add("best", hand::year_best);
    }
    auto kernel = std::make_shared<Kernel>(Kernel::make("w3.pol",
                                                        {{"insured", abi::ColumnType::u8},
                                                         {"disease", abi::ColumnType::u8},
                                                         {"medfee_sumamt", abi::ColumnType::i64}},
                                                        {{"act_pay_dedc", abi::ColumnType::i64},
                                                         {"hifp_pay", abi::ColumnType::i64},
                                                         {"psn_part_amt", abi::ColumnType::i64}}));
    auto blocks = std::make_shared<Line<std::byte>>(people * kernel->block_size());
    made.variants.push_back(
        {"pol",
         [=](int, std::int64_t begin, std::int64_t end) {
             abi::ColumnState state{blocks->data(), in->person.data() + begin, nullptr, nullptr};
             kernel->run({in->insured.data(), in->disease.data(), in->in_scope.data()},
                         {out->ded.data(), out->fund.data(), out->person.data()}, begin, end,
                         &state);
         },
         [=] { std::memset(blocks->data(), 0, static_cast<std::size_t>(blocks->size())); }});
    return made;
}

int run(const Options& options) {
    const std::int64_t rows = options.rows / 64 * 64;
    nlohmann::json all = nlohmann::json::array();
    if (!options.json) {
        fmt::print("{:<12} {:<14} {:>2}  {:>12}  {:>9}  {:>7}  {:>11}  {:>5}\n", "workload",
                   "variant", "th", "rows", "a row", "a row", "memory", "ratio");
    }
    const std::pair<const char*, Workload (*)(std::int64_t)> workloads[] = {
        {"w1", chronic}, {"narrow", narrow}, {"w2", stays}, {"w3", year}};
    for (const auto& [name, make] : workloads) {
        if (!options.only.empty() && options.only != name) {
            continue;
        }
        const Workload workload = make(rows);
        compare(workload);
        measure(workload, 1, options, all);
        if (!workload.by_people) {
            measure(workload, 2, options, all);
        }
    }
    if (options.json) {
        fmt::print("{}\n", all.dump(2));
    }
    return 0;
}

}  // namespace
}  // namespace pol::bench

int main(int argc, char** argv) {
    pol::bench::Options options;
    CLI::App app("Throughput of settlements in columns, beside hand-written C++");
    app.add_option("--rows", options.rows, "Claims of each workload")
        ->check(CLI::Range(64, 1'000'000'000));
    app.add_option("--repeats", options.repeats, "Runs of each variant, by turns")
        ->check(CLI::Range(1, 1000));
    app.add_option("--only", options.only, "w1, narrow, w2 or w3");
    app.add_flag("--json", options.json, "The figures as JSON");
    CLI11_PARSE(app, argc, argv);
    return pol::bench::run(options);
}
