// The files of a project: those that were named, and the modules that they import.
#pragma once

#include <string>
#include <system_error>
#include <vector>

#include <tl/expected.hpp>

#include "compiler/source/source_map.h"

namespace pol::driver {

/// Something in the way that is no mistake in a policy: a file that cannot be read.
struct Error {
    std::string message;
    std::string chinese = {};  ///< empty: the same
};

/// What the system says of a failure, in Chinese; of a rare one in its own words.
[[nodiscard]] std::string chinese(const std::error_code& failed);

/// A policy's text and the name that messages show.
struct PolicyFile {
    std::string name;
    std::string text;
};

/// Reads `.pol` files and, of folders, all `.pol` files in them, in the order of their names. Files
/// stand once.
[[nodiscard]] tl::expected<std::vector<PolicyFile>, Error>
read_policies(const std::vector<std::string>& paths);

/// The names of the files that `read_policies` would read; of what cannot be read none.
[[nodiscard]] std::vector<std::string> policy_files(const std::vector<std::string>& paths);

/// The `.pol` files of the folder `national` that stands beside the nearest folder above one of
/// `paths`, if there is one.
[[nodiscard]] std::vector<PolicyFile> national_beside(const std::vector<std::string>& paths);

/// The national vocabulary that the program carries for policies which have none beside them.
[[nodiscard]] std::vector<PolicyFile> national_built_in();

}  // namespace pol::driver
