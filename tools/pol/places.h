// What pol check says of the places that it was given: which claims have no benefit, and what pairs
// of them lack.
#pragma once

#include "compiler/driver/compile.h"
#include "tools/pol/common.h"

namespace pol::tool {

/// How much is said: a line for each place and one for the pairs, or each kind of care, each pair.
struct PlaceDetail {
    bool uncovered = false;
    bool pairs = false;
};

/// Notices for standard output; nothing of a project without a place.
[[nodiscard]] std::string place_notices(const driver::Compilation& compilation,
                                        const PlaceDetail& detail, const Common& common);

/// The same as JSON, an object a line; only what `detail` asks for.
[[nodiscard]] std::string place_notices_json(const driver::Compilation& compilation,
                                             const PlaceDetail& detail);

}  // namespace pol::tool
