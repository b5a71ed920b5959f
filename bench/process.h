// Programs run as a user runs them: their time and memory, by turns.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace pol::bench {

using Command = std::vector<std::string>;

struct Ran {
    double wall = 0;  ///< seconds
    double user = 0;
    double system = 0;
    double peak = 0;  ///< bytes resident
};

/// Runs a command with nothing to read; what it prints is thrown away. A failure ends the program
/// with what the command said.
Ran run(const Command& command);

struct Case {
    std::string name;
    Command command;
};

/// Medians of each case, run by turns; the peak is the greatest.
std::vector<Ran> by_turns(const std::vector<Case>& cases, int repeats);

/// A folder that is gone with this object.
class WorkFolder {
  public:
    /// Below `parent`, or below TMPDIR where that is empty.
    explicit WorkFolder(const std::string& parent);
    ~WorkFolder();
    WorkFolder(const WorkFolder&) = delete;
    WorkFolder& operator=(const WorkFolder&) = delete;
    [[nodiscard]] std::string file(const std::string& name) const {
        return (folder_ / name).string();
    }

  private:
    std::filesystem::path folder_;
};

/// The program `pol` of the same build.
[[nodiscard]] std::string pol_program();

}  // namespace pol::bench
