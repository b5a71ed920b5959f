// Tables and params: keys, columns, rows, and that no key meets two rows.
#include <algorithm>
#include <limits>

#include "compiler/types/checker.h"
#include "runtime/value/overloaded.h"

namespace pol::types {

using namespace syntax;

void Checker::declare_tables() {
    each_decl([&](resolve::ModuleIndex module, const Decl& decl) {
        const auto* t = std::get_if<TableDecl>(&decl.node);
        if (t == nullptr) {
            return;
        }
        table_index_.emplace(t, static_cast<std::uint32_t>(typed_.tables.size()));
        typed_.tables.push_back({t, module, {}, {}, {}, {}, false});
    });
}

// A key column is named after what it is looked up by: a field of the claim, a definition, an enum.
std::optional<Type> Checker::key_column_type(const TableInfo& table, const Name& name) {
    if (const resolve::Symbol* found = names_.find(table.module, name.text)) {
        if (const auto* define = std::get_if<const DefineDecl*>(&found->declared)) {
            Type type = define_type(define_index_.at(*define));
            type.optional = false;
            return type;
        }
    }
    if (const auto field = fields_by_path_.find(name.text); field != fields_by_path_.end()) {
        Type type = field_type(typed_.vocabulary.fields[field->second]);
        type.optional = false;
        return type;
    }
    if (auto scalar = scalar_type(name)) {
        return scalar;
    }
    // A field of the fee lines.
    if (const auto line = line_field(name.text)) {
        Type type = field_type(typed_.vocabulary.lists[line->list].fields[line->field]);
        type.optional = false;
        return type;
    }
    return std::nullopt;
}

void Checker::check_table(std::uint32_t index) {
    TableInfo& table = typed_.tables[index];
    if (table.checked) {
        return;
    }
    table.checked = true;
    for (const Name& key : table.decl->keys) {
        auto type = key_column_type(table, key);
        if (!type && !lost_.contains(key.text) && !typed_.vocabulary.fields.empty()) {
            diagnostics_.add(Code::E0337_unknown_key, key.span, {key.text});
        }
        typed_.tables[index].keys.push_back({key.text, type.value_or(Type{}), key.span});
    }
    table_columns(typed_.tables[index]);
    for (const TableRow& row : typed_.tables[index].decl->rows) {
        table_row(typed_.tables[index], row);
    }
    until_next_day(typed_.tables[index]);
    row_overlaps(typed_.tables[index]);
}

// A column's type is that of its cells; a column of bare names is an enum of its own.
void Checker::table_columns(TableInfo& table) {
    for (std::size_t c = 0; c < table.decl->columns.size(); ++c) {
        const Name& name = table.decl->columns[c];
        std::optional<Type> type;
        std::vector<EnumValueDecl> names;
        for (const TableRow& row : table.decl->rows) {
            if (c >= row.cells.size()) {
                continue;
            }
            const ExprId cell = row.cells[c];
            if (const auto* word = std::get_if<NameExpr>(&tree_[cell].node)) {
                const bool seen = std::any_of(names.begin(), names.end(), [&](const auto& v) {
                    return v.name.text == word->text;
                });
                if (!seen) {
                    names.push_back({{word->text, span(cell)}, std::nullopt, std::nullopt});
                }
                continue;
            }
            const Type own = check(cell, module_scope(table.module));
            if (own.is_error()) {
                continue;
            }
            const auto both = type ? unify(*type, own) : std::optional(own);
            if (!both) {
                diagnostics_.add(Code::E0338_column_mixed, span(cell),
                                 {name.text, describe(*type), describe(own)});
                continue;
            }
            type = both;
        }
        if (!names.empty()) {
            const auto index = static_cast<std::uint32_t>(typed_.vocabulary.enums.size());
            typed_.vocabulary.enums.push_back(
                {table.decl->name.text + "." + name.text, false, false, {}});
            add_enum_values(index, names);
            const bool optional = type && type->is(Kind::none);
            if (type && !type->is(Kind::none)) {
                diagnostics_.add(Code::E0338_column_mixed, names.front().name.span,
                                 {name.text, describe(*type), names.front().name.text});
            }
            type = Type{Kind::enumeration, 0, optional, index};
        }
        table.columns.push_back({name.text, type.value_or(Type{}), name.span});
    }
}

void Checker::table_row(TableInfo& table, const TableRow& row) {
    RowInfo info{{}, {}, &row};
    bool good = true;
    if (!row.rest && row.keys.size() != table.keys.size()) {
        diagnostics_
            .add(Code::E0339_row_width, row.span,
                 {std::to_string(table.keys.size()), std::to_string(row.keys.size())})
            .label(table.decl->name.span, Note::declared_here);
        return;
    }
    if (row.cells.size() != table.columns.size()) {
        diagnostics_
            .add(Code::E0340_cell_count, row.span,
                 {std::to_string(table.columns.size()), std::to_string(row.cells.size())})
            .label(table.decl->name.span, Note::declared_here);
        return;
    }
    for (std::size_t k = 0; !row.rest && k < row.keys.size(); ++k) {
        if (table.keys[k].type.is_error()) {
            good = false;
            continue;
        }
        auto key = row_key(row.keys[k], table.keys[k].type);
        if (key) {
            after_rows_before(row.keys[k], table, k, *key);
            info.keys.push_back(std::move(*key));
        } else {
            good = false;
        }
    }
    for (std::size_t c = 0; c < row.cells.size(); ++c) {
        const Type& type = table.columns[c].type;
        if (type.is_error()) {
            good = false;
            continue;
        }
        if (std::holds_alternative<NoneLit>(tree_[row.cells[c]].node)) {
            info.cells.push_back({false, 0});
            continue;
        }
        const auto value = constant(tree_, typed_, row.cells[c], type);
        if (value) {
            info.cells.push_back({true, *value});
            continue;
        }
        good = false;
        // A cell whose type was wrong has been reported with its column.
        if (typed_.type(row.cells[c]).kind == type.kind) {
            diagnostics_.add(Code::E0341_not_constant, span(row.cells[c]));
        }
    }
    if (!good) {
        return;
    }
    if (row.rest) {
        table.miss = std::move(info.cells);
    } else {
        table.rows.push_back(std::move(info));
    }
}

// 至 60岁 begins where the row of the nearest lower 至 ended, and 以上 after the highest.
void Checker::after_rows_before(const Key& key, const TableInfo& table, std::size_t column,
                                RowKeyInfo& info) {
    const bool up_to = std::holds_alternative<UpToKey>(key.node);
    if (!up_to && !std::holds_alternative<AboveKey>(key.node)) {
        return;
    }
    constexpr std::int64_t kMost = std::numeric_limits<std::int64_t>::max();
    const std::int64_t high = up_to ? info.ranges[0].high : kMost;
    std::int64_t low = std::numeric_limits<std::int64_t>::min();
    for (const RowInfo& before : table.rows) {
        for (const Interval& r : before.keys[column].ranges) {
            if (r.high < high) {
                low = std::max(low, r.high + 1);
            }
        }
    }
    info = {false, {{low, high}}};
}

std::optional<RowKeyInfo> Checker::row_key(const Key& key, const Type& type) {
    constexpr std::int64_t kLeast = std::numeric_limits<std::int64_t>::min();
    constexpr std::int64_t kMost = std::numeric_limits<std::int64_t>::max();
    const auto value = [&](ExprId id) -> std::optional<std::int64_t> {
        const Type own = check(id, module_scope(0), &type);
        if (own.is_error()) {
            return std::nullopt;
        }
        const auto v = constant(tree_, typed_, id, type);
        if (!v) {
            diagnostics_.add(Code::E0326_wrong_type, span(id), {describe(type), describe(own)});
        }
        return v;
    };
    // A value of an enum stands for its finer ones too.
    const auto with_finer = [&](std::int64_t v) {
        RowKeyInfo info{false, {{v, v}}};
        if (!type.is(Kind::enumeration)) {
            return info;
        }
        const auto& values = typed_.vocabulary.enums[type.ref].values;
        // 其他 is every code that an open list does not know.
        if (typed_.vocabulary.enums[type.ref].open &&
            v + 1 == static_cast<std::int64_t>(values.size())) {
            info.ranges[0].high = kMost;
        }
        for (std::size_t i = 0; i < values.size(); ++i) {
            if (values[i].wider == v) {
                info.ranges.push_back({static_cast<std::int64_t>(i), static_cast<std::int64_t>(i)});
            }
        }
        return info;
    };
    return std::visit(Overloaded{
                          [](const AnyKey&) { return std::optional(RowKeyInfo{true, {}}); },
                          [](const RestKey&) { return std::optional(RowKeyInfo{true, {}}); },
                          [](const AboveKey&) { return std::optional(RowKeyInfo{true, {}}); },
                          [&](const ValueKey& k) -> std::optional<RowKeyInfo> {
                              const auto v = value(k.value);
                              if (!v) {
                                  return std::nullopt;
                              }
                              return with_finer(*v);
                          },
                          [&](const UpToKey& k) -> std::optional<RowKeyInfo> {
                              const auto v = value(k.high);
                              if (!v) {
                                  return std::nullopt;
                              }
                              return RowKeyInfo{false, {{kLeast, *v}}};
                          },
                          [&](const SinceKey& k) -> std::optional<RowKeyInfo> {
                              return RowKeyInfo{false, {{k.day, kMost}}};
                          },
                          [&](const RangeKey& k) -> std::optional<RowKeyInfo> {
                              const auto low = value(k.low);
                              const auto high = value(k.high);
                              if (!low || !high) {
                                  return std::nullopt;
                              }
                              if (!type.is(Kind::enumeration)) {
                                  if (*low > *high) {
                                      diagnostics_.add(Code::E0342_range_reversed, key.span);
                                  }
                                  return RowKeyInfo{false, {{*low, *high}}};
                              }
                              // A range of codes holds the known codes from the one to the other.
                              const auto& values = typed_.vocabulary.enums[type.ref].values;
                              const std::string& from = values[static_cast<std::size_t>(*low)].code;
                              const std::string& to = values[static_cast<std::size_t>(*high)].code;
                              RowKeyInfo info;
                              for (std::size_t i = 0; i < values.size(); ++i) {
                                  const std::string& code = values[i].code;
                                  if (!code.empty() && code >= from && code <= to) {
                                      info.ranges.push_back({static_cast<std::int64_t>(i),
                                                             static_cast<std::int64_t>(i)});
                                  }
                              }
                              if (info.ranges.empty()) {
                                  diagnostics_.add(Code::E0342_range_reversed, key.span);
                              }
                              return info;
                          },
                      },
                      key.node);
}

}  // namespace pol::types
