#include "tests/scenarios/terminal.h"

#include <chrono>
#include <cstdlib>

#include <poll.h>
#include <pty.h>
#include <sys/wait.h>
#include <unistd.h>

#include <catch2/catch.hpp>

#include "tests/support/policies.h"

namespace pol::scenario {
namespace {

[[noreturn]] void become_pol(const std::vector<std::string>& arguments,
                             const TerminalOptions& options) {
    (void)::setenv("LC_ALL", "C.UTF-8", 1);
    (void)::setenv("TERM", "xterm", 1);
    (void)::unsetenv("HOME");
    (void)::unsetenv("XDG_STATE_HOME");
    for (const auto& [name, value] : options.environment) {
        (void)::setenv(name.c_str(), value.c_str(), 1);
    }
    std::string program = POL_BINARY_DIR "/pol";
    std::vector<std::string> texts = arguments;
    std::vector<char*> pointers{program.data()};
    for (std::string& text : texts) {
        pointers.push_back(text.data());
    }
    pointers.push_back(nullptr);
    if (::chdir(test::root().c_str()) == 0) {
        ::alarm(60);
        ::execv(program.c_str(), pointers.data());
    }
    ::_exit(127);
}

}  // namespace

Terminal::Terminal(const std::vector<std::string>& arguments, const TerminalOptions& options) {
    winsize size{};
    size.ws_row = options.rows;
    size.ws_col = options.columns;
    child_ = ::forkpty(&side_, nullptr, nullptr, &size);
    if (child_ == 0) {
        become_pol(arguments, options);
    }
}

Terminal::~Terminal() {
    ::close(side_);
    if (child_ > 0) {
        int status = 0;
        ::waitpid(child_, &status, 0);
    }
}

void Terminal::type(std::string_view text) const {
    REQUIRE(::write(side_, text.data(), text.size()) == static_cast<ssize_t>(text.size()));
}

bool Terminal::read_more() {
    pollfd wait{side_, POLLIN, 0};
    if (::poll(&wait, 1, 200) <= 0) {
        return true;
    }
    char bytes[4096];
    const ssize_t count = ::read(side_, bytes, sizeof bytes);
    if (count <= 0) {
        return false;
    }
    shown_.append(bytes, static_cast<std::size_t>(count));
    return true;
}

std::string Terminal::until(std::string_view text) {
    using Clock = std::chrono::steady_clock;
    const auto end = Clock::now() + std::chrono::seconds(30);
    while (shown_.find(text, read_) == std::string::npos && Clock::now() < end && read_more()) {
    }
    const std::size_t at = shown_.find(text, read_);
    INFO(shown_);
    REQUIRE(at != std::string::npos);
    const std::string seen = shown_.substr(read_, at + text.size() - read_);
    read_ = at + text.size();
    return seen;
}

std::string Terminal::rest() {
    while (read_more()) {
    }
    std::string seen = shown_.substr(read_);
    read_ = shown_.size();
    return seen;
}

int Terminal::wait() {
    int status = 0;
    ::waitpid(child_, &status, 0);
    child_ = -1;
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

}  // namespace pol::scenario
