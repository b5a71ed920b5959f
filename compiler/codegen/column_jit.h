// A column program to machine code of this process: the kernel that settles columns.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include <tl/expected.hpp>

#include "compiler/codegen/processor.h"
#include "compiler/columns/program.h"
#include "runtime/abi/columns.h"

namespace pol::codegen {

/// One column that the kernel writes.
using Wanted = abi::ColumnOutput;

/// How much is tried. A kernel made with care settles a row in half to nine tenths of the time, and
/// takes four times as long to compile.
enum class Care : std::uint8_t { quick, best };

/// How the kernel is made.
struct ColumnOptions {
    std::vector<Wanted> wanted;
    Processor processor = this_processor();
    Care care = Care::best;
    /// Past the caches, for columns that nobody reads soon; otherwise by ordinary stores.
    bool streaming = false;
};

/// The range of a wanted column's values.
[[nodiscard]] columns::Range range_of(const columns::Program& program, const Wanted& wanted);

/// The blocks of a program's accounts.
[[nodiscard]] abi::BlockLayout layout_of(const columns::Program& program);

/// A kernel. Owns the code: it must outlive every use of `kernel`.
class ColumnJit {
  public:
    /// The error is LLVM's own words.
    [[nodiscard]] static tl::expected<ColumnJit, std::string>
    compile(const columns::Program& program, const ColumnOptions& options);
    /// The same in two steps: an object file, as bytes, which may be kept, and what loads it.
    [[nodiscard]] static tl::expected<std::string, std::string>
    object(const columns::Program& program, const ColumnOptions& options);
    [[nodiscard]] static tl::expected<ColumnJit, std::string> load(const std::string& object);
    ColumnJit(ColumnJit&&) noexcept;
    ColumnJit& operator=(ColumnJit&&) noexcept;
    ~ColumnJit();

    /// Reads `columns::Program::inputs` and writes `ColumnOptions::wanted`, each in that order.
    /// `state` is read only where the program has accounts.
    [[nodiscard]] abi::SettleColumns kernel() const;

  private:
    struct Code;
    explicit ColumnJit(std::unique_ptr<Code> code);
    std::unique_ptr<Code> code_;
};

/// The kernel as LLVM IR, or as assembly.
enum class Form : std::uint8_t { llvm, assembly };
[[nodiscard]] tl::expected<std::string, std::string>
column_text(const columns::Program& program, const ColumnOptions& options, Form form);

/// How many rows one pass of the kernel settles: 1 where the program has accounts.
[[nodiscard]] int lanes_of(const columns::Program& program, Processor processor);

}  // namespace pol::codegen
