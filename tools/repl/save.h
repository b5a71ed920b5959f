// A session as text of the language: specimens and a test that `pol test` runs.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <tl/expected.hpp>

#include "tools/repl/state.h"

namespace pol::repl {

/// What was posted, in its order, else the last settlement, as specimens and a test with the
/// figures that they came to. The error says why there is nothing to save.
[[nodiscard]] tl::expected<std::string, std::string> to_policy(const State& state);

/// The fields of a specimen of the policies, put into a form; false where there is none.
[[nodiscard]] bool take_specimen(const State& state, std::string_view name, ClaimForm& form);
/// Those of the records at hand.
[[nodiscard]] std::vector<std::string> specimen_names(const State& state);
/// The record that a specimen is of, empty for a claim; nothing where there is no such specimen.
[[nodiscard]] std::optional<std::string> specimen_record(const State& state, std::string_view name);

}  // namespace pol::repl
