// The calling convention of a settlement in columns: many claims of one shape at once.
//
// A kernel settles `rows` claims, a multiple of `kBlockRows`: whoever calls it fills the last rows
// up, with a person of their own where there are accounts. It reads the columns it was made for and
// writes the columns it was asked for, in the order that whoever made it was told. It only detects
// faults: one bit a row; such a row's figures mean nothing, it posts nothing, and `SettleOne` names
// what is wrong with it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace pol::abi {

/// Rows of one word of `faults`. Columns have room for a multiple of them.
inline constexpr std::int64_t kBlockRows = 64;

/// How a column's values are stored: whole numbers, signed but for u8 and u16. Money is fen, a date
/// days since 1970-01-01, a code its index; a truth value is 0 or 1.
enum class ColumnType : std::uint8_t { u8, u16, i32, i64 };

/// Bytes of one value.
[[nodiscard]] constexpr std::int64_t bytes_of(ColumnType type) {
    switch (type) {
    case ColumnType::u8:
        return 1;
    case ColumnType::u16:
        return 2;
    case ColumnType::i32:
        return 4;
    case ColumnType::i64:
        return 8;
    }
    return 0;
}

/// One column: `rows` values of the type that the kernel was made for. `validity` has a bit a row,
/// the least of a word first, where the kernel was made for a column that may lack values; else it
/// is not read. A column that is written has its values aligned to 64 bytes.
struct Column {
    void* values = nullptr;
    const std::uint64_t* validity = nullptr;
};

/// How a person's accounts lie in a block. Accounts of one period form a group; where the period
/// can change, the block holds the day on which the one begins that its sums are of, plus
/// `kPeriodBias` (0: no sums yet).
inline constexpr std::int64_t kPeriodBias = 1'000'000;
struct BlockLayout {
    struct Group {
        bool has_period = false;
        std::int64_t period = 0;  ///< offset of an i32
    };
    struct Sums {
        std::uint32_t account = 0;  ///< into `Manifest::accounts`
        std::uint32_t group = 0;
        std::int64_t offset = 0;
        std::int64_t count = 1;
        bool narrow = false;                    ///< i32, else i64
        std::vector<std::int64_t> lows, sizes;  ///< by further key; the last counts on first
    };
    std::int64_t size = 0;  ///< a multiple of 8; of 64 where it is more than 32
    std::vector<Group> groups;
    std::vector<Sums> accounts;
};

/// The accounts of many people: one block of `BlockLayout::size` bytes a person, all zero at first.
struct ColumnState {
    std::byte* blocks = nullptr;
    /// By row: whose block. The kernel reads `kPrefetchRows` past the last row.
    const std::int32_t* person = nullptr;
    /// Called when a block's group of accounts holds sums of another period: keeps them, brings
    /// those of `period`, or zeros, and writes `period` + kPeriodBias into the block.
    void (*turn)(void* self, std::int32_t person, std::uint32_t group,
                 std::int64_t period) = nullptr;
    void* self = nullptr;
};
inline constexpr std::int64_t kPrefetchRows = 64;

/// One figure of a claim's lists. Of a claim without elements it is zero, or absent where it can
/// be.
struct ListFigure {
    ColumnType type = ColumnType::i64;
    bool optional = false;
    friend bool operator==(const ListFigure&, const ListFigure&) = default;
};

/// Values of an open key that one person's claims may have; see Source::slot.
inline constexpr std::int64_t kSlots = 16;

/// What a kernel reads of each row.
struct ColumnInput {
    enum class Source : std::uint8_t {
        field,      ///< a field of the claim as it is stored, by `index` into `Vocabulary::fields`
        figure,     ///< of the claim's lists, by `index` into `ListEngine::figures`
        fee_lines,  ///< 1 where the claim has some
        /// Of a field whose values are not known beforehand: which of its person's values it is, a
        /// number from 0 on. Absent counts as 0 does.
        slot,
    };
    std::uint32_t index = 0;
    ColumnType type = ColumnType::i64;
    bool nullable = false;  ///< has a validity bit for each row
    /// Every value of the column is known to lie inside the field's bounds; else each is compared.
    bool trusted = false;
    Source source = Source::field;
    friend bool operator==(const ColumnInput&, const ColumnInput&) = default;
};

/// What a kernel writes of each row.
struct ColumnOutput {
    enum class What : std::uint8_t {
        result,   ///< a figure of the settlement, by `index` into `Vocabulary::results`
        status,   ///< abi::Status, for rows without a fault
        benefit,  ///< into `Manifest::benefits`, or -1
        answer,   ///< 0 or 1, by `index` into `Manifest::answers`
    };
    What what = What::result;
    std::uint32_t index = 0;
    ColumnType type = ColumnType::i64;  ///< must hold the values' range
    friend bool operator==(const ColumnOutput&, const ColumnOutput&) = default;
};

using SettleColumns = void (*)(const Column* in, Column* out, std::int64_t rows, ColumnState* state,
                               std::uint64_t* faults);

}  // namespace pol::abi
