#include "runtime/data/settle.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "runtime/account/store.h"

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

TableSettling::TableSettling(ClaimTable& table, const Engines& engines, batch::Options options)
    : table_(table),
      engines_(engines),
      options_(std::move(options)),
      texts_(engines.manifest.texts) {
    if (engines.columns != nullptr) {
        columns_.emplace(*engines.columns, engines.manifest, options_.in_order);
    }
}

tl::expected<Batch, std::string> TableSettling::next() {
    const auto taken = table_.take();
    if (!taken) {
        return tl::unexpected(taken.error());
    }
    Batch batch;
    if (*taken == 0) {
        return batch;
    }
    if (columns_) {
        columns_->clear();
        table_.fill(*columns_);
        columns_->settle();
        batch.columns = &*columns_;
        batch.one_by_one.assign(*taken, -1);
    }
    const std::vector<std::int32_t>& people = table_.people();
    for (std::size_t from = 0; from < *taken;) {
        std::size_t to = from;
        bool alone = !columns_;
        for (; to < *taken && people[to] == people[from]; ++to) {
            alone = alone || columns_->is_alone(to);
        }
        if (alone) {
            settle_person(batch, from, to);
        }
        from = to;
    }
    in_columns_ += *taken - batch.settled.size();
    return batch;
}

void TableSettling::settle_person(Batch& batch, std::size_t from, std::size_t to) {
    std::vector<claims::Claim> claims;
    claims.reserve(to - from);
    for (std::size_t row = from; row < to; ++row) {
        if (columns_) {
            batch.one_by_one[row] = static_cast<std::int32_t>(batch.settled.size() + row - from);
        }
        claims.push_back(table_.claim(row));
    }
    account::Store accounts;
    std::vector<claims::Settled> settled =
        batch::settle(claims, engines_.manifest, engines_.one, accounts, texts_, options_);
    std::ranges::move(claims, std::back_inserter(batch.claims));
    std::ranges::move(settled, std::back_inserter(batch.settled));
}

}  // namespace pol::data
