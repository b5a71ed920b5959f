// The rules that a command was asked for: kept from before, or compiled now with what there is to
// say about them.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "compiler/driver/rules.h"
#include "tools/pol/common.h"

namespace pol::tool {

struct FoundRules {
    std::optional<driver::Rules> rules;
    int exit = kGood;  ///< without rules
};

/// Those of claims, or of the filings of a name; `whole`: with the whole program, which is not
/// kept.
[[nodiscard]] FoundRules rules_for(const Common& common, const std::string& filing, bool whole);

struct NamedRules {
    std::string filing;  ///< empty: of claims
    driver::Rules rules;
};

struct AllRules {
    std::vector<NamedRules> rules;  ///< those of claims first
    int exit = kGood;               ///< without rules
};

/// Those of claims and of every kind of filings.
[[nodiscard]] AllRules all_rules(const Common& common);

}  // namespace pol::tool
