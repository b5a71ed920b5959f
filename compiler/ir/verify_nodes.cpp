// Rules about single nodes: operands, references, types, and elements inside their quantifier.
#include <algorithm>
#include <array>

#include "compiler/ir/names.h"
#include "compiler/ir/typing.h"
#include "compiler/ir/verify_rules.h"
#include "runtime/fault/assert.h"

namespace pol::ir {
namespace {

/// Whole digits that a rounding may drop beyond its scale: 10^18 fits 64 bits.
constexpr std::int64_t kMostDigits = 18;

void check_operands(const Program& program, NodeId id, Report& report) {
    const Node& node = program[id];
    const OpRow& row = row_of(node.op);
    const auto count = static_cast<int>(node.args.size());
    if (count < row.least || (row.most >= 0 && count > row.most)) {
        report.add("{}: has {} operands", label_of(program, id), count);
    }
    for (const NodeId arg : node.args) {
        if (arg >= id) {
            report.add("{}: uses node %{}, which does not stand before it", label_of(program, id),
                       arg.value);
        }
    }
}

/// How many things `ref` may name.
std::size_t count_of_refs(const Program& program, const Node& node) {
    switch (node.op) {
    case Op::field:
        return program.vocabulary.fields.size();
    case Op::quantity:
        return program.quantities.size();
    case Op::in_table:
    case Op::lookup:
        return program.tables.size();
    case Op::exists:
    case Op::count:
    case Op::total:
    case Op::ranked:
        return program.vocabulary.lists.size();
    case Op::balance:
        return program.accounts.size();
    case Op::element:
        // The field of a list that only the quantifier around it knows.
        return 0xffffffff;
    case Op::constant:
    case Op::absent:
    case Op::negate:
    case Op::add:
    case Op::subtract:
    case Op::multiply:
    case Op::rescale:
    case Op::as_money:
    case Op::round:
    case Op::quotient:
    case Op::minimum:
    case Op::maximum:
    case Op::equal:
    case Op::less:
    case Op::less_equal:
    case Op::negation:
    case Op::conjunction:
    case Op::disjunction:
    case Op::present:
    case Op::truth:
    case Op::choose:
    case Op::within:
    case Op::year_start:
    case Op::quarter_start:
    case Op::month_start:
    case Op::add_days:
    case Op::add_months:
    case Op::days_between:
    case Op::age:
        return 1;  // none: it stays zero
    }
    unreachable_state("an operation out of range");
}

std::size_t count_of_refs2(const Program& program, const Node& node) {
    if (node.op == Op::lookup) {
        const bool known = node.ref < program.tables.size();
        return known ? program.tables[node.ref].columns.size() : 0;
    }
    return node.op == Op::element ? 0xffffffff : 1;
}

void check_refs(const Program& program, NodeId id, Report& report) {
    const Node& node = program[id];
    if (node.ref >= count_of_refs(program, node)) {
        report.add("{}: refers to number {}, which does not exist", label_of(program, id),
                   node.ref);
    } else if (node.ref2 >= count_of_refs2(program, node)) {
        report.add("{}: refers to second number {}, which does not exist", label_of(program, id),
                   node.ref2);
    }
}

/// A day on which years can begin: one that every year has.
bool is_day_of_year(std::int64_t value) {
    constexpr std::array kDays{31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    const std::int64_t month = value / 100;
    const std::int64_t day = value % 100;
    return 1 <= month && month <= 12 && 1 <= day &&
           day <= kDays[static_cast<std::size_t>(month - 1)];
}

bool is_rounding(std::int64_t value) {
    return value >= 0 && value % 16 <= static_cast<std::int64_t>(RoundingMode::up) &&
           value / 16 <= kMostDigits;
}

void check_value(const Program& program, NodeId id, Report& report) {
    const Node& node = program[id];
    const bool rounds = node.op == Op::round || node.op == Op::quotient;
    if (!row_of(node.op).value && node.value != 0) {
        report.add("{}: has a value, which it does not use", label_of(program, id));
    } else if (rounds && !is_rounding(node.value)) {
        report.add("{}: {} is no rounding", label_of(program, id), node.value);
    } else if (node.op == Op::year_start && !is_day_of_year(node.value)) {
        report.add("{}: {} is no day on which every year can begin", label_of(program, id),
                   node.value);
    }
}

/// An `element` that no quantifier below the node has bound yet.
struct Free {
    std::uint32_t outward = 0;
    std::uint32_t field = 0;
    NodeId element;
    friend auto operator<=>(const Free&, const Free&) = default;
};

void check_element(const Program& program, const Free& free, NodeId quantifier, Report& report) {
    const abi::ListField& list = program.vocabulary.lists[program[quantifier].ref];
    const Type& type = program[free.element].type;
    if (free.field >= list.fields.size()) {
        report.add("{}: list {} has no field {}", label_of(program, free.element), list.name,
                   free.field);
    } else if (const Type right = type_of(program.vocabulary, list.fields[free.field]);
               type != right) {
        report.add("{}: has type {}, but field {} of list {} has {}",
                   label_of(program, free.element), name_of(type), free.field, list.name,
                   name_of(right));
    }
}

/// What stays free outside a quantifier: those of the next level are its own and are checked here.
std::vector<Free> bound_by(const Program& program, const std::vector<Free>& inside,
                           NodeId quantifier, Report& report) {
    std::vector<Free> outside;
    for (const Free& free : inside) {
        if (free.outward == 0) {
            check_element(program, free, quantifier, report);
        } else {
            outside.push_back({free.outward - 1, free.field, free.element});
        }
    }
    return outside;
}

std::vector<Free> free_in(const Program& program, NodeId id,
                          const std::vector<std::vector<Free>>& below, Report& report) {
    const Node& node = program[id];
    std::vector<Free> free;
    if (node.op == Op::element) {
        free.push_back({node.ref2, node.ref, id});
    }
    for (const NodeId arg : node.args) {
        free.insert(free.end(), below[arg.value].begin(), below[arg.value].end());
    }
    std::sort(free.begin(), free.end());
    free.erase(std::unique(free.begin(), free.end()), free.end());
    const bool binds = node.op == Op::exists || node.op == Op::count || node.op == Op::total ||
                       node.op == Op::ranked;
    return binds ? bound_by(program, free, id, report) : free;
}

/// The expressions that stand on their own.
std::vector<NodeId> roots(const Program& program) {
    std::vector<NodeId> roots;
    roots.reserve(program.quantities.size());
    for (const Quantity& quantity : program.quantities) {
        roots.push_back(quantity.expression);
    }
    for (const Benefit& benefit : program.benefits) {
        for (const Step& step : benefit.steps) {
            if (const Post* post = std::get_if<Post>(&step)) {
                roots.push_back(post->period);
                roots.insert(roots.end(), post->keys.begin(), post->keys.end());
            }
        }
    }
    return roots;
}

}  // namespace

void check_node_shapes(const Program& program, Report& report) {
    for (std::uint32_t i = 0; i < program.nodes.size(); ++i) {
        const NodeId id{i};
        check_operands(program, id, report);
        check_refs(program, id, report);
        check_value(program, id, report);
        if (const std::string wrong = wrong_type(program, program[id].type); !wrong.empty()) {
            report.add("{}: {}", label_of(program, id), wrong);
        }
    }
}

void check_node_types(const Program& program, Report& report) {
    for (std::uint32_t i = 0; i < program.nodes.size(); ++i) {
        const NodeId id{i};
        const tl::expected<Type, std::string> right = type_of(program, program[id]);
        if (!right) {
            report.add("{}: {}", label_of(program, id), right.error());
        } else if (program[id].type != *right) {
            report.add("{}: has type {}, but yields {}", label_of(program, id),
                       name_of(program[id].type), name_of(*right));
        }
    }
}

void check_elements(const Program& program, Report& report) {
    std::vector<std::vector<Free>> free(program.nodes.size());
    for (std::uint32_t i = 0; i < program.nodes.size(); ++i) {
        free[i] = free_in(program, NodeId{i}, free, report);
    }
    for (const NodeId root : roots(program)) {
        for (const Free& one : free[root.value]) {
            report.add("{}: stands in no quantifier", label_of(program, one.element));
        }
    }
}

}  // namespace pol::ir
