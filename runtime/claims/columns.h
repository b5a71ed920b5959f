// The header row of a CSV input: which place of a record each column fills. A nested part is a
// dotted name, an element of a list an index from 0: `filing.institutions[0].code`.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include <tl/expected.hpp>

#include "runtime/claims/json.h"

namespace pol::claims {

/// A list of a record may have this many elements in columns of its own.
inline constexpr std::size_t kElementColumns = 1000;

/// Why a row is no header.
struct HeaderFault {
    enum class Kind : std::uint8_t {
        twice,      ///< two columns of one name
        clash,      ///< one column is a part of the other: `filing` and `filing.begndate`
        too_large,  ///< an index past kElementColumns
    };
    Kind kind = Kind::twice;
    std::string name;
    std::string other;       ///< the column before it that it does not go with
    std::size_t column = 0;  ///< both from 1
    std::size_t other_column = 0;
};

class Columns {
  public:
    [[nodiscard]] static tl::expected<Columns, HeaderFault>
    of(const std::vector<std::string>& header);

    [[nodiscard]] std::size_t size() const { return paths_.size(); }
    /// The record of a row: each cell that is not empty as a text in its place. Of a row with too
    /// few or too many cells: of those that have a column.
    [[nodiscard]] json::Value record(const std::vector<std::string>& cells) const;
    /// The record of a row in which each cell holds its column's name.
    [[nodiscard]] const json::Value& names() const { return names_; }

  private:
    using Step = std::variant<std::string, std::size_t>;  ///< into an object, into an array
    using Path = std::vector<Step>;
    [[nodiscard]] static Path path_of(std::string_view name);
    [[nodiscard]] static json::Value* place(json::Value& root, const Path& path);
    [[nodiscard]] static HeaderFault fault_at(const std::vector<std::string>& header,
                                              std::size_t column);

    std::vector<Path> paths_;  ///< an empty one where a column has no name
    json::Value names_;
};

}  // namespace pol::claims
