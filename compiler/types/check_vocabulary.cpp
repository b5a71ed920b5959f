// Enums and records: what a claim and its settlement consist of.
#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "compiler/source/nearest.h"
#include "compiler/syntax/dump.h"
#include "compiler/types/checker.h"

namespace pol::types {

using namespace syntax;

namespace {

struct TypeWord {
    std::string_view zh, en;
    Kind kind;
};
constexpr std::array kTypeWords{
    TypeWord{"金额", "Money", Kind::money},     TypeWord{"比例", "Rate", Kind::rate},
    TypeWord{"百分点", "Points", Kind::points}, TypeWord{"倍", "Factor", Kind::factor},
    TypeWord{"单价", "Price", Kind::price},     TypeWord{"数量", "Qty", Kind::quantity},
    TypeWord{"整数", "Int", Kind::integer},     TypeWord{"是否", "Bool", Kind::boolean},
    TypeWord{"日期", "Date", Kind::date},       TypeWord{"文本", "Text", Kind::text},
    TypeWord{"区划", "Place", Kind::place},
};

abi::Kind slot_kind(Kind kind) {
    switch (kind) {
    case Kind::money:
        return abi::Kind::money;
    case Kind::boolean:
        return abi::Kind::boolean;
    case Kind::date:
        return abi::Kind::date;
    case Kind::text:
        return abi::Kind::text;
    case Kind::place:
        return abi::Kind::place;
    case Kind::enumeration:
        return abi::Kind::code;
    default:
        return abi::Kind::number;
    }
}

}  // namespace

std::optional<Kind> builtin_type(std::string_view name) {
    for (const TypeWord& w : kTypeWords) {
        if (w.zh == name || w.en == name) {
            return w.kind;
        }
    }
    return std::nullopt;
}

void Checker::vocabulary() {
    each_decl([&](auto, const Decl& decl) {
        if (const auto* e = std::get_if<EnumDecl>(&decl.node); e != nullptr && !e->extends) {
            add_enum(*e);
        }
    });
    each_decl([&](auto, const Decl& decl) {
        if (const auto* e = std::get_if<EnumDecl>(&decl.node); e != nullptr && e->extends) {
            extend_enum(*e);
        }
    });
    each_decl([&](auto, const Decl& decl) {
        if (const auto* e = std::get_if<EnumDecl>(&decl.node); e != nullptr && !e->extends) {
            if (const auto found = enum_index_.find(e->name.text); found != enum_index_.end()) {
                finish_enum(found->second, e->open);
            }
        }
    });
    each_decl([&](resolve::ModuleIndex module, const Decl& decl) {
        const auto* record = std::get_if<RecordDecl>(&decl.node);
        if (record == nullptr || record->extends) {
            return;
        }
        if (filed_ != nullptr) {
            if (record == filed_) {
                typed_.vocabulary.filed = record->name.text;
                claim_fields(*record, module, "", "", false);
            }
            return;
        }
        if (record->name.text == kClaimRecord && typed_.vocabulary.fields.empty()) {
            claim_fields(*record, module, "", "", false);
        }
        if (record->name.text == kResultRecord && typed_.vocabulary.results.empty()) {
            result_fields(*record, module);
        }
    });
    field_defaults();
}

void Checker::add_enum(const EnumDecl& decl) {
    const auto index = static_cast<std::uint32_t>(typed_.vocabulary.enums.size());
    if (!enum_index_.emplace(decl.name.text, index).second) {
        return;
    }
    typed_.vocabulary.enums.push_back({decl.name.text, decl.open, decl.prefix, {}});
    add_enum_values(index, decl.values);
}

void Checker::extend_enum(const EnumDecl& decl) {
    const auto found = enum_index_.find(decl.name.text);
    if (found == enum_index_.end()) {
        if (!lost_.contains(decl.name.text)) {
            diagnostics_.add(Code::E0301_unknown_type, decl.name.span, {decl.name.text});
        }
        return;
    }
    // What two cities say alike of a list that neither owns is said once.
    std::vector<EnumValueDecl> fresh;
    for (const EnumValueDecl& value : decl.values) {
        const auto [first, is_new] =
            extended_values_.emplace(std::pair{found->second, value.name.text}, &value);
        const EnumValueDecl& other = *first->second;
        const bool alike = other.name.span.file != value.name.span.file &&
                           other.code == value.code &&
                           other.wider.has_value() == value.wider.has_value() &&
                           (!value.wider || other.wider->text == value.wider->text);
        if (is_new || !alike) {
            fresh.push_back(value);
        }
    }
    add_enum_values(found->second, fresh);
}

void Checker::add_enum_values(std::uint32_t index, const std::vector<EnumValueDecl>& values) {
    abi::Enum& target = typed_.vocabulary.enums[index];
    for (const EnumValueDecl& value : values) {
        const auto named = [&](const std::string& text) {
            return std::find_if(target.values.begin(), target.values.end(),
                                [&](const auto& v) { return v.name == text; });
        };
        const std::string code = value.code.value_or(value.name.text);
        const bool same_code = std::any_of(target.values.begin(), target.values.end(),
                                           [&](const auto& v) { return v.code == code; });
        if (named(value.name.text) != target.values.end() || same_code) {
            diagnostics_.add(Code::E0302_enum_value_twice, value.name.span,
                             {value.name.text, target.name});
            continue;
        }
        std::int32_t wider = -1;
        if (value.wider) {
            const auto of = named(value.wider->text);
            if (of == target.values.end()) {
                diagnostics_.add(Code::E0303_unknown_value, value.wider->span,
                                 {value.wider->text, target.name});
            } else {
                wider = static_cast<std::int32_t>(of - target.values.begin());
            }
        }
        target.values.push_back({value.name.text, code, wider});
    }
}

void Checker::finish_enum(std::uint32_t index, bool open) {
    // What an open list does not know is its last value.
    abi::Enum& target = typed_.vocabulary.enums[index];
    if (open) {
        target.values.push_back({"其他", "", -1});
    }
}

const RecordDecl* Checker::record_named(resolve::ModuleIndex module,
                                        const std::string& name) const {
    const resolve::Symbol* found = names_.find(module, name);
    if (found == nullptr) {
        return nullptr;
    }
    const auto* record = std::get_if<const RecordDecl*>(&found->declared);
    return record == nullptr ? nullptr : *record;
}

std::vector<const FieldDecl*> Checker::fields_of(const RecordDecl& record) const {
    std::vector<const FieldDecl*> fields;
    fields.reserve(record.fields.size());
    for (const FieldDecl& field : record.fields) {
        fields.push_back(&field);
    }
    each_decl([&](auto, const Decl& decl) {
        const auto* more = std::get_if<RecordDecl>(&decl.node);
        if (more == nullptr || !more->extends || more->name.text != record.name.text) {
            return;
        }
        for (const FieldDecl& field : more->fields) {
            const bool said = std::any_of(fields.begin(), fields.end(), [&](const FieldDecl* f) {
                return f->name.span.file != field.name.span.file && alike(*f, field);
            });
            if (!said) {
                fields.push_back(&field);
            }
        }
    });
    return fields;
}

// Whether two modules declare one field alike: then it is one.
bool Checker::alike(const FieldDecl& a, const FieldDecl& b) const {
    const auto text = [](const std::optional<Name>& name) { return name ? name->text : ""; };
    const bool same_default =
        a.fallback.has_value() == b.fallback.has_value() &&
        (!a.fallback || syntax::dump(tree_, *a.fallback) == syntax::dump(tree_, *b.fallback));
    return a.name.text == b.name.text && text(a.external) == text(b.external) && same_default &&
           a.type.name.text == b.type.name.text && a.type.list == b.type.list &&
           a.type.optional == b.type.optional && !a.type.inline_enum && !b.type.inline_enum;
}

std::optional<Type> Checker::scalar_type(const Name& name) {
    if (const auto kind = builtin_type(name.text)) {
        return Type{*kind, 0, false, 0};
    }
    if (const auto found = enum_index_.find(name.text); found != enum_index_.end()) {
        return Type{Kind::enumeration, 0, false, found->second};
    }
    return std::nullopt;
}

std::optional<abi::Field> Checker::scalar_field(const FieldDecl& field, resolve::ModuleIndex,
                                                const std::string& path,
                                                const std::string& external) {
    std::optional<Type> type;
    if (field.type.inline_enum) {
        const auto index = static_cast<std::uint32_t>(typed_.vocabulary.enums.size());
        typed_.vocabulary.enums.push_back({path, false, false, {}});
        add_enum_values(index, field.type.inline_values);
        type = Type{Kind::enumeration, 0, false, index};
    } else {
        type = scalar_type(field.type.name);
    }
    if (!type) {
        if (lost_.contains(field.type.name.text)) {
            return std::nullopt;
        }
        std::vector<std::string> known;
        known.reserve(kTypeWords.size() + enum_index_.size());
        for (const TypeWord& w : kTypeWords) {
            known.emplace_back(w.zh);
        }
        for (const auto& [name, index] : enum_index_) {
            known.push_back(name);
        }
        Diagnostic& d = diagnostics_.add(Code::E0301_unknown_type, field.type.name.span,
                                         {field.type.name.text});
        if (const std::string near = nearest(field.type.name.text, known); !near.empty()) {
            d.hint(Note::did_you_mean, {near});
        }
        return std::nullopt;
    }
    abi::Field result{path,
                      external,
                      slot_kind(type->kind),
                      unit_scale(type->kind),
                      0,
                      type->is(Kind::quantity),
                      !field.type.optional && !field.fallback,
                      {}};
    if (type->is(Kind::enumeration)) {
        result.enumeration = type->ref;
    }
    return result;
}

void Checker::claim_fields(const RecordDecl& record, resolve::ModuleIndex module,
                           const std::string& path, const std::string& external, bool optional) {
    for (const FieldDecl* field : fields_of(record)) {
        const std::string own = field->external ? field->external->text : field->name.text;
        const auto below = [](const std::string& outer, const std::string& inner) {
            return outer.empty() ? inner : fmt::format("{}.{}", outer, inner);
        };
        const std::string full = below(path, field->name.text);
        const std::string outside = below(external, own);
        if (fields_by_path_.contains(full) || lists_by_path_.contains(full) ||
            records_in_claim_.contains(full)) {
            diagnostics_.add(Code::E0304_field_twice, field->name.span, {field->name.text});
            continue;
        }
        if (field->type.list) {
            list_field(*field, module, full, outside);
            continue;
        }
        const RecordDecl* nested = field->type.inline_enum || scalar_type(field->type.name)
                                       ? nullptr
                                       : record_named(module, field->type.name.text);
        if (nested != nullptr && path.size() < 64) {
            records_in_claim_.emplace(full, nested->name.text);
            claim_fields(*nested, module, full, outside, optional || field->type.optional);
            continue;
        }
        std::optional<abi::Field> scalar = scalar_field(*field, module, full, outside);
        if (!scalar) {
            continue;
        }
        if (optional) {
            scalar->required = false;
        }
        const auto index = static_cast<std::uint32_t>(typed_.vocabulary.fields.size());
        fields_by_path_.emplace(full, index);
        typed_.vocabulary.fields.push_back(std::move(*scalar));
        if (field->fallback) {
            defaults_.emplace_back(index, *field->fallback);
        }
    }
}

void Checker::list_field(const FieldDecl& field, resolve::ModuleIndex module,
                         const std::string& path, const std::string& external) {
    const RecordDecl* element = record_named(module, field.type.name.text);
    if (element == nullptr) {
        if (!lost_.contains(field.type.name.text)) {
            diagnostics_.add(Code::E0301_unknown_type, field.type.name.span,
                             {field.type.name.text});
        }
        return;
    }
    abi::ListField list{path, external, {}};
    for (const FieldDecl* f : fields_of(*element)) {
        auto scalar =
            scalar_field(*f, module, f->name.text, f->external ? f->external->text : f->name.text);
        if (!scalar) {
            continue;
        }
        if (f->fallback) {
            const Type type = scalar_type(f->type.name).value_or(Type{});
            if (const auto value = constant(tree_, typed_, *f->fallback, type)) {
                scalar->fallback = {abi::Default::Kind::value, *value};
            }
            const auto* name = std::get_if<NameExpr>(&tree_[*f->fallback].node);
            if (name != nullptr && fields_by_path_.contains(name->text)) {
                // A line's date is the claim's where it has none.
                scalar->fallback = {abi::Default::Kind::field, fields_by_path_.at(name->text)};
            }
        }
        list.fields.push_back(std::move(*scalar));
    }
    lists_by_path_.emplace(path, static_cast<std::uint32_t>(typed_.vocabulary.lists.size()));
    typed_.vocabulary.lists.push_back(std::move(list));
}

void Checker::field_defaults() {
    for (const auto& [index, id] : defaults_) {
        abi::Field& field = typed_.vocabulary.fields[index];
        if (const auto* name = std::get_if<NameExpr>(&tree_[id].node)) {
            if (const auto other = fields_by_path_.find(name->text);
                other != fields_by_path_.end()) {
                field.fallback = {abi::Default::Kind::field, other->second};
                continue;
            }
        }
        Type type = field_type(field);
        type.optional = false;
        if (const auto value = constant(tree_, typed_, id, type)) {
            field.fallback = {abi::Default::Kind::value, *value};
        } else {
            diagnostics_.add(Code::E0305_bad_default, span(id), {field.name, term_of(type.kind)});
        }
    }
}

void Checker::result_fields(const RecordDecl& record, resolve::ModuleIndex module) {
    for (const FieldDecl* field : fields_of(record)) {
        const auto scalar =
            scalar_field(*field, module, field->name.text,
                         field->external ? field->external->text : field->name.text);
        if (scalar) {
            typed_.vocabulary.results.push_back(
                {scalar->name, scalar->external, scalar->kind, scalar->scale});
        }
    }
}

}  // namespace pol::types
