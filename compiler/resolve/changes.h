// One change of an amendment, of 其中 or of a reading, made on the benefit that it is about.
#pragma once

#include <optional>
#include <set>
#include <string>

#include "compiler/diagnostics/diagnostic.h"
#include "compiler/syntax/tree.h"

namespace pol::resolve {

/// Where a change comes from.
struct ChangeSite {
    std::optional<syntax::ExprId> when;  ///< 其中: it counts only where this holds
    std::string owner;                   ///< the benefit whose accounts a new 每 makes
    std::set<std::string> allowances;    ///< names that a limit may have
};

/// Changes the benefit; expressions of `item` are copied into it. Reported: a path that nothing
/// has, a verb that the clause cannot take, an account of its own under a condition.
void apply(syntax::Tree& tree, syntax::BenefitDecl& benefit, const syntax::ChangeItem& item,
           const ChangeSite& site, Diagnostics& diagnostics);

/// The same of a tier outside of benefits; `clause` is the last part of the path.
void apply(syntax::Tree& tree, syntax::TierDecl& tier, const syntax::Name& clause,
           const syntax::Change& change, const ChangeSite& site, Diagnostics& diagnostics);

/// Both conditions, or the one that there is.
[[nodiscard]] syntax::ExprId both(syntax::Tree& tree, syntax::ExprId first,
                                  std::optional<syntax::ExprId> second);

}  // namespace pol::resolve
