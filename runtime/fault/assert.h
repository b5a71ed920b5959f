// Our own bugs: an invariant that does not hold ends the program, in release too.
#pragma once

#include <source_location>

namespace pol {

/// Says what was not possible and where, and aborts.
[[noreturn]] void unreachable_state(const char* what,
                                    std::source_location where = std::source_location::current());

/// Aborts unless `holds`.
inline void require_state(bool holds, const char* what,
                          std::source_location where = std::source_location::current()) {
    if (!holds) {
        unreachable_state(what, where);
    }
}

}  // namespace pol
