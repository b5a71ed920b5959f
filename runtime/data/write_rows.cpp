#include "runtime/data/write_rows.h"

#include <cstdint>
#include <iterator>
#include <map>
#include <memory>
#include <mutex>
#include <utility>

#include <fmt/format.h>

#include "runtime/data/chunk_settling.h"
#include "runtime/data/database.h"
#include "runtime/data/row_function.h"
#include "runtime/fault/assert.h"

namespace pol::data {
namespace {

constexpr const char* kFunction = "pol_settled_row";

/// Threads bring rows in any order; they are told from the first on without a gap.
class RowsInOrder {
  public:
    void add(std::size_t first, std::size_t count, std::vector<FaultedRow> faulted) {
        const std::scoped_lock lock(mutex_);
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

}  // namespace

std::optional<std::string> write_rows(ClaimTable& table, const Engines& engines, claims::Lang lang,
                                      const Target& target, const Watch& watch) {
    Connection& connection = table.connection();
    const SettlementColumns written(connection.library(), engines.manifest.vocabulary,
                                    target.columns);
    const ChunkSettling all{engines, table.columns(), table.first_rows(), lang, written};
    Settling settling{all, ChunkSettlers(all), {}};
    const RowFunction function{kFunction, [&](duckdb_data_chunk rows, duckdb_vector results) {
                                   settling.settle(rows, results);
                                   return true;
                               }};
    register_row_function(connection, function, written.whole().get());
    auto why = connection.query_all(
        write_statement(target, settled_query(table, written)),
        [](Result&) { return std::nullopt; }, [&] { return watch(settling.done.take()); });
    if (!why) {
        require_state(settling.done.is_whole(), "the rows of a table are numbered without a gap");
        (void)watch(settling.done.take());
    }
    return why;
}

}  // namespace pol::data
