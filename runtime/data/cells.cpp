#include "runtime/data/cells.h"

#include <array>
#include <cmath>
#include <utility>

#include "runtime/value/date.h"
#include "runtime/value/money.h"

namespace pol::data {
namespace {

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

/// The decimal of at most fifteen digits whose nearest double it is, which is then its shortest
/// text; nothing where it is no such number.
Number of_double(double value, int scale, std::int64_t high) {
    constexpr double most = 1e15;
    double power = 1;
    for (int i = 0; i < scale; ++i) {
        power *= 10;
    }
    const double units = std::nearbyint(value * power);
    const bool is_exact = units >= 0 && units <= most && units / power == value;
    const auto whole = is_exact ? static_cast<std::int64_t>(units) : -1;
    return whole >= 0 && whole <= high ? Number(whole) : std::nullopt;
}

/// In units of 10^-scale; nothing where it is negative, large, or has further decimals that a table
/// of that type could hold.
Number amount(const Cell& cell, int scale, std::int64_t high) {
    constexpr std::array<std::int64_t, 7> powers{1, 10, 100, 1'000, 10'000, 100'000, 1'000'000};
    const Shape& shape = cell.view->shape();
    if (shape.id == DUCKDB_TYPE_VARCHAR) {
        const Decimal read = parse_decimal(cell.view->text(cell.row), scale);
        const bool is_good = !read.error && read.value >= 0 && read.value <= high;
        return is_good ? Number(read.value) : std::nullopt;
    }
    if (shape.id == DUCKDB_TYPE_DOUBLE) {
        return of_double(cell.view->number(cell.row), scale, high);
    }
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

}  // namespace

bool has_text(const Shape& shape) {
    return shape.id == DUCKDB_TYPE_VARCHAR || shape.id == DUCKDB_TYPE_ENUM;
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

Number value_of(const Cell& cell, const abi::Field& field, claims::FieldReader& fields) {
    const Shape& shape = cell.view->shape();
    switch (field.kind) {
    case abi::Kind::boolean:
        return shape.id == DUCKDB_TYPE_BOOLEAN ? cell.view->integer(cell.row) : std::nullopt;
    case abi::Kind::money:
        return amount(cell, 2, greatest(field));
    case abi::Kind::number:
        return amount(cell, field.scale, greatest(field));
    case abi::Kind::date: {
        if (shape.id == DUCKDB_TYPE_VARCHAR) {
            return parse_date(cell.view->text(cell.row));
        }
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

std::string_view text_at(const std::vector<View>& views, const std::optional<Path>& path,
                         std::size_t row) {
    const Cell cell = path ? cell_at(views, *path, row) : Cell{};
    return cell.view == nullptr || !has_text(cell.view->shape()) ? std::string_view()
                                                                 : cell.view->text(cell.row);
}

bool is_plain_amount(const Shape& shape, int scale) {
    const bool is_wide = shape.id == DUCKDB_TYPE_BIGINT ||
                         (shape.id == DUCKDB_TYPE_DECIMAL && shape.held == DUCKDB_TYPE_BIGINT);
    return is_wide && shape.scale == scale;
}

std::int64_t greatest(const abi::Field& field) {
    constexpr std::int64_t of_numbers = 1'000'000'000'000'000;
    constexpr std::int64_t of_rates = 10'000;
    if (field.kind == abi::Kind::money) {
        return kMoneyBound;
    }
    return field.scale == kRateScale ? of_rates : of_numbers;
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

bool read_elements(const std::vector<View>& views, const Places::List& place, std::size_t row,
                   const std::vector<abi::Field>& named, claims::FieldReader& fields,
                   claims::ListValues& values) {
    const Cell cell = place.path ? cell_at(views, *place.path, row) : Cell{};
    if (cell.view == nullptr) {
        return true;
    }
    const View::Elements elements = cell.view->elements(cell.row);
    const View& element = cell.view->parts().front();
    values.count = static_cast<std::int64_t>(elements.count);
    values.values.resize(elements.count * named.size());
    values.present.resize(values.values.size());
    std::size_t slot = 0;
    for (std::size_t i = 0; i < elements.count; ++i) {
        if (element.is_null(elements.first + i)) {
            return false;
        }
        for (std::size_t f = 0; f < named.size(); ++f, ++slot) {
            if (!read_field(element.parts(), place.fields[f], elements.first + i, named[f], fields,
                            {&values.values[slot], &values.present[slot]})) {
                return false;
            }
        }
    }
    return true;
}

Places places_of(const Columns& columns, const abi::Vocabulary& vocabulary) {
    Places places;
    places.is_plain = vocabulary.filed.empty();
    const auto only = [&places](std::vector<Path> found) {
        places.is_plain = places.is_plain && found.size() <= 1;
        return found.empty() ? std::nullopt : std::optional(std::move(found.front()));
    };
    const auto column = [&](std::string_view external) {
        return only(paths_of(columns.names, columns.shapes, external));
    };
    places.number = column(vocabulary.number());
    places.person = column("psn_no");
    places.reversal = column("refd_setl_flag");
    places.original = column("init_setl_id");
    places.fee_lines = column("feedetail");
    places.fields.reserve(vocabulary.fields.size());
    for (const abi::Field& field : vocabulary.fields) {
        places.fields.push_back(column(field.external));
    }
    places.lists.reserve(vocabulary.lists.size());
    for (const abi::ListField& list : vocabulary.lists) {
        Places::List& made = places.lists.emplace_back(Places::List{column(list.external), {}});
        const std::vector<Shape>* elements = nullptr;
        if (made.path) {
            const std::vector<Shape>* shapes = &columns.shapes;
            const Shape* shape = nullptr;
            for (const std::size_t index : *made.path) {
                shape = &(*shapes)[index];
                shapes = &shape->parts;
            }
            elements = shape->id == DUCKDB_TYPE_LIST ? &shape->parts : nullptr;
            places.is_plain = places.is_plain && elements != nullptr &&
                              elements->front().id == DUCKDB_TYPE_STRUCT;
        }
        made.fields.reserve(list.fields.size());
        for (const abi::Field& field : list.fields) {
            made.fields.push_back(elements == nullptr
                                      ? std::nullopt
                                      : only(paths_of(elements->front().names,
                                                      elements->front().parts, field.external)));
        }
    }
    return places;
}

}  // namespace pol::data
