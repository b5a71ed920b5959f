// The prompt: transcripts of scripts, what a session saves, files that change under it, and a
// terminal with typed Chinese.
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <thread>

#include <poll.h>
#include <pty.h>
#include <sys/wait.h>
#include <unistd.h>

#include <catch2/catch.hpp>

#include "tests/scenarios/process.h"
#include "tests/support/golden_file.h"
#include "tests/support/policies.h"

using namespace pol;
using namespace pol::scenario;

namespace {

bool has(const std::string& text, std::string_view part) {
    return text.find(part) != std::string::npos;
}

std::vector<std::string> words_of(const std::string& line) {
    std::istringstream in(line);
    std::vector<std::string> words;
    for (std::string word; in >> word;) {
        words.push_back(word);
    }
    return words;
}

// The lines of a script among those of its transcript: it has them after the mark, answers
// without.
constexpr std::string_view kMark = "> ";

std::string script_of(const std::string& transcript) {
    std::string script;
    for (const std::string& line : test::lines_of(transcript)) {
        if (line.starts_with(kMark)) {
            script += line.substr(kMark.size()) + "\n";
        }
    }
    return script;
}

// What the program prints, with the mark before each echoed line of the script.
std::string marked(const std::string& printed, const std::string& script) {
    const std::vector<std::string> typed = test::lines_of(script);
    std::size_t next = 0;
    std::string out;
    for (const std::string& line : test::lines_of(printed)) {
        const bool echoed = next < typed.size() && line == typed[next];
        next += echoed ? 1U : 0U;
        out += (echoed ? std::string(kMark) : "") + line + "\n";
    }
    return out;
}

}  // namespace

TEST_CASE("a script at the prompt answers as its transcript says") {
    const char* bless = std::getenv("POL_BLESS");
    for (const char* name : {"shenyang.txt", "yinchuan.txt"}) {
        const auto path = test::root() / "tests/scenarios/transcripts" / name;
        const std::string transcript = test::read_file(path);
        // The first line names the policies and options.
        std::vector<std::string> arguments{"repl"};
        const std::string first = test::lines_of(transcript).front();
        for (const std::string& word : words_of(first.substr(first.find("//") + 2))) {
            arguments.push_back(word);
        }
        const std::string script = script_of(transcript);
        const Ran ran = run(arguments, script);
        INFO(name << "\n" << ran.err);
        CHECK(ran.err.empty());
        const std::string got = first + "\n" + marked(ran.out, script);
        if (bless != nullptr && std::string(bless) == "1") {
            std::ofstream(path, std::ios::binary) << got;
            continue;
        }
        INFO(test::line_diff(test::lines_of(transcript), test::lines_of(got)));
        CHECK(got == transcript);
    }
}

TEST_CASE("a session is saved as a test that passes") {
    const Folder folder;
    const std::string saved = folder.path("session.pol");
    const Ran ran = run({"repl", "policies/ningxia/yinchuan", "--lang", "en"},
                        ":year on\n:new 职工\n政策范围内金额 = 2000元\nsettle\n"
                        "政策范围内金额 = 4000元\nsettle\n机构类型 = 药店\nsettle\n:save " +
                            saved + "\n");
    INFO(ran.out << ran.err);
    CHECK(ran.exit == 0);
    const std::string text = test::read_file(saved);
    INFO(text);
    CHECK(has(text, "统筹基金 = 1125.00元"));
    CHECK(has(text, "统筹基金 = 2375.00元"));
    const Ran tested = run({"test", "policies/ningxia/yinchuan", saved});
    INFO(tested.out << tested.err);
    CHECK(tested.exit == 0);
}

TEST_CASE("what was posted is computed anew when the policies are read again") {
    const Folder folder;
    const std::string policy = folder.file("city.pol", small_policy());
    const Ran ran = run({"repl", policy}, ":year on\n:new 甲\n政策范围内金额 = 300元\nsettle\n"
                                          ":reload\nsettle\n:accounts\n");
    INFO(ran.out << ran.err);
    CHECK(ran.exit == 0);
    CHECK(has(ran.out, "1 settlements posted anew"));
    CHECK(has(ran.out, "150.00"));
}

TEST_CASE("policies with mistakes do not begin a session") {
    const Folder folder;
    const std::string bad = folder.file("bad.pol", small_policy() + "参数 甲 = 5元 + 1%\n");
    const Ran ran = run({"repl", bad}, "settle\n");
    CHECK(ran.exit == 1);
    CHECK(has(ran.err, "E0"));
}

TEST_CASE("the last sweep is written as a picture") {
    const Folder folder;
    const std::string policy = folder.file("city.pol", small_policy());
    const std::string picture = folder.path("sweep.svg");
    const Ran ran =
        run({"repl", policy},
            ":new 甲\nsweep 政策范围内金额 from 0 to 1000元 by 100元\n:svg " + picture + "\n");
    INFO(ran.out << ran.err);
    CHECK(ran.exit == 0);
    CHECK(has(ran.out, "450.00"));
    CHECK(has(test::read_file(picture), "<polyline"));
}

namespace {

/// The program at a terminal of its own.
class Terminal {
  public:
    explicit Terminal(const std::string& policy) {
        winsize size{};
        size.ws_row = 40;
        size.ws_col = 100;
        child_ = ::forkpty(&side_, nullptr, nullptr, &size);
        if (child_ == 0) {
            (void)::setenv("LC_ALL", "C.UTF-8", 1);
            (void)::setenv("TERM", "xterm", 1);
            (void)::unsetenv("HOME");
            (void)::unsetenv("XDG_STATE_HOME");
            ::alarm(60);
            ::execl(POL_BINARY_DIR "/pol", "pol", "repl", policy.c_str(), "--lang", "zh",
                    static_cast<char*>(nullptr));
            ::_exit(127);
        }
    }
    ~Terminal() {
        ::close(side_);
        int status = 0;
        ::waitpid(child_, &status, 0);
    }
    Terminal(const Terminal&) = delete;
    Terminal& operator=(const Terminal&) = delete;

    void type(std::string_view text) const {
        REQUIRE(::write(side_, text.data(), text.size()) == static_cast<ssize_t>(text.size()));
    }

    /// What is shown until a text stands there, or too long has passed.
    std::string until(std::string_view text) {
        using Clock = std::chrono::steady_clock;
        const auto end = Clock::now() + std::chrono::seconds(30);
        while (shown_.find(text, read_) == std::string::npos && Clock::now() < end) {
            pollfd wait{side_, POLLIN, 0};
            if (::poll(&wait, 1, 200) > 0) {
                char bytes[4096];
                const ssize_t count = ::read(side_, bytes, sizeof bytes);
                if (count <= 0) {
                    break;
                }
                shown_.append(bytes, static_cast<std::size_t>(count));
            }
        }
        const std::size_t at = shown_.find(text, read_);
        INFO(shown_);
        REQUIRE(at != std::string::npos);
        read_ = at + text.size();
        return shown_;
    }

    int wait() {
        int status = 0;
        ::waitpid(child_, &status, 0);
        return WIFEXITED(status) ? WEXITSTATUS(status) : 128;
    }

  private:
    int side_ = -1;
    pid_t child_ = -1;
    std::string shown_;
    std::size_t read_ = 0;
};

}  // namespace

TEST_CASE("Chinese is typed, edited and completed at a terminal, and Ctrl-C gives up a line only") {
    const Folder folder;
    const std::string policy = folder.file("city.pol", small_policy());
    Terminal terminal(policy);
    terminal.until("pol> ");
    terminal.type(":new 甲\r");
    terminal.until("pol> ");
    // A wrong character taken back, and a name completed.
    terminal.type("政策范错\x7f\t = 300元\r");
    terminal.until("pol> ");
    terminal.type("不要的一行");
    terminal.until("行");
    terminal.type("\x03");
    terminal.until("pol> ");
    terminal.type("结算\r");
    terminal.until("个人负担总额");
    terminal.until("200.00");
    terminal.until("pol> ");
    terminal.type(":quit\r");
    CHECK(terminal.wait() == 0);
}
