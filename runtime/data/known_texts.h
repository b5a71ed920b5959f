// The numbers of a column's texts that were looked up before, where few of them are different.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <optional>
#include <vector>

#include "runtime/data/values.h"

namespace pol::data {

/// For one thread. Codes of an ENUM are known by their index, texts of at most twelve bytes by the
/// bytes that the database has for them.
class KnownTexts {
  public:
    void clear() {
        texts_.clear();
        codes_.clear();
    }

    /// The number of a text that is not null, by `find` (a text in, a number or nothing out) where
    /// it is not known yet.
    template <class Find>
    [[nodiscard]] std::optional<std::int64_t> value(const View& view, std::size_t row,
                                                    const Find& find) {
        return view.texts() == nullptr ? of_code(view, row, find)
                                       : of_text(view.texts()[row], find);
    }

  private:
    template <class Find>
    [[nodiscard]] std::optional<std::int64_t> of_code(const View& view, std::size_t row,
                                                      const Find& find) {
        const auto code = static_cast<std::size_t>(view.integer(row).value_or(0));
        codes_.resize(view.shape().codes.size());
        if (code >= codes_.size()) {
            return find(view.text(row));
        }
        if (!codes_[code]) {
            codes_[code] = find(view.text(row));
        }
        return codes_[code];
    }

    template <class Find>
    [[nodiscard]] std::optional<std::int64_t> of_text(const duckdb_string_t& text,
                                                      const Find& find) {
        const std::uint32_t length = text.value.inlined.length;
        if (length == 0 || length > kInlined) {
            return find(view_of(text));
        }
        std::array<std::uint64_t, 2> bytes{};
        static_assert(sizeof bytes == sizeof text);
        std::memcpy(bytes.data(), &text, sizeof bytes);
        constexpr std::uint64_t odd = 0x9E3779B97F4A7C15;
        const std::uint64_t hash = (bytes[0] ^ (bytes[1] * odd)) * odd;
        if (texts_.empty()) {
            texts_.resize(kTexts);
        }
        Text& known = texts_[(hash >> 32) % kTexts];
        if (known.bytes == bytes) {
            return known.value;
        }
        const std::optional<std::int64_t> value = find(view_of(text));
        if (value) {
            known = {bytes, *value};
        }
        return value;
    }

    static constexpr std::size_t kTexts = 1024;
    struct Text {
        std::array<std::uint64_t, 2> bytes{};  ///< zeros: nothing
        std::int64_t value = 0;
    };
    std::vector<Text> texts_;  ///< none before the first
    std::vector<std::optional<std::int64_t>> codes_;
};

}  // namespace pol::data
