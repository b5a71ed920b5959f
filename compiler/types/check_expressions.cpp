// Names, literals and lookups.
#include <algorithm>

#include "compiler/source/nearest.h"
#include "compiler/types/checker.h"
#include "runtime/value/money.h"
#include "runtime/value/overloaded.h"

namespace pol::types {

using namespace syntax;

Arg Checker::describe(const Type& type) const {
    if (type.is(Kind::enumeration)) {
        return typed_.vocabulary.enums[type.ref].name;
    }
    if (type.is(Kind::none)) {
        return std::string("无");
    }
    return term_of(type.kind);
}

// A text is read among the names of its own module, wherever an amendment has put it.
Type Checker::check(ExprId id, const Scope& scope, const Type* expected) {
    const resolve::ModuleIndex home = names_.home(span(id), scope.module);
    Type type;
    if (home == scope.module) {
        type = expression(id, scope, expected);
    } else {
        Scope there = scope;
        there.module = home;
        type = expression(id, there, expected);
    }
    set(id, type);
    return type;
}

Type Checker::expression(ExprId id, const Scope& scope, const Type* expected) {
    const Span where = span(id);
    return std::visit(
        Overloaded{
            [&](const ErrorExpr&) { return error(); },
            [&](const NumberLit& e) { return number(e, where, expected); },
            [&](const QuantityLit& e) { return quantity(e, where, expected); },
            [&](const DateLit&) { return Type{Kind::date, 0, false, 0}; },
            [&](const StringLit& e) {
                // A code of a file beside the policy stands where a code or a number may.
                if (expected != nullptr &&
                    (expected->is(Kind::place) || expected->is(Kind::integer)) &&
                    constant(tree_, typed_, id, *expected)) {
                    return Type{expected->kind, 0, false, 0};
                }
                if (expected != nullptr && expected->is(Kind::enumeration)) {
                    if (const auto value = constant(tree_, typed_, id, *expected)) {
                        set(id, Ref{ValueRef{expected->ref, static_cast<std::uint32_t>(*value)}});
                        return Type{Kind::enumeration, 0, false, expected->ref};
                    }
                    unknown_name(e.text, where, scope, expected);
                    return error();
                }
                typed_.text(e.text);
                return Type{Kind::text, 0, false, 0};
            },
            [&](const BoolLit&) { return Type{Kind::boolean, 0, false, 0}; },
            [&](const NoneLit&) { return Type{Kind::none, 0, true, 0}; },
            [&](const HereExpr&) { return here(id, scope); },
            [&](const NameExpr& e) { return name(id, e, scope, expected); },
            [&](const AliasExpr& e) { return check(e.target, scope, expected); },
            [&](const MemberExpr& e) { return member(id, e, scope); },
            [&](const IndexExpr& e) { return index(id, e, scope); },
            [&](const SetExpr&) {
                diagnostics_.add(Code::E0310_set_alone, where);
                return error();
            },
            [&](const NegateExpr& e) {
                const Type type = check(e.operand, scope, expected);
                const bool numeric =
                    type.is(Kind::money) || type.is(Kind::integer) || type.is(Kind::points);
                if (!type.is_error() && !numeric) {
                    diagnostics_.add(Code::E0311_not_a_number, span(e.operand), {describe(type)});
                }
                return numeric ? type : error();
            },
            [&](const NotExpr& e) {
                condition(e.operand, scope);
                return Type{Kind::boolean, 0, false, 0};
            },
            [&](const BinaryExpr& e) { return binary(e, where, scope); },
            [&](const CompareExpr& e) { return compare(e, where, scope); },
            [&](const RangeExpr&) {
                diagnostics_.add(Code::E0310_set_alone, where);
                return error();
            },
            [&](const BetweenExpr& e) { return between(e, where, scope); },
            [&](const CallExpr& e) { return call(e, where, scope, expected); },
            [&](const ByExpr& e) { return by(e, where, scope, expected); },
            [&](const ListExpr& e) { return list(e, scope); },
            [&](const FoldExpr& e) { return fold(e, scope, expected); },
            [&](const AccountExpr& e) { return account(id, e, scope); },
        },
        tree_[id].node);
}

Type Checker::number(const NumberLit& literal, Span where, const Type* expected) {
    if (expected != nullptr && expected->is(Kind::place)) {
        return {Kind::place, 0, false, 0};
    }
    if (expected != nullptr && expected->is(Kind::quantity)) {
        return {Kind::quantity, 0, false, 0};
    }
    if (expected != nullptr && (expected->is(Kind::money) || expected->is(Kind::rate) ||
                                expected->is(Kind::points) || expected->is(Kind::factor))) {
        // `500` where money is meant.
        diagnostics_.add(Code::E0312_number_without_unit, where,
                         {literal.digits, describe(*expected)});
        return error();
    }
    if (literal.digits.find('.') != std::string::npos) {
        diagnostics_.add(Code::E0312_number_without_unit, where, {literal.digits, Term::integer});
        return error();
    }
    if (parse_decimal(literal.digits, 0).error ||
        parse_decimal(literal.digits, 0).value > 1'000'000'000) {
        diagnostics_.add(Code::E0313_number_too_large, where, {literal.digits});
        return error();
    }
    return {Kind::integer, 0, false, 0};
}

Type Checker::quantity(const QuantityLit& literal, Span where, const Type* expected) {
    Type type;
    switch (literal.unit) {
    case Unit::yuan:
        type.kind = expected != nullptr && expected->is(Kind::price) ? Kind::price : Kind::money;
        break;
    case Unit::yuan_each:
        type.kind = Kind::price;
        break;
    case Unit::ten_thousand_yuan:
    case Unit::fen:
        type.kind = Kind::money;
        break;
    case Unit::percent:
        type.kind = Kind::rate;
        break;
    case Unit::points:
        type.kind = Kind::points;
        break;
    case Unit::times:
        type.kind = Kind::factor;
        break;
    case Unit::age:
        type.kind = Kind::integer;
        break;
    case Unit::day:
    case Unit::month:
    case Unit::year:
    case Unit::workday:
        type.kind = Kind::duration;
        type.ref = static_cast<std::uint32_t>(literal.unit);
        break;
    }
    const int scale = literal.unit == Unit::ten_thousand_yuan ? 6
                      : type.is(Kind::money)                  ? (literal.unit == Unit::fen ? 0 : 2)
                      : type.is(Kind::price)                  ? 6
                      : type.is(Kind::factor)                 ? 4
                      : type.is(Kind::rate) || type.is(Kind::points) ? 2
                                                                     : 0;
    const Decimal value = parse_decimal(literal.digits, scale);
    if (value.error == DecimalError::precision) {
        diagnostics_.add(Code::E0314_too_precise, where, {literal.digits, describe(type)});
        return error();
    }
    // A price is in millionths of a yuan.
    const std::int64_t bound = type.is(Kind::money)   ? kMoneyBound
                               : type.is(Kind::price) ? 10'000 * kMoneyBound
                                                      : 1'000'000'000;
    if (value.error || value.value > bound) {
        diagnostics_.add(Code::E0313_number_too_large, where, {literal.digits});
        return error();
    }
    if (type.is(Kind::rate) && value.value > 10000) {
        diagnostics_.add(Code::E0315_rate_above_whole, where, {literal.digits})
            .hint(Note::factor_instead);
        return error();
    }
    return type;
}

Type Checker::here(ExprId id, const Scope& scope) {
    const auto& place = typed_.modules[scope.module].place;
    if (!place) {
        diagnostics_.add(Code::E0316_here_without_jurisdiction, span(id));
        return error();
    }
    set(id, Ref{HereRef{*place}});
    return {Kind::place, 0, false, 0};
}

Type Checker::name(ExprId id, const NameExpr& name, const Scope& scope, const Type* expected) {
    if (const auto found = find_name(id, name.text, scope, expected)) {
        return *found;
    }
    unknown_name(name.text, span(id), scope, expected);
    return error();
}

// Inside a list its element first; beside an enum its values; then what the benefit and the module
// declare, then the claim.
std::optional<Type> Checker::find_name(ExprId id, const std::string& name, const Scope& scope,
                                       const Type* expected) {
    for (std::size_t depth = 0; depth < scope.lists.size(); ++depth) {
        const std::uint32_t list = scope.lists[scope.lists.size() - 1 - depth];
        const auto& fields = typed_.vocabulary.lists[list].fields;
        for (std::uint32_t f = 0; f < fields.size(); ++f) {
            if (fields[f].name != name) {
                continue;
            }
            set(id, Ref{ElementRef{list, f, static_cast<std::uint32_t>(depth)}});
            return field_type(fields[f]);
        }
    }
    if (auto amount = line_amount(id, name, scope)) {
        return amount;
    }
    if (expected != nullptr && expected->is(Kind::enumeration)) {
        if (const auto value = constant(tree_, typed_, id, *expected)) {
            set(id, Ref{ValueRef{expected->ref, static_cast<std::uint32_t>(*value)}});
            return Type{Kind::enumeration, 0, false, expected->ref};
        }
    }
    if (scope.settled) {
        if (auto result = result_name(id, name)) {
            return result;
        }
    }
    if (auto tier = tier_name(id, name, scope)) {
        return tier;
    }
    for (std::uint32_t p = 0; scope.catalogue != nullptr && p < scope.parts; ++p) {
        if (scope.catalogue->parts[p].name.text == name) {
            set(id, Ref{LinePartRef{p}});
            return Type{Kind::money, 0, false, 0};
        }
    }
    if (scope.line) {
        if (const auto line = line_field(name)) {
            set(id, Ref{*line});
            return field_type(typed_.vocabulary.lists[line->list].fields[line->field]);
        }
    }
    if (const auto allowance = find_allowance(name, scope)) {
        set(id, Ref{AllowanceRef{*allowance}});
        return Type{Kind::record, 0, false, 0};
    }
    if (scope.benefit) {
        for (const std::uint32_t define : typed_.benefits[*scope.benefit].defines) {
            if (typed_.defines[define].decl->name.text != name) {
                continue;
            }
            set(id, Ref{DefineRef{define}});
            return define_type(define);
        }
    }
    if (const resolve::Symbol* found = names_.find(scope.module, name)) {
        if (auto type = symbol(id, *found)) {
            return type;
        }
    }
    if (name == subject()) {
        set(id, Ref{ClaimRef{}});
        return Type{Kind::record, 0, false, 0};
    }
    return claim_member(id, name);
}

Type field_type(const abi::Field& field) {
    Type type{Kind::integer, 0, !field.required && field.fallback.kind == abi::Default::Kind::none,
              0};
    switch (field.kind) {
    case abi::Kind::boolean:
        type.kind = Kind::boolean;
        break;
    case abi::Kind::money:
        type.kind = Kind::money;
        break;
    case abi::Kind::date:
        type.kind = Kind::date;
        break;
    case abi::Kind::text:
        type.kind = Kind::text;
        break;
    case abi::Kind::place:
        type.kind = Kind::place;
        break;
    case abi::Kind::code:
        type.kind = Kind::enumeration;
        type.ref = field.enumeration;
        break;
    case abi::Kind::number:
        type.kind = field.scale == 4   ? Kind::rate
                    : field.scale != 6 ? Kind::integer
                    : field.pieces     ? Kind::quantity
                                       : Kind::price;
        break;
    }
    for (const char* part :
         {"fulamt_ownpay_amt", "overlmt_selfpay", "preselfpay_amt", "inscp_scp_amt"}) {
        if (field.external == part) {
            type.optional = false;
        }
    }
    return type;
}

std::optional<LineRef> Checker::line_field(const std::string& name) const {
    const auto list = typed_.vocabulary.list(kLineList);
    if (!list) {
        return std::nullopt;
    }
    const auto& fields = typed_.vocabulary.lists[*list].fields;
    for (std::uint32_t f = 0; f < fields.size(); ++f) {
        if (fields[f].name == name) {
            return LineRef{*list, f};
        }
    }
    return std::nullopt;
}

std::optional<Type> Checker::claim_member(ExprId id, const std::string& path) {
    if (const auto field = fields_by_path_.find(path); field != fields_by_path_.end()) {
        set(id, Ref{FieldRef{field->second}});
        return field_type(typed_.vocabulary.fields[field->second]);
    }
    if (const auto list = lists_by_path_.find(path); list != lists_by_path_.end()) {
        set(id, Ref{ListRef{list->second}});
        return Type{Kind::list, 0, false, list->second};
    }
    if (records_in_claim_.contains(path)) {
        set(id, Ref{RecordRef{path}});
        return Type{Kind::record, 0, false, 0};
    }
    return std::nullopt;
}

std::optional<Type> Checker::symbol(ExprId id, const resolve::Symbol& symbol) {
    return std::visit(Overloaded{
                          [&](const DefineDecl* d) -> std::optional<Type> {
                              const std::uint32_t index = define_index_.at(d);
                              set(id, Ref{DefineRef{index}});
                              return define_type(index);
                          },
                          [&](const TableDecl* d) -> std::optional<Type> {
                              check_table(table_index_.at(d));
                              set(id, Ref{TableRef{table_index_.at(d)}});
                              return Type{Kind::table, 0, false, table_index_.at(d)};
                          },
                          [&](const ParamDecl* d) -> std::optional<Type> {
                              const std::uint32_t index = param_index_.at(d);
                              check_param(index);
                              set(id, Ref{ParamRef{index}});
                              return typed_.params[index].type;
                          },
                          [&](const ReadingDecl* d) -> std::optional<Type> {
                              return reading(id, *d, symbol.module);
                          },
                          [](const auto*) -> std::optional<Type> { return std::nullopt; },
                      },
                      symbol.declared);
}

// A reading's name is the value of the option that is taken.
std::optional<Type> Checker::reading(ExprId id, const ReadingDecl& decl,
                                     resolve::ModuleIndex module) {
    if (decl.options.empty() || !decl.options.front().value) {
        return std::nullopt;
    }
    if (!open_readings_.insert(&decl).second) {
        diagnostics_.add(Code::E0345_depends_on_itself, decl.name.span, {decl.name.text});
        return error();
    }
    set(id, Ref{ReadingRef{&decl}});
    const Type type = check(*decl.options.front().value, module_scope(module));
    open_readings_.erase(&decl);
    return type;
}

std::vector<std::string> Checker::visible_names(const Scope& scope) const {
    std::vector<std::string> list;
    for (const std::uint32_t l : scope.lists) {
        for (const auto& f : typed_.vocabulary.lists[l].fields) {
            list.push_back(f.name);
        }
    }
    const auto add_module = [&](resolve::ModuleIndex m) {
        for (const auto& [name, symbol] : names_.modules[m].symbols) {
            const bool value = std::holds_alternative<const DefineDecl*>(symbol.declared) ||
                               std::holds_alternative<const TableDecl*>(symbol.declared) ||
                               std::holds_alternative<const ParamDecl*>(symbol.declared);
            if (value) {
                list.push_back(name);
            }
        }
    };
    add_module(scope.module);
    for (const resolve::ModuleIndex m : names_.modules[scope.module].imports) {
        add_module(m);
    }
    for (const auto& [path, index] : fields_by_path_) {
        list.push_back(path);
    }
    for (const auto& [path, index] : lists_by_path_) {
        list.push_back(path);
    }
    return list;
}

void Checker::unknown_name(const std::string& name, Span where, const Scope& scope,
                           const Type* expected) {
    // A module that misses an import, or a name that broken text may have declared: the cause has
    // been told.
    if (lost_.contains(name) || typed_.vocabulary.fields.empty()) {
        return;
    }
    if (names_.find(scope.module, name) == nullptr &&
        names_.modules[scope.module].imports.empty() && names_.modules[scope.module].broken) {
        return;
    }
    if (expected != nullptr && expected->is(Kind::enumeration)) {
        const abi::Enum& e = typed_.vocabulary.enums[expected->ref];
        std::vector<std::string> values;
        std::string list;
        for (const auto& v : e.values) {
            values.push_back(v.name);
            if (values.size() <= 8) {
                list += (list.empty() ? "" : "  ") + v.name;
            }
        }
        if (values.size() > 8) {
            list += "  …";
        }
        Diagnostic& d = diagnostics_.add(Code::E0303_unknown_value, where, {name, e.name});
        if (const std::string near = nearest(name, values); !near.empty()) {
            d.hint(Note::did_you_mean, {near});
        } else {
            d.hint(Note::values_are, {list});
        }
        return;
    }
    Diagnostic& d = diagnostics_.add(Code::E0317_unknown_name, where, {name});
    if (const std::string near = nearest(name, visible_names(scope)); !near.empty()) {
        d.hint(Note::did_you_mean, {near});
    }
}

Type Checker::member(ExprId id, const MemberExpr& member, const Scope& scope) {
    // 公务员补助.范围外, a tier with a second name.
    if (const auto* fund = std::get_if<NameExpr>(&tree_[member.base].node)) {
        if (const auto tier = tier_name(id, fund->text + "." + member.member.text, scope)) {
            return *tier;
        }
    }
    const Type base = check(member.base, scope);
    if (base.is_error()) {
        return error();
    }
    const Ref& ref = typed_.ref(member.base);
    if (std::holds_alternative<ClaimRef>(ref) || std::holds_alternative<RecordRef>(ref)) {
        const auto* record = std::get_if<RecordRef>(&ref);
        const std::string path =
            record == nullptr ? member.member.text : record->path + "." + member.member.text;
        if (const auto type = claim_member(id, path)) {
            return *type;
        }
        if (lost_.contains(member.member.text)) {
            return error();
        }
        std::vector<std::string> known;
        const std::string prefix = record == nullptr ? "" : record->path + ".";
        for (const auto& [p, index] : fields_by_path_) {
            if (p.starts_with(prefix)) {
                known.push_back(p.substr(prefix.size()));
            }
        }
        Diagnostic& d =
            diagnostics_.add(Code::E0318_no_field, member.member.span,
                             {record == nullptr ? subject() : record->path, member.member.text});
        if (const std::string near = nearest(member.member.text, known); !near.empty()) {
            d.hint(Note::did_you_mean, {near});
        }
        return error();
    }
    // A table of one column gives its value at once, and its column may be named all the same.
    const auto* only = std::get_if<CellRef>(&ref);
    if (only != nullptr && std::holds_alternative<IndexExpr>(tree_[member.base].node) &&
        typed_.tables[only->table].columns[only->column].name == member.member.text) {
        return cell(id, {only->table, only->column, member.base});
    }
    if (const auto* tier = std::get_if<WholeTierRef>(&ref)) {
        return tier_part(id, tier->tier, member.member);
    }
    if (const auto* allowance = std::get_if<AllowanceRef>(&ref)) {
        return allowance_part(id, allowance->allowance, member.member, scope);
    }
    if (const auto* row = std::get_if<RowRef>(&ref)) {
        const TableInfo& table = typed_.tables[row->table];
        for (std::uint32_t c = 0; c < table.columns.size(); ++c) {
            if (table.columns[c].name == member.member.text) {
                return cell(id, {row->table, c, member.base});
            }
        }
        std::vector<std::string> known;
        known.reserve(table.columns.size());
        for (const ColumnInfo& c : table.columns) {
            known.push_back(c.name);
        }
        Diagnostic& d = diagnostics_.add(Code::E0319_no_column, member.member.span,
                                         {table.decl->name.text, member.member.text});
        d.label(table.decl->name.span, Note::declared_here);
        if (const std::string near = nearest(member.member.text, known); !near.empty()) {
            d.hint(Note::did_you_mean, {near});
        }
        return error();
    }
    diagnostics_.add(Code::E0320_no_members, member.member.span,
                     {describe(base), member.member.text});
    return error();
}

Type Checker::cell(ExprId id, const CellRef& cell) {
    set(id, Ref{cell});
    return typed_.tables[cell.table].columns[cell.column].type;
}

Type Checker::index(ExprId id, const IndexExpr& index, const Scope& scope) {
    const Type base = check(index.base, scope);
    if (base.is_error()) {
        for (const ExprId key : index.keys) {
            check(key, scope);
        }
        return error();
    }
    const auto* ref = std::get_if<TableRef>(&typed_.ref(index.base));
    if (ref == nullptr) {
        diagnostics_.add(Code::E0321_not_a_table, span(index.base), {describe(base)});
        return error();
    }
    const std::uint32_t number = ref->table;
    if (typed_.tables[number].keys.size() != index.keys.size()) {
        diagnostics_
            .add(Code::E0322_key_count, span(id),
                 {typed_.tables[number].decl->name.text,
                  std::to_string(typed_.tables[number].keys.size()),
                  std::to_string(index.keys.size())})
            .label(typed_.tables[number].decl->name.span, Note::declared_here);
        return error();
    }
    bool good = true;
    for (std::size_t i = 0; i < index.keys.size(); ++i) {
        const Type wanted = typed_.tables[number].keys[i].type;
        const Type key = check(index.keys[i], scope, &wanted);
        if (key.is_error() || wanted.is_error()) {
            good = false;
        } else {
            good = comparable(wanted, key, span(index.keys[i])) && good;
        }
    }
    if (!good) {
        return error();
    }
    set(id, Ref{RowRef{number}});
    // A table of one column gives its value at once.
    if (typed_.tables[number].columns.size() == 1) {
        return cell(id, {number, 0, id});
    }
    return {Kind::record, 0, false, 0};
}

}  // namespace pol::types
