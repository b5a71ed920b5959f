// Cities out of nothing: policies as a city writes them, each with its own figures and clauses.
#pragma once

#include <string>

namespace pol::bench {

/// The policy of city `number`, from 0 on; always the same. It builds on policies/national.
[[nodiscard]] std::string city(int number);

/// Writes the first cities into a folder, a file each.
void write_cities(const std::string& folder, int count);

}  // namespace pol::bench
