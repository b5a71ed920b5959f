// Claims of a program, read once for all the engines that settle them.
#pragma once

#include <string_view>
#include <vector>

#include "compiler/ir/program.h"
#include "compiler/source/source_map.h"
#include "runtime/abi/manifest.h"
#include "runtime/claims/record.h"

namespace pol::differential {

struct Given {
    /// Of JSON Lines; `of` outlives it.
    Given(const ir::Program& of, const SourceMap& sources, std::string_view lines);

    const ir::Program& program;
    abi::Manifest manifest;
    claims::TextTable texts;  ///< of the claims
    std::vector<claims::Claim> claims;
};

}  // namespace pol::differential
