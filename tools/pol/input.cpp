#include "tools/pol/input.h"

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "tools/pol/source.h"

namespace pol::tool {
namespace {

constexpr std::size_t kPiece = std::size_t{1} << 18U;

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
            return InputFile(std::move(handle), start, false);
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
    /// It could be read only once, as a pipe.
    [[nodiscard]] bool is_copied() const { return is_copied_; }
    /// Its first bytes.
    [[nodiscard]] std::string beginning() const {
        std::string bytes(kBeginning, '\0');
        const ssize_t got = ::pread(file_->get(), bytes.data(), bytes.size(), start_);
        bytes.resize(got < 0 ? 0 : static_cast<std::size_t>(got));
        return bytes;
    }
    /// Why reading ended early; 0: it did not.
    [[nodiscard]] int error() const { return *error_; }

  private:
    InputFile(std::shared_ptr<Handle> file, off_t start, bool is_copied)
        : file_(std::move(file)), start_(start), is_copied_(is_copied) {}

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
                return InputFile(std::move(copied), 0, true);
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
    bool is_copied_ = false;
    std::shared_ptr<int> error_ = std::make_shared<int>(0);
};

claims::Source source_of(const std::string& path, const InputFile& file) {
    return {path, [file] { return file.bytes(); }, claims::form_of_file(path), false};
}

/// Why a text that begins so is none; empty where it may be.
std::string why_no_text(const InputFile& file, const InputOptions& options, const Common& common) {
    const SourceKind kind = kind_of_bytes(file.beginning());
    if (kind == SourceKind::packed) {
        return say(common, "是压缩文件，请先解压", "is compressed; unpack it first");
    }
    if (kind != SourceKind::parquet && kind != SourceKind::duckdb) {
        return "";
    }
    const bool is_parquet = kind == SourceKind::parquet;
    const char* what = is_parquet ? "Parquet" : say(common, "DuckDB 文件", "a DuckDB file");
    if (file.is_copied()) {
        return fmt::format(fmt::runtime(say(common, "是 {}，不能从管道读，请给出文件名",
                                            "is {}, which cannot be read from a pipe; name the "
                                            "file")),
                           what);
    }
    if (!options.format.empty() || options.claims == "-") {
        const std::string given =
            options.format.empty() ? say(common, "文本", "text") : options.format;
        return fmt::format(fmt::runtime(say(common, "是 {}，不是 {}", "is {}, not {}")), what,
                           given);
    }
    const char* who = is_parquet
                          ? say(common, "pol settle 和 pol sql", "pol settle and pol sql read")
                          : say(common, "pol settle ", "pol settle reads");
    return fmt::format(fmt::runtime(say(common, "是 {}，只有 {} 读它", "is {}, which only {}")),
                       what, who);
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

}  // namespace

void add_input(CLI::App& command, InputOptions& options) {
    add_input(command, options, "Claims as JSON Lines, JSON or CSV; - is standard input",
              {"jsonl", "json", "csv"});
}

void add_input_or_table(CLI::App& command, InputOptions& options) {
    add_input(command, options,
              "Claims as JSON Lines, JSON, CSV, Parquet or a table of a DuckDB file, or a query of "
              "SQL (SELECT …); - is standard input, for text",
              {"jsonl", "json", "csv", "parquet", "duckdb", "sql"});
    command.add_option("--claims-table", options.table,
                       "The table of the DuckDB file that --claims names, such as claims or "
                       "main.claims; by default its only one");
}

tl::expected<claims::Input, std::string> read_claims(const InputOptions& options,
                                                     const abi::Manifest& manifest,
                                                     claims::TextTable& texts, const Common& common,
                                                     Progress& progress) {
    const auto file = InputFile::open(options.claims, common);
    if (!file) {
        return tl::unexpected(file.error());
    }
    if (const std::string why = why_no_text(*file, options, common); !why.empty()) {
        return tl::unexpected(options.claims + ": " + why);
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

}  // namespace pol::tool
