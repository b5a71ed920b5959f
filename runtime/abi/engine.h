// An engine as the runtime sees it: something that settles one claim.
#pragma once

#include <functional>

#include "runtime/abi/kernel.h"

namespace pol::abi {

/// `plain` never touches a tape; `traced` fills the one it is given.
struct Engine {
    std::function<void(const ClaimView&, Accounts&, Settlement&)> plain;
    std::function<void(const ClaimView&, Accounts&, Settlement&, Tape&)> traced;
};

}  // namespace pol::abi
