// The engines that can settle a program, by name.
#pragma once

#include <memory>
#include <optional>
#include <string_view>

#include <tl/expected.hpp>

#include "compiler/driver/project.h"
#include "compiler/ir/program.h"
#include "runtime/abi/engine.h"

namespace pol::driver {

enum class EngineKind : std::uint8_t { interpreter, jit, jit_unoptimized };

/// "interpreter", "jit" or "jit-O0".
[[nodiscard]] std::optional<EngineKind> engine_named(std::string_view name);

/// An engine and what it lives in. The program must outlive it.
struct LoadedEngine {
    abi::Engine engine;
    std::shared_ptr<void> code;
};

/// Makes an engine with the forms that are asked for.
[[nodiscard]] tl::expected<LoadedEngine, Error>
load_engine(const ir::Program& program, EngineKind kind, bool plain, bool traced);

}  // namespace pol::driver
