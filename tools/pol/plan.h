// How a settlement would run: pol settle --explain-plan.
#pragma once

#include <string>

#include "compiler/driver/column_engine.h"
#include "compiler/ir/program.h"
#include "runtime/abi/manifest.h"
#include "tools/pol/settle_options.h"

namespace pol::tool {

/// Why there is no kernel, in the user's words.
[[nodiscard]] std::string why_no_columns(const driver::NoColumns& why, const Common& common);

/// What runs in columns and what one by one, by benefit, with what a kernel reads and keeps.
[[nodiscard]] std::string plan_text(const ir::Program& program, const abi::Manifest& manifest,
                                    const SettleOptions& options);

}  // namespace pol::tool
