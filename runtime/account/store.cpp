#include "runtime/account/store.h"

#include <utility>

namespace pol::account {
namespace {

Key key_of(const abi::AccountKey& key) {
    return {key.account, key.period, std::vector<std::int64_t>(key.keys, key.keys + key.key_count)};
}

Fen sum_at(const std::map<Key, Fen>& sums, const Key& key) {
    const auto found = sums.find(key);
    return found == sums.end() ? 0 : found->second;
}

}  // namespace

Store::Session::Session(Store& store, const std::string& person) : sums_(store.people_[person]) {}

abi::Accounts Store::Session::view() {
    return {this, &Session::balance, &Session::post};
}

void Store::Session::forget(std::uint32_t account) {
    std::erase_if(pending_, [&](const Posting& p) { return p.key.account == account; });
}

std::vector<Posting> Store::Session::commit() {
    for (const Posting& posting : pending_) {
        sums_[posting.key] += posting.amount;
    }
    return std::exchange(pending_, {});
}

std::int64_t Store::Session::balance(void* self, const abi::AccountKey* key) {
    const Session& session = *static_cast<Session*>(self);
    const Key wanted = key_of(*key);
    Fen sum = sum_at(session.sums_, wanted);
    // One claim posts a handful of amounts: looking through them is faster than a second map.
    for (const Posting& posting : session.pending_) {
        if (posting.key == wanted) {
            sum += posting.amount;
        }
    }
    return sum;
}

void Store::Session::post(void* self, const abi::AccountKey* key, std::int64_t amount) {
    static_cast<Session*>(self)->pending_.push_back({key_of(*key), amount});
}

Fen Store::balance(const std::string& person, const Key& key) const {
    const auto found = people_.find(person);
    return found == people_.end() ? 0 : sum_at(found->second, key);
}

void Store::set(const std::string& person, const Key& key, Fen amount) {
    people_[person][key] = amount;
}

void Store::reverse(const std::string& person, const std::vector<Posting>& postings) {
    std::map<Key, Fen>& sums = people_[person];
    for (const Posting& posting : postings) {
        sums[posting.key] -= posting.amount;
    }
}

std::vector<Posting> Store::all(const std::string& person) const {
    std::vector<Posting> postings;
    const auto found = people_.find(person);
    if (found == people_.end()) {
        return postings;
    }
    for (const auto& [key, amount] : found->second) {
        if (amount != 0) {
            postings.push_back({key, amount});
        }
    }
    return postings;
}

}  // namespace pol::account
