#include "compiler/check/check.h"
#include "compiler/ir/width.h"

namespace pol::check {

void bounds(const ir::Program& program, Diagnostics& diagnostics) {
    const std::vector<int> working = ir::working_widths(program);
    for (std::size_t n = 0; n < working.size(); ++n) {
        const ir::Node& node = program.nodes[n];
        if (working[n] > ir::kWidestBits || node.type.scale > ir::kWidestScale) {
            diagnostics.add(Code::E0403_too_wide, node.span);
            return;  // what is built on it is too wide as well
        }
    }
}

void check(const ir::Program& program, Diagnostics& diagnostics) {
    bounds(program, diagnostics);
    missing(program, diagnostics);
    overlaps(program, diagnostics);
}

}  // namespace pol::check
