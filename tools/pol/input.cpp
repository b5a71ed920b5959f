#include "tools/pol/input.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <optional>
#include <system_error>
#include <utility>
#include <vector>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fmt/format.h>

namespace pol::tool {
namespace {

constexpr std::size_t kPiece = std::size_t{1} << 18U;

std::string because(const std::string& path, int error, const Common& common) {
    const std::error_code failed(error, std::generic_category());
    return path + ": " +
           (language(common) == Language::zh ? driver::chinese(failed) : failed.message());
}

/// A file's handle, closed with its last user.
class Handle {
  public:
    explicit Handle(int file) : file_(file) {}
    ~Handle() { ::close(file_); }
    Handle(const Handle&) = delete;
    Handle& operator=(const Handle&) = delete;
    [[nodiscard]] int get() const { return file_; }

  private:
    int file_;
};

bool write_all(int file, std::string_view text) {
    while (!text.empty()) {
        const ssize_t wrote = ::write(file, text.data(), text.size());
        if (wrote < 0 && errno != EINTR) {
            return false;
        }
        text.remove_prefix(wrote < 0 ? 0 : static_cast<std::size_t>(wrote));
    }
    return true;
}

/// A file that can be read from its beginning more than once.
class InputFile {
  public:
    /// What cannot, such as a pipe, is copied to a nameless file first.
    static tl::expected<InputFile, std::string> open(const std::string& path,
                                                     const Common& common) {
        const int opened =
            path == "-" ? ::dup(STDIN_FILENO) : ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
        if (opened < 0) {
            return tl::unexpected(because(path, errno, common));
        }
        auto handle = std::make_shared<Handle>(opened);
        struct stat about{};
        if (::fstat(opened, &about) == 0 && S_ISDIR(about.st_mode)) {
            return tl::unexpected(path + ": " + say(common, "是文件夹", "is a folder"));
        }
        const off_t start = ::lseek(opened, 0, SEEK_CUR);
        if (start >= 0 && S_ISREG(about.st_mode)) {
            return InputFile(std::move(handle), start);
        }
        return copy(*handle, path, common);
    }

    /// Reads from the beginning.
    [[nodiscard]] claims::Bytes bytes() const {
        return [file = file_, error = error_, at = start_](char* to, std::size_t size) mutable {
            ssize_t got = -1;
            do {
                got = ::pread(file->get(), to, size, at);
            } while (got < 0 && errno == EINTR);
            if (got < 0) {
                *error = errno;
                return std::size_t{0};
            }
            at += got;
            return static_cast<std::size_t>(got);
        };
    }
    /// Why reading ended early; 0: it did not.
    [[nodiscard]] int error() const { return *error_; }

  private:
    InputFile(std::shared_ptr<Handle> file, off_t start) : file_(std::move(file)), start_(start) {}

    static int nameless() {
        const char* folder = std::getenv("TMPDIR");
        std::string name = folder != nullptr && *folder != '\0' ? folder : "/tmp";
        name += "/pol.XXXXXX";
        const int made = ::mkostemp(name.data(), O_CLOEXEC);
        if (made >= 0) {
            ::unlink(name.c_str());
        }
        return made;
    }

    static tl::expected<InputFile, std::string> copy(const Handle& from, const std::string& path,
                                                     const Common& common) {
        const int made = nameless();
        if (made < 0) {
            return tl::unexpected(because(path, errno, common));
        }
        auto copied = std::make_shared<Handle>(made);
        std::string piece(kPiece, '\0');
        for (;;) {
            const ssize_t got = ::read(from.get(), piece.data(), piece.size());
            if (got == 0) {
                return InputFile(std::move(copied), 0);
            }
            if (got < 0 && errno == EINTR) {
                continue;
            }
            if (got < 0 || !write_all(made, {piece.data(), static_cast<std::size_t>(got)})) {
                return tl::unexpected(because(path, errno, common));
            }
        }
    }

    std::shared_ptr<Handle> file_;
    off_t start_ = 0;
    std::shared_ptr<int> error_ = std::make_shared<int>(0);
};

claims::Source source_of(const std::string& path, const InputFile& file) {
    return {path, [file] { return file.bytes(); }, claims::form_of_file(path), false};
}

void print_notices(const InputOptions& options, const std::vector<claims::Notice>& notices) {
    for (const claims::Notice& n : notices) {
        const std::string& file = n.of_lines ? options.lines : options.claims;
        const std::string line = n.line == 0 ? "" : fmt::format(":{}", n.line);
        fmt::print(stderr, "{}{}: {}\n", file, line, n.text);
    }
}

void add_input(CLI::App& command, InputOptions& options, const char* claims,
               const std::vector<std::string>& forms) {
    command.add_option("--claims,--claim", options.claims, claims)->required();
    command.add_option("--lines", options.lines,
                       "Fee lines of the claims in a file of their own, by setl_id");
    command
        .add_option("--input-format", options.format,
                    fmt::format("{}; by default as the file's name ends, else as it looks",
                                fmt::join(forms, ", ")))
        ->check(CLI::IsMember(forms));
}

// The signal that asked a writing run to end; 0: none did.
volatile std::sig_atomic_t asked_to_end = 0;

extern "C" void note_signal(int signal);
extern "C" void note_signal(int signal) {
    asked_to_end = signal;
}

}  // namespace

void add_input(CLI::App& command, InputOptions& options) {
    add_input(command, options, "Claims as JSON Lines, JSON or CSV; - is standard input",
              {"jsonl", "json", "csv"});
}

void add_input_or_table(CLI::App& command, InputOptions& options) {
    add_input(command, options,
              "Claims as JSON Lines, JSON, CSV or Parquet, or a query of SQL (SELECT …); - is "
              "standard input",
              {"jsonl", "json", "csv", "parquet", "sql"});
}

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

tl::expected<claims::Input, std::string> read_claims(const InputOptions& options,
                                                     const abi::Manifest& manifest,
                                                     claims::TextTable& texts, const Common& common,
                                                     Progress& progress) {
    if (options.claims.ends_with(".parquet")) {
        return tl::unexpected(options.claims + ": " +
                              say(common, "只有 pol settle 和 pol sql 读 Parquet",
                                  "only pol settle and pol sql read Parquet"));
    }
    const auto file = InputFile::open(options.claims, common);
    if (!file) {
        return tl::unexpected(file.error());
    }
    claims::Source source = source_of(options.claims, *file);
    if (!options.format.empty()) {
        source.form = claims::form_named(options.format);
        source.strict = true;
    }
    std::optional<InputFile> lines_file;
    std::optional<claims::Source> lines;
    if (!options.lines.empty()) {
        auto opened = InputFile::open(options.lines, common);
        if (!opened) {
            return tl::unexpected(opened.error());
        }
        lines_file = *std::move(opened);
        lines = source_of(options.lines, *lines_file);
    }
    claims::ReadOptions how;
    how.lang = claims_language(common);
    if (progress.is_watched()) {
        how.on_record = [&progress, what = say(common, "已读入", "read")](std::size_t count) {
            progress.step(what, count);
        };
    }
    auto input = claims::read(source, lines, manifest.vocabulary, texts, how);
    progress.clear();
    if (file->error() != 0) {
        return tl::unexpected(because(options.claims, file->error(), common));
    }
    if (lines_file && lines_file->error() != 0) {
        return tl::unexpected(because(options.lines, lines_file->error(), common));
    }
    if (input && !options.is_silent) {
        print_notices(options, input->notices);
    }
    return input;
}

/// What a signal does while a file is written: it is noted, so that the temporary file can be
/// removed. Writing past a limit is an error like any other.
class Output::Signals {
  public:
    Signals() {
        asked_to_end = 0;
        for (std::size_t i = 0; i < kEnding.size(); ++i) {
            replace(kEnding[i], &note_signal, before_[i]);
        }
        replace(SIGXFSZ, SIG_IGN, before_limit_);
    }
    ~Signals() {
        for (std::size_t i = 0; i < kEnding.size(); ++i) {
            ::sigaction(kEnding[i], &before_[i], nullptr);
        }
        ::sigaction(SIGXFSZ, &before_limit_, nullptr);
    }
    Signals(const Signals&) = delete;
    Signals& operator=(const Signals&) = delete;

  private:
    using Action = struct sigaction;
    static constexpr std::array kEnding{SIGINT, SIGTERM, SIGHUP};

    /// Without SA_RESTART, so that a write that waits ends. What is ignored stays so.
    static void replace(int signal, void (*handler)(int), Action& before) {
        ::sigaction(signal, nullptr, &before);
        if (before.sa_handler != SIG_IGN) {
            Action action{};
            action.sa_handler = handler;
            ::sigaction(signal, &action, nullptr);
        }
    }

    std::array<Action, kEnding.size()> before_{};
    Action before_limit_{};
};

Output::Output(std::string path, const Common& common)
    : common_(common), signals_(std::make_unique<Signals>()), path_(std::move(path)) {}

Output::~Output() {
    drop();
}

tl::expected<std::unique_ptr<Output>, std::string> Output::open(const std::string& path,
                                                                const Common& common) {
    std::error_code failed;
    // A link stays one: the file that it means is written.
    const std::filesystem::path meant = std::filesystem::canonical(path, failed);
    std::unique_ptr<Output> output(new Output(failed ? path : meant.string(), common));
    if (!output->start()) {
        return tl::unexpected(because(path, output->error_, common));
    }
    return output;
}

bool Output::start() {
    if (path_.empty()) {
        file_ = STDOUT_FILENO;
        return true;
    }
    struct stat about{};
    if (::stat(path_.c_str(), &about) == 0 && !S_ISREG(about.st_mode)) {
        file_ = ::open(path_.c_str(), O_WRONLY | O_CLOEXEC);
        return file_ >= 0 || fail();
    }
    const std::string name = fmt::format("{}.{}.partial", path_, ::getpid());
    ::unlink(name.c_str());  // what a process of this number left behind when the power failed
    file_ = ::open(name.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    if (file_ < 0) {
        return fail();
    }
    temporary_ = name;
    return true;
}

bool Output::fail() {
    error_ = errno;
    return false;
}

bool Output::write(std::string_view text) {
    held_ += text;
    return held_.size() < kPiece || flush();
}

bool Output::flush() {
    while (!held_.empty() && error_ == 0 && asked_to_end == 0) {
        const ssize_t wrote = ::write(file_, held_.data(), held_.size());
        if (wrote >= 0) {
            held_.erase(0, static_cast<std::size_t>(wrote));
        } else if (errno != EINTR) {
            return fail();
        }
    }
    return error_ == 0 && asked_to_end == 0;
}

bool Output::close() {
    if (file_ == STDOUT_FILENO) {
        return true;
    }
    if (!temporary_.empty() && ::fsync(file_) != 0 && errno != EINVAL) {
        return fail();
    }
    if (::close(std::exchange(file_, -1)) != 0) {
        return fail();
    }
    if (!temporary_.empty() && ::rename(temporary_.c_str(), path_.c_str()) != 0) {
        return fail();
    }
    temporary_.clear();
    return true;
}

void Output::drop() {
    if (file_ > STDERR_FILENO) {
        ::close(std::exchange(file_, -1));
    }
    if (!temporary_.empty()) {
        ::unlink(std::exchange(temporary_, "").c_str());
    }
}

bool Output::a_signal_ended() {
    return asked_to_end != 0;
}

Exit Output::finish() {
    const bool good = error_ == 0 && flush() && close();
    drop();
    if (good) {
        return kGood;
    }
    if (error_ == 0) {
        constexpr int by_signal = 128;
        return static_cast<Exit>(by_signal + asked_to_end);
    }
    const std::string file = path_.empty() ? say(common_, "标准输出", "standard output") : path_;
    fmt::print(stderr, "pol: {}\n", because(file, error_, common_));
    return kWrongCall;
}

std::string why_no_output(const std::string& path, const InputOptions& input,
                          const Common& common) {
    std::error_code failed;
    for (const std::string& other : {input.claims, input.lines}) {
        if (std::filesystem::equivalent(path, other, failed)) {
            return path + ": " +
                   say(common, "是输入文件，不能作为输出", "is an input and cannot be the output");
        }
    }
    if (std::filesystem::exists(path, failed) && !std::filesystem::is_regular_file(path, failed)) {
        return "";
    }
    const std::filesystem::path folder = std::filesystem::path(path).parent_path();
    const std::string place = folder.empty() ? "." : folder.string();
    return ::access(place.c_str(), W_OK) == 0 ? "" : because(path, errno, common);
}

}  // namespace pol::tool
