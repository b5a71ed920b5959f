// One meaning, several engines: the claims of a program settled by each of them, plain and traced,
// and everything they say compared.
#pragma once

#include <cstdint>
#include <string>

#include "runtime/abi/kernel.h"
#include "tests/differential/given.h"

namespace pol::differential {

/// How many claims there were, and what came of them.
struct Counts {
    std::size_t claims = 0;
    std::size_t status[5] = {};  ///< by abi::Status
    std::size_t pairs = 0;       ///< settlements of another engine that were compared

    void add(const Counts& other);
};

struct Agreement {
    std::string difference;  ///< empty where all agree
    Counts counts;
};

/// Settles by interpreter, JIT and JIT without passes, each plain and traced.
[[nodiscard]] Agreement settle_by_all(Given& given);

}  // namespace pol::differential
