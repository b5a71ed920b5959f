// Params: constants, by the day that picks the text.
#include <limits>

#include "compiler/types/checker.h"

namespace pol::types {

using namespace syntax;

void Checker::declare_params() {
    each_decl([&](resolve::ModuleIndex module, const Decl& decl) {
        const auto* p = std::get_if<ParamDecl>(&decl.node);
        if (p == nullptr) {
            return;
        }
        param_index_.emplace(p, static_cast<std::uint32_t>(typed_.params.size()));
        typed_.params.push_back({p, module, {}, {}, false});
    });
}

void Checker::check_param(std::uint32_t index) {
    ParamInfo& param = typed_.params[index];
    if (param.checked) {
        return;
    }
    param.checked = true;
    std::vector<std::pair<std::int64_t, ExprId>> values;
    if (param.decl->value) {
        values.emplace_back(std::numeric_limits<std::int64_t>::min(), *param.decl->value);
    }
    for (const DatedValue& d : param.decl->dated) {
        values.emplace_back(d.from, d.value);
    }
    std::optional<Type> type;
    for (std::size_t i = 0; i < values.size(); ++i) {
        const auto [from, id] = values[i];
        const Type own = check(id, module_scope(param.module));
        if (own.is_error()) {
            continue;
        }
        const auto both = type ? unify(*type, own) : std::optional(own);
        if (!both) {
            diagnostics_.add(Code::E0338_column_mixed, span(id),
                             {param.decl->name.text, describe(*type), describe(own)});
            continue;
        }
        type = both;
        const bool none = std::holds_alternative<NoneLit>(tree_[id].node);
        const auto value = none ? std::optional<std::int64_t>(0) : constant(tree_, typed_, id, own);
        if (!value) {
            diagnostics_.add(Code::E0341_not_constant, span(id));
            continue;
        }
        if (!param.values.empty() && param.values.back().from >= from) {
            diagnostics_.add(Code::E0344_dates_not_rising, span(id));
        }
        param.values.push_back({from, {!none, *value}});
    }
    if (values.empty()) {
        diagnostics_.add(Code::E0328_no_cases, param.decl->name.span);
    }
    // A dated param is looked up by the day of the text, and may not be in force yet on it.
    typed_.params[index].type = type.value_or(Type{});
}

}  // namespace pol::types
