#pragma once
// Who may include whom: the declared layers of the build, the includes of the sources, and what is
// wrong between them.

#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace pol::layering {

using Folder = std::string;

/// The folders each folder declares as its DEPENDS.
using Layers = std::map<Folder, std::vector<Folder>>;

struct Include {
    std::string header;
    int line = 0;
};

struct SourceFile {
    std::string path;  // from the root of the repository
    std::vector<Include> includes;
};

/// Reads lines such as "compiler/ir: compiler/source runtime/value".
Layers parse_layers(std::string_view text);

/// Everything `folder` can reach through DEPENDS, itself included.
std::set<Folder> closure(const Layers& layers, const Folder& folder);

std::vector<Include> find_includes(std::string_view text);

/// The C++ files below `folders`, sorted by path.
std::vector<SourceFile> read_sources(const std::filesystem::path& root,
                                     const std::vector<Folder>& folders);

/// What the DEPENDS lists themselves do wrong: a cycle, or a folder that reaches one it must not
/// know.
std::vector<std::string> check_layers(const Layers& layers);

/// What the includes of one file do wrong, each as "path:line: what".
std::vector<std::string> check_file(const Layers& layers, const SourceFile& file);

}  // namespace pol::layering
