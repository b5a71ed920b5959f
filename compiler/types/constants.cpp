// Literals as values.
#include <algorithm>

#include "compiler/types/types.h"
#include "runtime/value/money.h"

namespace pol::types {

using namespace syntax;

namespace {

std::optional<std::int64_t> decimal(const std::string& digits, int scale) {
    const Decimal d = parse_decimal(digits, scale);
    if (d.error) {
        return std::nullopt;
    }
    return d.value;
}

std::optional<std::int64_t> quantity(const QuantityLit& q, Kind kind) {
    switch (q.unit) {
    case Unit::yuan:
        return kind == Kind::money   ? decimal(q.digits, 2)
               : kind == Kind::price ? decimal(q.digits, 6)
                                     : std::nullopt;
    case Unit::yuan_each:
        return kind == Kind::price ? decimal(q.digits, 6) : std::nullopt;
    case Unit::ten_thousand_yuan:
        return kind == Kind::money ? decimal(q.digits, 6) : std::nullopt;
    case Unit::fen:
        return kind == Kind::money ? decimal(q.digits, 0) : std::nullopt;
    case Unit::percent:
        return kind == Kind::rate ? decimal(q.digits, 2) : std::nullopt;
    case Unit::points:
        return kind == Kind::points ? decimal(q.digits, 2) : std::nullopt;
    case Unit::times:
        return kind == Kind::factor ? decimal(q.digits, 4) : std::nullopt;
    case Unit::age:
        return kind == Kind::integer ? decimal(q.digits, 0) : std::nullopt;
    case Unit::day:
    case Unit::month:
    case Unit::year:
    case Unit::workday:
        return kind == Kind::duration ? decimal(q.digits, 0) : std::nullopt;
    }
    return std::nullopt;
}

// An enum's value by its name or its code.
std::optional<std::int64_t> value_of(const abi::Enum& enumeration, const std::string& text) {
    for (std::size_t i = 0; i < enumeration.values.size(); ++i) {
        if (enumeration.values[i].name == text) {
            return static_cast<std::int64_t>(i);
        }
    }
    for (std::size_t i = 0; i < enumeration.values.size(); ++i) {
        if (enumeration.values[i].code == text) {
            return static_cast<std::int64_t>(i);
        }
    }
    return std::nullopt;
}

std::optional<std::int64_t> text_index(const Typed& typed, const std::string& text) {
    const auto found = typed.text_index.find(text);
    if (found == typed.text_index.end()) {
        return std::nullopt;
    }
    return found->second;
}

}  // namespace

std::optional<std::int64_t> constant(const Tree& tree, const Typed& typed, ExprId id,
                                     const Type& type) {
    const ExprNode& node = tree[id].node;
    if (const auto* n = std::get_if<NegateExpr>(&node)) {
        const auto value = constant(tree, typed, n->operand, type);
        if (!value || type.is(Kind::place) || type.is(Kind::enumeration) || type.is(Kind::text)) {
            return std::nullopt;
        }
        return -*value;
    }
    if (const auto* q = std::get_if<QuantityLit>(&node)) {
        return quantity(*q, type.kind);
    }
    if (const auto* d = std::get_if<DateLit>(&node)) {
        return type.is(Kind::date) ? std::optional(d->days) : std::nullopt;
    }
    if (const auto* b = std::get_if<BoolLit>(&node)) {
        return type.is(Kind::boolean) ? std::optional<std::int64_t>(b->value) : std::nullopt;
    }
    if (const auto* n = std::get_if<NumberLit>(&node)) {
        if (type.is(Kind::integer) || type.is(Kind::place)) {
            return decimal(n->digits, 0);
        }
        if (type.is(Kind::quantity)) {
            return decimal(n->digits, 6);
        }
        if (type.is(Kind::enumeration)) {
            return value_of(typed.vocabulary.enums[type.ref], n->digits);
        }
        return std::nullopt;
    }
    if (const auto* s = std::get_if<StringLit>(&node)) {
        if (type.is(Kind::text)) {
            return text_index(typed, s->text);
        }
        if (type.is(Kind::enumeration)) {
            return value_of(typed.vocabulary.enums[type.ref], s->text);
        }
        if (type.is(Kind::place) || type.is(Kind::integer)) {
            return decimal(s->text, 0);
        }
        return std::nullopt;
    }
    if (const auto* n = std::get_if<NameExpr>(&node)) {
        return type.is(Kind::enumeration) ? value_of(typed.vocabulary.enums[type.ref], n->text)
                                          : std::nullopt;
    }
    return std::nullopt;
}

}  // namespace pol::types
