// Rules about the program as a whole: what depends on what, and how wide values become.
#include <algorithm>

#include "compiler/ir/verify_rules.h"
#include "compiler/ir/walk.h"
#include "compiler/ir/width.h"

namespace pol::ir {
namespace {

/// What leaves an expression as 64 bits with a sign.

/// Walks the quantities depth first; one that is met while it is open depends on itself.
class Cycles {
  public:
    Cycles(const Program& program, Report& report)
        : program_(program), report_(report), states_(program.quantities.size(), State::unseen) {}

    void run() {
        for (std::uint32_t i = 0; i < states_.size(); ++i) {
            enter({i});
            while (!path_.empty()) {
                advance();
            }
        }
    }

  private:
    enum class State : std::uint8_t { unseen, open, done };
    struct Visit {
        QuantityId quantity;
        std::vector<QuantityId> left;  ///< what it depends on and was not walked yet
    };

    void enter(QuantityId id) {
        State& state = states_[id.value];
        if (state == State::open) {
            report_.add("quantity {}: depends on itself", program_[id].name);
        }
        if (state == State::unseen) {
            state = State::open;
            path_.push_back({id, uses_of(program_, program_[id].expression).quantities});
        }
    }

    void advance() {
        Visit& last = path_.back();
        if (last.left.empty()) {
            states_[last.quantity.value] = State::done;
            path_.pop_back();
            return;
        }
        const QuantityId next = last.left.back();
        last.left.pop_back();
        enter(next);
    }

    const Program& program_;
    Report& report_;
    std::vector<State> states_;
    std::vector<Visit> path_;
};

/// Whether the operand at `i` goes to a table, an account or the calendar as one word, and how many
/// bits that word takes.
int operand_limit(Op op, std::size_t i) {
    if (op == Op::lookup || op == Op::in_table || op == Op::balance) {
        return kWordBits;
    }
    const bool moves = (op == Op::add_days || op == Op::add_months) && i == 1;
    return moves ? kNumberBits : kWidestBits;
}

class Limits {
  public:
    Limits(const Program& program, Report& report)
        : program_(program),
          report_(report),
          widths_(widths(program)),
          working_(working_widths(program)) {}

    void nodes() {
        for (std::uint32_t i = 0; i < program_.nodes.size(); ++i) {
            const NodeId id{i};
            if (working_[i] > kWidestBits) {
                report_.add("{}: needs {} bits, past {}", label_of(program_, id), working_[i],
                            kWidestBits);
            }
            operands(id);
        }
    }

    void benefits() {
        for (const Benefit& benefit : program_.benefits) {
            const std::string label = "benefit " + benefit.name;
            outputs(label, benefit.outputs);
            outputs(label, benefit.outputs_skipped);
            for (const Step& step : benefit.steps) {
                if (const Post* post = std::get_if<Post>(&step)) {
                    for (const NodeId key : post->keys) {
                        word(label, key);
                    }
                }
            }
        }
    }

  private:
    void operands(NodeId id) {
        const Node& node = program_[id];
        for (std::size_t i = 0; i < node.args.size(); ++i) {
            const int limit = operand_limit(node.op, i);
            const int found = widths_[node.args[i].value];
            // What is too wide for any engine is said of the operand itself.
            if (found > limit && found <= kWidestBits) {
                report_.add("{}: has an operand of {} bits, past {}", label_of(program_, id), found,
                            limit);
            }
        }
    }

    void outputs(std::string_view label, const std::vector<Output>& outputs) {
        for (const Output& output : outputs) {
            word(label, program_[output.quantity].expression);
        }
    }

    void word(std::string_view label, NodeId id) {
        if (widths_[id.value] > kWordBits) {
            report_.add("{}: {} needs {} bits, past {}", label, label_of(program_, id),
                        widths_[id.value], kWordBits);
        }
    }

    const Program& program_;
    Report& report_;
    std::vector<int> widths_;
    std::vector<int> working_;
};

}  // namespace

void check_cycles(const Program& program, Report& report) {
    Cycles{program, report}.run();
}

void check_widths(const Program& program, Report& report) {
    Limits limits{program, report};
    limits.nodes();
    limits.benefits();
}

}  // namespace pol::ir
