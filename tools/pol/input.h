// Files that commands read and write.
#pragma once

#include <chrono>
#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

#include <tl/expected.hpp>

#include "runtime/abi/manifest.h"
#include "runtime/claims/read.h"
#include "tools/pol/common.h"

namespace pol::tool {

/// Where claims come from.
struct InputOptions {
    std::string claims;  ///< - is standard input
    std::string lines;   ///< fee lines; empty: none
    std::string format;  ///< of the claims; empty: as the file's name ends, else as its text looks
    bool is_silent = false;  ///< what is noticed is not printed: it was before
};
void add_input(CLI::App& command, InputOptions& options);
/// The same for a command that reads Parquet and SQL too.
void add_input_or_table(CLI::App& command, InputOptions& options);

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

/// Claims of a file, with what was noticed printed to stderr. The error says which file and why.
[[nodiscard]] tl::expected<claims::Input, std::string>
read_claims(const InputOptions& options, const abi::Manifest& manifest, claims::TextTable& texts,
            const Common& common, Progress& progress);

/// A file that is written whole or not at all: under a temporary name beside it, then renamed. What
/// is no ordinary file (a device, a pipe, standard output) is written as it is. An interrupted run
/// leaves nothing behind.
class Output {
  public:
    /// An empty path is standard output.
    [[nodiscard]] static tl::expected<std::unique_ptr<Output>, std::string>
    open(const std::string& path, const Common& common);
    ~Output();
    Output(const Output&) = delete;
    Output& operator=(const Output&) = delete;

    /// False once it is of no use to go on; `finish` says why.
    bool write(std::string_view text);
    /// The name under which it is written until it is whole, for who writes it by other means;
    /// empty where it has none.
    [[nodiscard]] const std::string& temporary() const { return temporary_; }
    /// A signal asked the run to end since this was opened.
    [[nodiscard]] bool is_ended() const { return a_signal_ended(); }
    /// The same of whichever is open, for any thread.
    [[nodiscard]] static bool a_signal_ended();
    /// What `pol` answers: good, or the reason has been printed.
    [[nodiscard]] Exit finish();

  private:
    class Signals;
    Output(std::string path, const Common& common);
    [[nodiscard]] bool start();
    [[nodiscard]] bool flush();
    [[nodiscard]] bool close();
    [[nodiscard]] bool fail();
    void drop();

    const Common& common_;
    std::unique_ptr<Signals> signals_;
    std::string path_;       ///< empty: standard output
    std::string temporary_;  ///< empty: none, or it has got its name
    int file_ = -1;
    int error_ = 0;  ///< of the system
    std::string held_;
};

/// Why nothing can be written to a path, as far as it shows before anything is computed; empty
/// where it can.
[[nodiscard]] std::string why_no_output(const std::string& path, const InputOptions& input,
                                        const Common& common);

}  // namespace pol::tool
