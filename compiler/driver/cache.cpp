#include "compiler/driver/cache.h"

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <system_error>
#include <vector>

#include <sys/stat.h>
#include <unistd.h>
#include <xxhash.h>

#include <fmt/format.h>

#include "compiler/codegen/processor.h"

namespace pol::driver {
namespace {

namespace fs = std::filesystem;

/// Before the bytes of a file: their hash.
constexpr std::size_t kHashSize = 32;

}  // namespace

std::string hash_of(std::string_view bytes) {
    const XXH128_hash_t hash = XXH3_128bits(bytes.data(), bytes.size());
    return fmt::format("{:016x}{:016x}", hash.high64, hash.low64);
}

std::string this_program() {
    struct stat about{};
    if (stat("/proc/self/exe", &about) != 0) {
        return {};
    }
    return fmt::format("{}.{}.{}.{} {}", about.st_size, about.st_mtim.tv_sec, about.st_mtim.tv_nsec,
                       about.st_ino, codegen::host_name());
}

std::optional<fs::path> cache_folder() {
    const auto given = [](const char* name) {
        const char* value = std::getenv(name);
        return std::string(value == nullptr ? "" : value);
    };
    if (const std::string own = given("POL_CACHE"); !own.empty()) {
        return own == "off" ? std::nullopt : std::optional(fs::path(own));
    }
    if (const std::string base = given("XDG_CACHE_HOME"); !base.empty()) {
        return fs::path(base) / "pol";
    }
    const std::string home = given("HOME");
    return home.empty() ? std::nullopt : std::optional(fs::path(home) / ".cache" / "pol");
}

CacheEntry::CacheEntry(const fs::path& folder, const std::string& key) : folder_(folder / key) {}

std::optional<std::string> CacheEntry::get(const std::string& name) const {
    std::ifstream in(folder_ / name, std::ios::binary | std::ios::ate);
    const auto size = static_cast<std::streamoff>(in.tellg());
    if (!in || size < static_cast<std::streamoff>(kHashSize)) {
        return std::nullopt;
    }
    std::string hash(kHashSize, '\0');
    std::string bytes(static_cast<std::size_t>(size) - kHashSize, '\0');
    in.seekg(0);
    in.read(hash.data(), static_cast<std::streamsize>(kHashSize));
    in.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    if (!in || hash_of(bytes) != hash) {
        return std::nullopt;
    }
    return bytes;
}

void CacheEntry::put(const std::string& name, std::string_view bytes) const {
    std::error_code failed;
    fs::create_directories(folder_, failed);
    // Code is run from here: nobody else may write it.
    fs::permissions(folder_, fs::perms::owner_all, failed);
    if (failed) {
        return;
    }
    // Others may be writing the same: each has a file of its own until it is whole.
    const fs::path whole = folder_ / name;
    const fs::path part = folder_ / fmt::format("{}.{}.part", name, getpid());
    std::ofstream out(part, std::ios::binary);
    out << hash_of(bytes) << bytes;
    out.close();
    if (out) {
        fs::rename(part, whole, failed);
    }
    if (!out || failed) {
        fs::remove(part, failed);
    }
}

void prune_cache(const fs::path& folder, std::uintmax_t bytes) {
    struct Kept {
        fs::path path;
        fs::file_time_type used;
        std::uintmax_t size = 0;
    };
    std::vector<Kept> all;
    std::uintmax_t sum = 0;
    std::error_code failed;
    for (auto entry = fs::directory_iterator(folder, failed);
         !failed && entry != fs::directory_iterator(); entry.increment(failed)) {
        Kept kept{entry->path(), {}, 0};
        for (auto file = fs::directory_iterator(entry->path(), failed);
             !failed && file != fs::directory_iterator(); file.increment(failed)) {
            kept.size += file->file_size(failed);
            kept.used = std::max(kept.used, file->last_write_time(failed));
        }
        sum += kept.size;
        all.push_back(std::move(kept));
    }
    std::sort(all.begin(), all.end(), [](const Kept& a, const Kept& b) { return a.used < b.used; });
    for (auto one = all.begin(); sum > bytes && one != all.end(); ++one) {
        sum -= one->size;
        fs::remove_all(one->path, failed);
    }
}

}  // namespace pol::driver
