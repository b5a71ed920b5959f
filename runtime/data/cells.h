// Where the fields of a claim stand in the columns of one table, and the plain values of its cells.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/abi/vocabulary.h"
#include "runtime/claims/fields.h"
#include "runtime/data/rows.h"
#include "runtime/data/values.h"

namespace pol::data {

/// Where a value stands: a column, then parts of structs.
using Path = std::vector<std::size_t>;

/// A view with the row that is meant in it; without a view the value is absent.
struct Cell {
    const View* view = nullptr;
    std::size_t row = 0;
};

struct Places {
    struct List {
        std::optional<Path> path;
        std::vector<std::optional<Path>> fields;  ///< from the element on
    };
    bool is_plain = true;  ///< no field stands in two places, and lists are lists of structs
    std::optional<Path> number;
    std::optional<Path> person;
    std::optional<Path> reversal;
    std::optional<Path> original;
    std::optional<Path> fee_lines;
    std::vector<std::optional<Path>> fields;  ///< by `Vocabulary::fields`
    std::vector<List> lists;                  ///< by `Vocabulary::lists`
};

[[nodiscard]] Places places_of(const Columns& columns, const abi::Vocabulary& vocabulary);

[[nodiscard]] Cell cell_at(const std::vector<View>& views, const Path& path, std::size_t row);

/// Of a type whose values are texts.
[[nodiscard]] bool has_text(const Shape& shape);

using Number = std::optional<std::int64_t>;

/// The value of a cell that is there; nothing where it needs a closer look.
[[nodiscard]] Number value_of(const Cell& cell, const abi::Field& field,
                              claims::FieldReader& fields);
/// Empty where there is no text, or an empty one.
[[nodiscard]] std::string_view text_at(const std::vector<View>& views,
                                       const std::optional<Path>& path, std::size_t row);
/// Whole numbers of `scale` decimals that a type holds in 64 bits as they are.
[[nodiscard]] bool is_plain_amount(const Shape& shape, int scale);
/// The greatest amount or number of a field; the least is zero.
[[nodiscard]] std::int64_t greatest(const abi::Field& field);
/// False where a value is there and needs a closer look.
[[nodiscard]] bool read_field(const std::vector<View>& views, const std::optional<Path>& path,
                              std::size_t row, const abi::Field& field, claims::FieldReader& fields,
                              claims::Slots slot);

/// The elements of a list, defaults not applied; none where it is absent. False where anything
/// about them needs a closer look.
[[nodiscard]] bool read_elements(const std::vector<View>& views, const Places::List& place,
                                 std::size_t row, const std::vector<abi::Field>& named,
                                 claims::FieldReader& fields, claims::ListValues& values);

}  // namespace pol::data
