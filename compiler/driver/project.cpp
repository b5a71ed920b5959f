#include "compiler/driver/project.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <initializer_list>
#include <set>
#include <utility>

#include "compiler/driver/national.h"
#include "compiler/driver/table_files.h"

namespace pol::driver {
namespace {

namespace fs = std::filesystem;

constexpr std::uintmax_t kLargestFile = 64U << 20U;

Error of_file(const std::string& path, const std::string& why, const std::string& chinese_why) {
    return {path + ": " + why, path + ": " + chinese_why};
}

Error of_file(const fs::path& path, const std::error_code& failed) {
    return of_file(path.string(), failed.message(), chinese(failed));
}

tl::expected<std::string, Error> read_file(const fs::path& path) {
    std::error_code failed;
    const std::uintmax_t size = fs::file_size(path, failed);
    if (failed) {
        return tl::unexpected(of_file(path, failed));
    }
    if (size > kLargestFile) {
        return tl::unexpected(of_file(path.string(), "larger than 64 MiB", "超过 64 MiB"));
    }
    std::ifstream in(path, std::ios::binary);
    std::string text((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
    if (!in.good() && !in.eof()) {
        return tl::unexpected(of_file(path.string(), "cannot be read", "不能读取"));
    }
    // A mark of byte order says nothing in UTF-8.
    if (text.starts_with("\xEF\xBB\xBF")) {
        text.erase(0, 3);
    }
    return text;
}

}  // namespace

tl::expected<std::string, Error> read_from_disk(const std::string& path) {
    return read_file(path);
}

namespace {

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
        return tl::unexpected(of_file(folder, failed));
    }
    std::sort(found.begin(), found.end());
    return found;
}

}  // namespace

std::string chinese(const std::error_code& failed) {
    const std::error_condition condition = failed.default_error_condition();
    for (const auto& [known, words] : std::initializer_list<std::pair<std::errc, const char*>>{
             {std::errc::no_such_file_or_directory, "没有这个文件或文件夹"},
             {std::errc::permission_denied, "没有权限"},
             {std::errc::operation_not_permitted, "不允许这样做"},
             {std::errc::is_a_directory, "是文件夹"},
             {std::errc::not_a_directory, "路径中有一段不是文件夹"},
             {std::errc::no_space_on_device, "磁盘已满"},
             {std::errc::file_too_large, "文件过大"},
             {std::errc::read_only_file_system, "文件系统只能读"},
             {std::errc::filename_too_long, "名称过长"},
             {std::errc::io_error, "读写出错"},
             {std::errc::broken_pipe, "读取的一方已经关闭"}}) {
        if (condition == known) {
            return words;
        }
    }
    return failed.message();
}

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
                return tl::unexpected(
                    of_file(given, "no .pol file in this folder", "文件夹里没有 .pol 文件"));
            }
            list = std::move(*found);
        } else if (!fs::exists(path, failed)) {
            return tl::unexpected(of_file(given, "no such file or folder", "没有这个文件或文件夹"));
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

std::vector<std::string> policy_files(const std::vector<std::string>& paths) {
    std::vector<std::string> names;
    for (const std::string& given : paths) {
        std::error_code failed;
        const fs::path path(given);
        if (!fs::is_directory(path, failed)) {
            names.push_back(path.lexically_normal().string());
            continue;
        }
        if (const auto found = pol_files(path)) {
            for (const fs::path& one : *found) {
                names.push_back(one.lexically_normal().string());
            }
        }
    }
    return names;
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
            {"国家.备案", std::string(kNationalFilings)},
            {"国家.结算", std::string(kNationalVocabulary)}};
}

}  // namespace pol::driver
