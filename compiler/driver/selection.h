// The readings that a call asks for: whether they are there, and whether they can be taken
// together.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "compiler/driver/project.h"
#include "compiler/resolve/readings.h"
#include "compiler/syntax/tree.h"

namespace pol::driver {

/// Readings and their options, the adopted one first.
using Readings = std::map<std::string, std::vector<std::string>>;

/// Tests are of the text as it is adopted: another option has other figures, and other accounts.
void drop_tests(syntax::Tree& tree);

/// Whether some reading takes another option than the adopted one.
[[nodiscard]] bool takes_another(const Readings& readings, const resolve::Selection& selection);

/// A reading or an option that the policies do not have; the message says which there are.
[[nodiscard]] std::optional<Error> no_such_option(const Readings& known_readings,
                                                  const resolve::Selection& selection);

/// Options that change one clause cannot be taken together: one would silently undo the other.
[[nodiscard]] std::optional<Error> clash_of(const syntax::Tree& tree,
                                            const resolve::Selection& selection);

}  // namespace pol::driver
