// Figures of the claim under construction: settled, compared, posted; the accounts.
#pragma once

#include <string_view>

#include "tools/repl/state.h"

namespace pol::repl {

/// `name = value, …`: sets fields of a form. `at` is where the text begins in the line at hand.
/// Nothing has changed where one is wrong.
[[nodiscard]] Answer assign(const State& state, std::string_view text, std::size_t at,
                            ClaimForm& form);

/// Settles, and posts where the session does so at once.
[[nodiscard]] Answer settle_and_show(State& state);
/// `如果 急危重 = 是`: what would change.
[[nodiscard]] Answer what_if(State& state, std::string_view text, std::size_t at);
/// Posts the last settlement.
[[nodiscard]] Answer post(State& state);
[[nodiscard]] Answer show_accounts(const State& state);
[[nodiscard]] Answer show_claim(const State& state);

}  // namespace pol::repl
