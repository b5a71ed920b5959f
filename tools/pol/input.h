// Files that commands read and write.
#pragma once

#include <string>

#include <tl/expected.hpp>

#include "runtime/abi/manifest.h"
#include "runtime/claims/read.h"
#include "tools/pol/common.h"

namespace pol::tool {

/// The whole of a file; `-` is standard input. The error says which file and why.
[[nodiscard]] tl::expected<std::string, std::string> read_text(const std::string& path);

/// Writes under a temporary name beside `path` and renames: whole or not at all. The error says
/// why.
[[nodiscard]] tl::expected<void, std::string> write_whole(const std::string& path,
                                                          const std::string& text);

/// Claims of a file, with what was noticed printed to stderr.
[[nodiscard]] tl::expected<claims::Input, std::string> read_claims(const std::string& path,
                                                                   const abi::Manifest& manifest,
                                                                   claims::TextTable& texts,
                                                                   const Common& common);

}  // namespace pol::tool
