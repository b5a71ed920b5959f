// What texts of at most twelve bytes stand for, where few of them are different.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <optional>
#include <vector>

#include "runtime/data/values.h"

namespace pol::data {

/// Numbers that were looked up before. One thread.
class CodeCache {
  public:
    void clear() { entries_.clear(); }

    /// The number of a text that is not empty, by `find` (a text in, a number or nothing out) where
    /// it is not known yet.
    template <class Find>
    [[nodiscard]] std::optional<std::int64_t> value(const duckdb_string_t& text, const Find& find) {
        if (text.value.inlined.length > kInlined) {
            return find(view_of(text));
        }
        std::array<std::uint64_t, 2> bytes{};
        static_assert(sizeof bytes == sizeof text);
        std::memcpy(bytes.data(), &text, sizeof bytes);
        constexpr std::uint64_t odd = 0x9E3779B97F4A7C15;
        const std::uint64_t hash = (bytes[0] ^ (bytes[1] * odd)) * odd;
        if (entries_.empty()) {
            entries_.resize(kEntries);
        }
        Entry& entry = entries_[(hash >> 32) % kEntries];
        if (entry.text == bytes) {
            return entry.value;
        }
        const std::optional<std::int64_t> value = find(view_of(text));
        if (value) {
            entry = {bytes, *value};
        }
        return value;
    }

  private:
    static constexpr std::size_t kEntries = 1024;
    struct Entry {
        std::array<std::uint64_t, 2> text{};  ///< as the database holds it; zeros: nothing
        std::int64_t value = 0;
    };
    std::vector<Entry> entries_;  ///< none before the first
};

}  // namespace pol::data
