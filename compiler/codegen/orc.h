// LLVM set up once: targets, ORC, the functions that generated code calls. Private to this folder;
// orc.cpp is the only file that reads the ORC headers.
#pragma once

#include <memory>
#include <string>

#include <llvm/IR/Module.h>
#include <tl/expected.hpp>

#include "compiler/codegen/processor.h"

namespace pol::codegen {

/// How much the code generator itself tries.
enum class Effort : std::uint8_t { least, usual };

/// Machine code of this process, made from modules. Owns the code.
class Machine {
  public:
    /// For the processor at hand, or one that can do less.
    [[nodiscard]] static tl::expected<Machine, std::string> make(Effort effort,
                                                                 Processor processor);
    Machine(Machine&&) noexcept;
    Machine& operator=(Machine&&) noexcept;
    ~Machine();

    /// Gives the module this machine's layout and triple; to be called before it is filled.
    void prepare(llvm::Module& module) const;
    [[nodiscard]] tl::expected<void, std::string> add(std::unique_ptr<llvm::Module> module,
                                                      std::unique_ptr<llvm::LLVMContext> context);
    [[nodiscard]] tl::expected<void*, std::string> find(const char* name) const;

  private:
    struct Parts;
    explicit Machine(std::unique_ptr<Parts> parts);
    std::unique_ptr<Parts> parts_;
};

/// What the code generator makes of a module, for whoever reads it.
[[nodiscard]] tl::expected<std::string, std::string> assembly(llvm::Module& module, Effort effort,
                                                              Processor processor);

/// Three cheap passes that remove repetition: Pol emits what it means. The error says what is
/// broken in the module.
[[nodiscard]] tl::expected<void, std::string> finish(llvm::Module& module, int level);

}  // namespace pol::codegen
