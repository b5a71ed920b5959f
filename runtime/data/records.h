// Rows as records of one size: what a thread writes of a chunk, and any other reads.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <deque>
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
    std::vector<std::size_t> texts;  ///< offsets of the slots that hold texts
    std::size_t coded = 0;           ///< how many slots are
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
    [[nodiscard]] std::uint32_t number_of(std::string_view text);
    /// When no more are added.
    [[nodiscard]] const std::vector<duckdb_string_t>& all() const { return all_; }
    /// What they take, about.
    [[nodiscard]] std::size_t bytes() const { return bytes_; }

  private:
    std::mutex mutex_;
    std::unordered_map<std::string_view, std::uint32_t> numbers_;
    std::deque<std::string> kept_;
    std::vector<duckdb_string_t> all_;
    std::atomic<std::size_t> bytes_ = 0;
};

/// A layout with the texts of its coded slots.
struct RecordForm {
    explicit RecordForm(RowLayout given) : layout(std::move(given)), texts(layout.coded) {}
    RowLayout layout;
    std::vector<CodedTexts> texts;
    [[nodiscard]] std::size_t bytes() const;
};

/// Makes records. One thread; the form may be shared.
class RecordWriter {
  public:
    explicit RecordWriter(RecordForm& form) : form_(form), known_(form.layout.coded) {}

    /// Rows [from, from + count) of a chunk, one record after another: views of the columns, then
    /// of whose they are where that is none of them. Long texts stay where the database has them.
    /// False where a row's number is too large for a record.
    [[nodiscard]] bool write(const std::vector<View>& views, const std::int64_t* lines,
                             std::size_t from, std::size_t count, std::byte* into);

  private:
    struct Rows;
    void put(const Slot& slot, const View& view, const Rows& rows);
    void put_plain(const Slot& slot, const View& view, const Rows& rows) const;
    void put_texts(const Slot& slot, const View& view, const Rows& rows) const;
    void put_codes(const Slot& slot, const View& view, const Rows& rows);
    template <std::size_t size>
    void put_values(const Slot& slot, const View& view, const Rows& rows) const;

    RecordForm& form_;
    std::vector<KnownTexts> known_;
};

/// The text at that offset of a record, where it is: in the record, or elsewhere.
[[nodiscard]] std::string_view text_in(const std::byte* record, std::size_t offset);
/// Says that a long text is elsewhere.
void move_text(std::byte* record, std::size_t offset, const char* to, std::size_t length);

}  // namespace pol::data
