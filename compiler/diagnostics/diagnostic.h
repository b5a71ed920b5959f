// A mistake in a policy as a value: a stable code, the places, typed arguments and hints. Texts
// come from the catalogue.
#pragma once

#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "compiler/diagnostics/catalogue.h"
#include "compiler/source/span.h"

namespace pol {

/// An argument of a message: the user's own words, or a term of the language that is said in the
/// message's language.
using Arg = std::variant<std::string, Term>;

/// Another place that belongs to the message: "declared here".
struct Label {
    Span span;
    Note note;
    std::vector<Arg> args;
};

/// What to do about it.
struct Hint {
    Note note;
    std::vector<Arg> args;
};

struct Diagnostic {
    Code code;
    Span span;
    std::vector<Arg> args;
    std::vector<Label> labels;
    std::vector<Hint> hints;

    Diagnostic& label(Span at, Note note, std::vector<Arg> with = {}) {
        labels.push_back({at, note, std::move(with)});
        return *this;
    }
    Diagnostic& hint(Note note, std::vector<Arg> with = {}) {
        hints.push_back({note, std::move(with)});
        return *this;
    }
};

/// The messages of one compilation, in the order they were found.
class Diagnostics {
  public:
    Diagnostic& add(Code code, Span span, std::vector<Arg> args = {}) {
        return list_.emplace_back(Diagnostic{code, span, std::move(args), {}, {}});
    }
    [[nodiscard]] const std::vector<Diagnostic>& all() const { return list_; }
    [[nodiscard]] bool has_errors() const;
    /// By file and place; a message of the same code at the same place stands once.
    void sort();

  private:
    std::vector<Diagnostic> list_;
};

}  // namespace pol
