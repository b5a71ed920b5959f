// Pairs of places: what is missing where persons of one are treated in the other.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "compiler/check/coverage.h"
#include "compiler/driver/compile.h"

namespace pol::driver {

/// A place that some module of the compilation is of.
struct LoadedPlace {
    std::string name;
    std::int64_t division = 0;
    bool insures = false;     ///< it has benefits
    bool catalogues = false;  ///< it has a catalogue of its own
};

/// What a benefit of the place of insurance asks for and the place of care does not give.
struct Lack {
    std::string benefit;
    std::string what;  ///< 先自付金额; a field that the place of insurance alone has
};

/// Persons insured at one place and treated at the other.
struct Pair {
    LoadedPlace insured;
    LoadedPlace treated;
    std::string catalogue;     ///< the one that counts at the window; empty: none
    bool standard = false;     ///< it is the nation's, as the place of care has none
    std::vector<Lack> parts;   ///< parts of a line that the catalogue never sets
    std::vector<Lack> fields;  ///< fields that the place of insurance adds to a claim
    /// Shared with the places of care that the place of insurance does not tell apart; the claims
    /// are of one of them.
    std::shared_ptr<const std::vector<check::Coverage>> care;
};

/// The places of a compiled project, from the narrowest; no place without a program.
[[nodiscard]] std::vector<LoadedPlace> loaded_places(const Compilation& compilation);

/// Every ordered pair of different places, of which the first has benefits. There are many, so each
/// is given to `each` and not kept.
void for_each_pair(const Compilation& compilation, check::Coverages& coverages,
                   const std::function<void(const Pair&)>& each);

}  // namespace pol::driver
