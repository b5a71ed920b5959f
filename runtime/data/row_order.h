// Rows in memory brought into the order of people, on several threads: by the person's text, then
// by the row's number, those of nobody last. It is the order of the database's own sort.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

#include "runtime/data/borders.h"
#include "runtime/data/people.h"
#include "runtime/data/row_store.h"

namespace pol::data {

class RowOrder {
  public:
    /// The rows are all there. `share` says how many rows of some people are taken at once, about.
    RowOrder(std::shared_ptr<const RowStore> rows, std::size_t share, int threads);

    /// One after another they are all rows; some are empty.
    [[nodiscard]] std::size_t shares() const { return begins_.size() - 1; }
    [[nodiscard]] std::size_t rows(std::size_t share) const {
        return begins_[share + 1] - begins_[share];
    }
    /// Any thread, each share once.
    [[nodiscard]] People people(std::size_t share);

  private:
    /// A row by what it is ordered by: eight bytes of the person's text, then its number.
    struct Key {
        std::uint64_t head;
        std::uint32_t line;
        std::uint32_t at;  ///< of the record: block and place in it
    };
    struct Some;

    [[nodiscard]] const std::byte* record(std::uint32_t at) const {
        return blocks_[at >> kPlaceBits].records + (at & kPlaceMask) * rows_.layout().size;
    }
    [[nodiscard]] bool is_nobodys(const std::byte* record) const {
        return is_absent(record, rows_.layout().whose);
    }
    [[nodiscard]] std::string_view whose(const std::byte* record) const {
        return text_in(record, rows_.layout().whose.offset);
    }
    void choose_borders(std::size_t share);
    void count_shares(Some& some);
    void place_keys(Some& some);
    void sort(std::size_t from, std::size_t to);
    [[nodiscard]] std::vector<std::int32_t> number_people(std::size_t from, std::size_t to) const;

    static constexpr unsigned kPlaceBits = 32 - RowStore::kBlockBits;
    static constexpr std::uint32_t kPlaceMask = (1U << kPlaceBits) - 1;

    std::shared_ptr<const RowStore> kept_;
    const RowStore& rows_;
    std::vector<RowStore::Block> blocks_;
    std::size_t count_ = 0;
    std::size_t share_;
    Borders borders_;
    bool is_told_by_head_ = false;  ///< other people have another head
    std::vector<std::size_t> begins_;
    std::vector<Key> keys_;
};

}  // namespace pol::data
