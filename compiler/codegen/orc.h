// LLVM set up once: targets, ORC, the functions that generated code calls. Private to this folder;
// orc.cpp is the only file that reads the ORC headers.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include <llvm/IR/Module.h>
#include <tl/expected.hpp>

#include "compiler/codegen/processor.h"

namespace pol::codegen {

/// How much the code generator itself tries.
enum class Effort : std::uint8_t { least, usual };

/// What makes objects of modules, for the processor at hand or one that can do less. Each thread
/// needs one of its own.
class Target {
  public:
    [[nodiscard]] static tl::expected<Target, std::string> make(Effort effort, Processor processor);
    Target(Target&&) noexcept;
    Target& operator=(Target&&) noexcept;
    ~Target();

    /// Gives the module this target's layout and triple; to be called before it is filled.
    void prepare(llvm::Module& module) const;
    /// An object file of the module, as bytes.
    [[nodiscard]] tl::expected<std::string, std::string> object(llvm::Module& module) const;
    /// The same for whoever reads it.
    [[nodiscard]] tl::expected<std::string, std::string> assembly(llvm::Module& module) const;

  private:
    struct Parts;
    explicit Target(std::unique_ptr<Parts> parts);
    std::unique_ptr<Parts> parts_;
};

/// Machine code of this process, from one object. Owns the code.
class Machine {
  public:
    [[nodiscard]] static tl::expected<Machine, std::string> load(const std::string& object);
    Machine(Machine&&) noexcept;
    Machine& operator=(Machine&&) noexcept;
    ~Machine();

    [[nodiscard]] tl::expected<void*, std::string> find(const char* name) const;

  private:
    struct Parts;
    explicit Machine(std::unique_ptr<Parts> parts);
    std::unique_ptr<Parts> parts_;
};

/// What tidies a module: nothing, two passes that remove repetition (Pol emits what it means), or a
/// third that combines, which takes longer than both and pays in kernels only.
enum class Passes : std::uint8_t { none, few, all };
/// What the module exports gets bytes before it. The error says what is broken in the module.
[[nodiscard]] tl::expected<void, std::string> finish(llvm::Module& module, Passes wanted);

/// Parts long blocks, for code that is to be made soon: selecting instructions takes time with the
/// square of a block's length. Values that later blocks need go through memory then.
void part_blocks(llvm::Module& module);

}  // namespace pol::codegen
