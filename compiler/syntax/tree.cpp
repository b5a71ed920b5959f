#include "compiler/syntax/tree.h"

namespace pol::syntax {

std::string Path::text() const {
    std::string joined;
    for (const Name& part : parts) {
        if (!joined.empty()) {
            joined += '.';
        }
        joined += part.text;
    }
    return joined;
}

}  // namespace pol::syntax
