// Lines typed at a terminal, with editing, history and completion. Apart from the session, which
// knows no terminal.
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace pol::repl {

class LineReader {
  public:
    /// The words that may take the place of the last word of a line.
    using Complete = std::function<std::vector<std::string>(std::string_view line)>;

    /// `history` is a file that holds the lines of earlier sessions; empty: none. `interrupted` is
    /// what the handler of Ctrl-C sets; it is taken back when a line begins, so that afterwards it
    /// means what the line starts.
    LineReader(std::string history, Complete complete, std::atomic<bool>& interrupted);
    ~LineReader();
    LineReader(const LineReader&) = delete;
    LineReader& operator=(const LineReader&) = delete;

    /// One line without its end; nothing at the end of the input. A line that Ctrl-C gave up is
    /// empty.
    [[nodiscard]] std::optional<std::string> read(std::string_view prompt);

  private:
    struct Terminal;
    std::unique_ptr<Terminal> terminal_;
};

}  // namespace pol::repl
