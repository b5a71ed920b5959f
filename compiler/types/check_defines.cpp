// Definitions: one value or cases, typed when first used; no definition depends on itself.
#include <algorithm>

#include "compiler/types/checker.h"

namespace pol::types {

using namespace syntax;

void Checker::declare_defines() {
    each_decl([&](resolve::ModuleIndex module, const Decl& decl) {
        if (const auto* d = std::get_if<DefineDecl>(&decl.node)) {
            define_index_.emplace(d, static_cast<std::uint32_t>(typed_.defines.size()));
            typed_.defines.push_back(
                {d, module, d->name.text, {}, DefineInfo::State::fresh, std::nullopt});
        }
        if (const auto* filing = std::get_if<FilingDecl>(&decl.node);
            filing != nullptr && filed_ != nullptr) {
            declare_filing(*filing, module, decl.span);
        }
        if (filed_ != nullptr) {
            return;
        }
        if (const auto* a = std::get_if<AllowanceDecl>(&decl.node)) {
            allowance_index_.emplace(a, static_cast<std::uint32_t>(typed_.allowances.size()));
            typed_.allowances.push_back({a, module, a->name.text, {}, {}, false, std::nullopt});
        }
        if (const auto* b = std::get_if<BenefitDecl>(&decl.node)) {
            declare_benefit(*b, module, decl.span);
        }
    });
}

Type Checker::define_type(std::uint32_t index) {
    if (typed_.defines[index].state == DefineInfo::State::done) {
        return typed_.defines[index].type;
    }
    if (typed_.defines[index].state == DefineInfo::State::checking) {
        diagnostics_.add(Code::E0345_depends_on_itself, typed_.defines[index].decl->name.span,
                         {typed_.defines[index].name});
        typed_.defines[index].state = DefineInfo::State::done;
        return error();
    }
    typed_.defines[index].state = DefineInfo::State::checking;
    const DefineInfo info = typed_.defines[index];
    Scope scope = module_scope(info.module);
    scope.benefit = info.benefit;
    DefineInfo found = info;
    Type type = info.decl->value ? check(*info.decl->value, scope) : check_cases(found, scope);
    if (type.is(Kind::record) || type.is(Kind::list) || type.is(Kind::table) ||
        type.is(Kind::duration) || type.is(Kind::none)) {
        diagnostics_.add(Code::E0346_not_a_value, info.decl->name.span, {describe(type)});
        type = error();
    }
    // A bare 是 that may be absent is false where it is stored.
    if (type.is(Kind::boolean)) {
        type.optional = false;
    }
    if (type.is(Kind::money) && type.scale > 0) {
        need_rounding(type, info.module,
                      info.decl->value ? span(*info.decl->value) : info.decl->name.span);
        type.scale = 0;
    }
    if (typed_.defines[index].state == DefineInfo::State::done) {
        return error();
    }
    typed_.defines[index].state = DefineInfo::State::done;
    typed_.defines[index].type = type;
    return type;
}

void Checker::need_rounding(const Type& type, resolve::ModuleIndex module, Span where) {
    if (!type.is(Kind::money) || type.scale == 0 || typed_.modules[module].rounding) {
        return;
    }
    // One message a module: the cause is one missing line.
    if (typed_.modules[module].rounding_text == "-") {
        return;
    }
    typed_.modules[module].rounding_text = "-";
    diagnostics_.add(Code::E0347_no_rounding, where, {names_.modules[module].path})
        .label(names_.modules[module].span, Note::module_is_here)
        .hint(Note::declare_rounding);
}

// 本地 当 …; 长期居住 当 …: bare names that nothing else declares are an enum of the definition's
// own.
std::optional<std::uint32_t> Checker::own_enum(const DefineDecl& decl, const Scope& scope,
                                               const std::string& name) {
    std::vector<EnumValueDecl> values;
    for (const DefineCase& c : decl.cases) {
        const auto* word = std::get_if<NameExpr>(&tree_[c.value].node);
        if (word == nullptr) {
            return std::nullopt;
        }
        const resolve::Symbol* known = names_.find(scope.module, word->text);
        const bool value =
            known != nullptr && (std::holds_alternative<const DefineDecl*>(known->declared) ||
                                 std::holds_alternative<const ParamDecl*>(known->declared));
        if (value || fields_by_path_.contains(word->text)) {
            return std::nullopt;
        }
        const bool seen = std::any_of(values.begin(), values.end(),
                                      [&](const auto& v) { return v.name.text == word->text; });
        if (!seen) {
            values.push_back({{word->text, span(c.value)}, std::nullopt, std::nullopt});
        }
    }
    if (values.empty()) {
        return std::nullopt;
    }
    const auto index = static_cast<std::uint32_t>(typed_.vocabulary.enums.size());
    typed_.vocabulary.enums.push_back({name, false, false, {}});
    add_enum_values(index, values);
    return index;
}

Type Checker::check_cases(DefineInfo& define, const Scope& scope) {
    const DefineDecl& decl = *define.decl;
    if (decl.cases.empty()) {
        diagnostics_.add(Code::E0328_no_cases, decl.name.span);
        return error();
    }
    std::optional<Type> wanted;
    if (const auto own = own_enum(decl, scope, define.name)) {
        wanted = Type{Kind::enumeration, 0, false, *own};
    }
    std::optional<Type> result;
    bool good = true;
    for (std::size_t i = 0; i < decl.cases.size(); ++i) {
        const DefineCase& c = decl.cases[i];
        if (c.when) {
            condition(*c.when, scope);
        } else if (i + 1 != decl.cases.size()) {
            diagnostics_.add(Code::E0348_rest_not_last, c.span);
        }
        const Type* expected = wanted ? &*wanted : result ? &*result : nullptr;
        const Type type = check(c.value, scope, expected);
        if (type.is_error()) {
            good = false;
            continue;
        }
        const auto both = result ? unify(*result, type) : std::optional(type);
        if (!both) {
            diagnostics_
                .add(Code::E0327_arms_differ, span(c.value), {describe(type), describe(*result)})
                .label(span(decl.cases.front().value), Note::first_is_here);
            good = false;
            continue;
        }
        result = both;
    }
    return good && result ? *result : error();
}

}  // namespace pol::types
