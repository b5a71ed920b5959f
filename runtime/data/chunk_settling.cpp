#include "runtime/data/chunk_settling.h"

#include <utility>

#include "runtime/account/store.h"
#include "runtime/batch/settle.h"

namespace pol::data {

ChunkSettler::ChunkSettler(const ChunkSettling& all)
    : all_(all), reader_(all.engines.manifest, all.columns, all.first, all.lang) {
    if (all.engines.columns != nullptr) {
        batch_.emplace(*all.engines.columns, all.engines.manifest, true);
    }
}

void ChunkSettler::settle(const std::vector<View>& views, std::size_t count,
                          const std::int64_t* lines, const SettlementColumns::Vectors& vectors,
                          std::vector<FaultedRow>* faulted) {
    reader_.begin();
    if (batch_) {
        batch_->clear();
        reader_.fill(views, count, lines, *batch_);
        batch_->settle();
    }
    for (std::size_t row = 0; row < count; ++row) {
        const std::size_t alone = batch_ ? batch_->next_alone(row) : row;
        if (alone > row) {
            all_.written.put(vectors, row, *batch_, row, alone - row);
        }
        if (alone == count) {
            return;
        }
        row = alone;
        const std::size_t line = lines == nullptr ? row + 1 : static_cast<std::size_t>(lines[row]);
        claims::Settled settled = settle_one(reader_.claim(views, row, line));
        all_.written.put(vectors, row, settled);
        if (faulted != nullptr && settled.status == abi::Status::fault) {
            faulted->push_back({line, std::move(settled)});
        }
    }
}

claims::Settled ChunkSettler::settle_one(claims::Claim claim) {
    std::vector<claims::Claim> claims;
    claims.push_back(std::move(claim));
    account::Store accounts;
    batch::Options options;
    options.lang = all_.lang;
    return std::move(batch::settle(claims, all_.engines.manifest, all_.engines.one, accounts,
                                   reader_.texts(), options)
                         .front());
}

std::unique_ptr<ChunkSettler> ChunkSettlers::take() {
    const std::scoped_lock lock(mutex_);
    if (free_.empty()) {
        return std::make_unique<ChunkSettler>(all_);
    }
    std::unique_ptr<ChunkSettler> settler = std::move(free_.back());
    free_.pop_back();
    return settler;
}

void ChunkSettlers::give_back(std::unique_ptr<ChunkSettler> settler) {
    const std::scoped_lock lock(mutex_);
    free_.push_back(std::move(settler));
}

}  // namespace pol::data
