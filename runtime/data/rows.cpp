#include "runtime/data/rows.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "runtime/claims/words.h"

namespace pol::data {
namespace {

using claims::Lang;
using claims::say;
using claims::json::Value;

constexpr std::string_view kLines = "feedetail";
constexpr std::array<std::string_view, 2> kReversal{"refd_setl_flag", "init_setl_id"};

/// A column of that name holds the field, or a part around it: `filing` for `filing.begndate`.
bool holds(std::string_view column, std::string_view external) {
    return external.starts_with(column) &&
           (external.size() == column.size() || external[column.size()] == '.');
}

bool is_known(std::string_view column, const abi::Vocabulary& vocabulary) {
    const auto named = [column](const auto& field) { return holds(column, field.external); };
    if (std::ranges::any_of(vocabulary.fields, named) ||
        std::ranges::any_of(vocabulary.lists, named)) {
        return true;
    }
    const bool of_claims = vocabulary.filed.empty();
    return column == vocabulary.number() || column == "psn_no" ||
           (of_claims &&
            (column == kLines || std::ranges::find(kReversal, column) != kReversal.end()));
}

/// The part of a column that has this name from the column on.
const Shape* find_part(const Shape& shape, std::string_view rest) {
    if (rest.empty()) {
        return &shape;
    }
    for (std::size_t i = 0; i < shape.names.size(); ++i) {
        const bool is_struct = shape.id == DUCKDB_TYPE_STRUCT;
        if (is_struct && holds(shape.names[i], rest)) {
            const std::size_t used = std::min(rest.size(), shape.names[i].size() + 1);
            return find_part(shape.parts[i], rest.substr(used));
        }
    }
    return nullptr;
}

/// The columns that have a field, or the struct or list that it is in.
std::vector<std::size_t> places(const Columns& columns, std::string_view external) {
    std::vector<std::size_t> found;
    for (std::size_t i = 0; i < columns.names.size(); ++i) {
        const std::string& name = columns.names[i];
        const std::size_t used = std::min(external.size(), name.size() + 1);
        if (holds(name, external) &&
            find_part(columns.shapes[i], external.substr(used)) != nullptr) {
            found.push_back(i);
        }
    }
    return found;
}

const Shape* find(const Columns& columns, std::string_view external) {
    const std::vector<std::size_t> found = places(columns, external);
    if (found.empty()) {
        return nullptr;
    }
    const std::size_t used = std::min(external.size(), columns.names[found.front()].size() + 1);
    return find_part(columns.shapes[found.front()], external.substr(used));
}

/// A column of no value but of parts, `filing`: the first of them; else empty.
std::string_view first_part(std::string_view column, const abi::Vocabulary& vocabulary) {
    const auto part = std::ranges::find_if(vocabulary.fields, [column](const abi::Field& field) {
        return field.external.size() > column.size() && holds(column, field.external);
    });
    return part == vocabulary.fields.end() ? std::string_view() : part->external;
}

std::optional<std::string> column_twice(const Columns& all, const abi::Vocabulary& vocabulary,
                                        Lang lang) {
    for (const abi::Field& field : vocabulary.fields) {
        const std::vector<std::size_t> found = places(all, field.external);
        if (found.size() > 1) {
            return say(lang, "{} 在两列中：{} 和 {}", "{} stands in two columns: {} and {}",
                       field.external, all.names[found[0]], all.names[found[1]]);
        }
    }
    return std::nullopt;
}

bool is_needed(const abi::Field& field, const std::vector<abi::Field>& fields) {
    const bool takes = field.fallback.kind == abi::Default::Kind::field;
    const bool of_needed = takes &&
                           static_cast<std::size_t>(field.fallback.value) < fields.size() &&
                           fields[static_cast<std::size_t>(field.fallback.value)].required;
    return field.required && !of_needed && field.fallback.kind != abi::Default::Kind::value;
}

/// `setl_id 结算号`
std::string called(const std::string& external, const std::string& name) {
    return name.empty() ? external : fmt::format("{} {}", external, name);
}

std::vector<std::string> missing_columns(const Columns& all, const abi::Vocabulary& vocabulary) {
    std::vector<std::string> missing;
    const std::string number(vocabulary.number());
    if (!vocabulary.field(number) && find(all, number) == nullptr) {
        missing.push_back(number);
    }
    for (const abi::Field& field : vocabulary.fields) {
        const bool is_name =
            field.external == number || (vocabulary.filed.empty() && field.external == "psn_no");
        if ((is_name || is_needed(field, vocabulary.fields)) &&
            find(all, field.external) == nullptr) {
            missing.push_back(called(field.external, field.name));
        }
    }
    for (const abi::ListField& list : vocabulary.lists) {
        const Shape* column = find(all, list.external);
        const bool is_list = column != nullptr && !column->parts.empty() &&
                             column->parts.front().id == DUCKDB_TYPE_STRUCT;
        for (const abi::Field& field : list.fields) {
            if (is_list && is_needed(field, vocabulary.fields) &&
                find_part(column->parts.front(), field.external) == nullptr) {
                missing.push_back(
                    called(fmt::format("{}[].{}", list.external, field.external), field.name));
            }
        }
    }
    return missing;
}

/// A vocabulary with the parts of the total needs one of them, or fee lines.
bool lacks_parts(const Columns& all, const abi::Vocabulary& vocabulary) {
    const auto is_field = [&](std::string_view part) { return vocabulary.field(part).has_value(); };
    const auto is_column = [&](std::string_view part) { return find(all, part) != nullptr; };
    return std::ranges::all_of(abi::kPartFields, is_field) &&
           !std::ranges::any_of(abi::kPartFields, is_column) && !is_column(kLines);
}

template <class IsKnown>
void match(std::vector<std::string>& names, const IsKnown& is_known) {
    for (std::string& name : names) {
        std::string small = name;
        for (char& c : small) {
            c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
        }
        if (!is_known(name) && is_known(small) && std::ranges::find(names, small) == names.end()) {
            name = std::move(small);
        }
    }
}

/// The parts of a struct, whose names stand behind `prefix` in those of the fields.
void match_parts(Shape& shape, const std::string& prefix, const std::vector<abi::Field>& fields) {
    match(shape.names, [&](const std::string& name) {
        return std::ranges::any_of(
            fields, [&](const abi::Field& field) { return holds(prefix + name, field.external); });
    });
    for (std::size_t i = 0; i < shape.parts.size(); ++i) {
        if (shape.parts[i].id == DUCKDB_TYPE_STRUCT) {
            match_parts(shape.parts[i], prefix + shape.names[i] + ".", fields);
        }
    }
}

}  // namespace

Columns columns_of(Result& result, const Library& library) {
    Columns columns;
    const std::size_t count = result.columns();
    columns.names.reserve(count);
    columns.shapes.reserve(count);
    for (std::size_t i = 0; i < count; ++i) {
        columns.names.push_back(result.name(i));
        columns.shapes.push_back(shape_of(library, result.type(i).get()));
    }
    return columns;
}

void match_names(Columns& columns, const abi::Vocabulary& vocabulary) {
    match(columns.names, [&](const std::string& name) { return is_known(name, vocabulary); });
    for (std::size_t i = 0; i < columns.names.size(); ++i) {
        const std::string& column = columns.names[i];
        Shape& shape = columns.shapes[i];
        const auto list = std::ranges::find(vocabulary.lists, column, &abi::ListField::external);
        if (shape.id == DUCKDB_TYPE_STRUCT) {
            match_parts(shape, column + ".", vocabulary.fields);
        } else if (list != vocabulary.lists.end() && !shape.parts.empty()) {
            match_parts(shape.parts.front(), "", list->fields);
        }
    }
}

Columns known_columns(const Columns& all, const abi::Vocabulary& vocabulary) {
    Columns known;
    for (std::size_t i = 0; i < all.names.size(); ++i) {
        if (is_known(all.names[i], vocabulary)) {
            known.names.push_back(all.names[i]);
            known.shapes.push_back(all.shapes[i]);
        }
    }
    return known;
}

std::vector<claims::Notice> unknown_columns(const Columns& all, const abi::Vocabulary& vocabulary,
                                            Lang lang) {
    std::vector<claims::Notice> notices;
    claims::TextTable texts({});
    claims::FieldReader fields(vocabulary, texts, lang);
    claims::ClaimBuilder builder(vocabulary, fields, lang, notices, nullptr);
    Value root;
    root.type = claims::json::Type::object;
    root.keys = all.names;
    root.items.reserve(all.shapes.size());
    for (const Shape& shape : all.shapes) {
        root.items.push_back(names_of(shape));
    }
    (void)builder.look_at(root);
    for (claims::Notice& notice : notices) {
        notice.line = 0;
    }
    return notices;
}

std::optional<std::string> wrong_columns(const Columns& all, const abi::Vocabulary& vocabulary,
                                         Lang lang) {
    std::vector<std::string> missing = missing_columns(all, vocabulary);
    if (lacks_parts(all, vocabulary)) {
        missing.push_back(say(lang, "{}（或其他各部分，或明细 {}）",
                              "{} (or another part of the total, or the fee lines {})",
                              abi::kPartFields.back(), kLines));
    }
    if (!missing.empty()) {
        return say(lang, "缺少每笔都需要的列：{}。有的列：{}",
                   "columns that every claim needs are missing: {}. The columns are: {}",
                   fmt::format("{}", fmt::join(missing, lang == Lang::zh ? "、" : ", ")),
                   fmt::format("{}", fmt::join(all.names, lang == Lang::zh ? "、" : ", ")));
    }
    if (auto why = column_twice(all, vocabulary, lang)) {
        return why;
    }
    for (std::size_t i = 0; i < all.names.size(); ++i) {
        const duckdb_type id = all.shapes[i].id;
        const std::string_view part = first_part(all.names[i], vocabulary);
        if (!part.empty() && id != DUCKDB_TYPE_STRUCT && id != DUCKDB_TYPE_SQLNULL) {
            return say(lang, "列 {} 应是 STRUCT，或每部分一列，如 {}",
                       "the column {} should be a STRUCT, or a column for each part, such as {}",
                       all.names[i], part);
        }
        const char* type = unreadable(all.shapes[i]);
        if (type != nullptr && is_known(all.names[i], vocabulary)) {
            return say(lang, "列 {} 的类型是 {}，没有字段能取这种类型的值",
                       "the column {} is of type {}, from which no field can be read", all.names[i],
                       type);
        }
    }
    return std::nullopt;
}

std::vector<View> views_of(const Library& library, const Columns& columns, const Chunk& chunk) {
    std::vector<View> views;
    views.reserve(columns.shapes.size());
    for (std::size_t i = 0; i < columns.shapes.size(); ++i) {
        views.emplace_back(library, columns.shapes[i], chunk.column(i));
    }
    return views;
}

claims::Record record_of(const Columns& columns, const std::vector<View>& views, std::size_t row,
                         std::size_t line) {
    claims::Record record;
    record.line = line;
    record.root.type = claims::json::Type::object;
    record.root.keys = columns.names;
    record.root.items.reserve(views.size());
    for (const View& view : views) {
        record.root.items.push_back(view.tree(row));
    }
    return record;
}

}  // namespace pol::data
