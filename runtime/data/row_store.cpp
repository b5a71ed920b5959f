#include "runtime/data/row_store.h"

#include <algorithm>
#include <cstring>
#include <utility>

namespace pol::data {

std::byte* Memory::take(std::size_t bytes) {
    // Not filled with zeros: pages are the system's until they are written.
    return pieces_.emplace_back(new std::byte[std::max(bytes, kPiece)]).get();
}

class RowStore::Part {
  public:
    explicit Part(RowStore& store) : store_(store), writer_(*store.form_) {}

    bool add(const std::vector<View>& views, const std::int64_t* lines, std::size_t count) {
        for (std::size_t from = 0; from < count;) {
            if (!has_room()) {
                return false;
            }
            Block& block = blocks_.back();
            const std::size_t some = std::min(count - from, store_.block_rows_ - block.count);
            std::byte* records = block.records + block.count * size();
            if (!writer_.write(views, lines, from, some, records) || !keep_texts(records, some)) {
                return false;
            }
            block.count += some;
            from += some;
        }
        return true;
    }

    const std::byte* add_packed(const std::byte* record) {
        (void)has_room();
        Block& block = blocks_.back();
        std::byte* own = block.records + block.count++ * size();
        std::memcpy(own, record, size());
        const std::byte* after = record + size();
        for (const std::size_t offset : store_.layout().texts) {
            std::uint32_t length = 0;
            std::memcpy(&length, own + offset, sizeof length);
            if (length > kInlined) {
                const auto* bytes = reinterpret_cast<const char*>(after);
                move_text(own, offset, keep({bytes, length}), length);
                after += length;
            }
        }
        return after;
    }

    [[nodiscard]] const std::vector<Block>& blocks() const { return blocks_; }

  private:
    [[nodiscard]] std::size_t size() const { return store_.layout().size; }

    /// For one record more; false where that is more than was allowed.
    bool has_room() {
        if (!blocks_.empty() && blocks_.back().count < store_.block_rows_) {
            return true;
        }
        const std::size_t bytes = store_.block_rows_ * size();
        blocks_.push_back({memory_.take(bytes), 0});
        return store_.charge(bytes + store_.block_rows_ * kOrder);
    }

    bool keep_texts(std::byte* records, std::size_t count) {
        bool good = true;
        for (const std::size_t offset : store_.layout().texts) {
            for (std::size_t i = 0; i < count; ++i) {
                const std::string_view text = text_in(records + i * size(), offset);
                if (text.size() > kInlined) {
                    move_text(records + i * size(), offset, keep(text), text.size());
                    good = good && !is_full_;
                }
            }
        }
        return good;
    }

    /// A long text's own bytes.
    char* keep(std::string_view text) {
        if (text.size() > left_) {
            left_ = std::max(text.size(), Memory::kPiece);
            free_ = reinterpret_cast<char*>(memory_.take(left_));
            is_full_ = !store_.charge(left_);
        }
        std::memcpy(free_, text.data(), text.size());
        left_ -= text.size();
        return std::exchange(free_, free_ + text.size());
    }

    RowStore& store_;
    RecordWriter writer_;
    Memory memory_;
    std::vector<Block> blocks_;
    char* free_ = nullptr;  ///< for texts
    std::size_t left_ = 0;
    bool is_full_ = false;
};

RowStore::RowStore(std::shared_ptr<RecordForm> form, std::size_t most)
    : form_(std::move(form)),
      block_rows_(std::max<std::size_t>(1, Memory::kPiece / form_->layout.size)),
      most_(std::min(most, Memory::kPiece << kBlockBits)) {}

RowStore::~RowStore() = default;

bool RowStore::charge(std::size_t bytes) {
    return used_.fetch_add(bytes) + bytes + form_->bytes() <= most_;
}

RowStore::Part& RowStore::take_part() {
    const std::scoped_lock lock(mutex_);
    if (free_.empty()) {
        free_.push_back(parts_.emplace_back(std::make_unique<Part>(*this)).get());
    }
    Part* part = free_.back();
    free_.pop_back();
    return *part;
}

bool RowStore::add(const std::vector<View>& views, const std::int64_t* lines, std::size_t count) {
    Part& part = take_part();
    const bool good = part.add(views, lines, count);
    const std::scoped_lock lock(mutex_);
    free_.push_back(&part);
    return good;
}

const std::byte* RowStore::add_packed(const std::byte* record) {
    if (parts_.empty()) {
        parts_.push_back(std::make_unique<Part>(*this));
    }
    return parts_.front()->add_packed(record);
}

std::vector<RowStore::Block> RowStore::blocks() const {
    std::vector<Block> all;
    for (const std::unique_ptr<Part>& part : parts_) {
        all.insert(all.end(), part->blocks().begin(), part->blocks().end());
    }
    return all;
}

}  // namespace pol::data
