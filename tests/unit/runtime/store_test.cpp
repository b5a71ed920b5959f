#include "runtime/account/store.h"

#include <array>

#include <catch2/catch.hpp>

using namespace pol;
using account::Key;
using account::Store;

namespace {

const Key kYear{0, 19358, {}};
const Key kDisease{1, 19358, {3}};

abi::AccountKey abi_key(const Key& key) {
    return {key.account, static_cast<std::uint32_t>(key.keys.size()), key.period, key.keys.data()};
}

Fen balance(abi::Accounts& accounts, const Key& key) {
    const abi::AccountKey at = abi_key(key);
    return accounts.balance(accounts.self, &at);
}

void post(abi::Accounts& accounts, const Key& key, Fen amount) {
    const abi::AccountKey at = abi_key(key);
    accounts.post(accounts.self, &at, amount);
}

}  // namespace

TEST_CASE("a session sees its own postings at once, the store after commit") {
    Store store;
    Store::Session session(store, "P1");
    abi::Accounts accounts = session.view();
    CHECK(balance(accounts, kYear) == 0);
    post(accounts, kYear, 500);
    post(accounts, kYear, 200);
    post(accounts, kDisease, 30);
    CHECK(balance(accounts, kYear) == 700);
    CHECK(balance(accounts, kDisease) == 30);
    CHECK(store.balance("P1", kYear) == 0);

    const auto postings = session.commit();
    CHECK(postings.size() == 3);
    CHECK(store.balance("P1", kYear) == 700);
    CHECK(balance(accounts, kYear) == 700);
    CHECK(store.balance("P2", kYear) == 0);
    CHECK(store.balance("P1", {1, 19358, {4}}) == 0);
    CHECK(store.balance("P1", {0, 19723, {}}) == 0);
}

TEST_CASE("postings without commit are dropped") {
    Store store;
    store.set("P1", kYear, 100);
    {
        Store::Session session(store, "P1");
        abi::Accounts accounts = session.view();
        post(accounts, kYear, 500);
        CHECK(balance(accounts, kYear) == 600);
    }
    CHECK(store.balance("P1", kYear) == 100);
}

TEST_CASE("a reversal takes exactly its postings out") {
    Store store;
    Store::Session first(store, "P1");
    abi::Accounts accounts = first.view();
    post(accounts, kYear, 500);
    post(accounts, kDisease, 40);
    const auto postings = first.commit();
    store.set("P1", kYear, 800);

    store.reverse("P1", postings);
    CHECK(store.balance("P1", kYear) == 300);
    CHECK(store.balance("P1", kDisease) == 0);
}

TEST_CASE("all sums that are not zero are listed in order") {
    Store store;
    store.set("P1", kDisease, 40);
    store.set("P1", kYear, 500);
    store.set("P1", {2, 0, {}}, 0);
    const auto all = store.all("P1");
    REQUIRE(all.size() == 2);
    CHECK(all[0].key == kYear);
    CHECK(all[0].amount == 500);
    CHECK(all[1].key == kDisease);
    CHECK(store.all("P2").empty());
}
