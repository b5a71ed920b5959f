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
        PropertyInfo info{always, module, decl.span, std::nullopt, std::nullopt};
        if (!always->each.empty()) {
            info.each = check_each(always->each, scope, false);
        }
        scope.settled = true;
        if (always->not_falling_in) {
            not_falling(info, scope);
            return;
        }
        condition(always->holds, scope);
        typed_.properties.push_back(std::move(info));
    });
}

// 恒有 X 不减于 Y: money that does not fall where the part Y of the total rises.
void Checker::not_falling(PropertyInfo info, const Scope& scope) {
    const AlwaysDecl& always = *info.decl;
    const Type type = check(always.holds, scope);
    const bool money = type.is(Kind::money);
    if (money) {
        need_rounding(type, scope.module, span(always.holds));
    }
    if (!money && !type.is_error()) {
        diagnostics_.add(Code::E0326_wrong_type, span(always.holds), {Term::money, describe(type)});
    }
    const ExprId in = *always.not_falling_in;
    if (const auto* name = std::get_if<NameExpr>(&tree_[in].node)) {
        for (const char* external :
             {"fulamt_ownpay_amt", "overlmt_selfpay", "preselfpay_amt", "inscp_scp_amt"}) {
            const auto field = typed_.vocabulary.field(external);
            if (field && typed_.vocabulary.fields[*field].name == name->text) {
                info.not_falling_in = *field;
            }
        }
    }
    if (!info.not_falling_in) {
        diagnostics_.add(Code::E0374_not_falling_in, span(in));
        return;
    }
    if (info.each) {
        diagnostics_.add(Code::E0375_not_falling_each, span(always.each.front().key));
        return;
    }
    if (money) {
        typed_.properties.push_back(std::move(info));
    }
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
