// A benchmark's policy as a kernel over columns that the caller names.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "compiler/codegen/column_jit.h"
#include "compiler/columns/program.h"

namespace pol::bench {

/// A field or a result by the platform's name, and how it is stored.
struct Named {
    std::string name;
    abi::ColumnType type;
};

class Kernel {
  public:
    /// Compiles bench/policies/`policy`; ends the program with a message where that fails.
    [[nodiscard]] static Kernel make(const std::string& policy, const std::vector<Named>& in,
                                     const std::vector<Named>& out, bool streaming = true);

    /// Rows [begin, end) of columns in the order of their names; `state` is of the first of these
    /// rows. A fault ends the program: the workloads have none.
    void run(const std::vector<const void*>& in, const std::vector<void*>& out, std::int64_t begin,
             std::int64_t end, abi::ColumnState* state = nullptr) const;
    [[nodiscard]] std::int64_t block_size() const { return layout_.size; }

  private:
    Kernel(columns::Program program, std::vector<std::size_t> order,
           std::vector<abi::ColumnType> types, codegen::ColumnJit code);
    columns::Program program_;
    std::vector<std::size_t> order_;      ///< by input of the program: the caller's column
    std::vector<abi::ColumnType> types_;  ///< of the columns that are written
    codegen::ColumnJit code_;
    abi::BlockLayout layout_;
};

}  // namespace pol::bench
