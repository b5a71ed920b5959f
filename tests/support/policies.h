// The policies of the tree as tests compile them: by names that are the same on every machine.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/driver/compile.h"

namespace pol::test {

/// The root of the repository.
[[nodiscard]] std::filesystem::path root();

/// The whole of a file; the test ends where it cannot be read.
[[nodiscard]] std::string read_file(const std::filesystem::path& path);

/// The `.pol` files below a folder of the repository, as paths from the root, sorted.
[[nodiscard]] std::vector<std::string> policy_files(std::string_view folder);

/// The files of policies/national.
[[nodiscard]] std::vector<driver::PolicyFile> national();

/// Compiles texts with the national vocabulary at hand.
[[nodiscard]] std::unique_ptr<driver::Compilation>
compile_files(std::vector<driver::PolicyFile> files, const resolve::Selection& selection = {});

/// The same for one text, named "policy.pol".
[[nodiscard]] std::unique_ptr<driver::Compilation> compile_text(std::string text);

/// Files that are compiled together.
struct Project {
    std::string name;
    std::vector<driver::PolicyFile> files;
};

/// Everything of the tree that compiles: policies/ as a whole, each entry of examples/, each golden
/// file that has no errors.
[[nodiscard]] std::vector<Project> good_projects();

/// All messages of a compilation as people read them, in English.
[[nodiscard]] std::string messages(const driver::Compilation& compilation);

/// The codes of all messages, in order: "E0110 E0317".
[[nodiscard]] std::string codes(const driver::Compilation& compilation);

}  // namespace pol::test
