#include "runtime/fault/assert.h"

#include <cstdio>
#include <cstdlib>

namespace pol {

void unreachable_state(const char* what, std::source_location where) {
    std::fprintf(stderr, "%s:%u: internal error: %s\n", where.file_name(),
                 static_cast<unsigned>(where.line()), what);
    std::abort();
}

}  // namespace pol
