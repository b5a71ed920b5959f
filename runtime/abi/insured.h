// Places of insurance as policies tell them apart: what settles claims of one need not hold the
// rules of the others.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "runtime/value/place.h"

namespace pol::abi {

/// A claim belongs to the narrowest of `places` that its place of insurance lies in, and to the
/// rest, which has the last number, where it lies in none or is not given.
struct InsuredPlaces {
    std::uint32_t field = 0;    ///< the place of insurance, into `Vocabulary::fields`
    std::vector<Place> places;  ///< in rising order, each once; none is the nation

    [[nodiscard]] std::size_t count() const { return places.size() + 1; }
    [[nodiscard]] std::size_t of(std::optional<Place> insured) const {
        for (const Place span : std::array<Place, 3>{1, 100, 10'000}) {
            if (!insured) {
                break;
            }
            const Place wider = *insured / span * span;
            const auto found = std::lower_bound(places.begin(), places.end(), wider);
            if (found != places.end() && *found == wider) {
                return static_cast<std::size_t>(found - places.begin());
            }
        }
        return places.size();
    }
};

}  // namespace pol::abi
