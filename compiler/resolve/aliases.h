// 住院.统筹基金.比例 in a tier: that benefit's clause as it stood before any amendment; and a
// reading's name, where its value speaks of tiers.
#pragma once

#include <map>
#include <optional>
#include <string>

#include "compiler/diagnostics/diagnostic.h"
#include "compiler/resolve/scopes.h"

namespace pol::resolve {

/// The clauses of the benefits that a file sees: 住院.统筹基金.比例 and its expression; nothing
/// where the clause is no single value.
using Clauses = std::map<std::pair<FileIndex, std::string>, std::optional<syntax::ExprId>>;

/// Copies of the clauses of every benefit, before amendments are written out.
[[nodiscard]] Clauses clauses_of_benefits(syntax::Tree& tree, const Scopes& scopes);

/// Puts aliases into the clauses of all benefits. Reported: the rate of a benefit that has bands.
void write_out_aliases(syntax::Tree& tree, const Scopes& scopes, const Clauses& clauses,
                       Diagnostics& diagnostics);

}  // namespace pol::resolve
