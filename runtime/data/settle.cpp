#include "runtime/data/settle.h"

#include <utility>

#include "runtime/account/store.h"

namespace pol::data {

tl::expected<Batch, std::string> TableSettling::next() {
    claims::TextTable texts(manifest_.texts);
    auto claims = table_.next(texts);
    if (!claims) {
        return tl::unexpected(std::move(claims).error());
    }
    Batch batch;
    batch.claims = *std::move(claims);
    account::Store accounts;
    batch.settled = batch::settle(batch.claims, manifest_, engine_, accounts, texts, options_);
    return batch;
}

}  // namespace pol::data
