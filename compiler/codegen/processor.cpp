#include "compiler/codegen/processor.h"

#include <array>

namespace pol::codegen {
namespace {

constexpr std::array<std::string_view, 4> kNames{"x86-64", "avx2", "avx512", "ifma"};

}  // namespace

Processor this_processor() {
    if (__builtin_cpu_supports("avx512f") == 0 || __builtin_cpu_supports("avx512dq") == 0 ||
        __builtin_cpu_supports("avx512vl") == 0 || __builtin_cpu_supports("avx512bw") == 0) {
        return __builtin_cpu_supports("avx2") != 0 ? Processor::avx2 : Processor::baseline;
    }
    return __builtin_cpu_supports("avx512ifma") != 0 ? Processor::ifma : Processor::avx512;
}

std::string_view name_of(Processor processor) {
    return kNames.at(static_cast<std::size_t>(processor));
}

std::optional<Processor> processor_named(std::string_view name) {
    for (std::size_t i = 0; i < kNames.size(); ++i) {
        if (kNames.at(i) == name) {
            return static_cast<Processor>(i);
        }
    }
    return std::nullopt;
}

}  // namespace pol::codegen
