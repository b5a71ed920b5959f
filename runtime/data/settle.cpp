#include "runtime/data/settle.h"

#include <algorithm>
#include <future>
#include <iterator>
#include <utility>

#include "runtime/account/store.h"
#include "runtime/data/people.h"

namespace pol::data {

const claims::Settled* Batch::alone(std::size_t row) const {
    if (columns == nullptr) {
        return &settled[row];
    }
    return one_by_one[row] < 0 ? nullptr : &settled[static_cast<std::size_t>(one_by_one[row])];
}

std::vector<claims::Settled> Batch::all() && {
    if (columns == nullptr) {
        return std::move(settled);
    }
    std::vector<claims::Settled> all;
    all.reserve(rows());
    for (std::size_t row = 0; row < rows(); ++row) {
        all.push_back(one_by_one[row] < 0
                          ? columns->settled(row)
                          : std::move(settled[static_cast<std::size_t>(one_by_one[row])]));
    }
    return all;
}

/// Settles one batch after another.
class TableSettling::Worker {
  public:
    Worker(const ClaimTable& table, const Engines& engines, const batch::Options& options)
        : engines_(engines), options_(options), reader_(table.reader()) {
        if (engines.columns != nullptr) {
            columns_.emplace(*engines.columns, engines.manifest, options.in_order);
        }
    }

    void start(ClaimTable::Share share, bool beside) {
        share_ = std::move(share);
        batch_ = std::async(beside ? std::launch::async : std::launch::deferred,
                            [this] { return settle(); });
    }
    [[nodiscard]] Batch wait() { return batch_.get(); }

  private:
    Batch settle() {
        Batch batch;
        people_ = share_.read();
        share_ = {};
        reader_->begin();
        if (columns_) {
            columns_->clear();
            reader_->fill(people_, *columns_);
            columns_->settle();
            batch.columns = &*columns_;
            batch.one_by_one.assign(people_.rows(), -1);
        }
        for (std::size_t at = next_alone(0); at < people_.rows();) {
            const auto whose = std::ranges::equal_range(people_.person, people_.person[at]);
            const auto to = static_cast<std::size_t>(whose.end() - people_.person.begin());
            settle_person(batch, to - whose.size(), to);
            at = next_alone(to);
        }
        return batch;
    }

    [[nodiscard]] std::size_t next_alone(std::size_t row) const {
        return columns_ ? columns_->next_alone(row) : row;
    }

    void settle_person(Batch& batch, std::size_t from, std::size_t to) {
        std::vector<claims::Claim> claims;
        claims.reserve(to - from);
        for (std::size_t row = from; row < to; ++row) {
            if (columns_) {
                batch.one_by_one[row] =
                    static_cast<std::int32_t>(batch.settled.size() + row - from);
            }
            claims.push_back(reader_->claim(people_, row));
        }
        account::Store accounts;
        std::vector<claims::Settled> settled = batch::settle(
            claims, engines_.manifest, engines_.one, accounts, reader_->texts(), options_);
        std::ranges::move(claims, std::back_inserter(batch.claims));
        std::ranges::move(settled, std::back_inserter(batch.settled));
    }

    Engines engines_;
    const batch::Options options_;
    std::unique_ptr<RowReader> reader_;
    std::optional<batch::ColumnBatch> columns_;
    ClaimTable::Share share_;
    People people_;  ///< whose texts the columns show
    std::future<Batch> batch_;
};

TableSettling::TableSettling(ClaimTable& table, const Engines& engines,
                             const batch::Options& options, int threads)
    : table_(table) {
    // One thread reads and writes, the others settle; two batches for each, so that none waits.
    const auto count = threads < 2 ? 1 : 2 * static_cast<std::size_t>(threads);
    workers_.reserve(count);
    for (std::size_t i = 0; i < count; ++i) {
        workers_.push_back(std::make_unique<Worker>(table, engines, options));
    }
}

TableSettling::~TableSettling() = default;

/// Keeps all workers but the one whose batch was given out at work.
std::optional<std::string> TableSettling::start_more() {
    const std::size_t most = std::max<std::size_t>(workers_.size() - 1, 1);
    while (!is_over_ && started_ < most) {
        auto share = table_.take();
        if (!share) {
            return std::move(share).error();
        }
        if (share->rows == 0) {
            is_over_ = true;
            break;
        }
        workers_[(first_ + started_) % workers_.size()]->start(*std::move(share),
                                                               workers_.size() > 1);
        ++started_;
    }
    return std::nullopt;
}

tl::expected<Batch, std::string> TableSettling::next() {
    if (auto why = start_more()) {
        return tl::unexpected(*std::move(why));
    }
    if (started_ == 0) {
        return Batch{};
    }
    Batch batch = workers_[first_]->wait();
    first_ = (first_ + 1) % workers_.size();
    --started_;
    in_columns_ += batch.rows() - batch.settled.size();
    // The next is begun before this one is used.
    if (workers_.size() > 1) {
        if (auto why = start_more()) {
            return tl::unexpected(*std::move(why));
        }
    }
    return batch;
}

}  // namespace pol::data
