// Rows of a table by people: in memory where they have room, else on disk in parts.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <tl/expected.hpp>

#include "runtime/data/claim_table.h"
#include "runtime/data/collect.h"
#include "runtime/data/database.h"
#include "runtime/data/row_order.h"
#include "runtime/data/rows.h"
#include "runtime/data/spilled_rows.h"

namespace pol::data {

/// The rows of a table, as SQL has them.
struct RowSource {
    const Columns& columns;
    std::vector<bool> few_texts;  ///< by column: it has few different ones
    std::size_t whose = 0;        ///< a column as it stands, or past them: `person`
    std::string names;            ///< of the columns
    std::string line;
    std::string person;
    std::string from;
    std::optional<std::size_t> rows = {};  ///< where that is known
};

struct GatheringLimits {
    std::size_t memory = 0;  ///< bytes; 0: half of the machine's
    std::size_t share = 0;   ///< rows that are taken at once, about
    int threads = 1;
    std::string folder;                   ///< for what has no room; empty: there is none
    std::function<bool()> is_ended = {};  ///< as of the table
};

class GatheredRows {
  public:
    /// Null where no record holds the rows, or there is no room for them anywhere. What is given
    /// must outlive this.
    [[nodiscard]] static tl::expected<std::unique_ptr<GatheredRows>, std::string>
    gather(Connection& connection, const RowSource& source, const GatheringLimits& limits);

    /// People by their names, the rows of each by their numbers, then those of nobody: the order of
    /// the database's own sort. None at the end.
    [[nodiscard]] tl::expected<ClaimTable::Share, std::string> take();

  private:
    explicit GatheredRows(const GatheringLimits& limits) : limits_(limits) {}
    [[nodiscard]] tl::expected<bool, std::string>
    hold(Connection& connection, const RowSource& source, const RowLayout& layout);
    [[nodiscard]] tl::expected<bool, std::string>
    spill(Connection& connection, const RowSource& source, const RowLayout& layout);

    GatheringLimits limits_;
    std::unique_ptr<SpilledRows> spilled_;
    std::size_t next_part_ = 0;
    std::shared_ptr<RowOrder> order_;  ///< of all rows, or of a part
    std::size_t next_share_ = 0;
};

}  // namespace pol::data
