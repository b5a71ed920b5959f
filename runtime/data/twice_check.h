// Whether a person has a number twice in a table whose rows come in any order.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include <tl/expected.hpp>

#include "runtime/data/cells.h"
#include "runtime/data/claim_table.h"
#include "runtime/data/limits.h"

namespace pol::data {

/// Keeps 64 bits of each row's number and person, in 256 parts by the first eight of them, and
/// looks at the end whether any comes twice. Two rows that differ may look alike, in a table of a
/// hundred million with a chance of one in three thousand; two that are alike never differ.
class TwiceCheck {
  public:
    /// Where both stand in a table.
    struct Names {
        std::optional<Path> number;
        std::optional<Path> person;
    };

    /// Of more than `memory` bytes of them the rest goes to a file of that name, gone with this
    /// object.
    TwiceCheck(std::size_t memory, std::string file);
    ~TwiceCheck();
    TwiceCheck(const TwiceCheck&) = delete;
    TwiceCheck& operator=(const TwiceCheck&) = delete;

    /// The first rows of a chunk. A row without a number or a person is passed over: it is a fault
    /// anyway. Any thread.
    void add(const std::vector<View>& views, const Names& names, std::size_t count);
    /// After the last row, by so many threads. The error is the file's.
    [[nodiscard]] tl::expected<bool, std::string> may_be_twice(unsigned threads);

  private:
    class Notes;
    struct Extent {
        std::size_t at = 0;
        std::size_t count = 0;
    };
    struct Part {
        std::mutex mutex;
        std::vector<std::vector<std::uint64_t>> held;
        std::vector<Extent> written;
        std::size_t count = 0;
    };
    void take(std::size_t part, std::vector<std::uint64_t>& keys);
    [[nodiscard]] bool write(const std::vector<std::uint64_t>& keys, Extent& extent);
    [[nodiscard]] bool has_twice(const Part& part, std::vector<std::uint64_t>& set);
    /// False where the file failed.
    template <class Each>
    [[nodiscard]] bool for_each(const Part& part, const Each& each);

    std::size_t memory_;
    std::string name_;
    std::mutex file_mutex_;
    int file_ = -1;
    std::atomic<std::size_t> held_ = 0;  ///< bytes
    std::atomic<std::size_t> end_ = 0;   ///< of the file
    std::atomic<int> failed_ = 0;        ///< errno
    std::deque<Part> parts_;
    std::mutex notes_mutex_;
    std::vector<std::unique_ptr<Notes>> notes_;  ///< of no thread at the moment
};

/// Bytes that may be kept.
[[nodiscard]] std::size_t twice_memory(const Limits& limits);

}  // namespace pol::data
