// Readings: which option of each question a compilation takes, put into the tree before names are
// resolved.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "compiler/diagnostics/diagnostic.h"
#include "compiler/syntax/tree.h"

namespace pol::resolve {

/// Options by reading; a reading that is not named takes the option that its text adopts.
using Selection = std::map<std::string, std::string, std::less<>>;

/// One selection for every option that a compilation of the text as adopted does not take.
[[nodiscard]] std::vector<Selection> other_selections(const syntax::Tree& tree);

/// The readings of a tree and their options, the adopted one first.
[[nodiscard]] std::map<std::string, std::vector<std::string>> readings_of(const syntax::Tree& tree);

/// Takes the selected option of each reading: its changes are made in the tree, of the clause or
/// definition that they name; `ReadingDecl::options` keeps the taken option alone, whose value is
/// what the reading's name stands for. Reported: a reading without exactly one adopted option, and
/// a change of something that is not there.
void apply_readings(syntax::Tree& tree, const Selection& selection, Diagnostics& diagnostics);

}  // namespace pol::resolve
