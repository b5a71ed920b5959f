#include "tools/pol/input.h"

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <system_error>

#include <fcntl.h>
#include <unistd.h>

#include <fmt/core.h>

namespace pol::tool {
namespace {

std::string because(const std::string& path) {
    return path + ": " + std::generic_category().message(errno);
}

}  // namespace

tl::expected<std::string, std::string> read_text(const std::string& path) {
    std::error_code failed;
    if (path != "-" && std::filesystem::is_directory(path, failed)) {
        return tl::unexpected(path + ": is a folder");
    }
    std::FILE* file = path == "-" ? stdin : std::fopen(path.c_str(), "rb");
    if (file == nullptr) {
        return tl::unexpected(because(path));
    }
    std::string text;
    char buffer[1 << 16];
    std::size_t got = 0;
    while ((got = std::fread(buffer, 1, sizeof buffer, file)) > 0) {
        text.append(buffer, got);
    }
    const bool bad = std::ferror(file) != 0;
    if (file != stdin) {
        (void)std::fclose(file);
    }
    if (bad) {
        return tl::unexpected(because(path));
    }
    return text;
}

tl::expected<void, std::string> write_whole(const std::string& path, const std::string& text) {
    const std::string temporary = path + ".partial";
    const int file = ::open(temporary.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    if (file < 0) {
        return tl::unexpected(because(temporary));
    }
    const auto give_up = [&](const std::string& why) {
        ::close(file);
        ::unlink(temporary.c_str());
        return tl::unexpected(why);
    };
    for (std::size_t at = 0; at < text.size();) {
        const ssize_t wrote = ::write(file, text.data() + at, text.size() - at);
        if (wrote < 0 && errno == EINTR) {
            continue;
        }
        if (wrote < 0) {
            return give_up(because(path));
        }
        at += static_cast<std::size_t>(wrote);
    }
    if (::fsync(file) != 0 && errno != EINVAL) {
        return give_up(because(path));
    }
    if (::close(file) != 0) {
        ::unlink(temporary.c_str());
        return tl::unexpected(because(path));
    }
    if (::rename(temporary.c_str(), path.c_str()) != 0) {
        const std::string why = because(path);
        ::unlink(temporary.c_str());
        return tl::unexpected(why);
    }
    return {};
}

tl::expected<claims::Input, std::string> read_claims(const std::string& path,
                                                     const abi::Manifest& manifest,
                                                     claims::TextTable& texts,
                                                     const Common& common) {
    auto text = read_text(path);
    if (!text) {
        return tl::unexpected(text.error());
    }
    claims::Input input =
        claims::read_json(*text, manifest.vocabulary, texts, claims_language(common));
    for (const claims::Notice& n : input.notices) {
        fmt::print(stderr, "{}:{}: {}\n", path, n.line, n.text);
    }
    return input;
}

}  // namespace pol::tool
