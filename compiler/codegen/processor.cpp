#include "compiler/codegen/processor.h"

#include <algorithm>
#include <array>
#include <vector>

#include <llvm/ADT/StringMap.h>
#include <llvm/TargetParser/Host.h>

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

std::string host_name() {
    std::vector<std::string> has;
    for (const auto& feature : llvm::sys::getHostCPUFeatures()) {
        if (feature.second) {
            has.push_back(feature.first().str());
        }
    }
    std::sort(has.begin(), has.end());
    std::string text = llvm::sys::getHostCPUName().str();
    for (const std::string& one : has) {
        text += " " + one;
    }
    return text;
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
