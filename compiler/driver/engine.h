// The engines that can settle a program, by name.
#pragma once

#include <memory>
#include <optional>
#include <string_view>

#include <tl/expected.hpp>

#include "compiler/driver/project.h"
#include "compiler/driver/slices.h"
#include "compiler/ir/program.h"
#include "runtime/abi/engine.h"

namespace pol::driver {

enum class EngineKind : std::uint8_t {
    interpreter,
    jit,
    jit_unoptimized,
    automatic,  ///< of each place of insurance the first claims are interpreted, then jit
};

/// "interpreter", "jit", "jit-O0" or "auto".
[[nodiscard]] std::optional<EngineKind> engine_named(std::string_view name);

/// An engine and what it lives in. The program must outlive it.
struct LoadedEngine {
    abi::Engine engine;
    std::shared_ptr<void> code;
};

/// Makes an engine with the forms that are asked for. Plain machine code is made place by place of
/// insurance, when a claim of each first needs it, by any thread.
[[nodiscard]] tl::expected<LoadedEngine, Error>
load_engine(const ir::Program& program, EngineKind kind, bool plain, bool traced);
/// The plain form of all kinds but the interpreter, which is of the whole.
[[nodiscard]] tl::expected<LoadedEngine, Error> load_engine(Slices slices, EngineKind kind);

}  // namespace pol::driver
