// The values of one column of a batch.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include "runtime/abi/columns.h"

namespace pol::batch {

/// Values of one type that begin at a cache line, a multiple of 64 of them, with a bit a row for
/// whether one is there.
class ColumnValues {
  public:
    explicit ColumnValues(abi::ColumnType type) : type_(type) {}
    /// More rows than before, without values; those that were there stay.
    void grow(std::size_t rows);
    void clear() { rows_ = 0; }
    [[nodiscard]] abi::ColumnType type() const { return type_; }
    [[nodiscard]] std::byte* values() { return values_.get(); }
    [[nodiscard]] abi::Column column() { return {values_.get(), there_.data()}; }
    [[nodiscard]] std::int64_t at(std::size_t row) const;
    [[nodiscard]] bool has(std::size_t row) const {
        return (there_[row / 64] >> (row % 64) & 1) != 0;
    }
    /// Whether all of some rows have one.
    [[nodiscard]] bool has_all(std::size_t row, std::size_t count) const;
    /// The value fits the type.
    void put(std::size_t row, std::int64_t value);
    /// Values of the type that lie one after another, those from `from` on of `values`. Of those
    /// whose bit in `validity` (null: all have one) is not set none is there.
    void put_all(std::size_t row, std::size_t count, const void* values, std::size_t from,
                 const std::uint64_t* validity);
    /// The same of values that fit the type; those that are not there are zero.
    void put_all(std::size_t row, const std::vector<std::int64_t>& values, std::size_t from,
                 const std::uint64_t* validity);

    /// The first rows: those of another column of this type, in that order.
    void put_from(const ColumnValues& from, const std::vector<std::uint32_t>& rows);

  private:
    void mark(std::size_t row, std::size_t count, std::size_t from, const std::uint64_t* validity);
    struct Free {
        void operator()(std::byte* memory) const;
    };
    abi::ColumnType type_;
    std::size_t rows_ = 0;  ///< with those that fill up a word
    std::size_t room_ = 0;
    std::unique_ptr<std::byte[], Free> values_;
    std::vector<std::uint64_t> there_;
};

}  // namespace pol::batch
