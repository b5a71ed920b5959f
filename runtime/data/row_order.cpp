#include "runtime/data/row_order.h"

#include <algorithm>
#include <cstring>
#include <future>
#include <memory>
#include <utility>

namespace pol::data {
namespace {

/// Columns of some rows, as the database would have them.
struct Column {
    std::vector<std::uint64_t> values;
    std::vector<std::uint64_t> validity;  ///< none: all are there
    std::vector<Column> parts;
};

struct SharedColumns {
    std::shared_ptr<const RowStore> rows;  ///< has the long texts
    std::vector<std::int64_t> lines;
    std::vector<Column> columns;
};

/// Copies values out of records, some rows at a time.
class Reading {
  public:
    Reading(const RowStore& rows, std::size_t count) : rows_(rows), count_(count) {}

    void prepare(Column& column, const Slot& slot) const {
        const std::size_t size =
            slot.form == Slot::Form::coded ? sizeof(duckdb_string_t) : slot.size;
        column.values.resize((count_ * size + 7) / 8);
        column.parts.resize(slot.parts.size());
        for (std::size_t p = 0; p < slot.parts.size(); ++p) {
            prepare(column.parts[p], slot.parts[p]);
        }
    }

    /// Rows [from, to) of the share.
    void read(Column& column, const Slot& slot, const std::vector<const std::byte*>& records,
              std::size_t from) const {
        for (std::size_t i = 0; i < records.size(); ++i) {
            if (is_absent(records[i], slot)) {
                if (column.validity.empty()) {
                    column.validity.assign((count_ + 63) / 64, ~std::uint64_t{0});
                }
                column.validity[(from + i) / 64] &= ~(std::uint64_t{1} << ((from + i) % 64));
            }
        }
        switch (slot.form) {
        case Slot::Form::plain:
            read_plain(column, slot, records, from);
            return;
        case Slot::Form::text:
            return copy<sizeof(duckdb_string_t)>(column, slot, records, from);
        case Slot::Form::coded: {
            const std::vector<duckdb_string_t>& texts = rows_.texts(slot);
            auto* into = reinterpret_cast<duckdb_string_t*>(column.values.data()) + from;
            for (std::size_t i = 0; i < records.size() && !texts.empty(); ++i) {
                std::uint32_t number = 0;
                std::memcpy(&number, records[i] + slot.offset, sizeof number);
                into[i] = texts[number];
            }
            return;
        }
        case Slot::Form::parts:
            for (std::size_t p = 0; p < slot.parts.size(); ++p) {
                read(column.parts[p], slot.parts[p], records, from);
            }
        }
    }

  private:
    template <std::size_t size>
    static void copy(Column& column, const Slot& slot, const std::vector<const std::byte*>& records,
                     std::size_t from) {
        std::byte* into = reinterpret_cast<std::byte*>(column.values.data()) + from * size;
        for (std::size_t i = 0; i < records.size(); ++i) {
            std::memcpy(into + i * size, records[i] + slot.offset, size);
        }
    }

    static void read_plain(Column& column, const Slot& slot,
                           const std::vector<const std::byte*>& records, std::size_t from) {
        switch (slot.size) {
        case 1:
            return copy<1>(column, slot, records, from);
        case 2:
            return copy<2>(column, slot, records, from);
        case 4:
            return copy<4>(column, slot, records, from);
        case 8:
            return copy<8>(column, slot, records, from);
        default:
            return copy<16>(column, slot, records, from);
        }
    }

    const RowStore& rows_;
    std::size_t count_;
};

View view_of(const Column& column, const Slot& slot) {
    std::vector<View> parts;
    parts.reserve(slot.parts.size());
    for (std::size_t p = 0; p < slot.parts.size(); ++p) {
        parts.push_back(view_of(column.parts[p], slot.parts[p]));
    }
    return {*slot.shape, column.values.data(),
            column.validity.empty() ? nullptr : column.validity.data(), std::move(parts)};
}

template <class Work>
void on_threads(std::size_t threads, const Work& work) {
    std::vector<std::future<void>> others;
    others.reserve(threads);
    for (std::size_t t = 1; t < threads; ++t) {
        others.push_back(std::async(std::launch::async, work, t));
    }
    work(0);
    for (std::future<void>& other : others) {
        other.get();
    }
}

}  // namespace

/// Blocks of one thread, and where its rows go.
struct RowOrder::Some {
    std::size_t first = 0;  ///< block
    std::size_t last = 0;
    std::vector<std::uint32_t> share;  ///< by row
    std::vector<std::size_t> at;       ///< by share: how many, then where the next goes
    bool is_told_by_head = true;
    std::size_t length = 0;  ///< of the people's texts; 0: none yet
};

RowOrder::RowOrder(std::shared_ptr<const RowStore> rows, std::size_t share, int threads)
    : kept_(std::move(rows)), rows_(*kept_), blocks_(rows_.blocks()), share_(share) {
    for (const RowStore::Block& block : blocks_) {
        count_ += block.count;
    }
    choose_borders(share);
    const std::size_t workers = std::clamp<std::size_t>(static_cast<std::size_t>(threads), 1,
                                                        std::max<std::size_t>(blocks_.size(), 1));
    std::vector<Some> all(workers);
    for (std::size_t t = 0; t < workers; ++t) {
        all[t].first = blocks_.size() * t / workers;
        all[t].last = blocks_.size() * (t + 1) / workers;
    }
    on_threads(workers, [&](std::size_t t) { count_shares(all[t]); });
    std::size_t shares = 0;
    std::size_t length = 0;
    for (const Some& some : all) {
        shares = std::max(shares, some.at.size());
        length = std::max(length, some.length);
    }
    // Where each thread's rows of a share begin.
    std::size_t sum = 0;
    begins_.reserve(shares + 1);
    for (std::size_t s = 0; s < shares; ++s) {
        begins_.push_back(sum);
        for (Some& some : all) {
            some.at.resize(shares);
            sum += std::exchange(some.at[s], sum);
        }
    }
    begins_.push_back(sum);
    is_told_by_head_ = std::ranges::all_of(all, [&](const Some& some) {
        return some.is_told_by_head && (some.length == 0 || some.length == length);
    });
    keys_.resize(count_);
    on_threads(workers, [&](std::size_t t) { place_keys(all[t]); });
}

/// People from rows here and there part the others.
void RowOrder::choose_borders(std::size_t share) {
    constexpr std::size_t of_each = 16;
    const std::size_t shares = count_ / share + 1;
    const std::size_t step = std::max<std::size_t>(1, count_ / (shares * of_each));
    std::vector<std::string_view> seen;
    std::size_t at = 0;
    for (const RowStore::Block& block : blocks_) {
        for (; at < block.count; at += step) {
            const std::byte* record = block.records + at * rows_.layout().size;
            if (!is_nobodys(record)) {
                seen.push_back(whose(record));
            }
        }
        at -= block.count;
    }
    borders_ = Borders(std::move(seen), of_each);
}

void RowOrder::count_shares(Some& some) {
    const std::size_t people = borders_.shares();
    some.at.resize(people);
    std::size_t count = 0;
    for (std::size_t b = some.first; b < some.last; ++b) {
        count += blocks_[b].count;
    }
    some.share.reserve(count);
    for (std::size_t b = some.first; b < some.last; ++b) {
        const std::byte* record = blocks_[b].records;
        for (std::size_t i = 0; i < blocks_[b].count; ++i, record += rows_.layout().size) {
            std::size_t share = people;
            if (!is_nobodys(record)) {
                const std::string_view text = whose(record);
                const std::uint64_t head = borders_.head_of(text);
                share = borders_.share_of(head, text);
                some.length = some.length == 0 ? text.size() : some.length;
                some.is_told_by_head = some.is_told_by_head && !text.empty() &&
                                       text.size() == some.length &&
                                       text.size() <= borders_.prefix().size() + sizeof head &&
                                       text.starts_with(borders_.prefix());
            } else {
                std::uint32_t line = 0;
                std::memcpy(&line, record, sizeof line);
                share += line / share_;
                some.at.resize(std::max(some.at.size(), share + 1));
            }
            ++some.at[share];
            some.share.push_back(static_cast<std::uint32_t>(share));
        }
    }
}

void RowOrder::place_keys(Some& some) {
    std::size_t row = 0;
    for (std::size_t b = some.first; b < some.last; ++b) {
        const std::byte* record = blocks_[b].records;
        for (std::size_t i = 0; i < blocks_[b].count; ++i, record += rows_.layout().size) {
            Key& key = keys_[some.at[some.share[row++]]++];
            key.head = is_nobodys(record) ? 0 : borders_.head_of(whose(record));
            std::memcpy(&key.line, record, sizeof key.line);
            key.at = static_cast<std::uint32_t>(b << kPlaceBits | i);
        }
    }
}

void RowOrder::sort(std::size_t from, std::size_t to) {
    const auto first = keys_.begin() + static_cast<std::ptrdiff_t>(from);
    const auto last = keys_.begin() + static_cast<std::ptrdiff_t>(to);
    if (is_told_by_head_ || is_nobodys(record(first->at))) {
        std::sort(first, last, [](const Key& a, const Key& b) {
            return a.head != b.head ? a.head < b.head : a.line < b.line;
        });
        return;
    }
    std::sort(first, last, [this](const Key& a, const Key& b) {
        if (a.head != b.head) {
            return a.head < b.head;
        }
        const int compared = whose(record(a.at)).compare(whose(record(b.at)));
        return compared != 0 ? compared < 0 : a.line < b.line;
    });
}

std::vector<std::int32_t> RowOrder::number_people(std::size_t from, std::size_t to) const {
    std::vector<std::int32_t> numbers;
    numbers.reserve(to - from);
    const bool by_head = is_told_by_head_ && !is_nobodys(record(keys_[from].at));
    std::int32_t number = 0;
    for (std::size_t i = from; i < to; ++i) {
        if (i > from) {
            bool is_same = keys_[i].head == keys_[i - 1].head;
            if (is_same && !by_head) {
                // A claim of nobody is alone with its accounts.
                const std::byte* now = record(keys_[i].at);
                is_same = !is_nobodys(now) && !whose(now).empty() &&
                          whose(now) == whose(record(keys_[i - 1].at));
            }
            number += is_same ? 0 : 1;
        }
        numbers.push_back(number);
    }
    return numbers;
}

People RowOrder::people(std::size_t share) {
    const std::size_t from = begins_[share];
    const std::size_t count = rows(share);
    sort(from, from + count);
    auto memory = std::make_shared<SharedColumns>();
    memory->rows = kept_;
    const RowLayout& layout = rows_.layout();
    const Reading reading(rows_, count);
    memory->lines.resize(count);
    memory->columns.resize(layout.columns.size());
    for (std::size_t c = 0; c < layout.columns.size(); ++c) {
        reading.prepare(memory->columns[c], layout.columns[c]);
    }
    // Records are anywhere: they are asked for some rows before they are read.
    constexpr std::size_t some = 128;
    std::vector<const std::byte*> records;
    for (std::size_t row = 0; row < count; row += some) {
        const std::size_t end = std::min(count, row + some);
        records.clear();
        for (std::size_t i = row; i < end; ++i) {
            const Key& key = keys_[from + i];
            memory->lines[i] = key.line;
            records.push_back(record(key.at));
            __builtin_prefetch(records.back());
        }
        for (std::size_t c = 0; c < layout.columns.size(); ++c) {
            reading.read(memory->columns[c], layout.columns[c], records, row);
        }
    }
    HeldRows held{count, {}, memory->lines.data(), memory};
    for (std::size_t c = 0; c < layout.columns.size(); ++c) {
        held.views.push_back(view_of(memory->columns[c], layout.columns[c]));
    }
    People people;
    people.person = number_people(from, from + count);
    people.parts.push_back({std::make_shared<const HeldRows>(std::move(held)), 0, count, 0});
    return people;
}

}  // namespace pol::data
