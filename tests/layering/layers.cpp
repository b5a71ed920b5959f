#include "tests/layering/layers.h"

#include <algorithm>
#include <array>
#include <fstream>
#include <optional>
#include <regex>
#include <sstream>

#include <fmt/format.h>

namespace pol::layering {
namespace {

// The door of a third-party library: headers that start like this are included below these folders
// only.
struct Door {
    std::string_view header;
    std::vector<std::string_view> folders;
};

const std::vector<Door>& doors() {
    static const std::vector<Door> table = {
        {"antlr4", {"compiler/parse"}},
        {"PolLexer.h", {"compiler/parse"}},
        {"PolParser.h", {"compiler/parse"}},
        {"llvm/", {"compiler/codegen"}},
        {"llvm-c/", {"compiler/codegen"}},
        {"boost/multiprecision/", {"compiler/interpret"}},
        {"cereal/", {"compiler/driver"}},
        {"xxhash.h", {"compiler/driver"}},
        {"duckdb.h", {"runtime/data"}},
        {"nlohmann/", {"compiler/diagnostics", "runtime/claims", "tests"}},
        {"CLI/", {"tools"}},
        {"histedit.h", {"tools/repl"}},
        {"catch2/", {"tests"}},
        {"fmt/", {"compiler", "runtime", "tools", "tests"}},
        {"tl/expected.hpp", {"compiler", "runtime", "tools", "tests"}},
    };
    return table;
}

// Headers of the operating system and the processor, which need no door. Those of the standard
// library have no dot.
constexpr std::array<std::string_view, 10> system_headers = {
    "cpuid.h", "dlfcn.h",   "fcntl.h",  "fnmatch.h", "immintrin.h",
    "poll.h",  "pthread.h", "signal.h", "sys/",      "unistd.h",
};

// What a folder must never know, whatever its DEPENDS say.
struct Ban {
    std::string_view folder;
    std::vector<std::string_view> unknown;
};

const std::vector<Ban>& bans() {
    static const std::vector<std::string_view> the_tree = {"compiler/syntax", "compiler/parse",
                                                           "compiler/resolve", "compiler/types",
                                                           "compiler/lower"};
    static const std::vector<Ban> table = {
        {"runtime", {"compiler", "tools"}}, {"compiler", {"tools"}},
        {"compiler/ir", the_tree},          {"compiler/check", the_tree},
        {"compiler/optimize", the_tree},    {"compiler/interpret", the_tree},
        {"compiler/codegen", the_tree},
    };
    return table;
}

bool is_below(std::string_view path, std::string_view folder) {
    return path == folder ||
           (path.starts_with(folder) && path.substr(folder.size()).starts_with('/'));
}

bool is_below_any(std::string_view path, const std::vector<std::string_view>& folders) {
    return std::ranges::any_of(folders,
                               [&](std::string_view folder) { return is_below(path, folder); });
}

bool is_of_the_project(std::string_view header) {
    return is_below_any(header, {"compiler", "runtime", "tools", "tests"});
}

bool is_of_the_system(std::string_view header) {
    return header.find_first_of("./") == std::string_view::npos ||
           std::ranges::any_of(system_headers,
                               [&](std::string_view start) { return header.starts_with(start); });
}

/// The declared folder that a path lies in: the longest one, since compiler/check/smt lies in
/// compiler/check.
std::optional<Folder> folder_of(const Layers& layers, std::string_view path) {
    std::optional<Folder> longest;
    for (const auto& [folder, depends] : layers) {
        if (is_below(path, folder) && (!longest || folder.size() > longest->size())) {
            longest = folder;
        }
    }
    return longest;
}

/// The ban that keeps `from` from knowing `to`, if there is one.
bool is_banned(std::string_view from, std::string_view to) {
    return std::ranges::any_of(bans(), [&](const Ban& ban) {
        return is_below(from, ban.folder) && is_below_any(to, ban.unknown);
    });
}

std::optional<std::string> check_project_include(const Layers& layers, const Folder& from,
                                                 std::string_view header) {
    const std::optional<Folder> to = folder_of(layers, header);
    if (!to) {
        return fmt::format("\"{}\" lies in no folder that the build knows", header);
    }
    if (is_banned(from, *to)) {
        return fmt::format("{} must not know {}", from, *to);
    }
    if (!closure(layers, from).contains(*to)) {
        return fmt::format("{} includes \"{}\", but {} is not among its DEPENDS", from, header,
                           *to);
    }
    return std::nullopt;
}

std::optional<std::string> check_foreign_include(std::string_view path, std::string_view header) {
    const auto door = std::ranges::find_if(
        doors(), [&](const Door& row) { return header.starts_with(row.header); });
    if (door == doors().end()) {
        return fmt::format(
            "<{}> has no door: write project headers from the root, add a row for a new library",
            header);
    }
    if (!is_below_any(path, door->folders)) {
        return fmt::format("<{}> may be included in {} only", header,
                           fmt::join(door->folders, ", "));
    }
    return std::nullopt;
}

std::string read_text(const std::filesystem::path& path) {
    std::ostringstream text;
    text << std::ifstream(path, std::ios::binary).rdbuf();
    return std::move(text).str();
}

}  // namespace

Layers parse_layers(std::string_view text) {
    Layers layers;
    std::istringstream lines{std::string(text)};
    for (std::string line; std::getline(lines, line);) {
        std::istringstream words(line);
        Folder folder;
        if (!(words >> folder)) {
            continue;
        }
        if (folder.ends_with(':')) {
            folder.pop_back();
        }
        std::vector<Folder>& depends = layers[folder];
        for (Folder other; words >> other;) {
            depends.push_back(other);
        }
    }
    return layers;
}

std::set<Folder> closure(const Layers& layers, const Folder& folder) {
    std::set<Folder> reached;
    std::vector<Folder> open = {folder};
    while (!open.empty()) {
        const Folder next = open.back();
        open.pop_back();
        const auto found = layers.find(next);
        if (reached.insert(next).second && found != layers.end()) {
            open.insert(open.end(), found->second.begin(), found->second.end());
        }
    }
    return reached;
}

std::vector<Include> find_includes(std::string_view text) {
    static const std::regex pattern(R"(^\s*#\s*include\s*[<"]([^>"]+)[>"])");
    std::vector<Include> includes;
    std::istringstream lines{std::string(text)};
    int number = 0;
    for (std::string line; std::getline(lines, line);) {
        ++number;
        std::smatch match;
        if (line.find('#') != std::string::npos && std::regex_search(line, match, pattern)) {
            includes.push_back({.header = match[1], .line = number});
        }
    }
    return includes;
}

std::vector<SourceFile> read_sources(const std::filesystem::path& root,
                                     const std::vector<Folder>& folders) {
    std::vector<SourceFile> files;
    for (const Folder& folder : folders) {
        if (!std::filesystem::is_directory(root / folder)) {
            continue;
        }
        for (const auto& entry : std::filesystem::recursive_directory_iterator(root / folder)) {
            const std::filesystem::path& path = entry.path();
            if (entry.is_regular_file() &&
                (path.extension() == ".cpp" || path.extension() == ".h")) {
                files.push_back({.path = path.lexically_relative(root).generic_string(),
                                 .includes = find_includes(read_text(path))});
            }
        }
    }
    std::ranges::sort(files, {}, &SourceFile::path);
    return files;
}

std::vector<std::string> check_layers(const Layers& layers) {
    std::vector<std::string> wrong;
    for (const auto& [folder, depends] : layers) {
        for (const Folder& other : depends) {
            if (closure(layers, other).contains(folder)) {
                wrong.push_back(fmt::format("{} and {} depend on each other", folder, other));
            }
        }
        for (const Folder& reached : closure(layers, folder)) {
            if (is_banned(folder, reached)) {
                wrong.push_back(
                    fmt::format("{} must not know {}, which its DEPENDS reach", folder, reached));
            }
        }
    }
    return wrong;
}

std::vector<std::string> check_file(const Layers& layers, const SourceFile& file) {
    std::vector<std::string> wrong;
    const std::optional<Folder> from = folder_of(layers, file.path);
    if (!from) {
        return {fmt::format("{}:1: lies in no folder that the build knows", file.path)};
    }
    for (const Include& include : file.includes) {
        const bool foreign = !is_of_the_project(include.header);
        if (foreign && is_of_the_system(include.header)) {
            continue;
        }
        const std::optional<std::string> what =
            foreign ? check_foreign_include(file.path, include.header)
                    : check_project_include(layers, *from, include.header);
        if (what) {
            wrong.push_back(fmt::format("{}:{}: {}", file.path, include.line, *what));
        }
    }
    return wrong;
}

}  // namespace pol::layering
