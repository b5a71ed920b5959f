// The workloads by hand, as an engineer writes them for one city: a plain loop, one without
// branches for the compiler to vectorise, and the best that we know for a processor with AVX-512
// and IFMA. All give the same fen. Rows are [begin, end), both multiples of 64.
#pragma once

#include "bench/workloads.h"

namespace pol::bench::hand {

using Chronic64 = Chronic<std::int64_t>;
using Figures64 = Figures<std::int64_t>;

/// Whether this machine has what the best forms need; else they are the portable ones.
bool has_best();

void chronic_plain(const Chronic64& in, const Figures64& out, std::int64_t begin, std::int64_t end);
void chronic_portable(const Chronic64& in, const Figures64& out, std::int64_t begin,
                      std::int64_t end);
void chronic_best(const Chronic64& in, const Figures64& out, std::int64_t begin, std::int64_t end);

void stay_plain(const Stay& in, const Figures64& out, std::int64_t begin, std::int64_t end);
void stay_portable(const Stay& in, const Figures64& out, std::int64_t begin, std::int64_t end);
void stay_best(const Stay& in, const Figures64& out, std::int64_t begin, std::int64_t end);

/// The sums of one person: a cache line.
struct alignas(64) Sums {
    std::int32_t deductible = 0;
    std::int32_t fund[10] = {};
    std::int32_t unused[5] = {};
};
void year_plain(const Year& in, const Figures64& out, Sums* sums, std::int64_t begin,
                std::int64_t end);
void year_portable(const Year& in, const Figures64& out, Sums* sums, std::int64_t begin,
                   std::int64_t end);
void year_best(const Year& in, const Figures64& out, Sums* sums, std::int64_t begin,
               std::int64_t end);

/// Read and write columns of 64 bits and compute next to nothing: what the machine's memory allows,
/// by ordinary stores and by stores past the caches.
void copy(const std::int64_t* const* in, int ins, std::int64_t* const* out, int outs,
          std::int64_t begin, std::int64_t end);
void copy_streaming(const std::int64_t* const* in, int ins, std::int64_t* const* out, int outs,
                    std::int64_t begin, std::int64_t end);

}  // namespace pol::bench::hand
