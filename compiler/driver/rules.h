// What settling needs of policies: compiled now, or kept from before.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "compiler/driver/compile.h"
#include "compiler/driver/slices.h"
#include "compiler/ir/program.h"
#include "runtime/abi/manifest.h"

namespace pol::driver {

/// Which rules: policies at `paths`, with these options of readings; of claims, or of the filings
/// of a name.
struct Asked {
    std::vector<std::string> paths;
    resolve::Selection selection;
    std::string filing;
};

struct Rules {
    abi::Manifest manifest;  ///< of kept ones without formulas
    Slices slices;
    std::vector<std::string> filings;  ///< names of the policies' filings, by which they are asked
    std::shared_ptr<const Compilation> compilation;  ///< null: kept, and nothing was parsed
    const ir::Program* program = nullptr;            ///< likewise
};

/// Of `program`, a part of the compilation. Those of policies about which there is nothing to say
/// are kept for the next time.
[[nodiscard]] Rules make_rules(const Asked& asked, std::shared_ptr<const Compilation> compilation,
                               const ir::Program& program);

/// What was kept of files that are still the same; nothing where there is none.
[[nodiscard]] std::optional<Rules> kept_rules(const Asked& asked);

}  // namespace pol::driver
