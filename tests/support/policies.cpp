#include "tests/support/policies.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <sstream>

#include "compiler/diagnostics/render.h"
#include "tests/support/golden_file.h"

namespace pol::test {
namespace {

namespace fs = std::filesystem;

driver::PolicyFile policy_file(const std::string& path) {
    return {path, read_file(root() / path)};
}

// A folder of examples/ is one project, and so is a file.
std::vector<Project> examples() {
    std::vector<Project> projects;
    for (const std::string& path : policy_files("examples")) {
        const fs::path inside = fs::path(path).lexically_relative("examples");
        const std::string name = "examples/" + inside.begin()->string();
        if (projects.empty() || projects.back().name != name) {
            projects.push_back({name, {}});
        }
        projects.back().files.push_back(policy_file(path));
    }
    return projects;
}

}  // namespace

fs::path root() {
    return POL_SOURCE_DIR;
}

std::string read_file(const fs::path& path) {
    std::ifstream in(path, std::ios::binary);
    if (!in) {
        (void)std::fprintf(stderr, "%s: cannot be read\n", path.c_str());
        std::abort();
    }
    std::ostringstream text;
    text << in.rdbuf();
    return std::move(text).str();
}

std::vector<std::string> policy_files(std::string_view folder) {
    std::vector<std::string> files;
    if (!fs::is_directory(root() / folder)) {
        return files;
    }
    for (const auto& entry : fs::recursive_directory_iterator(root() / folder)) {
        if (entry.is_regular_file() && entry.path().extension() == ".pol") {
            files.push_back(entry.path().lexically_relative(root()).generic_string());
        }
    }
    std::ranges::sort(files);
    return files;
}

std::vector<driver::PolicyFile> national() {
    std::vector<driver::PolicyFile> files;
    for (const std::string& path : policy_files("policies/national")) {
        files.push_back(policy_file(path));
    }
    return files;
}

std::unique_ptr<driver::Compilation> compile_files(std::vector<driver::PolicyFile> files,
                                                   const resolve::Selection& selection) {
    static const std::vector<driver::PolicyFile> vocabulary = national();
    // The options that are not taken are checked with those that are adopted.
    return driver::compile_texts(std::move(files), vocabulary, selection,
                                 selection.empty() ? driver::Untaken::check
                                                   : driver::Untaken::skip);
}

std::unique_ptr<driver::Compilation> compile_text(std::string text) {
    return compile_files({{"policy.pol", std::move(text)}});
}

std::vector<Project> good_projects() {
    std::vector<Project> projects{{"policies", {}}};
    for (const std::string& path : policy_files("policies")) {
        projects.front().files.push_back(policy_file(path));
    }
    for (Project& project : examples()) {
        projects.push_back(std::move(project));
    }
    for (const GoldenFile& golden : golden_files()) {
        if (golden.is_good()) {
            projects.push_back({golden.path, golden.policies()});
        }
    }
    return projects;
}

std::string messages(const driver::Compilation& compilation) {
    std::string text;
    for (const Diagnostic& d : compilation.diagnostics.all()) {
        text += render(d, compilation.sources, {Language::en, false});
    }
    return text;
}

std::string codes(const driver::Compilation& compilation) {
    std::string text;
    for (const Diagnostic& d : compilation.diagnostics.all()) {
        text += text.empty() ? "" : " ";
        text += name_of(d.code);
    }
    return text;
}

}  // namespace pol::test
