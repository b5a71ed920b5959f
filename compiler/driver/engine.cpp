#include "compiler/driver/engine.h"

#include "compiler/codegen/jit.h"
#include "compiler/interpret/interpret.h"

namespace pol::driver {

std::optional<EngineKind> engine_named(std::string_view name) {
    if (name == "interpreter") {
        return EngineKind::interpreter;
    }
    if (name == "jit") {
        return EngineKind::jit;
    }
    if (name == "jit-O0") {
        return EngineKind::jit_unoptimized;
    }
    return std::nullopt;
}

tl::expected<LoadedEngine, Error> load_engine(const ir::Program& program, EngineKind kind,
                                              bool plain, bool traced) {
    if (kind == EngineKind::interpreter) {
        LoadedEngine loaded;
        loaded.engine.plain = [&program](const abi::ClaimView& c, abi::Accounts& a,
                                         abi::Settlement& s) {
            interpret::settle_one(program, c, a, s, nullptr);
        };
        loaded.engine.traced = [&program](const abi::ClaimView& c, abi::Accounts& a,
                                          abi::Settlement& s, abi::Tape& t) {
            interpret::settle_one(program, c, a, s, &t);
        };
        return loaded;
    }
    auto jit = codegen::Jit::compile(program, {kind == EngineKind::jit ? 2 : 0, plain, traced});
    if (!jit) {
        return tl::unexpected(Error{jit.error()});
    }
    auto code = std::make_shared<codegen::Jit>(std::move(*jit));
    return LoadedEngine{code->engine(), code};
}

}  // namespace pol::driver
