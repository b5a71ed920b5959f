// The values of a column as the trees that every form of input becomes: a decimal is the text of
// its digits, and nothing passes through a binary float that was none.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "runtime/claims/json.h"
#include "runtime/data/library.h"

namespace pol::data {

/// A column's type, with what is inside it.
struct Shape {
    duckdb_type id = DUCKDB_TYPE_INVALID;
    duckdb_type held =
        DUCKDB_TYPE_INVALID;  ///< of decimals and enums: the integer that stands for it
    int scale = 0;
    std::size_t size = 0;            ///< of an array
    std::vector<std::string> codes;  ///< of an enum
    std::vector<std::string> names;  ///< of a struct: of its parts
    /// Of a struct; of a list or array the one element, of a map one of key and value; of a union
    /// what says which it is, and its members.
    std::vector<Shape> parts;
};

[[nodiscard]] Shape shape_of(const Library& library, duckdb_logical_type type);
/// The name of a type in SQL that no field has a form for (BLOB, MAP, …); null where it has one.
[[nodiscard]] const char* unreadable(const Shape& shape);

/// Bytes of a text that stands in its place of the vector, filled up with zeros.
inline constexpr std::uint32_t kInlined = 12;

[[nodiscard]] inline std::string_view view_of(const duckdb_string_t& text) {
    const std::uint32_t length = text.value.inlined.length;
    return {length <= kInlined ? text.value.inlined.inlined : text.value.pointer.ptr, length};
}

/// A vector of a chunk, ready to be read.
class View {
  public:
    View(const Library& library, const Shape& shape, duckdb_vector vector);
    /// The same of memory of ours.
    View(const Shape& shape, const void* data, const std::uint64_t* validity,
         std::vector<View> parts)
        : shape_(&shape), data_(data), validity_(validity), parts_(std::move(parts)) {}

    [[nodiscard]] bool is_null(std::size_t row) const {
        return validity_ != nullptr && (validity_[row / 64] >> (row % 64) & 1U) == 0;
    }
    /// The value as a tree.
    [[nodiscard]] claims::json::Value tree(std::size_t row) const;
    /// Of a text or an enum that is not null.
    [[nodiscard]] std::string_view text(std::size_t row) const;
    /// Of an integer, decimal (in its own scale), boolean or date (in days) that is not null and
    /// fits 64 bits.
    [[nodiscard]] std::optional<std::int64_t> integer(std::size_t row) const;
    /// Of a DOUBLE that is not null.
    [[nodiscard]] double number(std::size_t row) const { return at<double>(row); }
    /// The values as the database holds them, and a bit a row for which are there (null: all).
    [[nodiscard]] const void* data() const { return data_; }
    [[nodiscard]] const std::uint64_t* validity() const { return validity_; }
    /// Texts as the database holds them; none of other shapes.
    [[nodiscard]] const duckdb_string_t* texts() const {
        return shape_->id == DUCKDB_TYPE_VARCHAR ? static_cast<const duckdb_string_t*>(data_)
                                                 : nullptr;
    }
    [[nodiscard]] const Shape& shape() const { return *shape_; }
    [[nodiscard]] const std::vector<View>& parts() const { return parts_; }
    /// Of a list or array: where its elements stand in `parts()[0]`.
    struct Elements {
        std::size_t first = 0;
        std::size_t count = 0;
    };
    [[nodiscard]] Elements elements(std::size_t row) const;

  private:
    template <class T>
    [[nodiscard]] const T& at(std::size_t row) const {
        return static_cast<const T*>(data_)[row];
    }
    [[nodiscard]] std::string digits(std::size_t row) const;
    /// As the database writes it.
    [[nodiscard]] std::string other(std::size_t row) const;
    void fill_scalar(claims::json::Value& value, std::size_t row) const;

    const Shape* shape_;
    const void* data_ = nullptr;
    const std::uint64_t* validity_ = nullptr;
    std::vector<View> parts_;
};

/// A value of that shape with every part named and empty, lists with one element: what the names of
/// columns are looked for in.
[[nodiscard]] claims::json::Value names_of(const Shape& shape);

}  // namespace pol::data
