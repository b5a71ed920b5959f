// The account that a test speaks of.
#pragma once

#include <optional>
#include <string_view>

#include "compiler/ir/program.h"
#include "runtime/value/place.h"

namespace pol::driver {

/// An account by its path, or by the end of it where that is enough: 统筹基金.封顶. Of several that
/// of the place's own benefits, whichever city is compiled first; of those the last.
[[nodiscard]] std::optional<ir::AccountId>
account_named(const ir::Program& program, std::string_view path, std::optional<Place> place);

}  // namespace pol::driver
