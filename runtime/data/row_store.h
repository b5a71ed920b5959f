// Rows of a table in memory, from as many threads as bring them.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <vector>

#include "runtime/data/records.h"

namespace pol::data {

/// Memory in large pieces, given back with this object.
class Memory {
  public:
    static constexpr std::size_t kPiece = std::size_t{2} << 20U;
    /// A piece of at least so many bytes.
    [[nodiscard]] std::byte* take(std::size_t bytes);

  private:
    std::vector<std::unique_ptr<std::byte[]>> pieces_;
};

class RowStore {
  public:
    /// Blocks are numbered by so many bits, places in one by the rest of 32.
    static constexpr unsigned kBlockBits = 15;
    /// What an order of the rows takes of memory, a row.
    static constexpr std::size_t kOrder = 24;

    /// At most so many bytes, with those that an order of the rows takes.
    RowStore(std::shared_ptr<RecordForm> form, std::size_t most);
    ~RowStore();
    RowStore(const RowStore&) = delete;
    RowStore& operator=(const RowStore&) = delete;

    /// Adds the rows of a chunk, as `RecordWriter` takes them. Any thread. False where there is no
    /// room; then nothing of it all is of use.
    [[nodiscard]] bool add(const std::vector<View>& views, const std::int64_t* lines,
                           std::size_t count);
    /// Adds a record whose long texts follow it; what comes after them. One thread.
    [[nodiscard]] const std::byte* add_packed(const std::byte* record);

    /// When all rows are there: the records, block by block.
    struct Block {
        std::byte* records = nullptr;
        std::size_t count = 0;
    };
    [[nodiscard]] std::vector<Block> blocks() const;
    [[nodiscard]] const RowLayout& layout() const { return form_->layout; }
    [[nodiscard]] const std::vector<duckdb_string_t>& texts(const Slot& coded) const {
        return form_->texts[coded.texts].all();
    }

  private:
    /// Records of one thread.
    class Part;
    [[nodiscard]] Part& take_part();
    [[nodiscard]] bool charge(std::size_t bytes);

    std::shared_ptr<RecordForm> form_;
    std::size_t block_rows_;
    std::size_t most_;
    std::atomic<std::size_t> used_ = 0;
    std::mutex mutex_;
    std::vector<std::unique_ptr<Part>> parts_;
    std::vector<Part*> free_;
};

}  // namespace pol::data
