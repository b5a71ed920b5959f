#include "compiler/driver/project.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <set>

#include "compiler/driver/national.h"

namespace pol::driver {
namespace {

namespace fs = std::filesystem;

constexpr std::uintmax_t kLargestFile = 64U << 20U;

tl::expected<std::string, Error> read_file(const fs::path& path) {
    std::error_code failed;
    const std::uintmax_t size = fs::file_size(path, failed);
    if (failed) {
        return tl::unexpected(Error{path.string() + ": " + failed.message()});
    }
    if (size > kLargestFile) {
        return tl::unexpected(Error{path.string() + ": larger than 64 MiB"});
    }
    std::ifstream in(path, std::ios::binary);
    std::string text((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
    if (!in.good() && !in.eof()) {
        return tl::unexpected(Error{path.string() + ": cannot be read"});
    }
    // A mark of byte order says nothing in UTF-8.
    if (text.starts_with("\xEF\xBB\xBF")) {
        text.erase(0, 3);
    }
    return text;
}

tl::expected<std::vector<fs::path>, Error> pol_files(const fs::path& folder) {
    std::vector<fs::path> found;
    std::error_code failed;
    for (auto it = fs::recursive_directory_iterator(folder, failed);
         !failed && it != fs::recursive_directory_iterator(); it.increment(failed)) {
        if (it->path().extension() == ".pol" && it->is_regular_file(failed)) {
            found.push_back(it->path());
        }
    }
    if (failed) {
        return tl::unexpected(Error{folder.string() + ": " + failed.message()});
    }
    std::sort(found.begin(), found.end());
    return found;
}

}  // namespace

tl::expected<std::vector<PolicyFile>, Error> read_policies(const std::vector<std::string>& paths) {
    std::vector<PolicyFile> files;
    std::set<fs::path> seen;
    for (const std::string& given : paths) {
        std::error_code failed;
        const fs::path path(given);
        std::vector<fs::path> list{path};
        if (fs::is_directory(path, failed)) {
            auto found = pol_files(path);
            if (!found) {
                return tl::unexpected(found.error());
            }
            if (found->empty()) {
                return tl::unexpected(Error{given + ": no .pol file in this folder"});
            }
            list = std::move(*found);
        } else if (!fs::exists(path, failed)) {
            return tl::unexpected(Error{given + ": no such file or folder"});
        }
        for (const fs::path& one : list) {
            if (!seen.insert(fs::weakly_canonical(one, failed)).second) {
                continue;
            }
            auto text = read_file(one);
            if (!text) {
                return tl::unexpected(text.error());
            }
            files.push_back({one.lexically_normal().string(), std::move(*text)});
        }
    }
    return files;
}

std::vector<PolicyFile> national_beside(const std::vector<std::string>& paths) {
    for (const std::string& given : paths) {
        std::error_code failed;
        fs::path at = fs::absolute(given, failed).lexically_normal();
        for (; at.has_relative_path(); at = at.parent_path()) {
            const fs::path national = at.parent_path() / "national";
            if (!fs::is_directory(national, failed)) {
                continue;
            }
            const fs::path shown = fs::proximate(national, failed);
            auto files = read_policies({failed ? national.string() : shown.string()});
            if (files) {
                return std::move(*files);
            }
        }
    }
    return {};
}

std::vector<PolicyFile> national_built_in() {
    return {{"国家.日历", std::string(kNationalCalendar)},
            {"国家.结算", std::string(kNationalVocabulary)}};
}

}  // namespace pol::driver
