#include "runtime/data/records.h"

#include <cstring>
#include <numeric>

namespace pol::data {
namespace {

/// Bytes of a value; 0: lists, and types of which no field is.
std::size_t bytes_of(duckdb_type type) {
    switch (type) {
    case DUCKDB_TYPE_BOOLEAN:
    case DUCKDB_TYPE_TINYINT:
    case DUCKDB_TYPE_UTINYINT:
        return 1;
    case DUCKDB_TYPE_SMALLINT:
    case DUCKDB_TYPE_USMALLINT:
        return 2;
    case DUCKDB_TYPE_INTEGER:
    case DUCKDB_TYPE_UINTEGER:
    case DUCKDB_TYPE_DATE:
    case DUCKDB_TYPE_FLOAT:
        return 4;
    case DUCKDB_TYPE_BIGINT:
    case DUCKDB_TYPE_UBIGINT:
    case DUCKDB_TYPE_DOUBLE:
    case DUCKDB_TYPE_TIMESTAMP:
    case DUCKDB_TYPE_TIMESTAMP_TZ:
        return 8;
    case DUCKDB_TYPE_HUGEINT:
        return 16;
    default:
        return 0;
    }
}

class Layouting {
  public:
    /// False where no record holds such a value.
    bool add(Slot& slot, const Shape& shape, bool is_coded) {
        slot.shape = &shape;
        slot.gap = gaps_++;
        if (shape.id == DUCKDB_TYPE_STRUCT) {
            slot.form = Slot::Form::parts;
            slot.parts.resize(shape.parts.size());
            bool good = true;
            for (std::size_t i = 0; i < shape.parts.size(); ++i) {
                good = good && add(slot.parts[i], shape.parts[i], false);
            }
            return good;
        }
        if (shape.id == DUCKDB_TYPE_VARCHAR) {
            slot.form = is_coded ? Slot::Form::coded : Slot::Form::text;
            slot.size = is_coded ? sizeof(std::uint32_t) : sizeof(duckdb_string_t);
            slot.texts = is_coded ? coded_++ : 0;
            return true;
        }
        const bool stands_for = shape.id == DUCKDB_TYPE_DECIMAL || shape.id == DUCKDB_TYPE_ENUM;
        slot.size = bytes_of(stands_for ? shape.held : shape.id);
        return slot.size > 0;
    }

    void place(Slot& slot, RowLayout& layout) const {
        slot.offset = layout.size;
        layout.size += slot.size;
        if (slot.form == Slot::Form::text) {
            layout.texts.push_back(slot.offset);
        }
        for (Slot& part : slot.parts) {
            place(part, layout);
        }
    }

    [[nodiscard]] std::size_t gap_bytes() const { return (gaps_ + 7) / 8; }
    [[nodiscard]] std::size_t coded() const { return coded_; }

  private:
    std::size_t gaps_ = 0;
    std::size_t coded_ = 0;
};

const Shape& text_shape() {
    static const Shape kText{DUCKDB_TYPE_VARCHAR, DUCKDB_TYPE_INVALID, 0, 0, {}, {}, {}};
    return kText;
}

void set_text(duckdb_string_t& into, const char* bytes, std::size_t length) {
    constexpr std::size_t prefix = sizeof into.value.pointer.prefix;
    into = {};
    into.value.pointer.length = static_cast<std::uint32_t>(length);
    if (length <= kInlined) {
        std::memcpy(into.value.inlined.inlined, bytes, length);
    } else {
        std::memcpy(into.value.pointer.prefix, bytes, prefix);
        into.value.pointer.ptr = const_cast<char*>(bytes);  // read only from here on
    }
}

}  // namespace

std::optional<RowLayout> layout_of(const Columns& columns, const std::vector<bool>& is_coded,
                                   std::size_t whose) {
    RowLayout layout;
    layout.columns.resize(columns.shapes.size());
    Layouting layouting;
    for (std::size_t i = 0; i < columns.shapes.size(); ++i) {
        if (!layouting.add(layout.columns[i], columns.shapes[i], is_coded[i] && i != whose)) {
            return std::nullopt;
        }
    }
    const bool is_own = whose < columns.shapes.size();
    if (!is_own && !layouting.add(layout.whose, text_shape(), false)) {
        return std::nullopt;
    }
    layout.gap_bytes = layouting.gap_bytes();
    layout.size = RowLayout::kGaps + layout.gap_bytes;
    for (Slot& slot : layout.columns) {
        layouting.place(slot, layout);
    }
    if (is_own) {
        layout.whose = layout.columns[whose];
    } else {
        layouting.place(layout.whose, layout);
    }
    layout.size = (layout.size + 7) / 8 * 8;
    layout.coded = layouting.coded();
    return layout;
}

std::uint32_t CodedTexts::number_of(std::string_view text) {
    const std::scoped_lock lock(mutex_);
    const auto known = numbers_.find(text);
    if (known != numbers_.end()) {
        return known->second;
    }
    constexpr std::size_t beside = 128;  // what the tables of a text take
    const std::string& kept = kept_.emplace_back(text);
    set_text(all_.emplace_back(), kept.data(), kept.size());
    const auto number = static_cast<std::uint32_t>(all_.size() - 1);
    numbers_.emplace(kept, number);
    bytes_ += text.size() + beside;
    return number;
}

std::size_t RecordForm::bytes() const {
    return std::accumulate(
        texts.begin(), texts.end(), std::size_t{0},
        [](std::size_t sum, const CodedTexts& some) { return sum + some.bytes(); });
}

std::string_view text_in(const std::byte* record, std::size_t offset) {
    std::uint32_t length = 0;
    std::memcpy(&length, record + offset, sizeof length);
    if (length <= kInlined) {
        return {reinterpret_cast<const char*>(record + offset + sizeof length), length};
    }
    duckdb_string_t text{};
    std::memcpy(&text, record + offset, sizeof text);
    return view_of(text);
}

void move_text(std::byte* record, std::size_t offset, const char* to, std::size_t length) {
    duckdb_string_t moved{};
    set_text(moved, to, length);
    std::memcpy(record + offset, &moved, sizeof moved);
}

struct RecordWriter::Rows {
    std::size_t from = 0;
    std::size_t count = 0;
    std::size_t size = 0;  ///< of a record
    std::byte* records = nullptr;
    [[nodiscard]] std::byte* record(std::size_t i) const { return records + i * size; }
};

bool RecordWriter::write(const std::vector<View>& views, const std::int64_t* lines,
                         std::size_t from, std::size_t count, std::byte* into) {
    const RowLayout& layout = form_.layout;
    const Rows rows{from, count, layout.size, into};
    for (std::size_t i = 0; i < count; ++i) {
        const std::int64_t line = lines[from + i];
        if (line > std::int64_t{UINT32_MAX}) {
            return false;
        }
        const auto small = static_cast<std::uint32_t>(line);
        std::memcpy(rows.record(i), &small, sizeof small);
        std::memset(rows.record(i) + RowLayout::kGaps, 0, layout.gap_bytes);
    }
    for (std::size_t c = 0; c < layout.columns.size(); ++c) {
        put(layout.columns[c], views[c], rows);
    }
    if (views.size() > layout.columns.size()) {
        put(layout.whose, views.back(), rows);
    }
    return true;
}

void RecordWriter::put(const Slot& slot, const View& view, const Rows& rows) {
    for (std::size_t i = 0; view.validity() != nullptr && i < rows.count; ++i) {
        if (view.is_null(rows.from + i)) {
            rows.record(i)[RowLayout::kGaps + slot.gap / 8] |=
                static_cast<std::byte>(1U << (slot.gap % 8));
        }
    }
    switch (slot.form) {
    case Slot::Form::plain:
        return put_plain(slot, view, rows);
    case Slot::Form::text:
        return put_texts(slot, view, rows);
    case Slot::Form::coded:
        return put_codes(slot, view, rows);
    case Slot::Form::parts:
        for (std::size_t p = 0; p < slot.parts.size(); ++p) {
            put(slot.parts[p], view.parts()[p], rows);
        }
    }
}

template <std::size_t size>
void RecordWriter::put_values(const Slot& slot, const View& view, const Rows& rows) const {
    const auto* values = static_cast<const std::byte*>(view.data()) + rows.from * size;
    std::byte* into = rows.records + slot.offset;
    for (std::size_t i = 0; i < rows.count; ++i) {
        std::memcpy(into + i * rows.size, values + i * size, size);
    }
}

void RecordWriter::put_plain(const Slot& slot, const View& view, const Rows& rows) const {
    switch (slot.size) {
    case 1:
        return put_values<1>(slot, view, rows);
    case 2:
        return put_values<2>(slot, view, rows);
    case 4:
        return put_values<4>(slot, view, rows);
    case 8:
        return put_values<8>(slot, view, rows);
    default:
        return put_values<16>(slot, view, rows);
    }
}

void RecordWriter::put_texts(const Slot& slot, const View& view, const Rows& rows) const {
    put_values<sizeof(duckdb_string_t)>(slot, view, rows);
    for (std::size_t i = 0; view.validity() != nullptr && i < rows.count; ++i) {
        if (view.is_null(rows.from + i)) {
            std::memset(rows.record(i) + slot.offset, 0, sizeof(duckdb_string_t));
        }
    }
}

void RecordWriter::put_codes(const Slot& slot, const View& view, const Rows& rows) {
    CodedTexts& texts = form_.texts[slot.texts];
    const auto find = [&](std::string_view text) -> std::optional<std::int64_t> {
        return texts.number_of(text);
    };
    for (std::size_t i = 0; i < rows.count; ++i) {
        const std::size_t row = rows.from + i;
        std::int64_t number = 0;
        if (!view.is_null(row)) {
            (void)known_[slot.texts].put(view, row, find, number);
        }
        const auto small = static_cast<std::uint32_t>(number);
        std::memcpy(rows.record(i) + slot.offset, &small, sizeof small);
    }
}

}  // namespace pol::data
