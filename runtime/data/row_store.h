// Rows of a table in memory: records of one size each, from as many threads as bring them.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "runtime/data/known_texts.h"
#include "runtime/data/rows.h"
#include "runtime/data/values.h"

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

/// A value's place in a record. A STRUCT has parts and no value of its own.
struct Slot {
    enum class Form : std::uint8_t {
        plain,  ///< as the database holds it, of `size` bytes
        text,   ///< the same, long ones elsewhere
        coded,  ///< a number into the texts of the slot: few of them are different
        parts,
    };
    const Shape* shape = nullptr;
    Form form = Form::plain;
    std::size_t size = 0;
    std::size_t offset = 0;
    std::size_t gap = 0;    ///< the bit that says that nothing is there
    std::size_t texts = 0;  ///< of a coded one: which texts
    std::vector<Slot> parts;
};

/// A record: its row's number, the bits for what is not there, the values.
struct RowLayout {
    std::vector<Slot> columns;
    Slot whose;  ///< one of the columns, or one more
    std::size_t size = 0;
    std::size_t gap_bytes = 0;
    std::size_t coded = 0;                                       ///< how many are
    static constexpr std::size_t kGaps = sizeof(std::uint32_t);  ///< where the bits begin
};

/// Nothing where a column has lists. `whose` is a column, or past them a text of its own; fields of
/// `is_coded` have few different texts. What is given must outlive the layout.
[[nodiscard]] std::optional<RowLayout>
layout_of(const Columns& columns, const std::vector<bool>& is_coded, std::size_t whose);

[[nodiscard]] inline bool is_absent(const std::byte* record, const Slot& slot) {
    const auto bits = static_cast<unsigned>(record[RowLayout::kGaps + slot.gap / 8]);
    return (bits >> (slot.gap % 8) & 1U) != 0;
}

/// The texts of a coded slot; any thread may ask for the number of one.
class CodedTexts {
  public:
    /// And whether it is new.
    [[nodiscard]] std::pair<std::uint32_t, bool> number_of(std::string_view text);
    /// When no more are added.
    [[nodiscard]] const std::vector<duckdb_string_t>& all() const { return all_; }

  private:
    std::mutex mutex_;
    std::unordered_map<std::string_view, std::uint32_t> numbers_;
    std::deque<std::string> kept_;
    std::vector<duckdb_string_t> all_;
};

class RowStore {
  public:
    /// Blocks are numbered by so many bits, places in one by the rest of 32.
    static constexpr unsigned kBlockBits = 15;
    /// Records of one thread.
    class Part;

    /// At most so many bytes, with those that an order of the rows takes.
    RowStore(RowLayout layout, std::size_t most);
    ~RowStore();
    RowStore(const RowStore&) = delete;
    RowStore& operator=(const RowStore&) = delete;

    /// Adds the rows of a chunk: views of the columns, then of whose they are where that is none
    /// of them. Any thread. False where there is no room; then nothing of it all is of use.
    [[nodiscard]] bool add(const std::vector<View>& views, const std::int64_t* lines,
                           std::size_t count);

    /// When all rows are there: the records, block by block.
    struct Block {
        const std::byte* records = nullptr;
        std::size_t count = 0;
    };
    [[nodiscard]] std::vector<Block> blocks() const;
    [[nodiscard]] const RowLayout& layout() const { return layout_; }
    [[nodiscard]] const std::vector<duckdb_string_t>& texts(const Slot& coded) const {
        return texts_[coded.texts].all();
    }

  private:
    [[nodiscard]] bool charge(std::size_t bytes);

    RowLayout layout_;
    std::size_t block_rows_;
    std::size_t most_;
    std::atomic<std::size_t> used_ = 0;
    std::vector<CodedTexts> texts_;
    std::mutex mutex_;
    std::vector<std::unique_ptr<Part>> parts_;
    std::vector<Part*> free_;
};

}  // namespace pol::data
