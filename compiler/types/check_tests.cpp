// Specimens and tests: that their fields are the claim's and their values fit.
#include "compiler/source/nearest.h"
#include "compiler/types/checker.h"
#include "runtime/value/overloaded.h"

namespace pol::types {

using namespace syntax;

void Checker::check_specimens() {
    each_decl([&](resolve::ModuleIndex module, const Decl& decl) {
        const Scope scope = module_scope(module);
        const auto* s = std::get_if<SpecimenDecl>(&decl.node);
        if (s != nullptr && is_subject(s->name.text, module)) {
            const resolve::Symbol* base = names_.find(module, s->base.text);
            const bool record = s->base.text == subject();
            const bool specimen =
                base != nullptr && std::holds_alternative<const SpecimenDecl*>(base->declared);
            if (!record && !specimen && !lost_.contains(s->base.text)) {
                diagnostics_.add(Code::E0358_unknown_specimen, s->base.span, {s->base.text});
            }
            specimen_circle(*s, module);
            record_value(s->fields, "", scope);
        }
        const auto* t = std::get_if<TestDecl>(&decl.node);
        if (t != nullptr && is_subject(*t, module)) {
            check_test(*t, scope);
        }
    });
}

// A specimen that is made from itself, over whatever others.
void Checker::specimen_circle(const SpecimenDecl& start, resolve::ModuleIndex module) {
    std::set<const SpecimenDecl*> seen;
    const SpecimenDecl* at = &start;
    while (at != nullptr && seen.insert(at).second) {
        const resolve::Symbol* base = names_.find(module, at->base.text);
        const auto* next =
            base == nullptr ? nullptr : std::get_if<const SpecimenDecl*>(&base->declared);
        at = next == nullptr ? nullptr : *next;
    }
    if (at == &start) {
        diagnostics_.add(Code::E0345_depends_on_itself, start.name.span, {start.name.text});
    }
}

void Checker::record_value(const RecordLit& record, const std::string& path, const Scope& scope) {
    for (const FieldValue& field : record.fields) {
        field_value(field, path.empty() ? field.field.text : path + "." + field.field.text, scope);
    }
}

void Checker::field_value(const FieldValue& field, const std::string& path, const Scope& scope) {
    const auto scalar = fields_by_path_.find(path);
    const auto list = lists_by_path_.find(path);
    const bool nested = records_in_claim_.contains(path);
    const RecordValue& value = field.value.front();
    if (scalar == fields_by_path_.end() && list == lists_by_path_.end() && !nested) {
        if (lost_.contains(field.field.text) || typed_.vocabulary.fields.empty()) {
            return;
        }
        std::vector<std::string> known;
        for (const auto& [p, index] : fields_by_path_) {
            known.push_back(p);
        }
        for (const auto& [p, index] : lists_by_path_) {
            known.push_back(p);
        }
        for (const auto& [p, name] : records_in_claim_) {
            known.push_back(p);
        }
        Diagnostic& d = diagnostics_.add(Code::E0318_no_field, field.field.span, {subject(), path});
        if (const std::string near = nearest(path, known); !near.empty()) {
            d.hint(Note::did_you_mean, {near});
        }
        return;
    }
    std::visit(Overloaded{
                   [&](const RecordLit& r) {
                       if (nested) {
                           record_value(r, path, scope);
                       } else {
                           diagnostics_.add(
                               Code::E0359_wrong_shape, value.span,
                               {path, list != lists_by_path_.end() ? Term::list : Term::value});
                       }
                   },
                   [&](const ListLit& l) {
                       if (list != lists_by_path_.end()) {
                           list_value(l, list->second, scope);
                       } else {
                           diagnostics_.add(Code::E0359_wrong_shape, value.span,
                                            {path, nested ? Term::record : Term::value});
                       }
                   },
                   [&](const ExprId id) {
                       if (scalar == fields_by_path_.end()) {
                           diagnostics_.add(Code::E0359_wrong_shape, value.span,
                                            {path, nested ? Term::record : Term::list});
                           return;
                       }
                       constant_of(id, field_type(typed_.vocabulary.fields[scalar->second]), scope);
                   },
               },
               value.node);
}

void Checker::list_value(const ListLit& list, std::uint32_t index, const Scope& scope) {
    for (const RecordValue& element : list.elements) {
        const auto* record = std::get_if<RecordLit>(&element.node);
        if (record == nullptr) {
            diagnostics_.add(Code::E0359_wrong_shape, element.span,
                             {typed_.vocabulary.lists[index].name, Term::record});
            continue;
        }
        for (const FieldValue& field : record->fields) {
            const abi::Field* found = nullptr;
            std::vector<std::string> known;
            for (const abi::Field& f : typed_.vocabulary.lists[index].fields) {
                known.push_back(f.name);
                if (f.name == field.field.text) {
                    found = &f;
                }
            }
            if (found == nullptr) {
                Diagnostic& d =
                    diagnostics_.add(Code::E0318_no_field, field.field.span,
                                     {typed_.vocabulary.lists[index].name, field.field.text});
                if (const std::string near = nearest(field.field.text, known); !near.empty()) {
                    d.hint(Note::did_you_mean, {near});
                }
                continue;
            }
            const auto* id = std::get_if<ExprId>(&field.value.front().node);
            if (id == nullptr) {
                diagnostics_.add(Code::E0359_wrong_shape, field.value.front().span,
                                 {field.field.text, Term::value});
            } else {
                constant_of(*id, field_type(*found), scope);
            }
        }
    }
}

void Checker::constant_of(ExprId id, const Type& wanted, const Scope& scope) {
    const Type type = check(id, scope, &wanted);
    if (type.is_error() || type.is(Kind::none)) {
        return;
    }
    if (!constant(tree_, typed_, id, wanted)) {
        diagnostics_.add(Code::E0326_wrong_type, span(id), {describe(wanted), describe(type)});
    }
}

void Checker::check_test(const TestDecl& test, const Scope& scope) {
    for (const TestStep& step : test.steps) {
        std::visit(
            Overloaded{
                [&](const TestClaim& c) {
                    const resolve::Symbol* base = names_.find(scope.module, c.specimen.text);
                    const bool specimen =
                        base != nullptr &&
                        std::holds_alternative<const SpecimenDecl*>(base->declared);
                    if (!specimen && !lost_.contains(c.specimen.text)) {
                        std::vector<std::string> known;
                        for (const auto& [name, symbol] : names_.modules[scope.module].symbols) {
                            if (std::holds_alternative<const SpecimenDecl*>(symbol.declared)) {
                                known.push_back(name);
                            }
                        }
                        Diagnostic& d = diagnostics_.add(Code::E0358_unknown_specimen,
                                                         c.specimen.span, {c.specimen.text});
                        if (const std::string near = nearest(c.specimen.text, known);
                            !near.empty()) {
                            d.hint(Note::did_you_mean, {near});
                        }
                    }
                    record_value(c.fields, "", scope);
                },
                [](const TestBefore&) {},
            },
            step.node);
    }
}

}  // namespace pol::types
