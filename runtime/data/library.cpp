#include "runtime/data/library.h"

#include <cstdlib>
#include <filesystem>
#include <mutex>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

#include <dlfcn.h>

#include <fmt/format.h>

#include "runtime/claims/words.h"

namespace pol::data {
namespace {

using claims::Lang;
using claims::say;
namespace files = std::filesystem;

constexpr const char* kFile = "libduckdb.so";

std::vector<files::path> places() {
    std::error_code failed;
    if (const char* said = std::getenv("POL_DUCKDB"); said != nullptr && *said != '\0') {
        const files::path place(said);
        return {files::is_directory(place, failed) ? place / kFile : place};
    }
    const files::path program = files::read_symlink("/proc/self/exe", failed).parent_path();
    return {program / kFile, program.parent_path() / "lib" / kFile,
            program.parent_path() / "lib" / "pol" / kFile,
            program.parent_path() / ".deps" / "duckdb" / kFile};
}

std::string missing(Lang lang, const std::vector<files::path>& looked) {
    std::string all;
    for (const files::path& place : looked) {
        all += fmt::format("\n  {}", place.string());
    }
    return say(lang,
               "读写 Parquet 和 SQL 需要 DuckDB {}，没有找到它的程序库；scripts/setup 会取来，"
               "也可用环境变量 POL_DUCKDB 指明。找过：{}",
               "Parquet and SQL need DuckDB {}, and its library was not found; scripts/setup "
               "fetches it, or the environment variable POL_DUCKDB names it. Looked for:{}",
               kVersion, all);
}

std::string unusable(Lang lang, const files::path& place, std::string_view why) {
    return say(lang, "不能打开 DuckDB 的程序库 {}：{}",
               "the DuckDB library {} cannot be opened: {}", place.string(), why);
}

std::string other_version(Lang lang, const files::path& place, std::string_view found) {
    return say(lang, "{} 是 DuckDB {}，需要的是 {}", "{} is DuckDB {}, and {} is needed",
               place.string(), found, kVersion);
}

template <class Function>
bool find(void* handle, const char* name, Function& function) {
    function = reinterpret_cast<Function>(::dlsym(handle, name));
    return function != nullptr;
}

/// The name of a function that the library lacks; null where it has all.
const char* bind(void* handle, Library& opened) {
    const char* lacking = nullptr;
// NOLINTNEXTLINE(bugprone-macro-parentheses): a member's name
#define POL_DUCKDB_FIND(name)                                                                      \
    lacking = find(handle, "duckdb_" #name, opened.name) ? lacking : "duckdb_" #name;
    POL_DUCKDB_FUNCTIONS(POL_DUCKDB_FIND)
#undef POL_DUCKDB_FIND
    return lacking;
}

tl::expected<Library, std::string> open(Lang lang) {
    const std::vector<files::path> looked = places();
    for (const files::path& place : looked) {
        std::error_code failed;
        if (!files::exists(place, failed)) {
            continue;
        }
        void* handle = ::dlopen(place.c_str(), RTLD_NOW | RTLD_LOCAL);
        if (handle == nullptr) {
            return tl::unexpected(unusable(lang, place, ::dlerror()));
        }
        decltype(&duckdb_library_version) version = nullptr;
        if (!find(handle, "duckdb_library_version", version)) {
            return tl::unexpected(unusable(lang, place, "duckdb_library_version"));
        }
        if (std::string_view(version()) != kVersion) {
            return tl::unexpected(other_version(lang, place, version()));
        }
        Library opened;
        if (const char* lacking = bind(handle, opened)) {
            return tl::unexpected(unusable(lang, place, lacking));
        }
        return opened;
    }
    return tl::unexpected(missing(lang, looked));
}

/// The one piece of state: a library is opened once in a process.
struct State {
    std::mutex mutex;
    Library library;
    bool is_open = false;
};

State& state() {
    static State only;
    return only;
}

}  // namespace

const Library& opened_library() {
    return state().library;
}

tl::expected<const Library*, std::string> library(Lang lang) {
    State& now = state();
    const std::scoped_lock lock(now.mutex);
    if (!now.is_open) {
        tl::expected<Library, std::string> found = open(lang);
        if (!found) {
            return tl::unexpected(std::move(found).error());
        }
        now.library = *found;
        now.is_open = true;
    }
    return &now.library;
}

}  // namespace pol::data
