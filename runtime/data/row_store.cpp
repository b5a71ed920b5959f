#include "runtime/data/row_store.h"

#include <algorithm>
#include <cstring>
#include <utility>

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

    void place(Slot& slot, std::size_t& at) const {
        slot.offset = at;
        at += slot.size;
        for (Slot& part : slot.parts) {
            place(part, at);
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

std::byte* Memory::take(std::size_t bytes) {
    // Not filled with zeros: pages are the system's until they are written.
    return pieces_.emplace_back(new std::byte[std::max(bytes, kPiece)]).get();
}

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
    std::size_t at = RowLayout::kGaps + layout.gap_bytes;
    for (Slot& slot : layout.columns) {
        layouting.place(slot, at);
    }
    if (is_own) {
        layout.whose = layout.columns[whose];
    } else {
        layouting.place(layout.whose, at);
    }
    layout.size = (at + 7) / 8 * 8;
    layout.coded = layouting.coded();
    return layout;
}

std::pair<std::uint32_t, bool> CodedTexts::number_of(std::string_view text) {
    const std::scoped_lock lock(mutex_);
    const auto known = numbers_.find(text);
    if (known != numbers_.end()) {
        return {known->second, false};
    }
    const std::string& kept = kept_.emplace_back(text);
    set_text(all_.emplace_back(), kept.data(), kept.size());
    const auto number = static_cast<std::uint32_t>(all_.size() - 1);
    numbers_.emplace(kept, number);
    return {number, true};
}

class RowStore::Part {
  public:
    explicit Part(RowStore& store) : store_(store), known_(store.layout_.coded) {}

    bool add(const std::vector<View>& views, const std::int64_t* lines, std::size_t count) {
        for (std::size_t from = 0; from < count;) {
            if (blocks_.empty() || blocks_.back().count == store_.block_rows_) {
                constexpr std::size_t beside = 24;  // of an order
                if (!store_.charge(Memory::kPiece + store_.block_rows_ * beside)) {
                    return false;
                }
                open_ = memory_.take(store_.block_rows_ * store_.layout_.size);
                blocks_.push_back({open_, 0});
            }
            Block& block = blocks_.back();
            const std::size_t some = std::min(count - from, store_.block_rows_ - block.count);
            records_ = open_ + block.count * store_.layout_.size;
            if (!put(views, lines, from, some)) {
                return false;
            }
            block.count += some;
            from += some;
        }
        return true;
    }

    [[nodiscard]] const std::vector<Block>& blocks() const { return blocks_; }

  private:
    [[nodiscard]] std::byte* record(std::size_t i) { return records_ + i * store_.layout_.size; }

    bool put(const std::vector<View>& views, const std::int64_t* lines, std::size_t from,
             std::size_t count) {
        const RowLayout& layout = store_.layout_;
        for (std::size_t i = 0; i < count; ++i) {
            const std::int64_t line = lines[from + i];
            if (line > std::int64_t{UINT32_MAX}) {
                return false;
            }
            const auto small = static_cast<std::uint32_t>(line);
            std::memcpy(record(i), &small, sizeof small);
            std::memset(record(i) + RowLayout::kGaps, 0, layout.gap_bytes);
        }
        bool good = true;
        for (std::size_t c = 0; c < layout.columns.size(); ++c) {
            good = good && put_column(layout.columns[c], views[c], from, count);
        }
        return good && (views.size() == layout.columns.size() ||
                        put_column(layout.whose, views.back(), from, count));
    }

    bool put_column(const Slot& slot, const View& view, std::size_t from, std::size_t count) {
        for (std::size_t i = 0; view.validity() != nullptr && i < count; ++i) {
            if (view.is_null(from + i)) {
                record(i)[RowLayout::kGaps + slot.gap / 8] |=
                    static_cast<std::byte>(1U << (slot.gap % 8));
            }
        }
        switch (slot.form) {
        case Slot::Form::plain:
            put_plain(slot, view, from, count);
            return true;
        case Slot::Form::text:
            return put_texts(slot, view, from, count);
        case Slot::Form::coded:
            return put_codes(slot, view, from, count);
        case Slot::Form::parts:
            break;
        }
        bool good = true;
        for (std::size_t p = 0; p < slot.parts.size(); ++p) {
            good = good && put_column(slot.parts[p], view.parts()[p], from, count);
        }
        return good;
    }

    template <std::size_t size>
    void put_values(const Slot& slot, const View& view, std::size_t from, std::size_t count) {
        const auto* values = static_cast<const std::byte*>(view.data()) + from * size;
        std::byte* into = records_ + slot.offset;
        for (std::size_t i = 0; i < count; ++i) {
            std::memcpy(into + i * store_.layout_.size, values + i * size, size);
        }
    }

    void put_plain(const Slot& slot, const View& view, std::size_t from, std::size_t count) {
        switch (slot.size) {
        case 1:
            return put_values<1>(slot, view, from, count);
        case 2:
            return put_values<2>(slot, view, from, count);
        case 4:
            return put_values<4>(slot, view, from, count);
        case 8:
            return put_values<8>(slot, view, from, count);
        default:
            return put_values<16>(slot, view, from, count);
        }
    }

    bool put_texts(const Slot& slot, const View& view, std::size_t from, std::size_t count) {
        put_values<sizeof(duckdb_string_t)>(slot, view, from, count);
        for (std::size_t i = 0; i < count; ++i) {
            const std::string_view text =
                view.is_null(from + i) ? std::string_view() : view_of(view.texts()[from + i]);
            if (text.size() <= kInlined) {
                continue;
            }
            char* kept = keep(text);
            if (kept == nullptr) {
                return false;
            }
            duckdb_string_t moved{};
            set_text(moved, kept, text.size());
            std::memcpy(record(i) + slot.offset, &moved, sizeof moved);
        }
        return true;
    }

    /// A long text's own bytes; null where there is no room.
    char* keep(std::string_view text) {
        if (text.size() > left_) {
            const std::size_t bytes = std::max(text.size(), Memory::kPiece);
            if (!store_.charge(bytes)) {
                return nullptr;
            }
            free_ = reinterpret_cast<char*>(memory_.take(bytes));
            left_ = bytes;
        }
        std::memcpy(free_, text.data(), text.size());
        left_ -= text.size();
        return std::exchange(free_, free_ + text.size());
    }

    bool put_codes(const Slot& slot, const View& view, std::size_t from, std::size_t count) {
        CodedTexts& texts = store_.texts_[slot.texts];
        KnownTexts& known = known_[slot.texts];
        const auto find = [&](std::string_view text) -> std::optional<std::int64_t> {
            constexpr std::size_t beside = 128;  // what the tables of a text take
            const auto [number, is_new] = texts.number_of(text);
            return !is_new || store_.charge(text.size() + beside)
                       ? std::optional<std::int64_t>(number)
                       : std::nullopt;
        };
        for (std::size_t i = 0; i < count; ++i) {
            std::optional<std::int64_t> number = 0;
            if (!view.is_null(from + i)) {
                number = known.value(view, from + i, find);
            }
            if (!number) {
                return false;
            }
            const auto small = static_cast<std::uint32_t>(*number);
            std::memcpy(record(i) + slot.offset, &small, sizeof small);
        }
        return true;
    }

    RowStore& store_;
    std::vector<KnownTexts> known_;
    Memory memory_;
    std::vector<Block> blocks_;
    std::byte* open_ = nullptr;     ///< the last block
    std::byte* records_ = nullptr;  ///< that are put
    char* free_ = nullptr;          ///< for texts
    std::size_t left_ = 0;
};

RowStore::RowStore(RowLayout layout, std::size_t most)
    : layout_(std::move(layout)),
      block_rows_(std::max<std::size_t>(1, Memory::kPiece / layout_.size)),
      most_(std::min(most, Memory::kPiece << kBlockBits)),
      texts_(layout_.coded) {}

RowStore::~RowStore() = default;

bool RowStore::charge(std::size_t bytes) {
    return used_.fetch_add(bytes) + bytes <= most_;
}

bool RowStore::add(const std::vector<View>& views, const std::int64_t* lines, std::size_t count) {
    Part* part = nullptr;
    {
        const std::scoped_lock lock(mutex_);
        if (free_.empty()) {
            free_.push_back(parts_.emplace_back(std::make_unique<Part>(*this)).get());
        }
        part = free_.back();
        free_.pop_back();
    }
    const bool good = part->add(views, lines, count);
    const std::scoped_lock lock(mutex_);
    free_.push_back(part);
    return good;
}

std::vector<RowStore::Block> RowStore::blocks() const {
    std::vector<Block> all;
    for (const std::unique_ptr<Part>& part : parts_) {
        all.insert(all.end(), part->blocks().begin(), part->blocks().end());
    }
    return all;
}

}  // namespace pol::data
