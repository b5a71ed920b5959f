// Administrative division codes: six digits, of which trailing pairs of zeros widen the place.
#pragma once

#include <cstdint>

namespace pol {

/// 640104 a district, 640100 its city, 640000 its province.
using Place = std::int64_t;

/// Whether `place` is `wider` or lies in it: 640104 lies in 640100 and in 640000; 640100 does not
/// lie in 640104. 0 is the nation and holds every place.
[[nodiscard]] constexpr bool lies_within(Place place, Place wider) {
    const Place span = wider % 10000 == 0 ? 10000 : wider % 100 == 0 ? 100 : 1;
    return wider == 0 || place / span == wider / span;
}

}  // namespace pol
