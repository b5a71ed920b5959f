#include "tools/pol/rules.h"

#include <memory>
#include <utility>

namespace pol::tool {
namespace {

AllRules kept_all(const driver::Asked& claims) {
    AllRules all;
    auto of_claims = driver::kept_rules(claims);
    if (!of_claims) {
        return all;
    }
    const std::vector<std::string> filings = of_claims->filings;
    all.rules.push_back({"", *std::move(of_claims)});
    for (const std::string& name : filings) {
        auto of_filings = driver::kept_rules({claims.paths, claims.selection, name});
        if (!of_filings) {
            return {};
        }
        all.rules.push_back({name, *std::move(of_filings)});
    }
    return all;
}

}  // namespace

FoundRules rules_for(const Common& common, const std::string& filing, bool whole) {
    const auto chosen = selection(common);
    if (!chosen) {
        return {std::nullopt, kWrongCall};
    }
    const driver::Asked asked{common.policies, *chosen, filing};
    if (!whole) {
        if (auto kept = driver::kept_rules(asked)) {
            return {std::move(kept)};
        }
    }
    Compiled compiled = compile(common);
    if (compiled.exit != kGood) {
        return {std::nullopt, compiled.exit};
    }
    const ir::Program* program = program_for(*compiled.compilation, filing, common);
    if (program == nullptr) {
        return {std::nullopt, kWrongCall};
    }
    return {driver::make_rules(asked, std::move(compiled.compilation), *program)};
}

AllRules all_rules(const Common& common) {
    const auto chosen = selection(common);
    if (!chosen) {
        return {{}, kWrongCall};
    }
    driver::Asked asked{common.policies, *chosen, ""};
    if (AllRules kept = kept_all(asked); !kept.rules.empty()) {
        return kept;
    }
    Compiled compiled = compile(common);
    if (compiled.exit != kGood) {
        return {{}, compiled.exit};
    }
    const std::shared_ptr<const driver::Compilation> compilation = std::move(compiled.compilation);
    AllRules all;
    all.rules.push_back({"", driver::make_rules(asked, compilation, *compilation->program)});
    const std::vector<std::string> filings = all.rules.front().rules.filings;
    for (const std::string& name : filings) {
        asked.filing = name;
        const driver::Filings* found = driver::filings_named(*compilation, name);
        all.rules.push_back({name, driver::make_rules(asked, compilation, *found->program)});
    }
    return all;
}

}  // namespace pol::tool
