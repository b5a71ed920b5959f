// What is kept of policies as bytes: whatever settling needs of them, so that nothing is parsed.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/driver/slices.h"
#include "runtime/abi/manifest.h"

namespace pol::driver {

/// A file that was read, and its hash.
struct KeptFile {
    std::string name;
    std::string hash;
};

/// All but the slices themselves.
struct Kept {
    abi::Manifest manifest;
    Slices slices;  ///< neither `of` nor `kept`
    std::vector<std::string> filings;
    std::vector<KeptFile> files;
};

[[nodiscard]] std::string to_bytes(const Kept& kept);
[[nodiscard]] std::string to_bytes(const ir::Slice& slice);
/// Of bytes that the same program wrote; nothing where they are something else.
[[nodiscard]] std::optional<Kept> kept_of(std::string_view bytes);
[[nodiscard]] std::optional<ir::Slice> slice_of(std::string_view bytes);

}  // namespace pol::driver
