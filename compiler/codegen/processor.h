// What a processor can do, as the levels that code is made for.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace pol::codegen {

/// In rising strength; each holds those before it.
enum class Processor : std::uint8_t {
    baseline,  ///< x86-64: 128 bits
    avx2,      ///< 256 bits
    avx512,    ///< 512 bits, with 64-bit multiplication
    ifma,      ///< and 52-bit multiply-and-add
};

/// The strongest level of this machine.
[[nodiscard]] Processor this_processor();

/// The processor's name and what it has: code made for one runs on others of the same text.
[[nodiscard]] std::string host_name();

/// "x86-64", "avx2", "avx512", "ifma".
[[nodiscard]] std::string_view name_of(Processor processor);
[[nodiscard]] std::optional<Processor> processor_named(std::string_view name);

}  // namespace pol::codegen
