// The program at a terminal of its own.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <sys/types.h>

namespace pol::scenario {

struct TerminalOptions {
    unsigned short rows = 40;
    unsigned short columns = 100;
    std::vector<std::pair<std::string, std::string>> environment = {{"PAGER", ""}};
};

class Terminal {
  public:
    /// Runs `pol` with these arguments, without a home, in the root of the repository.
    explicit Terminal(const std::vector<std::string>& arguments,
                      const TerminalOptions& options = {});
    ~Terminal();
    Terminal(const Terminal&) = delete;
    Terminal& operator=(const Terminal&) = delete;

    void type(std::string_view text) const;

    /// What is shown until a text stands there, behind what was waited for before; a failed test
    /// where too long has passed.
    std::string until(std::string_view text);
    /// What is shown until the program has ended.
    std::string rest();
    /// The exit of the program; 128 and more: a signal ended it.
    int wait();

  private:
    /// False at the end.
    bool read_more();

    int side_ = -1;
    pid_t child_ = -1;
    std::string shown_;
    std::size_t read_ = 0;
};

}  // namespace pol::scenario
