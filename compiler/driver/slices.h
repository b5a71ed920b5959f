// What engines are made of: a program, part by part, and code that was made of it before.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "compiler/driver/cache.h"
#include "compiler/ir/program.h"
#include "compiler/ir/slice.h"
#include "runtime/abi/insured.h"

namespace pol::driver {

struct Slices {
    abi::InsuredPlaces places;
    bool is_given = false;             ///< every claim has a place of insurance
    std::vector<std::string> names;    ///< by place: 银川市; of the rest empty
    std::vector<std::uint32_t> lists;  ///< that figures are of, into `Vocabulary::lists`
    bool reads_accounts = false;
    std::function<ir::Slice(std::size_t which)> of;  ///< by any thread
    std::shared_ptr<CacheEntry> kept;                ///< null: nothing is kept
};

/// Of a program, which must outlive them.
[[nodiscard]] Slices slices_of(const ir::Program& program);

}  // namespace pol::driver
