// Figures of a claim's lists, as columns: lanes have no loops over elements, so whether some filed
// disease is in force, how many there are and what fee lines sum to is computed claim by claim, by
// code of its own, before the kernel reads it like any other column.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "compiler/columns/program.h"
#include "compiler/ir/program.h"
#include "runtime/abi/columns.h"

namespace pol::columns {

/// What tells the figures of a program apart: two expressions of the same text are one figure.
[[nodiscard]] std::string text_of_figure(const ir::Program& program, ir::NodeId figure);

/// Whether its elements are judged by what an account holds, which changes from claim to claim.
[[nodiscard]] bool reads_accounts(const ir::Program& program, ir::NodeId figure);

/// Whether some claim may fault where a figure of it is made. True of more than do.
[[nodiscard]] bool may_fault(const ir::Program& program, ir::NodeId figure);

/// The column of a figure: its type, and what it is where the list has no elements.
[[nodiscard]] abi::ListFigure column_of(const ir::Program& program, ir::NodeId figure);

/// A program whose settlement is the figures: result 2i is the value of the i-th, zero where it is
/// absent, and result 2i + 1 whether it is there. A claim faults where one of its figures does.
/// Nothing where there are no figures.
[[nodiscard]] std::optional<ir::Program> list_program(const ir::Program& program,
                                                      const std::vector<ir::NodeId>& figures);

/// The fields of the claim that the figures read, each once.
[[nodiscard]] std::vector<std::uint32_t> fields_read(const ir::Program& program,
                                                     const std::vector<ir::NodeId>& figures);
/// The lists that they read, each once.
[[nodiscard]] std::vector<std::uint32_t> lists_read(const ir::Program& program,
                                                    const std::vector<ir::NodeId>& figures);

}  // namespace pol::columns
