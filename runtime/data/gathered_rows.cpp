#include "runtime/data/gathered_rows.h"

#include <algorithm>
#include <atomic>
#include <utility>

#include <fmt/format.h>

namespace pol::data {
namespace {

const Shape kText{DUCKDB_TYPE_VARCHAR, DUCKDB_TYPE_INVALID, 0, 0, {}, {}, {}};
const Shape kLine{DUCKDB_TYPE_BIGINT, DUCKDB_TYPE_INVALID, 0, 0, {}, {}, {}};

/// The database's own limit is four fifths of what it finds, which may be less than the machine
/// has.
std::size_t half_of_memory(Connection& connection) {
    const auto bytes = connection.number(
        "SELECT coalesce(regexp_extract(s, '[0-9.]+')::DOUBLE * pow(1024, list_position(['KiB', "
        "'MiB', 'GiB', 'TiB'], regexp_extract(s, '.iB'))) * 5 / 8, 0)::BIGINT FROM (SELECT "
        "current_setting('memory_limit') AS s)");
    return static_cast<std::size_t>(bytes.value_or(0));
}

/// Rows as `collect` gives them, until the run is ended.
tl::expected<bool, std::string> collect_while(const std::function<bool()>& is_ended,
                                              Connection& connection, const Asked& asked,
                                              const TakeRows& take) {
    std::atomic<bool> ended = false;
    const TakeRows watched = [&](std::vector<View>& views, const std::int64_t* lines,
                                 std::size_t count) {
        if (is_ended && is_ended()) {
            ended = true;
        }
        return !ended && take(views, lines, count);
    };
    auto good = collect(connection, asked, watched);
    return ended ? tl::unexpected(std::string("the run was ended")) : good;
}

/// All that a record is made of, given to `store` by a function of that name.
template <class Store>
tl::expected<bool, std::string> collect_into(Store& store, const std::string& name,
                                             Connection& connection, const RowSource& source,
                                             const std::function<bool()>& is_ended) {
    const std::size_t columns = source.columns.shapes.size();
    Asked asked{name, fmt::format("{}, {}", source.names, source.line), source.columns.shapes,
                columns, source.from};
    asked.shapes.push_back(kLine);
    if (source.whose >= columns) {
        asked.values += ", " + source.person;
        asked.shapes.push_back(kText);
    }
    const auto take = [&](std::vector<View>& views, const std::int64_t* lines, std::size_t count) {
        views.erase(views.begin() + static_cast<std::ptrdiff_t>(columns));
        return store.add(views, lines, count);
    };
    return collect_while(is_ended, connection, asked, take);
}

}  // namespace

tl::expected<std::unique_ptr<GatheredRows>, std::string>
GatheredRows::gather(Connection& connection, const RowSource& source,
                     const GatheringLimits& limits) {
    std::unique_ptr<GatheredRows> made(new GatheredRows(limits));
    if (limits.memory == 0) {
        made->limits_.memory = half_of_memory(connection);
    }
    const auto layout = layout_of(source.columns, source.few_texts, source.whose);
    if (!layout || made->limits_.memory < Memory::kPiece) {
        return nullptr;
    }
    auto good = made->hold(connection, source, *layout);
    if (good && !*good) {
        good = made->spill(connection, source, *layout);
    }
    if (!good) {
        return tl::unexpected(std::move(good).error());
    }
    return *good ? std::move(made) : nullptr;
}

/// In memory; false where the rows have no room.
tl::expected<bool, std::string> GatheredRows::hold(Connection& connection, const RowSource& source,
                                                   const RowLayout& layout) {
    if (source.rows && *source.rows > limits_.memory / (layout.size + RowStore::kOrder)) {
        return false;
    }
    const auto store =
        std::make_shared<RowStore>(std::make_shared<RecordForm>(layout), limits_.memory);
    auto good = collect_into(*store, "pol_held_row", connection, source, limits_.is_ended);
    if (good && *good) {
        order_ = std::make_shared<RowOrder>(store, limits_.share, limits_.threads);
    }
    return good;
}

/// On disk; false where there is none.
tl::expected<bool, std::string> GatheredRows::spill(Connection& connection, const RowSource& source,
                                                    const RowLayout& layout) {
    if (limits_.folder.empty()) {
        return false;
    }
    const bool is_own = source.whose < source.columns.shapes.size();
    const Asked people{
        "pol_seen_person",
        fmt::format("{}, {}", source.line,
                    is_own ? sql_name(source.columns.names[source.whose]) : source.person),
        {kLine, kText},
        0,
        source.from};
    SeenPeople seen;
    const auto see = [&](std::vector<View>& views, const std::int64_t* lines, std::size_t count) {
        seen.add(views.back(), lines, count);
        return true;
    };
    auto good = collect_while(limits_.is_ended, connection, people, see);
    if (!good) {
        return good;
    }
    // Half the room for what is not written yet, later for the part at hand, long texts too.
    constexpr std::size_t texts = 64;
    const std::size_t of_row = layout.size + RowStore::kOrder + texts;
    const std::size_t part_rows = std::max(limits_.memory / 2 / of_row, limits_.share);
    spilled_ = std::make_unique<SpilledRows>(std::make_shared<RecordForm>(layout), seen, part_rows,
                                             limits_.memory / 2, limits_.folder + "/rows");
    good = collect_into(*spilled_, "pol_spilled_row", connection, source, limits_.is_ended);
    if (good && *good && spilled_->finish()) {
        return true;
    }
    const std::string why = spilled_->error();
    spilled_.reset();
    if (!why.empty()) {
        return tl::unexpected(why);
    }
    return good && *good ? tl::expected<bool, std::string>(false) : good;
}

tl::expected<ClaimTable::Share, std::string> GatheredRows::take() {
    for (;;) {
        while (order_ && next_share_ < order_->shares()) {
            const std::size_t share = next_share_++;
            if (order_->rows(share) > 0) {
                return ClaimTable::Share{order_->rows(share),
                                         [order = order_, share] { return order->people(share); }};
            }
        }
        if (!spilled_ || next_part_ == spilled_->parts()) {
            return ClaimTable::Share{};
        }
        auto rows = spilled_->read(next_part_++);
        if (!rows) {
            return tl::unexpected(std::move(rows).error());
        }
        order_ = std::make_shared<RowOrder>(*std::move(rows), limits_.share, limits_.threads);
        next_share_ = 0;
    }
}

}  // namespace pol::data
