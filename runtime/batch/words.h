// The texts of faults that are found while a claim is settled, in Chinese and English.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include "runtime/abi/manifest.h"
#include "runtime/claims/record.h"

namespace pol::batch {

/// A fault of the engine: what happened, at which quantity, by which clause, where in the text.
[[nodiscard]] claims::ClaimFault engine_fault(claims::Lang lang, FaultCode code,
                                              std::uint32_t quantity,
                                              const abi::Manifest& manifest);

/// `number` is the external name of the number; `line` is that of the first claim of this number.
[[nodiscard]] claims::ClaimFault duplicate(claims::Lang lang, std::string_view number,
                                           const std::string& setl_id, std::size_t line);

/// Why a reversal cannot be.
enum class NoOriginal : std::uint8_t {
    unknown,      ///< no claim of that number
    later,        ///< it comes later in the order of settling
    is_reversal,  ///< it is a reversal itself
    faulted,      ///< it could not be settled
    not_paid,     ///< it was refused, or is pending or manual
    reversed_before,
    other_person,
};
[[nodiscard]] claims::ClaimFault unknown_original(claims::Lang lang,
                                                  const std::string& init_setl_id, NoOriginal why);

}  // namespace pol::batch
