#include "runtime/data/direct.h"

#include <algorithm>
#include <array>
#include <string>

#include "runtime/value/date.h"
#include "runtime/value/money.h"

namespace pol::data {
namespace {

/// A view with the row that is meant in it; without a view the value is absent.
struct Cell {
    const View* view = nullptr;
    std::size_t row = 0;
};

/// Paths of `external` in parts of these names.
void find_paths(const std::vector<std::string>& names, const std::vector<Shape>& shapes,
                std::string_view external, Path& above, std::vector<Path>& found) {
    for (std::size_t i = 0; i < names.size(); ++i) {
        above.push_back(i);
        if (names[i] == external) {
            found.push_back(above);
        } else if (external.starts_with(names[i]) && external[names[i].size()] == '.' &&
                   shapes[i].id == DUCKDB_TYPE_STRUCT) {
            find_paths(shapes[i].names, shapes[i].parts, external.substr(names[i].size() + 1),
                       above, found);
        }
        above.pop_back();
    }
}

std::vector<Path> paths_of(const std::vector<std::string>& names, const std::vector<Shape>& shapes,
                           std::string_view external) {
    Path above;
    std::vector<Path> found;
    find_paths(names, shapes, external, above, found);
    return found;
}

Cell cell_at(const std::vector<View>& views, const Path& path, std::size_t row) {
    const std::vector<View>* parts = &views;
    const View* view = nullptr;
    for (const std::size_t index : path) {
        view = &(*parts)[index];
        if (view->is_null(row)) {
            return {};
        }
        parts = &view->parts();
    }
    return {view, row};
}

bool has_text(const Shape& shape) {
    return shape.id == DUCKDB_TYPE_VARCHAR || shape.id == DUCKDB_TYPE_ENUM;
}

bool has_digits(const Shape& shape) {
    switch (shape.id) {
    case DUCKDB_TYPE_DECIMAL:
    case DUCKDB_TYPE_TINYINT:
    case DUCKDB_TYPE_SMALLINT:
    case DUCKDB_TYPE_INTEGER:
    case DUCKDB_TYPE_BIGINT:
        return true;
    default:
        return false;
    }
}

using Number = std::optional<std::int64_t>;

/// In units of 10^-scale; nothing where it is negative, large, or has further decimals that a table
/// of that type could hold.
Number amount(const Cell& cell, int scale, std::int64_t high) {
    constexpr std::array<std::int64_t, 7> powers{1, 10, 100, 1'000, 10'000, 100'000, 1'000'000};
    const Shape& shape = cell.view->shape();
    const int more = scale - shape.scale;
    const Number value = has_digits(shape) ? cell.view->integer(cell.row) : std::nullopt;
    if (!value || more < 0 || more >= static_cast<int>(powers.size()) || *value < 0) {
        return std::nullopt;
    }
    const std::int64_t power = powers[static_cast<std::size_t>(more)];
    return *value <= high / power ? Number(*value * power) : std::nullopt;
}

Number place(const Cell& cell) {
    constexpr std::size_t digits = 6;
    const std::string_view text = cell.view->text(cell.row);
    std::int64_t value = 0;
    for (const char c : text) {
        if (c < '0' || c > '9' || text.size() != digits) {
            return std::nullopt;
        }
        value = value * 10 + (c - '0');
    }
    constexpr std::int64_t least = 100'000;
    return value >= least ? Number(value) : std::nullopt;
}

/// The value of a cell that is there; nothing where it needs a closer look.
Number value_of(const Cell& cell, const abi::Field& field, claims::FieldReader& fields) {
    constexpr std::int64_t of_numbers = 1'000'000'000'000'000;
    constexpr std::int64_t of_rates = 10'000;
    const Shape& shape = cell.view->shape();
    switch (field.kind) {
    case abi::Kind::boolean:
        return shape.id == DUCKDB_TYPE_BOOLEAN ? cell.view->integer(cell.row) : std::nullopt;
    case abi::Kind::money:
        return amount(cell, 2, kMoneyBound);
    case abi::Kind::number:
        return amount(cell, field.scale, field.scale == kRateScale ? of_rates : of_numbers);
    case abi::Kind::date: {
        const Number day =
            shape.id == DUCKDB_TYPE_DATE ? cell.view->integer(cell.row) : std::nullopt;
        return day && *day >= kFirstDay && *day <= kLastDay ? day : std::nullopt;
    }
    case abi::Kind::text:
    case abi::Kind::place:
    case abi::Kind::code:
        break;
    }
    if (!has_text(shape) || cell.view->text(cell.row).empty()) {
        return std::nullopt;
    }
    if (field.kind == abi::Kind::place) {
        return place(cell);
    }
    const std::string_view text = cell.view->text(cell.row);
    return field.kind == abi::Kind::text ? Number(fields.scalars().intern(text))
                                         : fields.scalars().find_code(field.enumeration, text);
}

bool read_text(const std::vector<View>& views, const std::optional<Path>& path, std::size_t row,
               std::string& text) {
    const Cell cell = path ? cell_at(views, *path, row) : Cell{};
    if (cell.view == nullptr || !has_text(cell.view->shape())) {
        return false;
    }
    text = cell.view->text(cell.row);
    return !text.empty();
}

bool read_field(const std::vector<View>& views, const std::optional<Path>& path, std::size_t row,
                const abi::Field& field, claims::FieldReader& fields, claims::Slots slot) {
    const Cell cell = path ? cell_at(views, *path, row) : Cell{};
    if (cell.view == nullptr) {
        return true;
    }
    const Number value = value_of(cell, field, fields);
    *slot.values = value.value_or(0);
    *slot.present = value ? 1 : 0;
    return value.has_value();
}

}  // namespace

DirectRows::DirectRows(const Columns& columns, const abi::Vocabulary& vocabulary)
    : vocabulary_(vocabulary) {
    const auto only = [this](std::vector<Path> found) {
        is_plain_ = is_plain_ && found.size() <= 1;
        return found.empty() ? std::nullopt : std::optional(std::move(found.front()));
    };
    const auto column = [&](std::string_view external) {
        return only(paths_of(columns.names, columns.shapes, external));
    };
    is_plain_ = vocabulary.filed.empty();
    number_ = column(vocabulary.number());
    person_ = column("psn_no");
    reversal_ = column("refd_setl_flag");
    original_ = column("init_setl_id");
    fee_lines_ = column("feedetail");
    fields_.reserve(vocabulary.fields.size());
    for (const abi::Field& field : vocabulary.fields) {
        fields_.push_back(column(field.external));
    }
    lists_.reserve(vocabulary.lists.size());
    for (const abi::ListField& list : vocabulary.lists) {
        List& made = lists_.emplace_back(List{column(list.external), {}});
        const std::vector<Shape>* elements = nullptr;
        if (made.path) {
            const std::vector<Shape>* shapes = &columns.shapes;
            const Shape* shape = nullptr;
            for (const std::size_t index : *made.path) {
                shape = &(*shapes)[index];
                shapes = &shape->parts;
            }
            elements = shape->id == DUCKDB_TYPE_LIST ? &shape->parts : nullptr;
            is_plain_ =
                is_plain_ && elements != nullptr && elements->front().id == DUCKDB_TYPE_STRUCT;
        }
        made.fields.reserve(list.fields.size());
        for (const abi::Field& field : list.fields) {
            made.fields.push_back(elements == nullptr
                                      ? std::nullopt
                                      : only(paths_of(elements->front().names,
                                                      elements->front().parts, field.external)));
        }
    }
}

bool DirectRows::read(const std::vector<View>& views, std::size_t row, claims::FieldReader& fields,
                      const claims::ClaimBuilder& builder, claims::Claim& claim) const {
    if (!is_plain_ || !read_names(views, row, claim)) {
        return false;
    }
    for (std::size_t i = 0; i < fields_.size(); ++i) {
        if (!read_field(views, fields_[i], row, vocabulary_.fields[i], fields,
                        {&claim.values[i], &claim.present[i]})) {
            return false;
        }
    }
    for (std::size_t i = 0; i < lists_.size(); ++i) {
        if (!read_list(views, row, i, fields, claim)) {
            return false;
        }
    }
    const Cell lines = fee_lines_ ? cell_at(views, *fee_lines_, row) : Cell{};
    const bool has_lines = lines.view != nullptr && (lines.view->shape().id != DUCKDB_TYPE_LIST ||
                                                     lines.view->elements(row).count > 0);
    return builder.complete(claim, has_lines);
}

bool DirectRows::read_names(const std::vector<View>& views, std::size_t row,
                            claims::Claim& claim) const {
    const Cell flag = reversal_ ? cell_at(views, *reversal_, row) : Cell{};
    const bool is_reversal =
        flag.view != nullptr &&
        (flag.view->shape().id != DUCKDB_TYPE_BOOLEAN || flag.view->integer(row) != 0);
    const bool has_original = original_ && cell_at(views, *original_, row).view != nullptr;
    return !is_reversal && read_text(views, number_, row, claim.setl_id) &&
           read_text(views, person_, row, claim.psn_no) &&
           (!has_original || read_text(views, original_, row, claim.init_setl_id));
}

bool DirectRows::read_list(const std::vector<View>& views, std::size_t row, std::size_t index,
                           claims::FieldReader& fields, claims::Claim& claim) const {
    const List& list = lists_[index];
    const Cell cell = list.path ? cell_at(views, *list.path, row) : Cell{};
    if (cell.view == nullptr) {
        return true;
    }
    const std::vector<abi::Field>& named = vocabulary_.lists[index].fields;
    const View::Elements elements = cell.view->elements(row);
    const View& element = cell.view->parts().front();
    claims::ListValues& values = claim.lists[index];
    values.count = static_cast<std::int64_t>(elements.count);
    values.values.resize(elements.count * named.size());
    values.present.resize(values.values.size());
    std::size_t slot = 0;
    for (std::size_t i = 0; i < elements.count; ++i) {
        if (element.is_null(elements.first + i)) {
            return false;
        }
        for (std::size_t field = 0; field < named.size(); ++field, ++slot) {
            if (!read_field(element.parts(), list.fields[field], elements.first + i, named[field],
                            fields, {&values.values[slot], &values.present[slot]})) {
                return false;
            }
        }
    }
    return true;
}

}  // namespace pol::data
