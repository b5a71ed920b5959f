// Signals that ask a run to end.
#pragma once

#include <array>
#include <csignal>

namespace pol::tool {

/// While one is there, SIGINT, SIGTERM, SIGHUP and SIGPIPE are noted and end nothing by themselves,
/// so that what is half-done can be taken away; writing past a limit is an error like any other.
/// What the process ignores stays ignored.
class Signals {
  public:
    Signals();
    ~Signals();
    Signals(const Signals&) = delete;
    Signals& operator=(const Signals&) = delete;

    /// The signal that came since the last one of these was made; 0: none. For any thread.
    [[nodiscard]] static int ended_by();
    /// What the program answers when that signal ended it.
    [[nodiscard]] static int exit_code();

  private:
    using Action = struct sigaction;
    static constexpr std::array kEnding{SIGINT, SIGTERM, SIGHUP, SIGPIPE};
    std::array<Action, kEnding.size()> before_{};
    Action before_limit_{};
};

}  // namespace pol::tool
