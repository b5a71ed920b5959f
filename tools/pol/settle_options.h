// What `pol settle` is asked for.
#pragma once

#include <algorithm>
#include <cstdint>
#include <string>
#include <thread>
#include <vector>

#include "tools/pol/common.h"
#include "tools/pol/input.h"

namespace pol::tool {

struct SettleOptions {
    Common common;
    InputOptions input;
    std::string filing;
    std::string out;
    std::string format;
    std::string engine = "auto";
    bool explain_plan = false;
    int threads = 0;                   ///< that settle a table; 0: as many as the machine has
    bool all_numbers = false;          ///< one setl_id of several people is a fault too
    std::vector<std::string> columns;  ///< of a settlement, where tables are written; none: all
    std::string table = "settlement";  ///< of a DuckDB file
    std::uint64_t memory = 0;          ///< bytes for the whole program; 0: no limit
    bool in_order = false;
    bool bom = false;

    [[nodiscard]] unsigned threads_used() const {
        return threads > 0 ? static_cast<unsigned>(threads)
                           : std::max(1U, std::thread::hardware_concurrency());
    }
};

}  // namespace pol::tool
