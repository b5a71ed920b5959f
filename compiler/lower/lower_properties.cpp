// Properties: each is a condition that every settlement of its jurisdiction must meet, checked when
// the tiers are done. One of a period looks at what was posted in it and this claim together.
#include <algorithm>

#include <fmt/format.h>

#include "compiler/lower/lowering.h"
#include "compiler/syntax/walk.h"
#include "runtime/value/place.h"

namespace pol::lower {

using namespace syntax;
using ir::NodeId;

namespace {

// The settlement's fields that a property asks for.
void fields_in(const Tree& tree, const types::Typed& typed, ExprId id,
               std::set<std::uint32_t>& into) {
    if (const auto* result = std::get_if<types::ResultRef>(&typed.ref(id))) {
        into.insert(result->result);
    }
    for (const ExprId part : parts_of(tree, id)) {
        fields_in(tree, typed, part, into);
    }
}

}  // namespace

void Lowering::properties(ir::Benefit& benefit, resolve::ModuleIndex module,
                          const Context& around) {
    std::vector<ir::Step> posts;
    for (const types::PropertyInfo& info : typed_.properties) {
        const auto& wide = typed_.modules[info.module].place;
        const auto& place = typed_.modules[module].place;
        if (wide && (!place || !lies_within(*place, *wide))) {
            continue;
        }
        property(info, benefit, around, posts);
    }
    // What this claim adds is posted when every property has been looked at.
    benefit.steps.insert(benefit.steps.end(), posts.begin(), posts.end());
}

void Lowering::property(const types::PropertyInfo& info, ir::Benefit& benefit,
                        const Context& around, std::vector<ir::Step>& posts) {
    const Span where = tree_[info.decl->holds].span;
    Context context;
    context.module = info.module;
    context.sums = around.sums;
    build_.at(where);

    std::vector<NodeId> results;
    std::vector<ir::QuantityId> own(typed_.vocabulary.results.size());
    for (std::uint32_t r = 0; r < typed_.vocabulary.results.size(); ++r) {
        const auto& field = typed_.vocabulary.results[r];
        const auto output = std::find_if(benefit.outputs.begin(), benefit.outputs.end(),
                                         [&](const ir::Output& o) { return o.result == r; });
        if (output != benefit.outputs.end()) {
            own[r] = output->quantity;
            results.push_back(build_.quantity(output->quantity));
        } else {
            results.push_back(field.kind == abi::Kind::money ? build_.money(0)
                                                             : build_.number(0, field.scale));
        }
    }
    std::string words;
    for (const Each& each : info.decl->each) {
        words += "每 " + text(tree_[each.key].span) + " ";
    }
    if (info.each) {
        const NodeId first_day = period(info.each->period, info.module, context);
        std::vector<NodeId> keys;
        std::string path = "恒有";
        std::vector<ir::Column> columns;
        path += "." + std::string(period_word(info.each->period));
        for (const ExprId key : info.each->keys) {
            path += "." + text(tree_[key].span);
        }
        for (const ExprId key : info.each->keys) {
            keys.push_back(build_.given(expr(key, context)));
            columns.push_back({text(tree_[key].span), build_.type(keys.back())});
        }
        build_.at(where);
        std::set<std::uint32_t> asked;
        fields_in(tree_, typed_, info.decl->holds, asked);
        for (const std::uint32_t r : asked) {
            const auto& field = typed_.vocabulary.results[r];
            const bool there = program_.nodes[results[r].value].op == ir::Op::quantity;
            const ir::AccountId account = account_of(
                {path + "." + field.name, std::string(period_word(info.each->period)), columns},
                info.module);
            results[r] = build_.add(build_.balance(account, first_day, keys), results[r]);
            const bool posted = std::any_of(posts.begin(), posts.end(), [&](const ir::Step& s) {
                return std::get<ir::Post>(s).account == account;
            });
            if (there && !posted) {
                posts.emplace_back(ir::Post{account, first_day, keys, own[r]});
            }
        }
    }
    context.results = &results;
    if (info.not_falling_in) {
        const NodeId value = stored_money(expr(info.decl->holds, context), info.module);
        const ir::QuantityId q = add(
            ir::Quantity{fmt::format("{}.恒有", around.label),
                         ir::Role::check,
                         build_.given(value),
                         text(where) + " 不减于 " + text(tree_[*info.decl->not_falling_in].span),
                         {},
                         info.span});
        benefit.not_falling.push_back({q, *info.not_falling_in});
        return;
    }
    const NodeId holds = boolean(info.decl->holds, context);
    const ir::QuantityId q = add(ir::Quantity{fmt::format("{}.恒有", around.label),
                                              ir::Role::check,
                                              holds,
                                              words + text(where),
                                              {},
                                              where});
    benefit.steps.emplace_back(ir::Require{q, FaultCode::broken_property});
}

}  // namespace pol::lower
