// Rows settled where the database has them, each as a person of its own.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <vector>

#include "runtime/batch/columns.h"
#include "runtime/claims/record.h"
#include "runtime/data/people.h"
#include "runtime/data/settle.h"
#include "runtime/data/settlement_columns.h"

namespace pol::data {

/// What every thread works with; it must outlive them.
struct ChunkSettling {
    Engines engines;
    const Columns& columns;  ///< of the claims
    const FirstRows& first;
    claims::Lang lang = claims::Lang::zh;
    const SettlementColumns& written;
};

/// Works for one thread at a time.
class ChunkSettler {
  public:
    explicit ChunkSettler(const ChunkSettling& all);

    /// Settles the first `count` rows of a chunk and writes them to the first of `vectors`; adds
    /// those with faults to `faulted` where it is given. `lines` has the rows' numbers in their
    /// table; null: those in the chunk.
    void settle(const std::vector<View>& views, std::size_t count, const std::int64_t* lines,
                const SettlementColumns::Vectors& vectors, std::vector<FaultedRow>* faulted);

  private:
    [[nodiscard]] claims::Settled settle_one(claims::Claim claim);

    const ChunkSettling& all_;
    RowReader reader_;
    std::optional<batch::ColumnBatch> batch_;
};

/// As many as there are threads at work; made when they are needed.
class ChunkSettlers {
  public:
    explicit ChunkSettlers(const ChunkSettling& all) : all_(all) {}
    [[nodiscard]] std::unique_ptr<ChunkSettler> take();
    void give_back(std::unique_ptr<ChunkSettler> settler);

  private:
    const ChunkSettling& all_;
    std::mutex mutex_;
    std::vector<std::unique_ptr<ChunkSettler>> free_;
};

}  // namespace pol::data
