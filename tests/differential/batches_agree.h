// Claims settled in batches of columns, as tables are, beside the same claims one by one.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include "tests/differential/given.h"

namespace pol::differential {

struct BatchesAgreement {
    std::string difference;      ///< empty where both agree
    std::string obstacle;        ///< why the program has no kernel; else empty
    std::size_t rows = 0;        ///< compared
    std::size_t in_columns = 0;  ///< of them settled by the kernel
};

/// All claims, lists and reversals too, in batches of some people, as many as `turn` has it, at a
/// processor level of its choice: records of both must be the same, field by field.
[[nodiscard]] BatchesAgreement settle_in_batches(Given& given, std::uint64_t turn);

}  // namespace pol::differential
