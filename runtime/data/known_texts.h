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

    /// Puts the number of a text that is not null, by `find` (a text in, a number or nothing out)
    /// where it is not known yet; false where there is none.
    template <class Find>
    [[nodiscard]] bool put(const View& view, std::size_t row, const Find& find, std::int64_t& to) {
        return view.texts() == nullptr ? put_code(view, row, find, to)
                                       : put_text(view.texts()[row], find, to);
    }

  private:
    template <class Find>
    [[nodiscard]] bool put_code(const View& view, std::size_t row, const Find& find,
                                std::int64_t& to) {
        const auto code = static_cast<std::size_t>(view.integer(row).value_or(0));
        codes_.resize(view.shape().codes.size());
        if (code >= codes_.size()) {
            return put_found(find(view.text(row)), to);
        }
        if (!codes_[code]) {
            codes_[code] = find(view.text(row));
        }
        return put_found(codes_[code], to);
    }

    template <class Find>
    [[nodiscard]] bool put_text(const duckdb_string_t& text, const Find& find, std::int64_t& to) {
        const std::uint32_t length = text.value.inlined.length;
        if (length == 0 || length > kInlined) {
            return put_found(find(view_of(text)), to);
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
        if (known.bytes[0] == bytes[0] && known.bytes[1] == bytes[1]) {
            to = known.value;
            return true;
        }
        const bool is_there = put_found(find(view_of(text)), to);
        if (is_there) {
            known = {bytes, to};
        }
        return is_there;
    }

    static bool put_found(const std::optional<std::int64_t>& found, std::int64_t& to) {
        to = found.value_or(0);
        return found.has_value();
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
