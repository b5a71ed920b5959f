#include "compiler/columns/lists.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <set>

#include <fmt/format.h>

#include "compiler/ir/builder.h"
#include "compiler/ir/slice.h"
#include "compiler/ir/walk.h"
#include "runtime/fault/assert.h"

namespace pol::columns {
namespace {

void write(const ir::Program& program, ir::NodeId id, fmt::memory_buffer& into) {
    const ir::Node& node = program[id];
    fmt::format_to(std::back_inserter(into), "({} {} {} {} {} {} {}", static_cast<int>(node.op),
                   static_cast<int>(node.type.kind), node.type.scale, node.type.enumeration,
                   node.ref, node.ref2, node.value);
    for (const ir::NodeId arg : node.args) {
        write(program, arg, into);
    }
    into.push_back(')');
}

/// Every node that a figure is made of, through quantities too.
std::vector<ir::NodeId> all_nodes(const ir::Program& program,
                                  const std::vector<ir::NodeId>& figures) {
    std::set<std::uint32_t> seen;
    std::vector<ir::NodeId> all;
    std::vector<ir::NodeId> open = figures;
    while (!open.empty()) {
        const ir::NodeId root = open.back();
        open.pop_back();
        for (const ir::NodeId id : ir::nodes_under(program, root)) {
            if (!seen.insert(id.value).second) {
                continue;
            }
            all.push_back(id);
            if (program[id].op == ir::Op::quantity) {
                open.push_back(program.quantities[program[id].ref].expression);
            }
        }
    }
    return all;
}

std::vector<std::uint32_t> refs(const ir::Program& program, const std::vector<ir::NodeId>& figures,
                                std::initializer_list<ir::Op> of) {
    std::set<std::uint32_t> found;
    for (const ir::NodeId id : all_nodes(program, figures)) {
        if (std::find(of.begin(), of.end(), program[id].op) != of.end()) {
            found.insert(program[id].ref);
        }
    }
    return {found.begin(), found.end()};
}

abi::ColumnType type_of(const ir::Node& figure) {
    switch (figure.op) {
    case ir::Op::exists:
        return abi::ColumnType::u8;
    case ir::Op::count:
        return abi::ColumnType::i32;
    default:
        return figure.type.kind == abi::Kind::boolean ? abi::ColumnType::u8 : abi::ColumnType::i64;
    }
}

/// Keeps what a benefit computes of one figure: its value, and whether it has one.
void add_figure(ir::Builder& build, ir::Program& program, ir::NodeId figure, std::size_t number,
                ir::Benefit& benefit) {
    const ir::Type type = program[figure].type;
    ir::Type always = type;
    always.optional = false;
    const ir::NodeId value =
        type.optional ? build.or_else(figure, build.constant(always, 0)) : figure;
    const ir::NodeId there = build.present(figure);
    for (const ir::NodeId node : {value, there}) {
        const auto result = static_cast<std::uint32_t>(program.vocabulary.results.size());
        const std::string name = fmt::format("清单{}{}", number, node == there ? "有" : "值");
        program.vocabulary.results.push_back(
            {name, name, program[node].type.kind, program[node].type.scale});
        const ir::QuantityId quantity = build.define(name, ir::Role::output, node);
        benefit.steps.emplace_back(ir::Compute{quantity});
        benefit.outputs.push_back({result, quantity});
    }
}

}  // namespace

std::string text_of_figure(const ir::Program& program, ir::NodeId figure) {
    fmt::memory_buffer text;
    write(program, figure, text);
    return fmt::to_string(text);
}

bool reads_accounts(const ir::Program& program, ir::NodeId figure) {
    const auto all = all_nodes(program, {figure});
    return std::any_of(all.begin(), all.end(),
                       [&](ir::NodeId id) { return program[id].op == ir::Op::balance; });
}

bool may_fault(const ir::Program& program, ir::NodeId figure) {
    using ir::Op;
    constexpr std::array kNever{
        Op::constant, Op::absent,  Op::field,      Op::element,     Op::quantity,
        Op::equal,    Op::less,    Op::less_equal, Op::negation,    Op::present,
        Op::truth,    Op::within,  Op::in_table,   Op::conjunction, Op::disjunction,
        Op::minimum,  Op::maximum, Op::exists,     Op::count,       Op::ranked,
    };
    const auto all = all_nodes(program, {figure});
    return std::any_of(all.begin(), all.end(), [&](ir::NodeId id) {
        return std::find(kNever.begin(), kNever.end(), program[id].op) == kNever.end();
    });
}

abi::ListFigure column_of(const ir::Program& program, ir::NodeId figure) {
    const ir::Node& node = program[figure];
    return {type_of(node), node.type.optional};
}

std::optional<ir::Program> list_program(const ir::Program& program,
                                        const std::vector<ir::NodeId>& figures) {
    if (figures.empty()) {
        return std::nullopt;
    }
    ir::Extract own = ir::extract(program, figures);
    ir::Program made = std::move(own.program);
    made.vocabulary.results.clear();
    ir::Builder build(made);
    const ir::QuantityId always = build.define("清单", ir::Role::condition, build.boolean(true));
    ir::Benefit benefit;
    benefit.name = "清单";
    benefit.holds = always;
    for (std::size_t i = 0; i < figures.size(); ++i) {
        add_figure(build, made, own.expressions[i], i, benefit);
    }
    const ir::BenefitId id = build.add(std::move(benefit));
    made.jurisdictions.push_back({"清单", always, {id}});
    return made;
}

std::vector<std::uint32_t> fields_read(const ir::Program& program,
                                       const std::vector<ir::NodeId>& figures) {
    return refs(program, figures, {ir::Op::field});
}

std::vector<std::uint32_t> lists_read(const ir::Program& program,
                                      const std::vector<ir::NodeId>& figures) {
    return refs(program, figures, {ir::Op::exists, ir::Op::count, ir::Op::total, ir::Op::ranked});
}

}  // namespace pol::columns
