// What expressions look up: lists, tables, params and definitions.
#include <algorithm>
#include <limits>

#include "compiler/lower/lowering.h"
#include "compiler/syntax/walk.h"
#include "compiler/types/types.h"
#include "runtime/fault/assert.h"
#include "runtime/value/date.h"

namespace pol::lower {

using namespace syntax;
using ir::NodeId;

NodeId Lowering::list(const ListExpr& e, const Context& context) {
    const std::uint32_t over = std::get<types::ListRef>(typed_.ref(e.list)).list;
    Context inside = context;
    ++inside.lists;
    const NodeId condition = e.condition ? boolean(*e.condition, inside) : build_.boolean(true);
    switch (e.op) {
    case ListOp::has:
        return build_.exists(over, condition);
    case ListOp::has_not:
        return build_.negation(build_.exists(over, condition));
    case ListOp::count:
        return build_.count(over, condition);
    }
    unreachable_state("all list operations are lowered");
}

// Over the elements for which the condition holds: their sum, or the rank-th from one end.
NodeId Lowering::fold(const FoldExpr& e, ExprId id, const Context& context) {
    const std::uint32_t over = std::get<types::ListRef>(typed_.ref(e.list)).list;
    Context inside = context;
    ++inside.lists;
    const NodeId holds = e.condition ? boolean(*e.condition, inside) : build_.boolean(true);
    NodeId body = expr(e.body, inside);
    build_.at(tree_[id].span);
    if (e.op != FoldOp::sum) {
        return build_.ranked(over, holds, body, e.op == FoldOp::highest ? e.rank : -e.rank);
    }
    body = stored_money(body, context.module);
    if (build_.type(body).optional) {
        body = build_.or_else(body, build_.money(0));
    }
    if (e.condition) {
        body = build_.choose({{holds, body}}, build_.money(0));
    }
    return build_.total(over, body);
}

// 取整(e, 100元): e in whole steps of 100 yuan, rounded as the module rounds.
NodeId Lowering::round_to(const CallExpr& e, const Context& context) {
    const NodeId amount = expr(e.args[0], context);
    const NodeId step = expr(e.args[1], context);
    ir::Rounding whole = rounding(context.module);
    whole.digits = 0;
    return build_.multiply(build_.quotient(amount, step, whole, 0), step);
}

// 所在年份: whole years since the first day that a date may be.
NodeId Lowering::year_of(NodeId date) {
    constexpr int kFirstYear = 1900;
    const NodeId first = build_.date(*parse_date("1900-01-01"));
    return build_.add(build_.age(first, date), build_.number(kFirstYear, 0));
}

// 所在季度, 所在月份: which of the year's quarters or months begins where that of the date does.
NodeId Lowering::part_of_year(NodeId date, int parts) {
    const NodeId begin = parts == 4 ? build_.quarter_start(date) : build_.month_start(date);
    std::vector<ir::Case> cases;
    cases.reserve(static_cast<std::size_t>(parts));
    if (build_.type(date).optional) {
        cases.push_back({build_.negation(build_.present(date)),
                         build_.absent({abi::Kind::number, 0, true, 0})});
    }
    for (int part = 1; part < parts; ++part) {
        const int month = (part - 1) * (12 / parts) + 1;
        cases.push_back(
            {build_.equal(begin, build_.year_start(date, month, 1)), build_.number(part, 0)});
    }
    return build_.choose(cases, build_.number(parts, 0));
}

// A lookup is a quantity, so that a trace shows the row's value; inside a list it depends on the
// element and is none.
NodeId Lowering::lookup(const types::CellRef& cell, ExprId id, const Context& context) {
    const auto& index = std::get<IndexExpr>(tree_[cell.index].node);
    const auto look = [&] {
        std::vector<NodeId> keys;
        keys.reserve(index.keys.size());
        for (const ExprId key : index.keys) {
            keys.push_back(expr(key, context));
        }
        build_.at(tree_[id].span);
        // 其余 answers a key that is absent, too.
        std::vector<NodeId> given;
        for (const NodeId key : keys) {
            if (build_.type(key).optional) {
                given.push_back(build_.present(key));
            }
        }
        const NodeId row = build_.lookup({cell.table}, cell.column, std::move(keys));
        const types::TableInfo& table = typed_.tables[cell.table];
        if (table.miss.empty() || given.empty()) {
            return row;
        }
        const types::CellInfo& rest = table.miss[cell.column];
        ir::Type column = type(table.columns[cell.column].type);
        column.optional = !rest.present;
        return build_.choose(
            {{given.size() == 1 ? given[0] : build_.conjunction(std::move(given)), row}},
            rest.present ? build_.constant(column, rest.value) : build_.absent(column));
    };
    if (context.lists > 0) {
        return look();
    }
    const std::string name = text(tree_[id].span);
    // What asks for a benefit's own definitions, or for the parts that it changes, is the
    // benefit's.
    const std::string owner = own_of_benefit(cell.index) ? context.label : "";
    const auto known = lookups_.find({context.module, owner + " " + name});
    if (known != lookups_.end()) {
        return build_.quantity(known->second);
    }
    const NodeId node = look();
    const types::TableInfo& table = typed_.tables[cell.table];
    const ir::QuantityId q = add({name, ir::Role::lookup, node, name,
                                  cites(table.decl->cites, table.module), tree_[id].span});
    lookups_.emplace(std::pair{context.module, owner + " " + name}, q);
    return build_.quantity(q);
}

NodeId Lowering::param(std::uint32_t index, const Context& context) {
    const types::ParamInfo& info = typed_.params[index];
    return by_day(index, context, [&](const types::CellInfo& cell) {
        ir::Type t = type(info.type);
        if (!cell.present) {
            return build_.absent(t);
        }
        t.optional = false;
        return build_.constant(t, cell.value);
    });
}

// What is made of a param's value: of the one that is in force on the day of the text.
NodeId Lowering::by_day(std::uint32_t param, const Context& context,
                        const std::function<NodeId(const types::CellInfo&)>& made) {
    const types::ParamInfo& info = typed_.params[param];
    if (info.values.size() == 1 &&
        info.values[0].from == std::numeric_limits<std::int64_t>::min()) {
        return made(info.values[0].value);
    }
    std::vector<ir::Case> cases;
    for (auto period = info.values.rbegin(); period != info.values.rend(); ++period) {
        cases.push_back(
            {build_.less_equal(build_.date(period->from), text_day(info.module, context)),
             made(period->value)});
    }
    return build_.choose(cases);
}

// Whether an expression means something else in another benefit.
bool Lowering::own_of_benefit(ExprId id) const {
    const auto* define = std::get_if<types::DefineRef>(&typed_.ref(id));
    if (define != nullptr && typed_.defines[define->define].benefit) {
        return true;
    }
    if (asks_for_parts(id) || std::holds_alternative<types::TierRef>(typed_.ref(id)) ||
        std::holds_alternative<types::UnpaidRef>(typed_.ref(id)) ||
        std::holds_alternative<types::SelfPaidRef>(typed_.ref(id)) ||
        std::holds_alternative<types::NthRef>(typed_.ref(id))) {
        return true;
    }
    const std::vector<ExprId> parts = parts_of(tree_, id);
    return std::any_of(parts.begin(), parts.end(),
                       [&](ExprId part) { return own_of_benefit(part); });
}

// Whether an expression asks for a part of the claim's total, which a benefit may change by taking
// lines out.
bool Lowering::asks_for_parts(ExprId id) const {
    const types::Ref& ref = typed_.ref(id);
    if (std::holds_alternative<types::LineAmountRef>(ref)) {
        return true;
    }
    if (const auto* field = std::get_if<types::FieldRef>(&ref)) {
        return is_part(field->field);
    }
    if (const auto* define = std::get_if<types::DefineRef>(&ref)) {
        return asks_for_parts(define->define);
    }
    const std::vector<ExprId> parts = parts_of(tree_, id);
    return std::any_of(parts.begin(), parts.end(),
                       [&](ExprId part) { return asks_for_parts(part); });
}

bool Lowering::asks_for_parts(std::uint32_t define) const {
    const DefineDecl& decl = *typed_.defines[define].decl;
    if (decl.value) {
        return asks_for_parts(*decl.value);
    }
    return std::any_of(decl.cases.begin(), decl.cases.end(), [&](const DefineCase& c) {
        return asks_for_parts(c.value) || (c.when && asks_for_parts(*c.when));
    });
}

NodeId Lowering::define(std::uint32_t index, const Context& around) {
    const Sums* sums = asks_for_parts(index) ? around.sums : nullptr;
    if (const auto known = defines_.find({index, sums, around.applies}); known != defines_.end()) {
        return build_.quantity(known->second);
    }
    const types::DefineInfo& info = typed_.defines[index];
    Context context;
    context.module = info.module;
    context.sums = sums;
    context.applies = around.applies;
    context.label = around.label;
    NodeId node;
    std::string formula;
    std::vector<ir::CiteId> cited = cites(info.decl->cites, info.module);
    if (info.decl->value) {
        node = info.type.is(types::Kind::boolean) ? boolean(*info.decl->value, context)
                                                  : expr(*info.decl->value, context);
        formula = text(tree_[*info.decl->value].span);
    } else {
        std::vector<ir::Case> cases;
        std::optional<NodeId> otherwise;
        for (const DefineCase& c : info.decl->cases) {
            const bool none = std::holds_alternative<NoneLit>(tree_[c.value].node);
            NodeId value = none ? build_.absent(type(info.type)) : expr(c.value, context);
            if (info.type.is(types::Kind::boolean) && build_.type(value).optional) {
                value = build_.truth(value);
            }
            if (c.when) {
                cases.push_back({boolean(*c.when, context), value});
            } else {
                otherwise = value;
            }
            for (const ir::CiteId cite : cites(c.cites, info.module)) {
                cited.push_back(cite);
            }
            if (!formula.empty()) {
                formula += "; ";
            }
            formula += text(c.span);
        }
        build_.at(info.decl->name.span);
        node = cases.empty() ? *otherwise : build_.choose(cases, otherwise);
    }
    if (info.type.is(types::Kind::money)) {
        node = stored_money(node, info.module);
    }
    const ir::Role role = info.decl->value ? ir::Role::definition : ir::Role::cases;
    const ir::QuantityId q =
        add(ir::Quantity{info.name, role, node, formula, std::move(cited), info.decl->name.span});
    defines_.emplace(std::tuple{index, sums, around.applies}, q);
    return build_.quantity(q);
}

}  // namespace pol::lower
