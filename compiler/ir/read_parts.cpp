#include "compiler/ir/read_parts.h"

#include <fmt/format.h>

#include "compiler/ir/names.h"

namespace pol::ir {
namespace {

/// Two numbers in one word with `between` between them: `-7..7`, `120-134`.
template <class T>
bool read_pair(std::string_view word, std::string_view between, T& first, T& second) {
    const std::size_t at = word.find(between, 1);
    if (at == std::string_view::npos) {
        return false;
    }
    const auto left = whole_number<T>(word.substr(0, at));
    const auto right = whole_number<T>(word.substr(at + between.size()));
    first = left.value_or(T{});
    second = right.value_or(T{});
    return left && right;
}

/// The parts of a word before and after the first `mark`.
std::pair<std::string_view, std::string_view> split(std::string_view word, char mark) {
    const std::size_t at = std::min(word.find(mark), word.size());
    return {word.substr(0, at), word.substr(std::min(at + 1, word.size()))};
}

abi::Default read_fallback(Cursor& cursor) {
    const std::optional<std::string_view> word = cursor.after("default=");
    if (!word) {
        return {};
    }
    const auto [name, digits] = split(*word, ':');
    const auto kind = default_kind_named(name);
    const auto value = whole_number<std::int64_t>(digits);
    if (!kind || !value) {
        cursor.fail("default=value:N or default=field:N", *word);
        return {};
    }
    return {*kind, *value};
}

Cell read_cell(Cursor& cursor) {
    if (cursor.skip("none")) {
        return {};
    }
    if (cursor.at_prefix("none=")) {
        return {false, cursor.number<std::int64_t>("none=", "a cell")};
    }
    return {true, cursor.number<std::int64_t>("", "a cell")};
}

KeyRange read_range(Cursor& cursor) {
    const std::string_view word = cursor.word("a key N or N..M");
    if (const auto single = whole_number<std::int64_t>(word)) {
        return {*single, *single};
    }
    KeyRange range;
    if (!read_pair(word, "..", range.low, range.high)) {
        cursor.fail("a key N or N..M", word);
    }
    return range;
}

RowKey read_row_key(Cursor cursor) {
    RowKey key;
    key.any = cursor.skip("any");
    while (cursor.more()) {
        key.ranges.push_back(read_range(cursor));
    }
    return key;
}

Output read_output(Cursor& cursor) {
    const auto result = cursor.number<std::uint32_t>("r", "a result");
    return {result, read_quantity_id(cursor)};
}

Require read_require(Cursor& cursor) {
    const QuantityId condition = read_quantity_id(cursor);
    return {condition, read_named(cursor, fault_named, "a fault")};
}

YearSplit read_years(Cursor& cursor) {
    YearSplit years;
    years.list = cursor.number<std::uint32_t>("", "a list");
    years.date = cursor.number<std::uint32_t>("", "a field of the list");
    years.month = cursor.number<int>("", "a month");
    years.day = cursor.number<int>("", "a day");
    return years;
}

Post read_post(Cursor& cursor) {
    Post post;
    post.account = {cursor.number<std::uint32_t>("a", "an account")};
    post.period = read_node_id(cursor);
    Cursor keys = cursor.list("keys");
    post.keys = read_ids<NodeId>(keys, "%", "a node");
    keys.done();
    post.amount = read_quantity_id(cursor);
    return post;
}

}  // namespace

void read_next_number(Cursor& cursor, std::size_t next) {
    const auto found = cursor.number<std::uint32_t>("", "a number");
    if (found != next) {
        cursor.fail(fmt::format("number {}", next), fmt::format("{}", found));
    }
}

Type read_type(Cursor& cursor) {
    return read_named(cursor, type_named, "a type");
}

QuantityId read_quantity_id(Cursor& cursor) {
    return {cursor.number<std::uint32_t>("q", "a quantity")};
}

NodeId read_node_id(Cursor& cursor) {
    return {cursor.number<std::uint32_t>("%", "a node")};
}

std::vector<CiteId> read_cites(Cursor& cursor) {
    std::vector<CiteId> cites;
    std::string_view left = cursor.after("cites=").value_or(std::string_view{});
    while (!left.empty()) {
        const auto [first, others] = split(left, ',');
        const auto number = whole_number<std::uint32_t>(first);
        if (!number) {
            cursor.fail("numbers of cites", left);
        }
        cites.push_back({number.value_or(0)});
        left = others;
    }
    return cites;
}

Span read_span(Cursor& cursor) {
    const std::optional<std::string_view> word = cursor.after("@");
    if (!word) {
        return {};
    }
    const auto [file, place] = split(*word, ':');
    const auto number = whole_number<std::uint32_t>(file);
    Span span{{number.value_or(0)}};
    if (!number || !read_pair(place, "-", span.begin, span.end)) {
        cursor.fail("a place @file:begin-end", *word);
    }
    return span;
}

void read_field(Cursor& cursor, std::vector<abi::Field>& fields) {
    read_next_number(cursor, fields.size());
    abi::Field field;
    field.name = cursor.text("a name");
    field.external = cursor.text("an external name");
    const Type held = read_type(cursor);
    field.kind = held.kind;
    field.scale = held.scale;
    field.enumeration = held.enumeration;
    field.pieces = cursor.skip("pieces");
    field.required = cursor.skip("required");
    field.fallback = read_fallback(cursor);
    cursor.done();
    fields.push_back(std::move(field));
}

abi::EnumValue read_enum_value(Cursor& cursor) {
    abi::EnumValue value;
    value.name = cursor.text("a name");
    value.code = cursor.text("a code");
    if (cursor.at_prefix("wider=")) {
        value.wider = cursor.number<std::int32_t>("wider=", "wider=N");
    }
    cursor.done();
    return value;
}

Column read_column(Cursor& cursor) {
    Column column;
    column.name = cursor.text("a name");
    column.type = read_type(cursor);
    cursor.done();
    return column;
}

std::vector<Cell> read_cells(Cursor& cursor) {
    std::vector<Cell> cells;
    while (cursor.more()) {
        cells.push_back(read_cell(cursor));
    }
    return cells;
}

Row read_row(Cursor& cursor) {
    Row row;
    Cursor keys = cursor.list("keys");
    while (keys.more()) {
        row.keys.push_back(read_row_key(keys.list("a key")));
    }
    Cursor cells = cursor.list("cells");
    row.cells = read_cells(cells);
    row.cites = read_cites(cursor);
    row.span = read_span(cursor);
    cursor.done();
    return row;
}

Node read_node(Cursor& cursor) {
    if (!cursor.skip("=")) {
        cursor.fail("=", "something else");
    }
    Node node;
    node.op = read_named(cursor, op_named, "an operation");
    node.type = read_type(cursor);
    node.args = read_ids<NodeId>(cursor, "%", "a node");
    node.ref = cursor.optional_number<std::uint32_t>("ref=");
    node.ref2 = cursor.optional_number<std::uint32_t>("ref2=");
    node.value = cursor.optional_number<std::int64_t>("value=");
    node.span = read_span(cursor);
    return node;
}

void read_benefit_item(Cursor& cursor, std::string_view word, Benefit& benefit) {
    if (word == "compute") {
        benefit.steps.push_back(Compute{read_quantity_id(cursor)});
    } else if (word == "years") {
        benefit.years = read_years(cursor);
    } else if (word == "opening") {
        benefit.opening.push_back(read_require(cursor));
    } else if (word == "require") {
        benefit.steps.push_back(read_require(cursor));
    } else if (word == "post") {
        benefit.steps.push_back(read_post(cursor));
    } else if (word == "output") {
        benefit.outputs.push_back(read_output(cursor));
    } else if (word == "skipped") {
        benefit.outputs_skipped.push_back(read_output(cursor));
    } else if (word == "not-falling") {
        const QuantityId value = read_quantity_id(cursor);
        benefit.not_falling.push_back({value, cursor.number<std::uint32_t>("f", "a field")});
    } else {
        cursor.fail("years, opening, compute, require, post, output, skipped or not-falling", word);
    }
    cursor.done();
}

}  // namespace pol::ir
