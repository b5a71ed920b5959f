// Pairs of places: what is missing where persons of one are treated in the other.
#pragma once

#include <optional>
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
    std::vector<check::Coverage> care;
};

/// The places of a compiled project, from the narrowest; no place without a program.
[[nodiscard]] std::vector<LoadedPlace> loaded_places(const Compilation& compilation);

/// Every ordered pair of different places, of which the first has benefits.
[[nodiscard]] std::vector<Pair> pairs(const Compilation& compilation);

}  // namespace pol::driver
