// The program run on files of a folder: with limits, on a terminal, interrupted.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <sys/types.h>

namespace pol::scenario::input {

/// What came of one call. A signal that ended it is an exit of 128 and more.
struct Ran {
    int exit = 0;
    std::string out;
    std::string err;
    long kilobytes = 0;  ///< its largest memory
};

/// How it is called.
struct Surroundings {
    std::string_view input = {};          ///< standard input, a pipe
    std::optional<long> file_limit = {};  ///< no file may become larger
    std::string out_to = {};              ///< standard output goes there: /dev/full
    bool terminal = false;                ///< standard output and error are one; all comes to `out`
    unsigned slow_milliseconds = 0;       ///< how long the input takes to come
};

/// A new folder, gone with this object. Programs run in it, so that messages name files alone.
class Folder {
  public:
    Folder();
    ~Folder();
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;

    void write(const std::string& name, std::string_view text) const;
    [[nodiscard]] std::string read(const std::string& name) const;
    [[nodiscard]] std::filesystem::path path(const std::string& name) const {
        return folder_ / name;
    }
    /// Its files, sorted.
    [[nodiscard]] std::vector<std::string> names() const;

    [[nodiscard]] Ran run(const std::vector<std::string>& arguments,
                          const Surroundings& surroundings = {}) const;
    /// Sends the signal as soon as a file ending in `.partial` is there.
    [[nodiscard]] Ran interrupt(const std::vector<std::string>& arguments, int signal) const;

  private:
    std::filesystem::path folder_;
};

/// A policy of one city that pays half above a hundred yuan a year.
[[nodiscard]] std::string small_policy();
/// A claim for it as a JSON object on one line.
[[nodiscard]] std::string claim(std::string_view number, std::string_view more = "");
/// The same as rows of CSV: the columns, and one claim.
[[nodiscard]] std::string header(std::string_view more = "");
[[nodiscard]] std::string row(std::string_view number, std::string_view more = "");

}  // namespace pol::scenario::input
