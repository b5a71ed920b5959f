#include "runtime/batch/order.h"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string_view>
#include <tuple>
#include <unordered_map>

namespace pol::batch {
namespace {

/// What claims are sorted by; a reversal without a date is `undated` and has no other key.
struct Place {
    bool undated = false;
    Days day = 0;
    std::string_view setl_id;
    bool reversal = false;
    std::string_view own = {};  ///< of a reversal, its own number: one claim may have several
    std::size_t index = 0;
};

bool stands_before(const Place& left, const Place& right) {
    const auto key = [](const Place& place) {
        return std::tuple(place.undated, place.day, place.setl_id, place.reversal, place.own,
                          place.index);
    };
    return key(left) < key(right);
}

class Sorter {
  public:
    Sorter(const std::vector<claims::Claim>& claims, const abi::Vocabulary& vocabulary)
        : claims_(claims), date_field_(vocabulary.field("setl_date")) {
        for (const claims::Claim& claim : claims) {
            if (claim.faults.empty() && !claim.reversal) {
                originals_.try_emplace(claim.setl_id, &claim);
            }
        }
    }

    [[nodiscard]] Place place(std::size_t index) const {
        const claims::Claim& claim = claims_[index];
        const std::optional<Days> day = date_of(claim);
        if (!claim.reversal) {
            return {false, day.value_or(0), claim.setl_id, false, "", index};
        }
        if (!day) {
            return {true, 0, "", true, "", index};
        }
        return {false, *day, name_for(claim, *day), true, claim.setl_id, index};
    }

  private:
    [[nodiscard]] std::optional<Days> date_of(const claims::Claim& claim) const {
        const bool has_date = date_field_ && claim.present[*date_field_] != 0;
        return has_date ? std::optional(claim.values[*date_field_]) : std::nullopt;
    }

    /// Most reversals are of the same day, and their numbers need not be higher than their
    /// originals'.
    [[nodiscard]] std::string_view name_for(const claims::Claim& reversal, Days day) const {
        const auto original = originals_.find(reversal.init_setl_id);
        const bool same_day = original != originals_.end() && date_of(*original->second) == day;
        return same_day ? std::max<std::string_view>(reversal.setl_id, reversal.init_setl_id)
                        : std::string_view(reversal.setl_id);
    }

    const std::vector<claims::Claim>& claims_;
    std::optional<std::uint32_t> date_field_;
    std::unordered_map<std::string_view, const claims::Claim*> originals_;
};

}  // namespace

std::vector<std::size_t> settling_order(const std::vector<claims::Claim>& claims,
                                        const abi::Vocabulary& vocabulary, bool in_order) {
    const Sorter sorter(claims, vocabulary);
    std::vector<Place> places;
    for (std::size_t i = 0; i < claims.size(); ++i) {
        if (claims[i].faults.empty()) {
            places.push_back(sorter.place(i));
        }
    }
    if (!in_order) {
        std::ranges::sort(places, stands_before);
    }
    std::vector<std::size_t> order;
    order.reserve(places.size());
    for (const Place& place : places) {
        order.push_back(place.index);
    }
    return order;
}

}  // namespace pol::batch
