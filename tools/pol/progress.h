// How far a long work is.
#pragma once

#include <chrono>
#include <cstddef>

namespace pol::tool {

/// How far a work is, on stderr: after its first second, and only on a terminal.
class Progress {
  public:
    Progress();
    Progress(const Progress&) = delete;
    Progress& operator=(const Progress&) = delete;
    ~Progress() { clear(); }

    [[nodiscard]] bool is_watched() const { return is_watched_; }
    /// `what` with the number behind it; called for each record.
    void step(const char* what, std::size_t count);
    /// The same with how many there are (0: not known) and how many a second; called for some at a
    /// time.
    void rows(const char* what, std::size_t count, std::size_t all, const char* a_second);
    /// Before anything else is printed.
    void clear();

  private:
    using Clock = std::chrono::steady_clock;
    void print(const char* what, std::size_t count);
    /// It is time to show something.
    [[nodiscard]] bool is_due();
    bool is_watched_;
    bool is_shown_ = false;
    std::size_t steps_ = 0;
    Clock::time_point start_ = Clock::now();
    Clock::time_point next_;
};

}  // namespace pol::tool
