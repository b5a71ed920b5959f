#include "tools/pol/terminal.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <optional>
#include <sstream>
#include <string>

#include <fcntl.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fmt/core.h>

#include "runtime/value/text.h"

namespace pol::tool {
namespace {

constexpr std::size_t kWidest = 100;
constexpr std::size_t kNarrowest = 60;
constexpr const char* kPager = "less -FRX";
// What the shell answers where it cannot run a program.
constexpr int kNotExecutable = 126;
constexpr int kNotFound = 127;

// Nothing where standard output is no terminal.
std::optional<winsize> window() {
    winsize size{};
    const bool known = isatty(STDOUT_FILENO) != 0 && ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 &&
                       size.ws_col != 0;
    return known ? std::optional(size) : std::nullopt;
}

// Whether a text with the prompt below it needs more rows than there are.
bool is_taller(std::string_view text, const winsize& size) {
    std::size_t rows = 1;
    while (!text.empty() && rows <= size.ws_row) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        const std::size_t width = display_width(text.substr(0, end));
        rows += width == 0 ? 1 : (width + size.ws_col - 1) / size.ws_col;
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return rows > size.ws_row;
}

// Whether the first word of a command that is no assignment is a program.
bool can_run(const std::string& command) {
    std::istringstream words(command);
    std::string program;
    while (words >> program && program.find('=') != std::string::npos) {
    }
    if (program.empty() || program.find('=') != std::string::npos) {
        return false;
    }
    if (program.find('/') != std::string::npos) {
        return ::access(program.c_str(), X_OK) == 0;
    }
    const char* path = std::getenv("PATH");
    std::istringstream folders(path != nullptr ? path : "/bin:/usr/bin");
    for (std::string folder; std::getline(folders, folder, ':');) {
        const std::string file = (folder.empty() ? "." : folder) + "/" + program;
        if (::access(file.c_str(), X_OK) == 0) {
            return true;
        }
    }
    return false;
}

// What a signal did before, given back at the end.
class Ignored {
  public:
    explicit Ignored(int signal) : signal_(signal) {
        struct sigaction ignore{};
        ignore.sa_handler = SIG_IGN;
        ::sigaction(signal_, &ignore, &before_);
    }
    ~Ignored() { ::sigaction(signal_, &before_, nullptr); }
    Ignored(const Ignored&) = delete;
    Ignored& operator=(const Ignored&) = delete;

  private:
    int signal_;
    struct sigaction before_{};
};

[[noreturn]] void become(const char* command, int input) {
    for (const int signal : {SIGINT, SIGPIPE}) {
        struct sigaction usual{};
        usual.sa_handler = SIG_DFL;
        ::sigaction(signal, &usual, nullptr);
    }
    ::dup2(input, STDIN_FILENO);
    ::setenv("LESSCHARSET", "utf-8", 0);  // whatever the locale: our text is
    ::execl("/bin/sh", "sh", "-c", command, static_cast<char*>(nullptr));
    ::_exit(kNotFound);
}

// Whoever closes the pager early has seen enough.
void write_all(int file, std::string_view text) {
    while (!text.empty()) {
        const ssize_t wrote = ::write(file, text.data(), text.size());
        if (wrote < 0 && errno != EINTR) {
            return;
        }
        text.remove_prefix(wrote < 0 ? 0 : static_cast<std::size_t>(wrote));
    }
}

// False where it was not shown.
bool page(std::string_view text, const std::string& command) {
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0) {
        return false;
    }
    const Ignored interrupt(SIGINT);
    const Ignored closed(SIGPIPE);
    const pid_t child = ::fork();
    if (child == 0) {
        become(command.c_str(), ends[0]);
    }
    ::close(ends[0]);
    if (child > 0) {
        write_all(ends[1], text);
    }
    ::close(ends[1]);
    int status = 0;
    while (child > 0 && ::waitpid(child, &status, 0) < 0 && errno == EINTR) {
    }
    const int exit = WIFEXITED(status) ? WEXITSTATUS(status) : 0;
    return child > 0 && exit != kNotExecutable && exit != kNotFound;
}

}  // namespace

std::size_t columns() {
    const auto size = window();
    return size ? std::clamp<std::size_t>(size->ws_col, kNarrowest, kWidest) : kWidest;
}

void show(std::string_view text, bool pages) {
    (void)std::fflush(stdout);
    const auto size = window();
    if (pages && size && is_taller(text, *size)) {
        const char* chosen = std::getenv("PAGER");
        const std::string command = chosen != nullptr ? chosen : kPager;
        if (can_run(command) && page(text, command)) {
            return;
        }
    }
    fmt::print("{}", text);
    (void)std::fflush(stdout);
}

void add_paging(CLI::App& command, Common& common) {
    command.add_flag("!--no-pager", common.pages,
                     "Do not page a long answer on a terminal ($PAGER, else less)");
}

}  // namespace pol::tool
