// The machine's memory, as these workloads use it.
#include "bench/hand/hand.h"

namespace pol::bench::hand {
namespace {

using Values = long long __attribute__((vector_size(64)));
constexpr std::int64_t kValues = 8;

template <bool kStreaming>
void move(const std::int64_t* const* in, int ins, std::int64_t* const* out, int outs,
          std::int64_t begin, std::int64_t end) {
    for (std::int64_t at = begin; at < end; at += kValues) {
        Values sum{};
        for (int c = 0; c < ins; ++c) {
            sum += *reinterpret_cast<const Values*>(in[c] + at);
        }
        for (int c = 0; c < outs; ++c) {
            auto* to = reinterpret_cast<Values*>(out[c] + at);
            if constexpr (kStreaming) {
                __builtin_nontemporal_store(sum, to);
            } else {
                *to = sum;
            }
        }
    }
    __atomic_thread_fence(__ATOMIC_SEQ_CST);
}

}  // namespace

void copy(const std::int64_t* const* in, int ins, std::int64_t* const* out, int outs,
          std::int64_t begin, std::int64_t end) {
    move<false>(in, ins, out, outs, begin, end);
}

void copy_streaming(const std::int64_t* const* in, int ins, std::int64_t* const* out, int outs,
                    std::int64_t begin, std::int64_t end) {
    move<true>(in, ins, out, outs, begin, end);
}

}  // namespace pol::bench::hand
