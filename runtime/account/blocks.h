// The accounts of many people as blocks of one size, for settling in columns. Sums of the period at
// hand stand in the block; those of other periods are kept aside until they are asked for again.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <tuple>
#include <vector>

#include "runtime/abi/columns.h"
#include "runtime/account/store.h"

namespace pol::account {

class Blocks {
  public:
    /// All sums zero. People are numbered from zero.
    Blocks(abi::BlockLayout layout, std::int64_t people);

    /// What a kernel needs to read and post; `person` as in abi::ColumnState. The blocks must
    /// outlive its use.
    [[nodiscard]] abi::ColumnState state(const std::int32_t* person);

    /// Sets one sum. False where the layout has no place for it: an account that nothing reads, a
    /// key outside of its values, or a sum that does not fit.
    bool set(std::int32_t person, const Key& key, Fen amount);

    /// The sums of a person that are not zero, by account, period and key. `fixed` gives the period
    /// of groups that have but one (by group).
    [[nodiscard]] std::vector<Posting> all(std::int32_t person,
                                           const std::vector<std::int64_t>& fixed) const;

    [[nodiscard]] const abi::BlockLayout& layout() const { return layout_; }
    /// Bytes of the blocks themselves.
    [[nodiscard]] std::int64_t bytes() const { return layout_.size * people_; }

  private:
    static void turn(void* self, std::int32_t person, std::uint32_t group, std::int64_t period);
    [[nodiscard]] std::byte* block(std::int32_t person) const;
    [[nodiscard]] std::int64_t period_in(const std::byte* block, std::uint32_t group) const;
    void put_aside(std::int32_t person, std::uint32_t group);
    void bring(std::int32_t person, std::uint32_t group, std::int64_t period);

    struct Free {
        void operator()(std::byte* memory) const;
    };
    using Aside = std::tuple<std::int32_t, std::uint32_t, std::int64_t>;  ///< person, group, period
    abi::BlockLayout layout_;
    std::int64_t people_;
    std::unique_ptr<std::byte[], Free> memory_;
    std::map<Aside, std::vector<std::int64_t>> aside_;  ///< the group's sums, one after another
};

}  // namespace pol::account
