// A session at the prompt, apart from any terminal: lines of text in, text out.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <tl/expected.hpp>

#include "compiler/resolve/readings.h"
#include "runtime/claims/record.h"
#include "runtime/fault/cancel.h"

namespace pol::repl {

struct State;

struct SessionOptions {
    std::vector<std::string> paths;
    resolve::Selection selection;
    claims::Lang lang = claims::Lang::zh;
    std::size_t columns = 100;  ///< of the terminal
    /// Whether the work at hand is to be given up: compiling, a sweep, reading a file. The session
    /// never is. Who makes the flag takes it back before each line.
    Cancel cancel = {};
};

class Session {
  public:
    /// Compiles the policies; the error is what is wrong with them, as text, or that it was given
    /// up.
    [[nodiscard]] static tl::expected<std::unique_ptr<Session>, std::string>
    open(const SessionOptions& options);
    ~Session();
    Session(const Session&) = delete;
    Session& operator=(const Session&) = delete;

    /// What a line answers, with line ends; a wrong line says what is wrong with it and changes
    /// nothing.
    [[nodiscard]] std::string run(std::string_view line);
    [[nodiscard]] bool is_over() const { return is_over_; }
    /// Whether long answers are to be paged.
    [[nodiscard]] bool pages() const;
    /// The record that is under construction where it is no claim; else empty.
    [[nodiscard]] const std::string& record() const;
    /// The terminal has another width now.
    void set_columns(std::size_t columns);
    /// Whether some line was wrong.
    [[nodiscard]] bool had_mistakes() const { return had_mistakes_; }

    /// Whether a bracket is yet to be closed: the line goes on in the next.
    [[nodiscard]] static bool is_open(std::string_view text);

    /// The words that may stand where the last word of `line` stands, in order.
    [[nodiscard]] std::vector<std::string> completions(std::string_view line) const;
    /// The last word of a line, which a completion replaces.
    [[nodiscard]] static std::string_view last_word(std::string_view line);

  private:
    explicit Session(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
    bool is_over_ = false;
    bool had_mistakes_ = false;
};

}  // namespace pol::repl
