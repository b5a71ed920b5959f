// pol repl: policies tried out claim by claim, at a terminal or from a script.
#include <atomic>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <iostream>

#include <unistd.h>

#include <fmt/core.h>

#include "tools/pol/common.h"
#include "tools/pol/terminal.h"
#include "tools/repl/line_reader.h"
#include "tools/repl/session.h"

namespace pol::tool {
namespace {

// What the shell says of a program that Ctrl-C ended.
constexpr int kInterrupted = 128 + SIGINT;

// Where earlier lines are kept; nowhere without a home.
std::string history_file() {
    namespace fs = std::filesystem;
    const char* state = std::getenv("XDG_STATE_HOME");
    const char* home = std::getenv("HOME");
    fs::path folder;
    if (state != nullptr && *state != '\0') {
        folder = fs::path(state) / "pol";
    } else if (home != nullptr && *home != '\0') {
        folder = fs::path(home) / ".local" / "state" / "pol";
    } else {
        return "";
    }
    std::error_code failed;
    fs::create_directories(folder, failed);
    return failed ? "" : (folder / "history").string();
}

// Ctrl-C: the work at hand is to be given up. A signal handler has nothing else to write to.
std::atomic<bool> is_interrupted{false};
static_assert(std::atomic<bool>::is_always_lock_free);

void on_interrupt(int /*signal*/) {
    is_interrupted = true;
}

// Reading a line is given up by the signal, and not begun again.
void catch_interrupts() {
    struct sigaction action{};
    action.sa_handler = on_interrupt;
    sigemptyset(&action.sa_mask);
    sigaction(SIGINT, &action, nullptr);
}

// 备案申请> says that no claim is filled in.
std::string prompt_of(const repl::Session& session) {
    return fmt::format("pol{}{}> ", session.record().empty() ? "" : " ", session.record());
}

void at_terminal(repl::Session& session, const Common& common) {
    fmt::print("{}\n", say(common, ":help 是说明，:quit 或 Ctrl-D 结束",
                           ":help helps, :quit or Ctrl-D ends"));
    repl::LineReader reader(
        history_file(), [&](std::string_view line) { return session.completions(line); },
        is_interrupted);
    while (!session.is_over()) {
        std::optional<std::string> line = reader.read(prompt_of(session));
        // An empty line ends what is open; Ctrl-C, which is one, gives it all up.
        while (line && repl::Session::is_open(*line)) {
            const std::optional<std::string> more = reader.read("  ... ");
            if (!more || more->empty()) {
                line = is_interrupted ? "" : *line;
                break;
            }
            *line += " " + *more;
        }
        if (!line) {
            fmt::print("\n");
            return;
        }
        session.set_columns(columns());
        show(session.run(*line), common.pages && session.pages());
    }
}

// A script: each line as it stands, and what it answers.
void from_script(repl::Session& session) {
    for (std::string line; !session.is_over() && std::getline(std::cin, line);) {
        fmt::print("{}\n", line);
        for (std::string more; repl::Session::is_open(line) && std::getline(std::cin, more);) {
            fmt::print("{}\n", more);
            if (more.empty()) {
                break;
            }
            line += " " + more;
        }
        fmt::print("{}", session.run(line));
        std::fflush(stdout);
    }
}

int repl_of(const Common& common) {
    const auto chosen = selection(common);
    if (!chosen) {
        return kWrongCall;
    }
    const bool typed = isatty(fileno(stdin)) != 0 && isatty(fileno(stdout)) != 0;
    repl::SessionOptions options{common.policies, *chosen, claims_language(common), columns()};
    if (typed) {
        catch_interrupts();
        options.cancel = Cancel(is_interrupted);
    }
    auto session = repl::Session::open(options);
    if (!session) {
        fmt::print(stderr, "{}", session.error());
        return is_interrupted ? kInterrupted : kMistakes;
    }
    if (typed) {
        at_terminal(**session, common);
        return kGood;
    }
    from_script(**session);
    return (*session)->had_mistakes() ? kMistakes : kGood;
}

}  // namespace

void add_repl(CLI::App& app, Work& chosen) {
    auto options = std::make_shared<Common>();
    CLI::App* command = app.add_subcommand(
        "repl", "Try policies out: a claim at a prompt, settled, changed, swept; or lines of a "
                "script from standard input");
    add_common(*command, *options);
    add_paging(*command, *options);
    command->footer("Example:\n  pol repl policies/liaoning/shenyang policies/ningxia/yinchuan\n"
                    "  pol repl examples/first < script.txt");
    command->callback([options, &chosen] { chosen = [options] { return repl_of(*options); }; });
}

}  // namespace pol::tool
