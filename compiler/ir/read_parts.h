// The small parts that the forms of printed IR consist of, each taken off a cursor.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "compiler/ir/forms.h"
#include "compiler/ir/program.h"

namespace pol::ir {

/// A word that names something, by one of the functions of names.h.
template <class T>
T read_named(Cursor& cursor, std::optional<T> (*named)(std::string_view), std::string_view what) {
    const std::string_view word = cursor.word(what);
    const std::optional<T> value = named(word);
    if (!value) {
        cursor.fail(what, word);
    }
    return value.value_or(T{});
}

/// Ids of one kind, each behind its mark, up to the first item that is none.
template <class T>
std::vector<T> read_ids(Cursor& cursor, std::string_view mark, std::string_view what) {
    std::vector<T> ids;
    while (cursor.at_prefix(mark)) {
        ids.push_back({cursor.number<std::uint32_t>(mark, what)});
    }
    return ids;
}

/// The number of an item, which must be the next one.
void read_next_number(Cursor& cursor, std::size_t next);

[[nodiscard]] Type read_type(Cursor& cursor);
[[nodiscard]] QuantityId read_quantity_id(Cursor& cursor);
[[nodiscard]] NodeId read_node_id(Cursor& cursor);
/// `cites=0,2` and `@0:120-134`; nothing where they do not stand.
[[nodiscard]] std::vector<CiteId> read_cites(Cursor& cursor);
[[nodiscard]] Span read_span(Cursor& cursor);

/// What follows the first word of the list.
void read_field(Cursor& cursor, std::vector<abi::Field>& fields);
[[nodiscard]] abi::EnumValue read_enum_value(Cursor& cursor);
[[nodiscard]] Column read_column(Cursor& cursor);
[[nodiscard]] Row read_row(Cursor& cursor);
[[nodiscard]] std::vector<Cell> read_cells(Cursor& cursor);
[[nodiscard]] Node read_node(Cursor& cursor);
/// A step or an output, put where it belongs.
void read_benefit_item(Cursor& cursor, std::string_view word, Benefit& benefit);

}  // namespace pol::ir
