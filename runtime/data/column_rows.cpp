#include "runtime/data/column_rows.h"

#include <algorithm>
#include <optional>

#include "runtime/value/date.h"

namespace pol::data {

namespace {

/// Whether all values that are there do; the others may be anything.
template <class T>
bool lie_between(const View& view, std::size_t from, std::size_t count, std::int64_t low,
                 std::int64_t high) {
    const T* values = static_cast<const T*>(view.data()) + from;
    const auto is_outside = [&](std::size_t i) {
        return (values[i] < static_cast<T>(low)) | (values[i] > static_cast<T>(high));
    };
    bool any = false;
    for (std::size_t i = 0; i < count && view.validity() == nullptr; ++i) {
        any |= is_outside(i);
    }
    for (std::size_t i = 0; i < count && view.validity() != nullptr; ++i) {
        any |= is_outside(i) & !view.is_null(from + i);
    }
    return !any;
}

/// The view of a column that is no part of another; null of others.
const View* own_view(const std::vector<View>& views, const std::optional<Path>& path) {
    return path && path->size() == 1 ? &views[path->front()] : nullptr;
}

}  // namespace

ColumnRows::ColumnRows(const Places& places, const abi::Vocabulary& vocabulary)
    : places_(places),
      vocabulary_(vocabulary),
      has_lists_(places.fee_lines ||
                 std::any_of(places.lists.begin(), places.lists.end(),
                             [](const Places::List& list) { return list.path.has_value(); })),
      known_(vocabulary.fields.size()) {}

/// Rows of a chunk, and where they begin in the batch.
struct ColumnRows::Rows {
    const std::vector<View>& views;
    std::size_t from = 0;
    std::size_t count = 0;
    std::size_t base = 0;

    [[nodiscard]] Cell cell(const std::optional<Path>& path, std::size_t i) const {
        return path ? cell_at(views, *path, from + i) : Cell{};
    }
};

void ColumnRows::forget_codes() {
    for (KnownTexts& known : known_) {
        known.clear();
    }
}

void ColumnRows::add(const std::vector<View>& views, std::size_t from, std::size_t to,
                     claims::FieldReader& fields, batch::ColumnBatch& batch) {
    const Rows rows{views, from, to - from, batch.rows()};
    batch.add_rows(rows.count);
    for (std::size_t i = 0; !places_.is_plain && i < rows.count; ++i) {
        batch.set_alone(rows.base + i);
    }
    add_names(rows, batch);
    if (!places_.is_plain) {
        return;
    }
    for (std::size_t column = 0; column < batch.fields().size(); ++column) {
        add_field(rows, column, fields, batch);
    }
    if (has_lists_) {
        add_lists(rows, fields, batch);
    }
}

void ColumnRows::add_names(const Rows& rows, batch::ColumnBatch& batch) const {
    const View* numbers = own_view(rows.views, places_.number);
    const View* people = own_view(rows.views, places_.person);
    if (numbers != nullptr && people != nullptr && !places_.reversal && !places_.original &&
        add_names_as_they_are(rows, *numbers, *people, batch)) {
        return;
    }
    for (std::size_t i = 0; i < rows.count; ++i) {
        const Cell flag = rows.cell(places_.reversal, i);
        const bool is_reversal =
            flag.view != nullptr &&
            (flag.view->shape().id != DUCKDB_TYPE_BOOLEAN || flag.view->integer(flag.row) != 0);
        const bool has_original = rows.cell(places_.original, i).view != nullptr;
        const std::string_view number = text_at(rows.views, places_.number, rows.from + i);
        const std::string_view person = text_at(rows.views, places_.person, rows.from + i);
        if (number.empty() || person.empty() || is_reversal || has_original) {
            batch.set_alone(rows.base + i);
        }
        batch.set_names(rows.base + i, number, person);
    }
}

/// Texts that are all there; whether they are.
bool ColumnRows::add_names_as_they_are(const Rows& rows, const View& numbers, const View& people,
                                       batch::ColumnBatch& batch) {
    const bool are_there = numbers.texts() != nullptr && people.texts() != nullptr &&
                           numbers.validity() == nullptr && people.validity() == nullptr;
    if (!are_there) {
        return false;
    }
    const duckdb_string_t* number = numbers.texts() + rows.from;
    const duckdb_string_t* person = people.texts() + rows.from;
    for (std::size_t i = 0; i < rows.count; ++i) {
        if (number[i].value.inlined.length == 0 || person[i].value.inlined.length == 0) {
            batch.set_alone(rows.base + i);
        }
        batch.set_names(rows.base + i, view_of(number[i]), view_of(person[i]));
    }
    return true;
}

void ColumnRows::add_field(const Rows& rows, std::size_t column, claims::FieldReader& fields,
                           batch::ColumnBatch& batch) {
    const std::uint32_t index = batch.fields()[column].index;
    const abi::Field& field = vocabulary_.fields[index];
    if (places_.fields[index] && !copy_field(rows, column, batch) &&
        !look_up_field(rows, column, fields, batch)) {
        read_field(rows, column, fields, batch);
    }
    const batch::ColumnValues& values = batch.field(column);
    if (!field.required || field.fallback.kind != abi::Default::Kind::none ||
        values.has_all(rows.base, rows.count)) {
        return;
    }
    for (std::size_t row = rows.base; row < rows.base + rows.count; ++row) {
        if (!values.has(row)) {
            batch.set_alone(row);
        }
    }
}

/// A column whose values lie there as the batch wants them, all in bounds, is copied.
bool ColumnRows::copy_field(const Rows& rows, std::size_t column, batch::ColumnBatch& batch) const {
    const std::uint32_t index = batch.fields()[column].index;
    const abi::Field& field = vocabulary_.fields[index];
    const View* view = own_view(rows.views, places_.fields[index]);
    if (view == nullptr) {
        return false;
    }
    const bool is_amount = field.kind == abi::Kind::money || field.kind == abi::Kind::number;
    const int scale = field.kind == abi::Kind::money ? 2 : field.scale;
    bool is_good = false;
    if (is_amount && is_plain_amount(view->shape(), scale)) {
        is_good = lie_between<std::int64_t>(*view, rows.from, rows.count, 0, greatest(field));
    } else if (field.kind == abi::Kind::date && view->shape().id == DUCKDB_TYPE_DATE) {
        is_good = lie_between<std::int32_t>(*view, rows.from, rows.count, kFirstDay, kLastDay);
    } else if (field.kind == abi::Kind::boolean && view->shape().id == DUCKDB_TYPE_BOOLEAN) {
        is_good = true;
    }
    if (is_good) {
        batch.field(column).put_all(rows.base, rows.count, view->data(), rows.from,
                                    view->validity());
    }
    return is_good;
}

/// A column of texts, all of which are known.
bool ColumnRows::look_up_field(const Rows& rows, std::size_t column, claims::FieldReader& fields,
                               batch::ColumnBatch& batch) {
    const std::uint32_t index = batch.fields()[column].index;
    const abi::Field& field = vocabulary_.fields[index];
    const View* view = own_view(rows.views, places_.fields[index]);
    const bool is_looked_up = field.kind == abi::Kind::text || field.kind == abi::Kind::code;
    if (!is_looked_up || view == nullptr || !has_text(view->shape())) {
        return false;
    }
    const auto find = [&](std::string_view text) -> Number {
        if (text.empty()) {
            return std::nullopt;
        }
        return field.kind == abi::Kind::text ? Number(fields.scalars().intern(text))
                                             : fields.scalars().find_code(field.enumeration, text);
    };
    found_.assign(rows.count, 0);
    for (std::size_t i = 0; i < rows.count; ++i) {
        if (view->is_null(rows.from + i)) {
            continue;
        }
        if (!known_[index].put(*view, rows.from + i, find, found_[i])) {
            return false;
        }
    }
    batch.field(column).put_all(rows.base, found_, rows.from, view->validity());
    return true;
}

void ColumnRows::read_field(const Rows& rows, std::size_t column, claims::FieldReader& fields,
                            batch::ColumnBatch& batch) const {
    const std::uint32_t index = batch.fields()[column].index;
    for (std::size_t i = 0; i < rows.count; ++i) {
        const Cell cell = rows.cell(places_.fields[index], i);
        if (cell.view == nullptr) {
            continue;
        }
        if (const Number value = value_of(cell, vocabulary_.fields[index], fields)) {
            batch.field(column).put(rows.base + i, *value);
        } else {
            batch.set_alone(rows.base + i);
        }
    }
}

void ColumnRows::add_lists(const Rows& rows, claims::FieldReader& fields,
                           batch::ColumnBatch& batch) const {
    const std::vector<std::uint32_t>& wanted = batch.lists();
    const auto lines = vocabulary_.list("feedetail");
    claims::ListValues values;
    for (std::size_t i = 0; i < rows.count; ++i) {
        const std::size_t row = rows.base + i;
        const Cell unlisted = lines ? Cell{} : rows.cell(places_.fee_lines, i);
        const bool has_some =
            unlisted.view != nullptr && (unlisted.view->shape().id != DUCKDB_TYPE_LIST ||
                                         unlisted.view->elements(unlisted.row).count > 0);
        if (has_some) {
            batch.set_alone(row);  // a vocabulary without fee lines does not take them
        }
        for (std::size_t l = 0; l < vocabulary_.lists.size() && !batch.is_alone(row); ++l) {
            values.count = 0;
            values.values.clear();
            values.present.clear();
            const bool is_good = read_list(rows, i, l, fields, batch, values);
            const bool is_sum =
                !is_good || l != lines || values.count == 0 || sums_to_total(values, batch, row);
            if (!is_good || !is_sum) {
                batch.set_alone(row);
                break;
            }
            if (values.count == 0) {
                continue;
            }
            if (l == lines) {
                batch.set_fee_lines(row);
            }
            const auto at = std::find(wanted.begin(), wanted.end(), l);
            if (at != wanted.end()) {
                batch.set_list(row, static_cast<std::size_t>(at - wanted.begin()), values);
            }
        }
    }
}

bool ColumnRows::read_list(const Rows& rows, std::size_t row, std::size_t list,
                           claims::FieldReader& fields, batch::ColumnBatch& batch,
                           claims::ListValues& values) const {
    const std::vector<abi::Field>& named = vocabulary_.lists[list].fields;
    if (!read_elements(rows.views, places_.lists[list], rows.from + row, named, fields, values)) {
        return false;
    }
    for (std::size_t slot = 0; slot < values.values.size(); ++slot) {
        const abi::Field& field = named[slot % named.size()];
        if (values.present[slot] != 0) {
            continue;
        }
        if (const Number otherwise = default_of(field, batch, rows.base + row)) {
            values.values[slot] = *otherwise;
            values.present[slot] = 1;
        } else if (field.required) {
            return false;
        }
    }
    return true;
}

/// What an absent field of an element holds; it may be the claim's field of that name.
Number ColumnRows::default_of(const abi::Field& field, const batch::ColumnBatch& batch,
                              std::size_t row) const {
    if (field.fallback.kind != abi::Default::Kind::field) {
        return field.fallback.kind == abi::Default::Kind::value ? Number(field.fallback.value)
                                                                : std::nullopt;
    }
    return batch.value_of(static_cast<std::size_t>(field.fallback.value), row);
}

bool ColumnRows::sums_to_total(const claims::ListValues& lines, const batch::ColumnBatch& batch,
                               std::size_t row) const {
    const auto total = vocabulary_.field("medfee_sumamt");
    const std::vector<abi::Field>& fields =
        vocabulary_.lists[*vocabulary_.list("feedetail")].fields;
    const auto amount = std::find_if(fields.begin(), fields.end(), [](const abi::Field& one) {
        return one.external == "det_item_fee_sumamt";
    });
    if (!total || amount == fields.end()) {
        return false;
    }
    std::int64_t sum = 0;
    for (auto at = static_cast<std::size_t>(amount - fields.begin()); at < lines.values.size();
         at += fields.size()) {
        sum += lines.values[at];
    }
    return batch.value_of(*total, row) == sum;
}

}  // namespace pol::data
