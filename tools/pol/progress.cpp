#include "tools/pol/progress.h"

#include <algorithm>
#include <cstdio>
#include <string>

#include <unistd.h>

#include <fmt/format.h>

namespace pol::tool {

Progress::Progress()
    : is_watched_(isatty(fileno(stderr)) != 0), next_(Clock::now() + std::chrono::seconds(1)) {}

void Progress::step(const char* what, std::size_t count) {
    constexpr std::size_t seldom = 256;  // a look at the clock costs more than a record
    if (is_watched_ && ++steps_ % seldom == 0) {
        print(what, count);
    }
}

bool Progress::is_due() {
    const Clock::time_point now = Clock::now();
    if (now < next_) {
        return false;
    }
    next_ = now + std::chrono::milliseconds(200);
    is_shown_ = true;
    return true;
}

void Progress::print(const char* what, std::size_t count) {
    if (is_due()) {
        fmt::print(stderr, "\r{} {}\x1b[K", what, count);
        (void)std::fflush(stderr);
    }
}

void Progress::rows(const char* what, std::size_t count, std::size_t all, const char* a_second) {
    if (!is_watched_ || !is_due()) {
        return;
    }
    constexpr std::size_t width = 20;
    constexpr std::size_t whole = 100;
    const std::chrono::duration<double> taken = Clock::now() - start_;
    const auto rate = static_cast<std::size_t>(static_cast<double>(count) / taken.count());
    const std::size_t done = all == 0 ? 0 : std::min(count, all);
    const std::string bar = all == 0
                                ? ""
                                : fmt::format("[{:<{}}] {}% ", std::string(done * width / all, '#'),
                                              width, done * whole / all);
    fmt::print(stderr, "\r{}{} {} ({} {})\x1b[K", bar, what, count, rate, a_second);
    (void)std::fflush(stderr);
}

void Progress::clear() {
    if (is_shown_) {
        fmt::print(stderr, "\r\x1b[K");
        is_shown_ = false;
    }
}

}  // namespace pol::tool
