// Printed IR as nested forms: the lists, words and quoted texts of s-expressions, with the lines
// they stand on.
#pragma once

#include <charconv>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <tl/expected.hpp>

#include "compiler/ir/read.h"

namespace pol::ir {

/// A number that is the whole of a word.
template <class T>
[[nodiscard]] std::optional<T> whole_number(std::string_view word) {
    T value{};
    const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), value);
    const bool whole = error == std::errc{} && end == word.data() + word.size();
    return whole ? std::optional{value} : std::nullopt;
}

struct Form {
    enum class Kind : std::uint8_t { word, text, list };
    Kind kind = Kind::word;
    int line = 0;
    std::string text;         ///< of a word or a text, escapes undone
    std::vector<Form> items;  ///< of a list
};

/// `text` quoted: what `read_forms` reads back to the same bytes.
[[nodiscard]] std::string quoted(std::string_view text);

/// The forms of a text. `;` starts a comment that goes to the line's end.
[[nodiscard]] tl::expected<std::vector<Form>, ReadError> read_forms(std::string_view text);

/// Takes the items of a list from the left. The first error is kept; after it every read yields
/// something empty and `more` is false, so that a reader needs no test after each step.
class Cursor {
  public:
    Cursor(const Form& list, std::optional<ReadError>& error) : list_(list), error_(error) {}

    [[nodiscard]] bool more() const { return !error_ && at_ < list_.items.size(); }
    [[nodiscard]] bool failed() const { return error_.has_value(); }
    [[nodiscard]] int line() const { return list_.line; }
    /// Whether the next item is a word that starts like this.
    [[nodiscard]] bool at_prefix(std::string_view prefix) const;

    /// Whether the next item is a list that begins with this word.
    [[nodiscard]] bool at_list(std::string_view word) const;

    /// The next item, which must be a word, a text or a list; `what` names it in an error.
    std::string_view word(std::string_view what);
    std::string text(std::string_view what);
    Cursor list(std::string_view what);

    /// Takes the next item if it is the word `word`, or starts with `prefix` (and yields what
    /// follows it).
    bool skip(std::string_view word);
    std::optional<std::string_view> after(std::string_view prefix);

    /// A number behind `prefix`, as one word: `q12`.
    template <class T>
    T number(std::string_view prefix, std::string_view what) {
        const std::string_view found = word(what);
        const bool marked = found.starts_with(prefix);
        const auto value = marked ? whole_number<T>(found.substr(prefix.size())) : std::nullopt;
        if (!value) {
            fail(what, found);
        }
        return value.value_or(T{});
    }

    /// A number that stands only where it is not zero: `ref=3`.
    template <class T>
    T optional_number(std::string_view prefix) {
        return at_prefix(prefix) ? number<T>(prefix, prefix) : T{};
    }

    /// Nothing must be left.
    void done();

    void fail(std::string_view expected, std::string_view found);

  private:
    [[nodiscard]] bool at(Form::Kind kind) const { return more() && next().kind == kind; }
    [[nodiscard]] const Form& next() const { return list_.items[at_]; }
    const Form* take(Form::Kind kind, std::string_view what);

    const Form& list_;
    std::optional<ReadError>& error_;
    std::size_t at_ = 0;
};

}  // namespace pol::ir
