// The column engine of a program: flattening, the kernel, and the figures of lists.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <tl/expected.hpp>

#include "compiler/codegen/processor.h"
#include "compiler/columns/flatten.h"
#include "compiler/ir/program.h"
#include "runtime/abi/column_engine.h"

namespace pol::driver {

/// An engine and what it lives in, which includes all that it needs of the program.
struct LoadedColumns {
    abi::ColumnEngine engine;
    std::shared_ptr<void> code;
    codegen::Processor processor = codegen::Processor::baseline;
    int lanes = 1;  ///< rows that one pass settles
};

/// Why a program has no column engine: what lanes cannot do, or LLVM's own words.
struct NoColumns {
    std::optional<columns::Obstacle> obstacle;
    std::string error;
};

/// The kernel is one block of code, and LLVM takes more than the square of its length: so many
/// operations are compiled in three seconds, twice as many in fifteen. Ten cities or so are fewer.
inline constexpr std::size_t kMostOperations = 8'000;

/// A kernel that reads the natural columns of all fields that the program reads, and figures of
/// lists, and writes everything.
[[nodiscard]] tl::expected<LoadedColumns, NoColumns>
load_columns(const ir::Program& program, codegen::Processor processor = codegen::this_processor(),
             std::size_t most_operations = kMostOperations);

}  // namespace pol::driver
