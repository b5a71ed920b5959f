#include "runtime/batch/column_values.h"

#include <algorithm>
#include <cstdlib>
#include <cstring>

#include "runtime/fault/assert.h"

namespace pol::batch {
namespace {

std::size_t padded(std::size_t rows) {
    constexpr auto block = static_cast<std::size_t>(abi::kBlockRows);
    return (rows + block - 1) / block * block;
}

template <class T>
std::int64_t load(const std::byte* at) {
    T value{};
    std::memcpy(&value, at, sizeof value);
    return static_cast<std::int64_t>(value);
}

template <class T>
void gather(std::byte* column, const std::byte* from, const std::vector<std::uint32_t>& rows) {
    T* into = reinterpret_cast<T*>(column);
    const T* values = reinterpret_cast<const T*>(from);
    for (std::size_t i = 0; i < rows.size(); ++i) {
        into[i] = values[rows[i]];
    }
}

template <class T>
void store(std::byte* column, std::size_t row, const std::vector<std::int64_t>& values) {
    T* into = reinterpret_cast<T*>(column) + row;
    for (std::size_t i = 0; i < values.size(); ++i) {
        into[i] = static_cast<T>(values[i]);
    }
}

}  // namespace

void ColumnValues::Free::operator()(std::byte* memory) const {
    std::free(memory);
}

void ColumnValues::grow(std::size_t rows) {
    const std::size_t now = padded(rows);
    const auto size = static_cast<std::size_t>(abi::bytes_of(type_));
    if (now > room_) {
        const std::size_t room = std::max(now, 2 * room_);
        std::unique_ptr<std::byte[], Free> larger(
            static_cast<std::byte*>(std::aligned_alloc(64, room * size)));
        require_state(larger != nullptr, "memory for a column");
        if (rows_ > 0) {
            std::memcpy(larger.get(), values_.get(), rows_ * size);
        }
        values_ = std::move(larger);
        room_ = room;
    }
    std::memset(values_.get() + rows_ * size, 0, (now - rows_) * size);
    there_.resize(now / 64);
    std::fill(there_.begin() + static_cast<std::ptrdiff_t>(rows_ / 64), there_.end(), 0);
    rows_ = now;
}

std::int64_t ColumnValues::at(std::size_t row) const {
    const std::byte* at = values_.get() + row * static_cast<std::size_t>(abi::bytes_of(type_));
    switch (type_) {
    case abi::ColumnType::u8:
        return load<std::uint8_t>(at);
    case abi::ColumnType::u16:
        return load<std::uint16_t>(at);
    case abi::ColumnType::i32:
        return load<std::int32_t>(at);
    case abi::ColumnType::i64:
        return load<std::int64_t>(at);
    }
    unreachable_state("a type of column out of range");
}

void ColumnValues::put_from(const ColumnValues& from, const std::vector<std::uint32_t>& rows) {
    switch (type_) {
    case abi::ColumnType::u8:
        gather<std::uint8_t>(values_.get(), from.values_.get(), rows);
        break;
    case abi::ColumnType::u16:
        gather<std::uint16_t>(values_.get(), from.values_.get(), rows);
        break;
    case abi::ColumnType::i32:
        gather<std::int32_t>(values_.get(), from.values_.get(), rows);
        break;
    case abi::ColumnType::i64:
        gather<std::int64_t>(values_.get(), from.values_.get(), rows);
        break;
    }
    for (std::size_t row = 0; row < rows.size(); ++row) {
        there_[row / 64] |= std::uint64_t{from.has(rows[row])} << (row % 64);
    }
}

bool ColumnValues::has_all(std::size_t row, std::size_t count) const {
    bool all = true;
    for (const std::size_t end = row + count; row < end;) {
        const std::size_t some = std::min<std::size_t>(64 - row % 64, end - row);
        const std::uint64_t wanted = (~std::uint64_t{0} >> (64 - some)) << (row % 64);
        all &= (there_[row / 64] & wanted) == wanted;
        row += some;
    }
    return all;
}

void ColumnValues::put(std::size_t row, std::int64_t value) {
    const auto size = static_cast<std::size_t>(abi::bytes_of(type_));
    std::memcpy(values_.get() + row * size, &value, size);
    there_[row / 64] |= std::uint64_t{1} << (row % 64);
}

void ColumnValues::put_all(std::size_t row, std::size_t count, const void* values, std::size_t from,
                           const std::uint64_t* validity) {
    const auto size = static_cast<std::size_t>(abi::bytes_of(type_));
    std::memcpy(values_.get() + row * size, static_cast<const std::byte*>(values) + from * size,
                count * size);
    mark(row, count, from, validity);
    for (std::size_t i = 0; validity != nullptr && i < count; ++i) {
        if (!has(row + i)) {
            std::memset(values_.get() + (row + i) * size, 0, size);
        }
    }
}

void ColumnValues::put_all(std::size_t row, const std::vector<std::int64_t>& values,
                           std::size_t from, const std::uint64_t* validity) {
    switch (type_) {
    case abi::ColumnType::u8:
        store<std::uint8_t>(values_.get(), row, values);
        break;
    case abi::ColumnType::u16:
        store<std::uint16_t>(values_.get(), row, values);
        break;
    case abi::ColumnType::i32:
        store<std::int32_t>(values_.get(), row, values);
        break;
    case abi::ColumnType::i64:
        store<std::int64_t>(values_.get(), row, values);
        break;
    }
    mark(row, values.size(), from, validity);
}

/// Sets the bits of rows, as far as those from `from` on of `validity` are set.
void ColumnValues::mark(std::size_t row, std::size_t count, std::size_t from,
                        const std::uint64_t* validity) {
    for (const std::size_t end = row + count; row < end;) {
        const std::size_t some = std::min<std::size_t>(64 - row % 64, end - row);
        std::uint64_t bits = ~std::uint64_t{0};
        if (validity != nullptr) {
            bits = validity[from / 64] >> (from % 64);
            if (from % 64 + some > 64) {
                bits |= validity[from / 64 + 1] << (64 - from % 64);
            }
        }
        there_[row / 64] |= (bits & (~std::uint64_t{0} >> (64 - some))) << (row % 64);
        row += some;
        from += some;
    }
}

}  // namespace pol::batch
