#include "runtime/data/values.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include <fmt/format.h>

#include "runtime/data/other_types.h"
#include "runtime/value/date.h"
#include "runtime/value/money.h"

namespace pol::data {
namespace {

using claims::json::Value;

// The widest integer of a column.
__extension__ typedef __int128 Wide;  // NOLINT(modernize-use-using)

std::string taken(const Library& library, char* text) {
    std::string out = text == nullptr ? "" : text;
    library.free(text);
    return out;
}

Shape inside(const Library& library, duckdb_logical_type type) {
    Shape shape = shape_of(library, type);
    library.destroy_logical_type(&type);
    return shape;
}

std::string decimal_text(Wide value, int scale) {
    const bool negative = value < 0;
    std::string digits;
    for (Wide rest = negative ? -value : value; rest > 0 || digits.empty(); rest /= 10) {
        digits += static_cast<char>('0' + static_cast<int>(rest % 10));
    }
    while (digits.size() <= static_cast<std::size_t>(scale)) {
        digits += '0';
    }
    std::ranges::reverse(digits);
    if (scale > 0) {
        digits.insert(digits.size() - static_cast<std::size_t>(scale), ".");
    }
    return negative ? "-" + digits : digits;
}

Wide wide(const duckdb_hugeint& value) {
    return (static_cast<Wide>(value.upper) << 64U) | static_cast<Wide>(value.lower);
}

/// From where on a binary number stands for several whole ones it has an exponent, so that nobody
/// takes it for one of them.
template <class T>
std::string binary_text(T value) {
    constexpr T exact = static_cast<T>(std::uint64_t{1} << std::numeric_limits<T>::digits);
    if (value == 0) {
        return "0";  // a negative one too
    }
    constexpr int digits = std::numeric_limits<T>::max_digits10 - 1;
    const bool is_exact = std::abs(value) < exact || !std::isfinite(value);
    return is_exact ? fmt::format("{}", value) : fmt::format("{:.{}e}", value, digits);
}

/// Of a year of four digits.
bool is_common(std::int64_t day) {
    constexpr std::int64_t first = -719'162;  // 0001-01-01
    constexpr std::int64_t last = 2'932'896;  // 9999-12-31
    return day >= first && day <= last;
}

/// The day of a moment that begins one; nothing of others.
std::optional<std::int64_t> day_of(std::int64_t micros) {
    constexpr std::int64_t day = 86'400'000'000;
    const bool is_midnight = micros % day == 0 && is_common(micros / day);
    return is_midnight ? std::optional(micros / day) : std::nullopt;
}

}  // namespace

Shape shape_of(const Library& library, duckdb_logical_type type) {
    Shape shape;
    shape.id = library.get_type_id(type);
    switch (shape.id) {
    case DUCKDB_TYPE_DECIMAL:
        shape.held = library.decimal_internal_type(type);
        shape.scale = library.decimal_scale(type);
        break;
    case DUCKDB_TYPE_ENUM:
        shape.held = library.enum_internal_type(type);
        shape.codes.reserve(library.enum_dictionary_size(type));
        for (std::uint32_t i = 0; i < library.enum_dictionary_size(type); ++i) {
            shape.codes.push_back(taken(library, library.enum_dictionary_value(type, i)));
        }
        break;
    case DUCKDB_TYPE_LIST:
        shape.parts.push_back(inside(library, library.list_type_child_type(type)));
        break;
    case DUCKDB_TYPE_ARRAY:
        shape.parts.push_back(inside(library, library.array_type_child_type(type)));
        shape.size = library.array_type_array_size(type);
        break;
    case DUCKDB_TYPE_STRUCT:
        for (idx_t i = 0; i < library.struct_type_child_count(type); ++i) {
            shape.names.push_back(taken(library, library.struct_type_child_name(type, i)));
            shape.parts.push_back(inside(library, library.struct_type_child_type(type, i)));
        }
        break;
    case DUCKDB_TYPE_MAP: {
        Shape pair;
        pair.id = DUCKDB_TYPE_STRUCT;
        pair.names = {"key", "value"};
        pair.parts.push_back(inside(library, library.map_type_key_type(type)));
        pair.parts.push_back(inside(library, library.map_type_value_type(type)));
        shape.parts.push_back(std::move(pair));
        break;
    }
    case DUCKDB_TYPE_UNION:
        shape.parts.emplace_back().id = DUCKDB_TYPE_UTINYINT;
        for (idx_t i = 0; i < library.union_type_member_count(type); ++i) {
            shape.parts.push_back(inside(library, library.union_type_member_type(type, i)));
        }
        break;
    default:
        break;
    }
    return shape;
}

const char* unreadable(const Shape& shape) {
    switch (shape.id) {
    case DUCKDB_TYPE_INVALID:
        return "VARIANT";  // or another that the library's door has no name for
    case DUCKDB_TYPE_BLOB:
        return "BLOB";
    case DUCKDB_TYPE_BIT:
        return "BIT";
    case DUCKDB_TYPE_MAP:
        return "MAP";
    case DUCKDB_TYPE_UNION:
        return "UNION";
    case DUCKDB_TYPE_UUID:
        return "UUID";
    case DUCKDB_TYPE_INTERVAL:
        return "INTERVAL";
    case DUCKDB_TYPE_TIME:
    case DUCKDB_TYPE_TIME_TZ:
    case DUCKDB_TYPE_TIME_NS:
        return "TIME";
    case DUCKDB_TYPE_TIMESTAMP_S:
        return "TIMESTAMP_S";
    case DUCKDB_TYPE_TIMESTAMP_MS:
        return "TIMESTAMP_MS";
    case DUCKDB_TYPE_TIMESTAMP_NS:
        return "TIMESTAMP_NS";
    case DUCKDB_TYPE_UHUGEINT:
        return "UHUGEINT";
    case DUCKDB_TYPE_BIGNUM:
        return "BIGNUM";
    default:
        break;
    }
    for (const Shape& part : shape.parts) {
        if (const char* name = unreadable(part)) {
            return name;
        }
    }
    return nullptr;
}

View::View(const Library& library, const Shape& shape, duckdb_vector vector)
    : shape_(&shape),
      data_(library.vector_get_data(vector)),
      validity_(library.vector_get_validity(vector)) {
    parts_.reserve(shape.parts.size());
    for (std::size_t i = 0; i < shape.parts.size(); ++i) {
        const bool is_list = shape.id == DUCKDB_TYPE_LIST || shape.id == DUCKDB_TYPE_MAP;
        duckdb_vector part = is_list ? library.list_vector_get_child(vector)
                             : shape.id == DUCKDB_TYPE_ARRAY
                                 ? library.array_vector_get_child(vector)
                                 : library.struct_vector_get_child(vector, i);
        parts_.emplace_back(library, shape.parts[i], part);
    }
}

std::string_view View::text(std::size_t row) const {
    if (shape_->id == DUCKDB_TYPE_ENUM) {
        const auto code = static_cast<std::size_t>(integer(row).value_or(0));
        return code < shape_->codes.size() ? std::string_view(shape_->codes[code]) : "";
    }
    return view_of(at<duckdb_string_t>(row));
}

std::optional<std::int64_t> View::integer(std::size_t row) const {
    const bool stands_for = shape_->id == DUCKDB_TYPE_DECIMAL || shape_->id == DUCKDB_TYPE_ENUM;
    switch (stands_for ? shape_->held : shape_->id) {
    case DUCKDB_TYPE_BOOLEAN:
        return at<bool>(row) ? 1 : 0;
    case DUCKDB_TYPE_TINYINT:
        return at<std::int8_t>(row);
    case DUCKDB_TYPE_UTINYINT:
        return at<std::uint8_t>(row);
    case DUCKDB_TYPE_SMALLINT:
        return at<std::int16_t>(row);
    case DUCKDB_TYPE_USMALLINT:
        return at<std::uint16_t>(row);
    case DUCKDB_TYPE_INTEGER:
    case DUCKDB_TYPE_DATE:
        return at<std::int32_t>(row);
    case DUCKDB_TYPE_UINTEGER:
        return at<std::uint32_t>(row);
    case DUCKDB_TYPE_BIGINT:
        return at<std::int64_t>(row);
    default:
        return std::nullopt;
    }
}

View::Elements View::elements(std::size_t row) const {
    if (shape_->id == DUCKDB_TYPE_ARRAY) {
        return {row * shape_->size, shape_->size};
    }
    const auto& entry = at<duckdb_list_entry>(row);
    return {entry.offset, entry.length};
}

std::string View::digits(std::size_t row) const {
    if (const auto value = integer(row)) {
        return decimal_text(*value, shape_->scale);
    }
    switch (shape_->id) {
    case DUCKDB_TYPE_UBIGINT:
        return fmt::to_string(at<std::uint64_t>(row));
    case DUCKDB_TYPE_FLOAT:
        return binary_text(at<float>(row));
    case DUCKDB_TYPE_DOUBLE:
        return binary_text(at<double>(row));
    default:
        return decimal_text(wide(at<duckdb_hugeint>(row)), shape_->scale);
    }
}

std::string View::other(std::size_t row) const {
    const char* name = unreadable(*shape_);
    return text_of_other(opened_library(), shape_->id, data_, row)
        .value_or(name == nullptr ? "" : name);
}

void View::fill_scalar(Value& value, std::size_t row) const {
    using claims::json::Type;
    value.type = Type::text;
    switch (shape_->id) {
    case DUCKDB_TYPE_BOOLEAN:
        value.type = Type::boolean;
        value.truth = at<bool>(row);
        return;
    case DUCKDB_TYPE_VARCHAR:
    case DUCKDB_TYPE_ENUM:
        value.text = text(row);
        return;
    case DUCKDB_TYPE_DATE:
        value.text =
            is_common(at<std::int32_t>(row)) ? format_date(at<std::int32_t>(row)) : other(row);
        return;
    case DUCKDB_TYPE_TIMESTAMP:
    case DUCKDB_TYPE_TIMESTAMP_TZ:
        if (const auto day = day_of(at<std::int64_t>(row))) {
            value.text = format_date(*day);
        } else {
            value.text = other(row);
        }
        return;
    case DUCKDB_TYPE_SQLNULL:
        value.type = Type::null;
        return;
    default:
        break;
    }
    if (unreadable(*shape_) != nullptr) {
        value.text = other(row);
        return;
    }
    value.text = digits(row);
    value.type = Type::number;
}

Value View::tree(std::size_t row) const {
    using claims::json::Type;
    Value value;
    if (is_null(row)) {
        return value;
    }
    switch (shape_->id) {
    case DUCKDB_TYPE_LIST:
    case DUCKDB_TYPE_MAP:
    case DUCKDB_TYPE_ARRAY: {
        value.type = Type::array;
        const Elements all = elements(row);
        value.items.reserve(all.count);
        for (std::size_t i = 0; i < all.count; ++i) {
            value.items.push_back(parts_.front().tree(all.first + i));
        }
        break;
    }
    case DUCKDB_TYPE_STRUCT:
        value.type = Type::object;
        value.keys = shape_->names;
        value.items.reserve(parts_.size());
        for (const View& part : parts_) {
            value.items.push_back(part.tree(row));
        }
        break;
    case DUCKDB_TYPE_UNION: {
        const auto which = static_cast<std::size_t>(parts_.front().integer(row).value_or(0)) + 1;
        return which < parts_.size() ? parts_[which].tree(row) : value;
    }
    default:
        fill_scalar(value, row);
    }
    return value;
}

Value names_of(const Shape& shape) {
    using claims::json::Type;
    Value value;
    if (shape.id == DUCKDB_TYPE_STRUCT) {
        value.type = Type::object;
        value.keys = shape.names;
    } else if (shape.id == DUCKDB_TYPE_LIST || shape.id == DUCKDB_TYPE_ARRAY) {
        value.type = Type::array;
    }
    value.items.reserve(shape.parts.size());
    for (const Shape& part : shape.parts) {
        value.items.push_back(names_of(part));
    }
    return value;
}

}  // namespace pol::data
