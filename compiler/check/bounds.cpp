#include <algorithm>

#include "compiler/check/check.h"
#include "compiler/ir/width.h"

namespace pol::check {

namespace {

// What leaves the program for an account, a table or the settlement fits a word.
void words(const ir::Program& program, Diagnostics& diagnostics) {
    const std::vector<int> widths = ir::widths(program);
    const auto word = [&](ir::NodeId id) {
        if (widths[id.value] > ir::kWordBits) {
            diagnostics.add(Code::E0403_too_wide, program[id].span);
        }
    };
    for (const ir::Node& node : program.nodes) {
        if (node.op == ir::Op::lookup || node.op == ir::Op::in_table ||
            node.op == ir::Op::balance) {
            std::for_each(node.args.begin(), node.args.end(), word);
        }
    }
    for (const ir::Benefit& benefit : program.benefits) {
        for (const ir::Output& output : benefit.outputs) {
            word(program[output.quantity].expression);
        }
        for (const ir::Step& step : benefit.steps) {
            if (const auto* post = std::get_if<ir::Post>(&step)) {
                std::for_each(post->keys.begin(), post->keys.end(), word);
            }
        }
    }
}

}  // namespace

void bounds(const ir::Program& program, Diagnostics& diagnostics) {
    const std::vector<int> working = ir::working_widths(program);
    for (std::size_t n = 0; n < working.size(); ++n) {
        const ir::Node& node = program.nodes[n];
        if (working[n] > ir::kWidestBits || node.type.scale > ir::kWidestScale) {
            diagnostics.add(Code::E0403_too_wide, node.span);
            return;  // what is built on it is too wide as well
        }
    }
    words(program, diagnostics);
}

void check(const ir::Program& program, Diagnostics& diagnostics, Cancel cancel) {
    bounds(program, diagnostics);
    missing(program, diagnostics, cancel);
    overlaps(program, diagnostics, cancel);
}

}  // namespace pol::check
