#pragma once
// The rules of style that a formatter does not see, as data about one file.

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace pol::tidy {

/// What is wrong with one file, each as "path:line: what". The path, from the root of the
/// repository, tells the rules that apply to it.
std::vector<std::string> check_text(std::string_view path, std::string_view text);

/// The source files below `folders` (C++, grammars, policies, CMake, shell), sorted, as paths from
/// the root.
std::vector<std::string> find_files(const std::filesystem::path& root,
                                    const std::vector<std::string>& folders);

}  // namespace pol::tidy
