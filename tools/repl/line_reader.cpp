#include "tools/repl/line_reader.h"

#include <algorithm>
#include <cerrno>
#include <clocale>
#include <cstdio>
#include <cwchar>

#include <histedit.h>
#include <poll.h>
#include <signal.h>
#include <unistd.h>

#include "runtime/value/text.h"
#include "tools/repl/session.h"

namespace pol::repl {
namespace {

constexpr int kKeptLines = 1000;

void append(std::string& text, char32_t point) {
    if (point < 0x80) {
        text += static_cast<char>(point);
    } else if (point < 0x800) {
        text += static_cast<char>(0xC0U | (point >> 6U));
        text += static_cast<char>(0x80U | (point & 0x3FU));
    } else if (point < 0x10000) {
        text += static_cast<char>(0xE0U | (point >> 12U));
        text += static_cast<char>(0x80U | ((point >> 6U) & 0x3FU));
        text += static_cast<char>(0x80U | (point & 0x3FU));
    } else {
        text += static_cast<char>(0xF0U | (point >> 18U));
        text += static_cast<char>(0x80U | ((point >> 12U) & 0x3FU));
        text += static_cast<char>(0x80U | ((point >> 6U) & 0x3FU));
        text += static_cast<char>(0x80U | (point & 0x3FU));
    }
}

std::string narrow(const wchar_t* begin, const wchar_t* end) {
    std::string text;
    for (; begin != end; ++begin) {
        append(text, static_cast<char32_t>(*begin));
    }
    return text;
}

std::wstring widened(std::string_view text) {
    std::wstring wide;
    while (!text.empty()) {
        const Rune rune = decode_utf8(text);
        wide += static_cast<wchar_t>(rune.point);
        text.remove_prefix(rune.bytes);
    }
    return wide;
}

// What all words begin with.
std::string common_start(const std::vector<std::string>& words) {
    std::string start = words.front();
    for (const std::string& word : words) {
        while (!word.starts_with(start)) {
            std::size_t end = start.size() - 1;
            while (end > 0 && (static_cast<unsigned char>(start[end]) & 0xC0U) == 0x80U) {
                --end;
            }
            start.resize(end);
        }
    }
    return start;
}

}  // namespace

struct LineReader::Terminal {
    explicit Terminal(std::atomic<bool>& flag) : interrupted(flag) {}

    std::atomic<bool>& interrupted;
    std::wstring prompt;
    std::string history_file;
    Complete complete;
    EditLine* edit = nullptr;
    HistoryW* history = nullptr;
    HistEventW event{};
    bool is_given_up = false;  ///< the line at hand, by Ctrl-C
    sigset_t waiting{};        ///< the signals that are held back outside of a line

    static Terminal& of(EditLine* line) {
        void* self = nullptr;
        el_wget(line, EL_CLIENTDATA, &self);
        return *static_cast<Terminal*>(self);
    }

    /// One character of UTF-8. The editor's own reader tries again after a signal, so that the
    /// first Ctrl-C would be lost.
    static int read_character(EditLine* line, wchar_t* character) {
        Terminal& self = of(line);
        std::string bytes;
        std::size_t wanted = 1;
        while (bytes.size() < wanted) {
            char byte = 0;
            pollfd input{STDIN_FILENO, POLLIN, 0};
            ssize_t count = ::ppoll(&input, 1, nullptr, &self.waiting);
            count = count < 0 ? count : ::read(STDIN_FILENO, &byte, 1);
            if (count <= 0) {
                self.is_given_up = count < 0 && errno == EINTR;
                return count < 0 ? -1 : 0;
            }
            bytes += byte;
            const auto first = static_cast<unsigned char>(bytes.front());
            wanted = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : first >= 0xC0 ? 2 : 1;
        }
        *character = static_cast<wchar_t>(decode_utf8(bytes).point);
        return 1;
    }

    static wchar_t* prompt_of(EditLine* line) { return of(line).prompt.data(); }

    static unsigned char complete_word(EditLine* line, int /*key*/) {
        Terminal& self = of(line);
        const LineInfoW* info = el_wline(line);
        const std::string before = narrow(info->buffer, info->cursor);
        const std::vector<std::string> words = self.complete(before);
        if (words.empty()) {
            return CC_REFRESH_BEEP;
        }
        const std::string_view word = Session::last_word(before);
        const std::string start = common_start(words);
        if (start.size() > word.size()) {
            const std::wstring more = widened(std::string_view(start).substr(word.size()));
            el_winsertstr(line, more.c_str());
            return CC_REFRESH;
        }
        if (words.size() > 1) {
            std::string list = "\n";
            for (const std::string& one : words) {
                list += one + "  ";
            }
            std::fputs((list + "\n").c_str(), stdout);
            std::fflush(stdout);
            return CC_REDISPLAY;
        }
        return CC_REFRESH_BEEP;
    }
};

LineReader::LineReader(std::string history, Complete complete, std::atomic<bool>& interrupted)
    : terminal_(std::make_unique<Terminal>(interrupted)) {
    // The editor measures characters by the locale; text is UTF-8 wherever we run.
    const char* set = std::setlocale(LC_CTYPE, "");
    if (set == nullptr || MB_CUR_MAX == 1) {
        std::setlocale(LC_CTYPE, "C.UTF-8");
    }
    Terminal& t = *terminal_;
    t.history_file = std::move(history);
    t.complete = std::move(complete);
    t.edit = el_init("pol", stdin, stdout, stderr);
    t.history = history_winit();
    history_w(t.history, &t.event, H_SETSIZE, kKeptLines);
    history_w(t.history, &t.event, H_SETUNIQUE, 1);
    if (!t.history_file.empty()) {
        history_w(t.history, &t.event, H_LOAD, t.history_file.c_str());
    }
    el_wset(t.edit, EL_CLIENTDATA, &t);
    el_wset(t.edit, EL_PROMPT, &Terminal::prompt_of);
    el_wset(t.edit, EL_GETCFN, &Terminal::read_character);
    el_wset(t.edit, EL_EDITOR, L"emacs");
    el_wset(t.edit, EL_HIST, &history_w, t.history);
    el_wset(t.edit, EL_ADDFN, L"pol-complete", L"Complete a word", &Terminal::complete_word);
    el_wset(t.edit, EL_BIND, L"^I", L"pol-complete", nullptr);
    el_wset(t.edit, EL_SIGNAL, 0);
}

LineReader::~LineReader() {
    Terminal& t = *terminal_;
    if (!t.history_file.empty()) {
        history_w(t.history, &t.event, H_SAVE, t.history_file.c_str());
    }
    history_wend(t.history);
    el_end(t.edit);
}

std::optional<std::string> LineReader::read(std::string_view prompt) {
    Terminal& t = *terminal_;
    t.prompt = widened(prompt);
    int count = 0;
    t.is_given_up = false;
    // What is typed as soon as the prompt shows is the editor's already, and Ctrl-C waits until a
    // character is waited for: it is never lost between the two.
    sigset_t interrupt;
    ::sigemptyset(&interrupt);
    ::sigaddset(&interrupt, SIGINT);
    ::pthread_sigmask(SIG_BLOCK, &interrupt, &t.waiting);
    t.interrupted = false;
    el_wset(t.edit, EL_PREP_TERM, 1);
    const wchar_t* line = el_wgets(t.edit, &count);
    ::pthread_sigmask(SIG_SETMASK, &t.waiting, nullptr);
    if (line == nullptr || count <= 0) {
        if (t.is_given_up) {
            el_reset(t.edit);
            std::fputs("\n", stdout);
            return "";
        }
        return std::nullopt;
    }
    std::string text = narrow(line, line + count);
    while (text.ends_with('\n') || text.ends_with('\r')) {
        text.pop_back();
    }
    if (!text.empty()) {
        history_w(t.history, &t.event, H_ENTER, line);
    }
    return text;
}

}  // namespace pol::repl
