// Files that are named at the prompt.
#pragma once

#include <string>
#include <string_view>

#include "tools/repl/state.h"

namespace pol::repl {

/// A file's name, in quotation marks where it has blanks at its end, and what stands behind it. A
/// name that is there with its blanks needs no marks.
struct FileArgument {
    std::string path;
    std::string rest;
};
[[nodiscard]] FileArgument file_argument(std::string_view text);

/// Why a file cannot be read, in words; empty where it can.
[[nodiscard]] std::string why_unreadable(const std::string& path, claims::Lang lang);

/// Writes a whole file or nothing; the answer says where, or why not. A file that the session did
/// not write itself is written over only where that is asked for.
[[nodiscard]] Answer write_file(State& state, const std::string& path, const std::string& text,
                                bool over);

}  // namespace pol::repl
