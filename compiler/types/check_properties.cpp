// Properties: conditions over a settlement, or over the sums of a period.
#include "compiler/types/checker.h"

namespace pol::types {

using namespace syntax;

void Checker::properties() {
    each_decl([&](resolve::ModuleIndex module, const Decl& decl) {
        const auto* always = std::get_if<AlwaysDecl>(&decl.node);
        if (always == nullptr) {
            return;
        }
        Scope scope = module_scope(module);
        PropertyInfo info{always, module, decl.span, std::nullopt};
        if (!always->each.empty()) {
            info.each = check_each(always->each, scope, false);
        }
        scope.settled = true;
        if (always->not_falling_in) {
            diagnostics_.add(Code::E0190_not_supported, span(*always->not_falling_in),
                             {std::string("不减于")});
            return;
        }
        condition(always->holds, scope);
        typed_.properties.push_back(std::move(info));
    });
}

std::optional<Type> Checker::result_name(ExprId id, const std::string& name) {
    const auto& results = typed_.vocabulary.results;
    for (std::uint32_t r = 0; r < results.size(); ++r) {
        if (results[r].name != name) {
            continue;
        }
        set(id, Ref{ResultRef{r}});
        return Type{results[r].kind == abi::Kind::money ? Kind::money : Kind::rate, 0, false, 0};
    }
    return std::nullopt;
}

}  // namespace pol::types
