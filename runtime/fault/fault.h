// A fault: why one claim could not be settled. A value, never an exception; the rest of the batch
// goes on.
#pragma once

#include <cstdint>
#include <string_view>

namespace pol {

/// The first fault in the order of evaluation (fee lines, choice of benefit, answers, tiers) is the
/// claim's.
enum class FaultCode : std::uint8_t {
    none = 0,
    missing_field,     ///< a required field, or one that the text needs, is not given
    bad_value,         ///< a field's value is of the wrong form
    out_of_bounds,     ///< an amount below zero or past 10^11 fen, a date outside 1900-2199
    unknown_code,      ///< a code that a closed list does not have
    parts_differ,      ///< the given parts do not sum to the total
    duplicate,         ///< this `setl_id` has been settled already
    overflow,          ///< a computed amount passes 10^11 fen
    no_row,            ///< a table has no row for the key
    no_case,           ///< no case of a definition holds
    no_benefit,        ///< no benefit of any jurisdiction holds
    overpaid,          ///< a tier would pay more than is still unpaid
    divided_by_zero,   ///< a limit cut a tier whose rate is zero
    calendar,          ///< a day outside the national calendar table
    not_supported,     ///< the claim needs a part of the language that this version does not have
    unknown_original,  ///< a reversal names no stored settlement, or one that is not paid or was
                       ///< reversed before
    broken_property,   ///< what a 恒有 promises does not hold of the settlement
    bad_record,        ///< the record itself cannot be read
    several_years,     ///< an engine's answer only: the claim is to be settled as one claim a year
};

/// The stable name of a fault in output records: "missing_field", …
[[nodiscard]] std::string_view name_of(FaultCode code);

/// A fault that an engine found: the code and the quantity it was computing (`ir::Quantity` index,
/// or `kNoQuantity`).
struct Fault {
    static constexpr std::uint32_t kNoQuantity = 0xffffffff;
    FaultCode code = FaultCode::none;
    std::uint32_t quantity = kNoQuantity;

    explicit operator bool() const { return code != FaultCode::none; }
    friend bool operator==(const Fault&, const Fault&) = default;
};

}  // namespace pol
