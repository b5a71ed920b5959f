// Rows on disk, parted by people: more than memory has room for.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include <tl/expected.hpp>

#include "runtime/data/borders.h"
#include "runtime/data/records.h"
#include "runtime/data/row_store.h"

namespace pol::data {

/// People seen here and there, and how many rows there are.
class SeenPeople {
  public:
    /// `people` are texts. Any thread.
    void add(const View& people, const std::int64_t* lines, std::size_t count);
    [[nodiscard]] std::size_t rows() const { return rows_; }
    /// When all rows were seen: borders of so many shares, about.
    [[nodiscard]] Borders borders(std::size_t shares) const;

  private:
    struct Seen {
        std::uint64_t chance = 0;  ///< by the row's number
        std::string person;
    };
    std::mutex mutex_;
    std::vector<Seen> seen_;
    std::uint64_t most_ = ~std::uint64_t{0};  ///< chance of those that are kept
    std::size_t rows_ = 0;
};

class SpilledRows {
  public:
    /// Into a file of that name, gone with this object. `memory` is what is held before it is
    /// written; the rows of nobody are parted by their numbers, so many in each part.
    SpilledRows(std::shared_ptr<RecordForm> form, const SeenPeople& seen, std::size_t part_rows,
                std::size_t memory, std::string file);
    ~SpilledRows();
    SpilledRows(const SpilledRows&) = delete;
    SpilledRows& operator=(const SpilledRows&) = delete;

    /// Adds the rows of a chunk, as `RecordWriter` takes them. Any thread. False where that failed;
    /// then nothing of it all is of use.
    [[nodiscard]] bool add(const std::vector<View>& views, const std::int64_t* lines,
                           std::size_t count);
    /// After the last row.
    [[nodiscard]] bool finish();
    /// Why something failed, in the system's words; empty: a row's number is too large.
    [[nodiscard]] std::string error() const;

    /// Parts hold the rows of people that stand in order, all of each; some are empty.
    [[nodiscard]] std::size_t parts() const { return parts_.size(); }
    [[nodiscard]] tl::expected<std::shared_ptr<const RowStore>, std::string>
    read(std::size_t part) const;

  private:
    struct Extent {
        std::size_t at = 0;
        std::size_t bytes = 0;
    };
    struct Part {
        std::mutex mutex;
        std::vector<std::byte> held;
        std::vector<Extent> written;
    };
    struct Writer;
    [[nodiscard]] std::size_t part_of(const std::byte* record) const;
    [[nodiscard]] bool pack(const std::byte* record, Part& part);
    [[nodiscard]] bool write(Part& part);

    std::shared_ptr<RecordForm> form_;
    Borders borders_;
    std::size_t part_rows_;
    std::size_t held_most_;  ///< of a part
    std::string name_;
    int file_ = -1;
    std::atomic<int> failed_ = 0;  ///< errno
    std::atomic<std::size_t> end_ = 0;
    std::deque<Part> parts_;
    std::mutex mutex_;
    std::vector<std::unique_ptr<Writer>> free_;
};

}  // namespace pol::data
