// What a message means: its page of docs/errors, as plain text.
#pragma once

#include <string_view>

#include "tools/pol/common.h"

namespace pol::tool {

/// E or W and four digits, in either case: E0302, w0207.
[[nodiscard]] bool looks_like_code(std::string_view word);

/// Prints the page of a code and answers what `pol` answers; for a code that there is not, the
/// nearest one is named.
[[nodiscard]] Exit explain_code(std::string_view word, const Common& common);

}  // namespace pol::tool
