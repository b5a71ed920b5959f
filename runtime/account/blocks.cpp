#include "runtime/account/blocks.h"

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <limits>
#include <optional>

#include "runtime/fault/assert.h"

namespace pol::account {
namespace {

constexpr std::size_t kLine = 64;

std::int64_t sum_at(const std::byte* block, const abi::BlockLayout::Sums& sums, std::int64_t i) {
    if (sums.narrow) {
        std::int32_t value = 0;
        std::memcpy(&value, block + sums.offset + 4 * i, 4);
        return value;
    }
    std::int64_t value = 0;
    std::memcpy(&value, block + sums.offset + 8 * i, 8);
    return value;
}

void set_sum(std::byte* block, const abi::BlockLayout::Sums& sums, std::int64_t i,
             std::int64_t amount) {
    if (sums.narrow) {
        const auto value = static_cast<std::int32_t>(amount);
        std::memcpy(block + sums.offset + 4 * i, &value, 4);
    } else {
        std::memcpy(block + sums.offset + 8 * i, &amount, 8);
    }
}

/// The place of a key among the sums of an account.
std::optional<std::int64_t> place_of(const abi::BlockLayout::Sums& sums,
                                     const std::vector<std::int64_t>& keys) {
    std::int64_t place = 0;
    for (std::size_t k = 0; k < sums.sizes.size(); ++k) {
        const std::int64_t value = k < keys.size() ? keys[k] - sums.lows[k] : -1;
        if (value < 0 || value >= sums.sizes[k]) {
            return std::nullopt;
        }
        place = place * sums.sizes[k] + value;
    }
    return place;
}

std::vector<std::int64_t> key_at(const abi::BlockLayout::Sums& sums, std::int64_t place) {
    std::vector<std::int64_t> keys(sums.sizes.size());
    for (std::size_t k = keys.size(); k-- > 0;) {
        keys[k] = sums.lows[k] + place % sums.sizes[k];
        place /= sums.sizes[k];
    }
    return keys;
}

}  // namespace

void Blocks::Free::operator()(std::byte* memory) const {
    std::free(memory);
}

Blocks::Blocks(abi::BlockLayout layout, std::int64_t people)
    : layout_(std::move(layout)), people_(people) {
    const auto size = static_cast<std::size_t>(bytes());
    const std::size_t whole = std::max(kLine, (size + kLine - 1) / kLine * kLine);
    memory_.reset(static_cast<std::byte*>(std::aligned_alloc(kLine, whole)));
    require_state(memory_ != nullptr, "memory for the accounts");
    std::memset(memory_.get(), 0, whole);
}

abi::ColumnState Blocks::state(const std::int32_t* person) {
    return {memory_.get(), person, &Blocks::turn, this};
}

std::byte* Blocks::block(std::int32_t person) const {
    return memory_.get() + layout_.size * person;
}

/// 0 where the group holds no sums yet, or has but one period.
std::int64_t Blocks::period_in(const std::byte* block, std::uint32_t group) const {
    std::int32_t held = 0;
    std::memcpy(&held, block + layout_.groups[group].period, 4);
    return held;
}

void Blocks::put_aside(std::int32_t person, std::uint32_t group) {
    std::byte* own = block(person);
    const std::int64_t held = period_in(own, group);
    std::vector<std::int64_t> kept;
    bool any = false;
    for (const abi::BlockLayout::Sums& sums : layout_.accounts) {
        for (std::int64_t i = 0; sums.group == group && i < sums.count; ++i) {
            kept.push_back(sum_at(own, sums, i));
            any = any || kept.back() != 0;
            set_sum(own, sums, i, 0);
        }
    }
    if (held != 0 && any) {
        aside_[{person, group, held - abi::kPeriodBias}] = std::move(kept);
    }
}

void Blocks::bring(std::int32_t person, std::uint32_t group, std::int64_t period) {
    std::byte* own = block(person);
    const auto tag = static_cast<std::int32_t>(period + abi::kPeriodBias);
    std::memcpy(own + layout_.groups[group].period, &tag, 4);
    const auto found = aside_.find({person, group, period});
    if (found == aside_.end()) {
        return;
    }
    std::size_t next = 0;
    for (const abi::BlockLayout::Sums& sums : layout_.accounts) {
        for (std::int64_t i = 0; sums.group == group && i < sums.count; ++i) {
            set_sum(own, sums, i, found->second[next++]);
        }
    }
    aside_.erase(found);
}

void Blocks::turn(void* self, std::int32_t person, std::uint32_t group, std::int64_t period) {
    auto* blocks = static_cast<Blocks*>(self);
    blocks->put_aside(person, group);
    blocks->bring(person, group, period);
}

bool Blocks::set(std::int32_t person, const Key& key, Fen amount) {
    const auto sums = std::find_if(layout_.accounts.begin(), layout_.accounts.end(),
                                   [&](const auto& one) { return one.account == key.account; });
    if (sums == layout_.accounts.end()) {
        return false;
    }
    const std::optional<std::int64_t> place = place_of(*sums, key.keys);
    constexpr std::int64_t kNarrow = std::numeric_limits<std::int32_t>::max();
    if (!place || (sums->narrow && (amount < 0 || amount > kNarrow))) {
        return false;
    }
    if (layout_.groups[sums->group].has_period &&
        period_in(block(person), sums->group) != key.period + abi::kPeriodBias) {
        turn(this, person, sums->group, key.period);
    }
    set_sum(block(person), *sums, *place, amount);
    return true;
}

std::vector<Posting> Blocks::all(std::int32_t person,
                                 const std::vector<std::int64_t>& fixed) const {
    std::vector<Posting> found;
    const auto add = [&](const abi::BlockLayout::Sums& sums, std::int64_t period, std::int64_t i,
                         std::int64_t amount) {
        if (amount != 0) {
            found.push_back({{sums.account, period, key_at(sums, i)}, amount});
        }
    };
    const std::byte* own = block(person);
    for (const abi::BlockLayout::Sums& sums : layout_.accounts) {
        const bool turns = layout_.groups[sums.group].has_period;
        const std::int64_t period =
            turns ? period_in(own, sums.group) - abi::kPeriodBias : fixed[sums.group];
        for (std::int64_t i = 0; i < sums.count; ++i) {
            add(sums, period, i, sum_at(own, sums, i));
        }
    }
    for (auto kept = aside_.lower_bound({person, 0, std::numeric_limits<std::int64_t>::min()});
         kept != aside_.end() && std::get<0>(kept->first) == person; ++kept) {
        std::size_t next = 0;
        for (const abi::BlockLayout::Sums& sums : layout_.accounts) {
            for (std::int64_t i = 0; sums.group == std::get<1>(kept->first) && i < sums.count;
                 ++i) {
                add(sums, std::get<2>(kept->first), i, kept->second[next++]);
            }
        }
    }
    std::sort(found.begin(), found.end(),
              [](const Posting& a, const Posting& b) { return a.key < b.key; });
    return found;
}

}  // namespace pol::account
