// The workloads in memory, each with the ways to settle it.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace pol::bench {

/// One way to settle a workload.
struct Variant {
    std::string name;
    /// Rows [begin, end), both multiples of 64; called from several threads.
    std::function<void(std::int64_t begin, std::int64_t end)> run;
    std::function<void()> reset = [] {};
    /// Instead of `run`, where it has threads of its own.
    std::function<void(int threads)> run_all;
    /// Brings the figures to where the workload's `sum` looks.
    std::function<void()> collect = [] {};
    double bytes = 0;         ///< read and written, a row
    bool has_figures = true;  ///< false: it moves bytes and computes nothing
};

struct Workload {
    std::string name;
    std::int64_t rows = 0;
    std::vector<Variant> variants;
    std::function<std::uint64_t()> sum;  ///< of the figures
    bool by_people = false;              ///< made for a number of threads
};

struct Rivals {
    bool duckdb = true;
};

[[nodiscard]] Workload chronic(std::int64_t rows, const Rivals& rivals, int threads);
/// The same claims in columns of 32 bits, which the amounts of this workload fit.
[[nodiscard]] Workload narrow(std::int64_t rows, const Rivals& rivals, int threads);
[[nodiscard]] Workload stays(std::int64_t rows, const Rivals& rivals, int threads);
/// For several threads the people are parted before, each part in the order of dates.
[[nodiscard]] Workload year(std::int64_t rows, const Rivals& rivals, int threads);

/// Where the second of so many equal parts of the rows begins.
[[nodiscard]] inline std::int64_t part_of(std::int64_t rows, int threads) {
    return rows / threads / 64 * 64;
}

}  // namespace pol::bench
