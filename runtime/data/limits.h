// What a database may take of the machine.
#pragma once

#include <cstdint>

namespace pol::data {

struct Limits {
    std::uint64_t memory = 0;  ///< bytes that the database may take; 0: most of the machine's
    unsigned threads = 0;      ///< at most; 0: as many as the machine has
};

}  // namespace pol::data
