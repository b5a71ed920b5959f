// The rules of `verify`, in stages: a stage may rely on those before it.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "compiler/ir/program.h"

namespace pol::ir {

/// Collects the broken invariants.
class Report {
  public:
    template <class... Args>
    void add(fmt::format_string<Args...> format, Args&&... args) {
        lines_.push_back(fmt::format(format, std::forward<Args>(args)...));
    }
    [[nodiscard]] bool empty() const { return lines_.empty(); }
    [[nodiscard]] std::vector<std::string> take() { return std::move(lines_); }

  private:
    std::vector<std::string> lines_;
};

// First stage: what is named exists. Counts, indices, scales.
void check_vocabulary(const Program& program, Report& report);
void check_tables(const Program& program, Report& report);
void check_node_shapes(const Program& program, Report& report);
void check_part_references(const Program& program, Report& report);

// Second stage: types.
void check_node_types(const Program& program, Report& report);
void check_elements(const Program& program, Report& report);
void check_cells(const Program& program, Report& report);
void check_part_types(const Program& program, Report& report);

// Third stage: no quantity depends on itself.
void check_cycles(const Program& program, Report& report);

// Fourth stage: every value fits an engine.
void check_widths(const Program& program, Report& report);

/// Why there is no such type: a scale or an enumeration that it cannot have; empty for a good one.
[[nodiscard]] std::string wrong_type(const Program& program, const Type& type);

/// `node %12 (add)`.
[[nodiscard]] std::string label_of(const Program& program, NodeId id);

}  // namespace pol::ir
