#include "compiler/driver/rules.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "compiler/driver/archive.h"
#include "compiler/driver/cache.h"
#include "compiler/driver/manifest.h"
#include "compiler/driver/table_files.h"
#include "runtime/fault/assert.h"

namespace pol::driver {
namespace {

constexpr std::uintmax_t kMostBytes = std::uintmax_t{1} << 30U;
constexpr const char* kRules = "rules";

std::string slice_name(std::size_t which) {
    return fmt::format("slice-{}", which);
}

/// The files of policies that a compilation reads, in its order.
std::optional<std::vector<PolicyFile>> files_of(const Asked& asked) {
    auto files = read_policies(asked.paths);
    if (!files) {
        return std::nullopt;
    }
    for (PolicyFile& one : national_beside(asked.paths)) {
        files->push_back(std::move(one));
    }
    return *std::move(files);
}

/// Where rules are kept, by all that they depend on but tables in files of their own.
std::optional<CacheEntry> entry_of(const Asked& asked, const std::vector<PolicyFile>& files) {
    const auto folder = cache_folder();
    const std::string program = this_program();
    if (!folder || program.empty()) {
        return std::nullopt;
    }
    std::string all;
    const auto add = [&all](std::string_view part) {
        all += part;
        all += '\0';
    };
    add(program);
    add(asked.filing);
    for (const auto& [reading, option] : asked.selection) {
        add(reading);
        add(option);
    }
    for (const PolicyFile& one : files) {
        add(one.name);
        add(hash_of(one.text));
    }
    return CacheEntry(*folder, hash_of(all));
}

std::string hash_on_disk(const std::string& file) {
    const auto text = read_from_disk(file);
    return text ? hash_of(*text) : std::string();
}

/// What was read beside the policies themselves: tables in files of their own.
std::vector<KeptFile> other_files(const SourceMap& sources, const std::vector<PolicyFile>& files) {
    std::vector<KeptFile> others;
    for (std::uint32_t f = 0; f < sources.size(); ++f) {
        const std::string& name = sources.name({f});
        const bool is_policy = std::any_of(files.begin(), files.end(),
                                           [&](const PolicyFile& one) { return one.name == name; });
        if (!is_policy && !name.ends_with(".pol")) {
            others.push_back({name, hash_on_disk(name)});
        }
    }
    return others;
}

std::vector<std::string> filing_names(const Compilation& compilation) {
    std::vector<std::string> names;
    for (const Filings& filings : compilation.filings) {
        for (const types::BenefitInfo& one : filings.typed.benefits) {
            names.push_back(one.decl->name.text);
        }
    }
    return names;
}

void keep(const Asked& asked, Rules& rules) {
    const auto files = files_of(asked);
    const auto entry = files ? entry_of(asked, *files) : std::nullopt;
    if (!entry) {
        return;
    }
    for (std::size_t i = 0; i < rules.slices.places.count(); ++i) {
        entry->put(slice_name(i), to_bytes(rules.slices.of(i)));
    }
    // Last, so that what it says is there is there.
    entry->put(kRules, to_bytes(Kept{rules.manifest, rules.slices, rules.filings,
                                     other_files(rules.compilation->sources, *files)}));
    prune_cache(*cache_folder(), kMostBytes);
    rules.slices.kept = std::make_shared<CacheEntry>(*entry);
}

/// A slice that is not kept any more.
ir::Slice compiled_slice(const Asked& asked, std::size_t which) {
    const auto compiled = compile(asked.paths, asked.selection);
    const ir::Program* program = nullptr;
    if (compiled && (*compiled)->program) {
        const Filings* filings = filings_named(**compiled, asked.filing);
        program = asked.filing.empty() ? &*(*compiled)->program
                  : filings != nullptr ? &*filings->program
                                       : nullptr;
    }
    require_state(program != nullptr, "policies that compiled before compile");
    return slices_of(*program).of(which);
}

}  // namespace

Rules make_rules(const Asked& asked, std::shared_ptr<const Compilation> compilation,
                 const ir::Program& program) {
    Rules rules{manifest(program, compilation->sources), slices_of(program),
                filing_names(*compilation), std::move(compilation), &program};
    if (rules.compilation->diagnostics.all().empty()) {
        keep(asked, rules);
    }
    return rules;
}

std::optional<Rules> kept_rules(const Asked& asked) {
    const auto files = files_of(asked);
    const auto entry = files ? entry_of(asked, *files) : std::nullopt;
    const auto bytes = entry ? entry->get(kRules) : std::nullopt;
    auto kept = bytes ? kept_of(*bytes) : std::nullopt;
    if (!kept || !std::all_of(kept->files.begin(), kept->files.end(), [](const KeptFile& one) {
            return hash_on_disk(one.name) == one.hash;
        })) {
        return std::nullopt;
    }
    Rules rules{std::move(kept->manifest), std::move(kept->slices), std::move(kept->filings),
                nullptr, nullptr};
    rules.slices.kept = std::make_shared<CacheEntry>(*entry);
    rules.slices.of = [asked, own = rules.slices.kept](std::size_t which) {
        const auto slice_bytes = own->get(slice_name(which));
        auto slice = slice_bytes ? slice_of(*slice_bytes) : std::nullopt;
        return slice ? *std::move(slice) : compiled_slice(asked, which);
    };
    return rules;
}

}  // namespace pol::driver
