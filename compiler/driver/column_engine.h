// The column engine of a program: for each place of insurance its slice, flattened, the kernel, and
// what makes the figures of lists.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "compiler/codegen/column_jit.h"
#include "compiler/codegen/processor.h"
#include "compiler/columns/flatten.h"
#include "compiler/driver/slices.h"
#include "compiler/ir/program.h"
#include "runtime/abi/column_engine.h"

namespace pol::driver {

/// Why a place has no kernel: what lanes cannot do, or LLVM's own words.
struct NoColumns {
    std::optional<columns::Obstacle> obstacle;
    std::string error;
};

/// What was made of one place of insurance.
struct PlaceColumns {
    std::optional<abi::ColumnKernel> kernel;
    int lanes = 1;  ///< rows that one pass settles
    NoColumns why;  ///< without a kernel
};

/// A kernel is one block of code, and LLVM takes more than the square of its length: so many
/// operations are compiled in three seconds, twice as many in fifteen. A city is a thousand.
inline constexpr std::size_t kMostOperations = 8'000;

struct ColumnsHow {
    codegen::Processor processor = codegen::this_processor();
    codegen::Care care = codegen::Care::quick;
    std::size_t most_operations = kMostOperations;
    /// Rows of a place that are settled one by one before its kernel is made.
    std::size_t rows_before = 0;
};

class PlaceKernels;

/// An engine and what it lives in; the program must outlive it. Kernels read the natural columns of
/// the fields, and figures of lists, and write everything.
struct LoadedColumns {
    abi::ColumnEngine engine;
    std::shared_ptr<PlaceKernels> code;

    /// What one of `engine.places` has, made now where nobody asked for it yet.
    [[nodiscard]] const PlaceColumns& place(std::size_t which) const;
    /// Makes what all places have, on so many threads.
    void make_all(unsigned threads) const;
    /// The places without a kernel among those that were asked for.
    [[nodiscard]] std::vector<std::size_t> without() const;
};

/// Compiles nothing yet.
[[nodiscard]] LoadedColumns load_columns(const ir::Program& program, const ColumnsHow& how = {});
[[nodiscard]] LoadedColumns load_columns(Slices slices, const abi::Vocabulary& vocabulary,
                                         const ColumnsHow& how = {});

}  // namespace pol::driver
