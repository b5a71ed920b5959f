// The accounts of many people, in memory for one run.
#pragma once

#include <compare>
#include <cstdint>
#include <map>
#include <string>
#include <unordered_map>
#include <vector>

#include "runtime/abi/kernel.h"
#include "runtime/value/money.h"

namespace pol::account {

/// Which sum of one person.
struct Key {
    std::uint32_t account = 0;
    std::int64_t period = 0;  ///< first day of the period
    std::vector<std::int64_t> keys;
    friend auto operator<=>(const Key&, const Key&) = default;
};

/// One amount that went to an account.
struct Posting {
    Key key;
    Fen amount = 0;
};

/// Sums by person and key. A `Session` is one claim being settled.
class Store {
  public:
    /// Accounts of one person as an engine sees them. Postings are kept apart until `commit`;
    /// without it they are dropped. The store must outlive it; one session of a person at a time.
    class Session {
      public:
        Session(Store& store, const std::string& person);
        [[nodiscard]] abi::Accounts view();  ///< valid while this session stays where it is
        /// Drops what was posted to an account.
        void forget(std::uint32_t account);
        /// Posts for good, and returns what was posted, for a later reversal.
        std::vector<Posting> commit();

      private:
        friend class Store;
        static std::int64_t balance(void* self, const abi::AccountKey* key);
        static void post(void* self, const abi::AccountKey* key, std::int64_t amount);
        std::map<Key, Fen>& sums_;
        std::vector<Posting> pending_;
    };

    [[nodiscard]] Fen balance(const std::string& person, const Key& key) const;
    /// Sets a sum, for a test's `此前`.
    void set(const std::string& person, const Key& key, Fen amount);
    /// Takes postings out again.
    void reverse(const std::string& person, const std::vector<Posting>& postings);
    /// All sums of one person that are not zero, in order.
    [[nodiscard]] std::vector<Posting> all(const std::string& person) const;

  private:
    std::unordered_map<std::string, std::map<Key, Fen>> people_;
};

}  // namespace pol::account
