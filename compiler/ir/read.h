// Reads printed rule IR.
#pragma once

#include <string>
#include <string_view>

#include <tl/expected.hpp>

#include "compiler/ir/program.h"

namespace pol::ir {

/// Where the text is not printed IR.
struct ReadError {
    int line = 0;         ///< from 1
    std::string message;  ///< what was expected and what was found
};

/// The program that `print` wrote: read(print(p)) == p. The result is not verified.
[[nodiscard]] tl::expected<Program, ReadError> read(std::string_view text);

}  // namespace pol::ir
