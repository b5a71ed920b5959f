// Readings: which option of each question a compilation takes, put into the tree before names are
// resolved.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "compiler/diagnostics/diagnostic.h"
#include "compiler/resolve/scopes.h"
#include "compiler/syntax/tree.h"

namespace pol::resolve {

/// Options by reading; a reading that is not named takes the option that its text adopts.
using Selection = std::map<std::string, std::string, std::less<>>;

/// One selection for every option that a compilation of the text as adopted does not take.
[[nodiscard]] std::vector<Selection> other_selections(const syntax::Tree& tree);

/// The readings of a tree and their options, the adopted one first.
[[nodiscard]] std::map<std::string, std::vector<std::string>> readings_of(const syntax::Tree& tree);

/// A change of a reading that is about a benefit or an amendment.
struct PendingChange {
    syntax::ChangeItem item;
    FileIndex file = 0;  ///< where the reading stands
};

/// Takes the selected option of each reading: `ReadingDecl::options` keeps the taken option alone,
/// whose value is what the reading's name stands for. Its changes of definitions, allowances and
/// shared tiers are made; those of benefits and amendments are answered. Reported: a reading
/// without exactly one adopted option, a change that does not fit.
[[nodiscard]] std::vector<PendingChange> take_readings(syntax::Tree& tree, const Scopes& scopes,
                                                       const Selection& selection,
                                                       Diagnostics& diagnostics);

}  // namespace pol::resolve
