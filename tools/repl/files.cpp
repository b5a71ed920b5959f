#include "tools/repl/files.h"

#include <cerrno>
#include <filesystem>
#include <fstream>
#include <system_error>

#include <unistd.h>

#include <fmt/format.h>

#include "compiler/driver/project.h"
#include "tools/repl/values.h"

namespace pol::repl {
namespace {

namespace fs = std::filesystem;

std::string words_of(const std::error_code& failed, claims::Lang lang) {
    return lang == claims::Lang::zh ? driver::chinese(failed) : failed.message();
}

std::error_code last_error() {
    return {errno != 0 ? errno : EIO, std::generic_category()};
}

// Under another name first: where the disk is full the old file is still whole.
std::error_code replace(const std::string& path, const std::string& text) {
    const std::string partial = fmt::format("{}.{}.partial", path, ::getpid());
    errno = 0;
    std::ofstream out(partial, std::ios::binary);
    out << text;
    out.close();
    std::error_code failed = out ? std::error_code() : last_error();
    if (!failed) {
        fs::rename(partial, path, failed);
    }
    if (failed) {
        std::error_code ignored;
        fs::remove(partial, ignored);
    }
    return failed;
}

}  // namespace

FileArgument file_argument(std::string_view text) {
    const std::string words = trimmed(text);
    if (words.starts_with('"')) {
        const std::size_t end = words.find('"', 1);
        if (end != std::string::npos) {
            return {words.substr(1, end - 1), trimmed(std::string_view(words).substr(end + 1))};
        }
    }
    std::error_code failed;
    const std::size_t blank = words.rfind(' ');
    if (blank == std::string::npos || fs::exists(words, failed)) {
        return {words, ""};
    }
    return {trimmed(std::string_view(words).substr(0, blank)), words.substr(blank + 1)};
}

std::string why_unreadable(const std::string& path, claims::Lang lang) {
    const bool zh = lang == claims::Lang::zh;
    std::error_code failed;
    const fs::file_status status = fs::status(path, failed);
    if (status.type() == fs::file_type::not_found) {
        return words_of(std::make_error_code(std::errc::no_such_file_or_directory), lang);
    }
    if (failed) {
        return words_of(failed, lang);
    }
    if (status.type() != fs::file_type::regular) {
        return zh ? "不是普通文件" : "is no ordinary file";
    }
    errno = 0;
    const std::ifstream in(path, std::ios::binary);
    return in ? "" : words_of(last_error(), lang);
}

Answer write_file(State& state, const std::string& path, const std::string& text, bool over) {
    std::error_code ignored;
    const bool is_there = fs::exists(path, ignored);
    if (is_there && !fs::is_regular_file(path, ignored)) {
        return {fmt::format("{} {}\n", path, state.say("不是普通文件", "is no ordinary file")),
                true};
    }
    const std::string known = fs::weakly_canonical(path, ignored).string();
    if (is_there && !over && !state.written.contains(known)) {
        return {fmt::format(fmt::runtime(state.say("{} 已经存在；要覆盖它，在命令后加 !\n",
                                                   "{} is there already; with ! behind the "
                                                   "command it is written over\n")),
                            path),
                true};
    }
    if (const std::error_code failed = replace(path, text)) {
        return {fmt::format("{} {}: {}\n", state.say("不能写入", "cannot write to"), path,
                            words_of(failed, state.lang)),
                true};
    }
    state.written.insert(known);
    return good(fmt::format("{} {}\n", state.say("已写入", "written to"), path));
}

}  // namespace pol::repl
