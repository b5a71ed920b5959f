// Rule IR to machine code of this process, by LLVM ORC.
#pragma once

#include <memory>
#include <string>

#include <tl/expected.hpp>

#include "compiler/ir/program.h"
#include "compiler/ir/slice.h"
#include "runtime/abi/engine.h"

namespace pol::codegen {

/// How the code is made. Level 0 runs no passes; level 2 folds and simplifies. Both settle every
/// claim alike.
struct Options {
    int level = 2;
    bool plain = true;    ///< make the plain form
    bool traced = false;  ///< make the form that fills a tape
};

/// The settlement of a program as machine code. Owns the code: an engine it gives must not outlive
/// it.
class Jit {
  public:
    /// Compiles a verified program, which is the whole or a slice; the error is LLVM's own words.
    [[nodiscard]] static tl::expected<Jit, std::string>
    compile(const ir::Program& program, const Options& options, const ir::Numbers& whole = {});
    /// The same in two steps: an object file, as bytes, which may be kept, and what loads it. Level
    /// and processor play no part in loading.
    [[nodiscard]] static tl::expected<std::string, std::string>
    object(const ir::Program& program, const Options& options, const ir::Numbers& whole = {});
    [[nodiscard]] static tl::expected<Jit, std::string> load(const std::string& object,
                                                             const Options& options);
    Jit(Jit&&) noexcept;
    Jit& operator=(Jit&&) noexcept;
    ~Jit();

    /// The forms that were asked for; the other one is empty.
    [[nodiscard]] abi::Engine engine() const;

  private:
    struct Code;
    explicit Jit(std::unique_ptr<Code> code);
    std::unique_ptr<Code> code_;
};

/// The LLVM IR of a program as text, after the passes of its level.
[[nodiscard]] tl::expected<std::string, std::string> llvm_text(const ir::Program& program,
                                                               const Options& options);

}  // namespace pol::codegen
