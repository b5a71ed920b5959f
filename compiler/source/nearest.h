// Which known word a misspelt one may have meant.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace pol {

/// How far a word may be from one that is offered in its place: nothing for one character, 1 up to
/// four, 2 beyond.
[[nodiscard]] std::size_t allowed_distance(std::string_view word);

/// The nearest of `candidates` within the allowed distance, the first of equals; empty where none
/// is near.
[[nodiscard]] std::string nearest(std::string_view word,
                                  const std::vector<std::string>& candidates);

}  // namespace pol
