#include "compiler/ir/forms.h"

#include <fmt/format.h>

namespace pol::ir {
namespace {

/// The lists of printed IR are never nested deeper; a broken text may be.
constexpr std::size_t kDeepest = 8;

bool is_space(char c) {
    return c == ' ' || c == '\n' || c == '\t' || c == '\r';
}

bool ends_word(char c) {
    return is_space(c) || c == '(' || c == ')' || c == '"' || c == ';';
}

std::string shown(const Form& form) {
    switch (form.kind) {
    case Form::Kind::word:
        return form.text;
    case Form::Kind::text:
        return quoted(form.text);
    case Form::Kind::list:
        return "a list";
    }
    return {};
}

class Scanner {
  public:
    explicit Scanner(std::string_view text) : text_(text) {}

    tl::expected<std::vector<Form>, ReadError> run() {
        for (skip_blank(); at_ < text_.size() && !error_; skip_blank()) {
            step();
        }
        if (!error_ && open_.size() > 1) {
            line_ = open_.back().line;
            fail("a list that is never closed");
        }
        if (error_) {
            return tl::unexpected{*error_};
        }
        return std::move(open_.front().items);
    }

  private:
    void fail(std::string message) { error_ = ReadError{line_, std::move(message)}; }

    void skip_blank() {
        while (at_ < text_.size() && (is_space(text_[at_]) || text_[at_] == ';')) {
            if (text_[at_] == ';') {
                at_ = std::min(text_.find('\n', at_), text_.size());
            } else {
                line_ += text_[at_] == '\n' ? 1 : 0;
                ++at_;
            }
        }
    }

    void step() {
        switch (text_[at_]) {
        case '(':
            ++at_;
            open();
            break;
        case ')':
            ++at_;
            close();
            break;
        case '"':
            ++at_;
            put(Form::Kind::text, string());
            break;
        default:
            put(Form::Kind::word, word());
        }
    }

    void open() {
        if (open_.size() > kDeepest) {
            fail(fmt::format("lists more than {} deep", kDeepest));
            return;
        }
        open_.push_back({Form::Kind::list, line_, {}, {}});
    }

    void close() {
        if (open_.size() == 1) {
            fail("a `)` that closes nothing");
            return;
        }
        Form list = std::move(open_.back());
        open_.pop_back();
        open_.back().items.push_back(std::move(list));
    }

    void put(Form::Kind kind, std::string text) {
        open_.back().items.push_back({kind, line_, std::move(text), {}});
    }

    std::string word() {
        const std::size_t begin = at_;
        while (at_ < text_.size() && !ends_word(text_[at_])) {
            ++at_;
        }
        return std::string{text_.substr(begin, at_ - begin)};
    }

    std::string string() {
        std::string text;
        while (at_ < text_.size() && text_[at_] != '"' && text_[at_] != '\n' && !error_) {
            const char c = text_[at_++];
            text += c == '\\' ? escaped() : c;
        }
        if (!error_ && (at_ == text_.size() || text_[at_] == '\n')) {
            fail("a text that is never closed");
        }
        ++at_;
        return text;
    }

    char escaped() {
        const char c = at_ < text_.size() ? text_[at_++] : '\0';
        switch (c) {
        case '"':
        case '\\':
            return c;
        case 'n':
            return '\n';
        case 'x':
            return hexadecimal();
        default:
            fail("expected one of \\\" \\\\ \\n \\x, found another escape");
            return c;
        }
    }

    char hexadecimal() {
        const std::string_view digits = text_.substr(at_, 2);
        unsigned value = 0;
        const auto [end, error] =
            std::from_chars(digits.data(), digits.data() + digits.size(), value, 16);
        if (error != std::errc{} || end != digits.data() + digits.size() || digits.size() != 2) {
            fail("expected two hexadecimal digits after \\x");
        }
        at_ = std::min(at_ + 2, text_.size());
        return static_cast<char>(static_cast<unsigned char>(value));
    }

    std::string_view text_;
    std::size_t at_ = 0;
    int line_ = 1;
    std::vector<Form> open_{Form{Form::Kind::list, 1, {}, {}}};  ///< the first is the whole text
    std::optional<ReadError> error_;
};

}  // namespace

std::string quoted(std::string_view text) {
    std::string out = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\') {
            out += '\\';
            out += c;
        } else if (c == '\n') {
            out += "\\n";
        } else if (const auto byte = static_cast<unsigned char>(c); byte < 0x20 || byte == 0x7f) {
            out += fmt::format("\\x{:02x}", byte);
        } else {
            out += c;
        }
    }
    return out + '"';
}

tl::expected<std::vector<Form>, ReadError> read_forms(std::string_view text) {
    return Scanner{text}.run();
}

void Cursor::fail(std::string_view expected, std::string_view found) {
    if (!error_) {
        // The item that did not fit has been taken already, unless there was none.
        const int line = at_ > 0 ? list_.items[at_ - 1].line : list_.line;
        error_ = ReadError{line, fmt::format("expected {}, found {}", expected, found)};
    }
}

const Form* Cursor::take(Form::Kind kind, std::string_view what) {
    if (failed()) {
        return nullptr;
    }
    if (!more()) {
        fail(what, "the end of the list");
        return nullptr;
    }
    const Form& form = list_.items[at_++];
    if (form.kind != kind) {
        fail(what, shown(form));
        return nullptr;
    }
    return &form;
}

std::string_view Cursor::word(std::string_view what) {
    const Form* form = take(Form::Kind::word, what);
    return form != nullptr ? std::string_view{form->text} : std::string_view{};
}

std::string Cursor::text(std::string_view what) {
    const Form* form = take(Form::Kind::text, what);
    return form != nullptr ? form->text : std::string{};
}

Cursor Cursor::list(std::string_view what) {
    static const Form kEmpty{Form::Kind::list, 0, {}, {}};
    const Form* form = take(Form::Kind::list, what);
    return {form != nullptr ? *form : kEmpty, error_};
}

bool Cursor::skip(std::string_view word) {
    const bool there = at(Form::Kind::word) && next().text == word;
    at_ += there ? 1 : 0;
    return there;
}

bool Cursor::at_list(std::string_view word) const {
    return at(Form::Kind::list) && !next().items.empty() &&
           next().items.front().kind == Form::Kind::word && next().items.front().text == word;
}

bool Cursor::at_prefix(std::string_view prefix) const {
    return at(Form::Kind::word) && next().text.starts_with(prefix);
}

std::optional<std::string_view> Cursor::after(std::string_view prefix) {
    if (!at_prefix(prefix)) {
        return std::nullopt;
    }
    return std::string_view{list_.items[at_++].text}.substr(prefix.size());
}

void Cursor::done() {
    if (more()) {
        const Form& form = list_.items[at_++];
        fail("the end of the list", shown(form));
    }
}

}  // namespace pol::ir
