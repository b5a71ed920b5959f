#include "runtime/data/write_rows.h"

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <utility>

#include <fmt/format.h>

#include "runtime/data/chunk_settling.h"
#include "runtime/data/database.h"
#include "runtime/data/row_function.h"
#include "runtime/data/twice_check.h"
#include "runtime/fault/assert.h"

namespace pol::data {
namespace {

constexpr const char* kFunction = "pol_settled_row";

/// Bytes that a thread holds beside its rows, and for each value of a group that it reads or
/// writes: more groups than one are under way.
constexpr std::uint64_t kOfThread = std::uint64_t{24} << 20U;
constexpr std::uint64_t kOfValue = 24;

/// Threads bring rows in any order; they are told from the first on without a gap.
class RowsInOrder {
  public:
    explicit RowsInOrder(bool come_in_order) : come_in_order_(come_in_order) {}

    void add(std::size_t first, std::size_t count, std::vector<FaultedRow> faulted) {
        const std::scoped_lock lock(mutex_);
        require_state(!come_in_order_ || first == next_, "one thread settles row after row");
        ahead_.emplace(first, SettledRows{count, std::move(faulted)});
        for (auto next = ahead_.find(next_); next != ahead_.end(); next = ahead_.find(next_)) {
            next_ += next->second.rows;
            ready_.rows += next->second.rows;
            std::ranges::move(next->second.faulted, std::back_inserter(ready_.faulted));
            ahead_.erase(next);
        }
    }

    [[nodiscard]] SettledRows take() {
        const std::scoped_lock lock(mutex_);
        return std::exchange(ready_, {});
    }
    [[nodiscard]] bool is_whole() {
        const std::scoped_lock lock(mutex_);
        return ahead_.empty();
    }

  private:
    const bool come_in_order_;
    std::mutex mutex_;
    std::size_t next_ = 1;
    std::map<std::size_t, SettledRows> ahead_;  ///< by their first row
    SettledRows ready_;
};

/// What the function of SQL works with.
struct Settling {
    ChunkSettling all;
    ChunkSettlers settlers;
    RowsInOrder done;
    TwiceCheck* twice;  ///< null: nobody asks
    TwiceCheck::Names names;

    void settle(duckdb_data_chunk input, duckdb_vector output) {
        const Library& library = opened_library();
        const std::size_t count = library.data_chunk_get_size(input);
        std::vector<View> views;
        views.reserve(all.columns.shapes.size());
        for (std::size_t i = 0; i < all.columns.shapes.size(); ++i) {
            views.emplace_back(library, all.columns.shapes[i],
                               library.data_chunk_get_vector(input, i));
        }
        const auto* lines = static_cast<const std::int64_t*>(
            library.vector_get_data(library.data_chunk_get_vector(input, views.size())));
        std::vector<FaultedRow> faulted;
        std::unique_ptr<ChunkSettler> settler = settlers.take();
        settler->settle(views, count, lines, all.written.of_struct(output), &faulted);
        settlers.give_back(std::move(settler));
        if (twice != nullptr) {
            twice->add(views, names, count);
        }
        done.add(static_cast<std::size_t>(lines[0]), count, std::move(faulted));
    }
};

std::string settled_query(const ClaimTable& table, const SettlementColumns& written) {
    std::string fields;
    for (std::size_t i = 0; i < written.count(); ++i) {
        const std::string name = sql_name(written.name(i));
        fields += fmt::format("{}settled.{} AS {}", i == 0 ? "" : ", ", name, name);
    }
    return fmt::format("SELECT {} FROM (SELECT {}({}) AS settled FROM pol_input)", fields,
                       kFunction, table.columns_and_row());
}

/// With little memory the statement has as many threads as there is room for: each holds what it
/// reads of a group of the file and what is settled of it until the groups before are written. One
/// alone need hold nothing: it writes in the order in which it reads. True: it is one.
tl::expected<bool, std::string> share_memory(ClaimTable& table, const Limits& limits,
                                             std::size_t written) {
    if (limits.memory == 0) {
        return false;
    }
    const auto rows = table.rows_of_group();
    if (!rows || *rows == 0) {
        return rows ? tl::expected<bool, std::string>(false) : tl::unexpected(rows.error());
    }
    const std::uint64_t of_thread =
        kOfThread + *rows * kOfValue * (table.columns().names.size() + written);
    const std::uint64_t threads =
        std::clamp<std::uint64_t>(limits.memory / of_thread, 1, most_threads(limits));
    auto set = table.connection().query(
        fmt::format("SET threads = {}; SET preserve_insertion_order = {}", threads, threads > 1));
    return set ? tl::expected<bool, std::string>(threads == 1) : tl::unexpected(set.error());
}

}  // namespace

tl::expected<Wrote, std::string> write_rows(ClaimTable& table, const Engines& engines,
                                            claims::Lang lang, const Target& target,
                                            bool looks_twice, const Watch& watch) {
    Connection& connection = table.connection();
    const SettlementColumns written(connection.library(), engines.manifest.vocabulary,
                                    target.columns);
    const ChunkSettling all{engines, table.columns(), table.first_rows(), lang, written};
    const auto is_alone = share_memory(table, target.limits, written.count());
    if (!is_alone) {
        return tl::unexpected(is_alone.error());
    }
    std::optional<TwiceCheck> twice;
    if (looks_twice) {
        twice.emplace(twice_memory(target.limits), table.folder() + "/numbers");
    }
    const Places places = places_of(table.columns(), engines.manifest.vocabulary);
    Settling settling{all,
                      ChunkSettlers(all),
                      RowsInOrder(*is_alone),
                      twice ? &*twice : nullptr,
                      {places.number, places.person}};
    const RowFunction function{kFunction, [&](duckdb_data_chunk rows, duckdb_vector results) {
                                   settling.settle(rows, results);
                                   return true;
                               }};
    register_row_function(connection, function, written.whole().get());
    auto why = connection.query_all(
        write_statement(target, settled_query(table, written), written.count()),
        [](Result&) { return std::nullopt; }, [&] { return watch(settling.done.take()); });
    if (*is_alone && !why) {
        auto kept = connection.query("SET preserve_insertion_order = true");
        why = kept ? std::nullopt : std::optional(kept.error());
    }
    if (why) {
        return tl::unexpected(*std::move(why));
    }
    require_state(settling.done.is_whole(), "the rows of a table are numbered without a gap");
    if (twice) {
        const auto found = twice->may_be_twice(static_cast<unsigned>(most_threads(target.limits)));
        if (!found || *found) {
            return found ? tl::expected<Wrote, std::string>(Wrote::twice)
                         : tl::unexpected(found.error());
        }
    }
    (void)watch(settling.done.take());
    return Wrote::whole;
}

}  // namespace pol::data
