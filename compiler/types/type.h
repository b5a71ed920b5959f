// The types of the language, as its users know them.
#pragma once

#include <cstdint>

#include "compiler/diagnostics/catalogue.h"

namespace pol::types {

enum class Kind : std::uint8_t {
    error,  ///< something was wrong and has been reported; fits everywhere
    none,   ///< 无 alone
    boolean,
    money,
    rate,
    points,
    factor,
    price,
    quantity,
    integer,
    date,
    duration,
    text,
    place,
    enumeration,
    record,  ///< the claim, or a record inside it
    list,    ///< a list of records
    table,   ///< a table's keys, as the right side of 属于
};

struct Type {
    Kind kind = Kind::error;
    std::uint8_t scale =
        0;  ///< decimals beyond the kind's own unit: above zero an exact product, not yet rounded
    bool optional = false;
    std::uint32_t ref = 0;  ///< enumeration: into `Vocabulary::enums`; duration: syntax::Unit; list
                            ///< and table: their index

    friend bool operator==(const Type&, const Type&) = default;
    [[nodiscard]] bool is(Kind k) const { return kind == k; }
    [[nodiscard]] bool is_error() const { return kind == Kind::error; }
};

/// The decimals that a stored value of a kind has: fen 0 (of fen), rates, points and factors 4,
/// prices and quantities 6.
[[nodiscard]] constexpr std::uint8_t unit_scale(Kind kind) {
    switch (kind) {
    case Kind::rate:
    case Kind::points:
    case Kind::factor:
        return 4;
    case Kind::price:
    case Kind::quantity:
        return 6;
    default:
        return 0;
    }
}

[[nodiscard]] constexpr Term term_of(Kind kind) {
    switch (kind) {
    case Kind::error:
    case Kind::none:
        return Term::nothing;
    case Kind::boolean:
        return Term::boolean;
    case Kind::money:
        return Term::money;
    case Kind::rate:
        return Term::rate;
    case Kind::points:
        return Term::points;
    case Kind::factor:
        return Term::factor;
    case Kind::price:
        return Term::price;
    case Kind::quantity:
        return Term::quantity;
    case Kind::integer:
        return Term::integer;
    case Kind::date:
        return Term::date;
    case Kind::duration:
        return Term::duration;
    case Kind::text:
        return Term::text;
    case Kind::place:
        return Term::place;
    case Kind::enumeration:
        return Term::enumeration;
    case Kind::record:
        return Term::record;
    case Kind::list:
        return Term::list;
    case Kind::table:
        return Term::table;
    }
    return Term::nothing;
}

}  // namespace pol::types
