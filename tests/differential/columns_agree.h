// The kernels of a program beside the interpreter: the same claims in columns, in one order, with
// the accounts of their people.
#pragma once

#include <cstdint>
#include <string>

#include "tests/differential/given.h"

namespace pol::differential {

struct ColumnsAgreement {
    std::string difference;  ///< empty where all agree
    std::string obstacle;    ///< why the program has no column form; else empty
    std::size_t rows = 0;    ///< compared
    std::size_t faults = 0;
    std::size_t accounts = 0;  ///< sums compared
};

/// Of the claims those that can be read and are no reversals, without their lists; at the strongest
/// level of processor and at another one that `turn` picks.
[[nodiscard]] ColumnsAgreement settle_in_columns(const Given& given, std::uint64_t turn);

}  // namespace pol::differential
