// Operators and units: what may be added, multiplied and compared.
#include <algorithm>
#include <array>

#include "compiler/types/checker.h"

namespace pol::types {

using namespace syntax;

namespace {

/// a × b, either way round.
struct Product {
    Kind a, b, result;
};
constexpr std::array kProducts{
    Product{Kind::money, Kind::rate, Kind::money},
    Product{Kind::money, Kind::factor, Kind::money},
    Product{Kind::money, Kind::integer, Kind::money},
    Product{Kind::rate, Kind::rate, Kind::rate},
    Product{Kind::rate, Kind::factor, Kind::rate},
    Product{Kind::points, Kind::integer, Kind::points},
    Product{Kind::factor, Kind::factor, Kind::factor},
    Product{Kind::factor, Kind::integer, Kind::factor},
    Product{Kind::integer, Kind::integer, Kind::integer},
    Product{Kind::points, Kind::factor, Kind::points},
    // Yuan to six decimals times pieces to six: fen to ten.
    Product{Kind::price, Kind::quantity, Kind::money},
};

constexpr std::uint8_t kWidestScale = 16;

}  // namespace

std::vector<Arg> Checker::mixed(const Type& left, const Type& right) {
    return {describe(left), describe(right)};
}

Type Checker::binary(const BinaryExpr& binary, Span where, const Scope& scope) {
    if (binary.op == BinaryOp::conjunction || binary.op == BinaryOp::disjunction) {
        condition(binary.left, scope);
        condition(binary.right, scope);
        return {Kind::boolean, 0, false, 0};
    }
    const Type left = check(binary.left, scope);
    const Type right = check(binary.right, scope);
    if (left.is_error() || right.is_error()) {
        return error();
    }
    if (binary.op == BinaryOp::divide) {
        diagnostics_.add(Code::E0331_division, where);
        return error();
    }
    if (binary.op == BinaryOp::multiply) {
        return multiply(left, right, where);
    }
    if (left.is(Kind::date) && right.is(Kind::duration) &&
        !std::holds_alternative<ParamRef>(typed_.ref(binary.right)) &&
        !constant(tree_, typed_, binary.right, right)) {
        diagnostics_.add(Code::E0341_not_constant, span(binary.right));
        return error();
    }
    return add(binary.op, left, right, where, span(binary.right));
}

Type Checker::add(BinaryOp op, const Type& left, const Type& right, Span where, Span right_span) {
    const bool optional = left.optional || right.optional;
    if (left.is(Kind::date) && right.is(Kind::duration)) {
        if (static_cast<Unit>(right.ref) == Unit::workday && !find_calendar()) {
            diagnostics_.add(Code::E0367_no_calendar, right_span).hint(Note::use_calendar);
            return error();
        }
        return {Kind::date, 0, optional, 0};
    }
    if (left.is(Kind::rate) && right.is(Kind::points)) {
        return {Kind::rate, std::max(left.scale, right.scale), optional, 0};
    }
    constexpr std::array kAddable{Kind::money,  Kind::points, Kind::integer,
                                  Kind::factor, Kind::price,  Kind::quantity};
    if (left.kind == right.kind &&
        std::find(kAddable.begin(), kAddable.end(), left.kind) != kAddable.end()) {
        return {left.kind, std::max(left.scale, right.scale), optional, 0};
    }
    Diagnostic& d = diagnostics_.add(Code::E0324_mixed, where, mixed(left, right));
    if (left.is(Kind::rate) && right.is(Kind::rate)) {
        d.hint(Note::points_instead);
    } else if (left.is(Kind::money) && right.is(Kind::rate)) {
        d.hint(op == BinaryOp::subtract ? Note::multiply_less : Note::multiply_instead);
    } else if (left.is(Kind::money) && right.is(Kind::integer)) {
        d.hint(Note::put_unit);
    }
    return error();
}

// 工作日历 (日期) : 类别, of the national module: 休 and 班 are what Monday to Friday do not say.
bool Checker::find_calendar() {
    if (typed_.calendar) {
        return true;
    }
    for (std::uint32_t t = 0; t < typed_.tables.size(); ++t) {
        const TableInfo& table = typed_.tables[t];
        if (table.decl->name.text != "工作日历" || typed_.modules[table.module].place) {
            continue;
        }
        check_table(t);
        const TableInfo& checked = typed_.tables[t];
        const bool fits = checked.keys.size() == 1 && checked.keys[0].type.is(Kind::date) &&
                          checked.columns.size() == 1 &&
                          checked.columns[0].type.is(Kind::enumeration) && !checked.rows.empty();
        if (fits) {
            typed_.calendar = t;
            return true;
        }
    }
    return false;
}

Type Checker::multiply(const Type& left, const Type& right, Span where) {
    for (const Product& p : kProducts) {
        const bool straight = left.is(p.a) && right.is(p.b);
        const bool swapped = left.is(p.b) && right.is(p.a);
        if (!straight && !swapped) {
            continue;
        }
        const int whole = left.scale + unit_scale(left.kind) + right.scale + unit_scale(right.kind);
        const int yuan_to_fen = left.is(Kind::price) || right.is(Kind::price) ? 2 : 0;
        const int scale = whole - unit_scale(p.result) - yuan_to_fen;
        if (scale > kWidestScale) {
            diagnostics_.add(Code::E0332_too_fine, where);
            return error();
        }
        return {p.result, static_cast<std::uint8_t>(scale), left.optional || right.optional, 0};
    }
    diagnostics_.add(Code::E0333_no_product, where, mixed(left, right));
    return error();
}

bool Checker::comparable(const Type& left, const Type& right, Span where) {
    if (left.is(Kind::none) || right.is(Kind::none)) {
        return true;
    }
    if (left.kind == right.kind) {
        const bool same = !left.is(Kind::enumeration) || left.ref == right.ref;
        if (same && !left.is(Kind::record) && !left.is(Kind::list) && !left.is(Kind::table)) {
            return true;
        }
    }
    Diagnostic& d = diagnostics_.add(Code::E0334_cannot_compare, where, mixed(left, right));
    if ((left.is(Kind::money) && right.is(Kind::integer)) ||
        (left.is(Kind::rate) && right.is(Kind::integer))) {
        d.hint(Note::put_unit);
    }
    return false;
}

Type Checker::compare(const CompareExpr& compare, Span where, const Scope& scope) {
    if (compare.op == CompareOp::in || compare.op == CompareOp::not_in) {
        return membership(compare, where, scope);
    }
    const Type boolean{Kind::boolean, 0, false, 0};
    const Type left = check(compare.left, scope);
    const bool equality = compare.op == CompareOp::is || compare.op == CompareOp::is_not ||
                          compare.op == CompareOp::equal;
    const bool none = std::holds_alternative<NoneLit>(tree_[compare.right].node);
    const Type right = check(compare.right, scope, left.is_error() ? nullptr : &left);
    if (left.is_error() || right.is_error()) {
        return boolean;
    }
    if (none) {
        // `X 为 无` asks; a whole record may be asked for too.
        if (left.is(Kind::table) || left.is(Kind::list) || !equality) {
            diagnostics_.add(Code::E0334_cannot_compare, where, mixed(left, right));
        }
        return boolean;
    }
    if (!comparable(left, right, where)) {
        return boolean;
    }
    const bool ordered = !left.is(Kind::boolean) && !left.is(Kind::text) &&
                         !left.is(Kind::enumeration) && !left.is(Kind::place);
    if (!equality && !ordered) {
        diagnostics_.add(Code::E0335_no_order, where, {describe(left)});
    }
    return boolean;
}

Type Checker::membership(const CompareExpr& compare, Span where, const Scope& scope) {
    const Type boolean{Kind::boolean, 0, false, 0};
    if (const auto* keys = std::get_if<SetExpr>(&tree_[compare.left].node)) {
        several_keys(*keys, compare.right, where, scope);
        this->set(compare.left, Type{});
        return boolean;
    }
    const Type left = check(compare.left, scope);
    const Type* wanted = left.is_error() ? nullptr : &left;
    const ExprNode& right = tree_[compare.right].node;
    if (const auto* set = std::get_if<SetExpr>(&right)) {
        for (const ExprId element : set->elements) {
            const Type type = check(element, scope, wanted);
            if (!left.is_error() && !type.is_error()) {
                comparable(left, type, span(element));
            }
        }
        this->set(compare.right, Type{});
        return boolean;
    }
    if (const auto* range = std::get_if<RangeExpr>(&right)) {
        for (const ExprId end : {range->low, range->high}) {
            const Type type = check(end, scope, wanted);
            if (!left.is_error() && !type.is_error()) {
                comparable(left, type, span(end));
            }
        }
        this->set(compare.right, Type{});
        return boolean;
    }
    const Type type = check(compare.right, scope, wanted);
    if (left.is_error() || type.is_error()) {
        return boolean;
    }
    if (type.is(Kind::table)) {
        const TableInfo& table = typed_.tables[type.ref];
        if (table.keys.size() != 1) {
            diagnostics_
                .add(Code::E0322_key_count, where,
                     {table.decl->name.text, std::to_string(table.keys.size()), std::string("1")})
                .label(table.decl->name.span, Note::declared_here);
        } else if (!table.keys[0].type.is_error()) {
            comparable(left, table.keys[0].type, where);
        }
        return boolean;
    }
    if (comparable(left, type, where) && !left.is(Kind::place) && !left.is(Kind::enumeration)) {
        diagnostics_.add(Code::E0336_not_a_set, span(compare.right), {describe(type)})
            .hint(Note::write_instead, {std::string("为")});
    }
    return boolean;
}

// (目录编码, 费用日期) 属于 药品: all keys of a table.
void Checker::several_keys(const SetExpr& keys, ExprId right, Span where, const Scope& scope) {
    const Type type = check(right, scope);
    if (type.is_error()) {
        return;
    }
    if (!type.is(Kind::table)) {
        diagnostics_.add(Code::E0310_set_alone, where);
        return;
    }
    const TableInfo& table = typed_.tables[type.ref];
    if (table.keys.size() != keys.elements.size()) {
        diagnostics_
            .add(Code::E0322_key_count, where,
                 {table.decl->name.text, std::to_string(table.keys.size()),
                  std::to_string(keys.elements.size())})
            .label(table.decl->name.span, Note::declared_here);
        return;
    }
    for (std::size_t k = 0; k < keys.elements.size(); ++k) {
        const Type wanted = typed_.tables[type.ref].keys[k].type;
        const Type own = check(keys.elements[k], scope, &wanted);
        if (!own.is_error() && !wanted.is_error()) {
            comparable(wanted, own, span(keys.elements[k]));
        }
    }
}

Type Checker::between(const BetweenExpr& between, Span where, const Scope& scope) {
    const Type boolean{Kind::boolean, 0, false, 0};
    for (const ExprId id : {between.subject, between.low, between.high.value_or(between.low)}) {
        if (id == between.low && between.high && id == *between.high) {
            continue;
        }
        const Type type = check(id, scope);
        if (type.is_error()) {
            continue;
        }
        if (!type.is(Kind::date)) {
            diagnostics_.add(Code::E0326_wrong_type, span(id), {Term::date, describe(type)});
        }
    }
    (void)where;
    return boolean;
}

}  // namespace pol::types
