// Where brackets open and close in a JSON text, read one character at a time, without looking at
// anything else.
#pragma once

#include <cstddef>

namespace pol::claims::json {

/// Follows strings, so that a bracket inside one does not count. Makes no judgement on broken text.
class Scan {
  public:
    void step(char c) {
        if (in_string_) {
            step_in_string(c);
        } else if (c == '"') {
            in_string_ = true;
        } else if (c == '{' || c == '[') {
            ++depth_;
        } else if ((c == '}' || c == ']') && depth_ > 0) {
            --depth_;
        }
    }

    [[nodiscard]] std::size_t depth() const { return depth_; }
    [[nodiscard]] bool in_string() const { return in_string_; }

  private:
    void step_in_string(char c) {
        if (escaped_) {
            escaped_ = false;
        } else if (c == '\\') {
            escaped_ = true;
        } else if (c == '"') {
            in_string_ = false;
        }
    }

    std::size_t depth_ = 0;
    bool in_string_ = false;
    bool escaped_ = false;
};

}  // namespace pol::claims::json
