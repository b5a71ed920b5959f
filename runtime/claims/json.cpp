#include "runtime/claims/json.h"

#include <algorithm>
#include <numeric>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "runtime/claims/scan.h"

namespace pol::claims::json {
namespace {

/// What the library calls "number overflow".
constexpr int kTooLarge = 406;

/// The library's float token has the locale's decimal point, which may be a comma.
std::string with_point(std::string digits) {
    std::ranges::replace_if(
        digits,
        [](char c) { return std::string_view("0123456789+-eE").find(c) == std::string_view::npos; },
        '.');
    return digits;
}

/// Builds the tree from the parser's events.
class Builder final : public nlohmann::json_sax<nlohmann::json> {
  public:
    Document take() { return std::move(document_); }

    bool null() override { return put({}); }
    bool boolean(bool value) override {
        Value made;
        made.type = Type::boolean;
        made.truth = value;
        return put(std::move(made));
    }
    bool number_integer(number_integer_t value) override {
        return put_number(fmt::to_string(value));
    }
    bool number_unsigned(number_unsigned_t value) override {
        return put_number(fmt::to_string(value));
    }
    bool number_float(number_float_t /*value*/, const string_t& digits) override {
        return put_number(with_point(digits));
    }
    bool string(string_t& value) override { return put_text(Type::text, std::move(value)); }
    bool binary(binary_t& /*value*/) override { return false; }

    bool start_object(std::size_t /*elements*/) override { return open(Type::object); }
    bool key(string_t& value) override {
        open_.back()->keys.push_back(std::move(value));
        return true;
    }
    bool end_object() override {
        note_duplicates(*open_.back());
        return close();
    }
    bool start_array(std::size_t /*elements*/) override { return open(Type::array); }
    bool end_array() override { return close(); }

    bool parse_error(std::size_t position, const std::string& /*token*/,
                     const nlohmann::detail::exception& error) override {
        const bool too_large = error.id == kTooLarge;
        document_.failure = {too_large ? Wrong::too_large : Wrong::syntax,
                             position > 0 ? position - 1 : 0, ""};
        return false;
    }

  private:
    bool put_number(std::string digits) { return put_text(Type::number, std::move(digits)); }

    bool put_text(Type type, std::string text) {
        Value made;
        made.type = type;
        made.text = std::move(text);
        return put(std::move(made));
    }

    bool put(Value value) {
        place(std::move(value));
        return true;
    }

    /// Stays where it is while it is open: its parent gets no further item before it is closed.
    Value& place(Value value) {
        if (open_.empty()) {
            document_.root = std::move(value);
            return document_.root;
        }
        return open_.back()->items.emplace_back(std::move(value));
    }

    bool open(Type type) {
        Value made;
        made.type = type;
        open_.push_back(&place(std::move(made)));
        return true;
    }

    bool close() {
        open_.pop_back();
        return true;
    }

    /// By sorting, so that an object of very many names does not take the square of their number.
    void note_duplicates(const Value& object) {
        std::vector<std::size_t> order(object.keys.size());
        std::iota(order.begin(), order.end(), std::size_t{0});
        const auto name = [&object](std::size_t i) -> const std::string& { return object.keys[i]; };
        std::ranges::sort(order, {}, name);
        for (std::size_t i = 1; i < order.size(); ++i) {
            const bool first_repeat = i == 1 || name(order[i]) != name(order[i - 2]);
            if (name(order[i]) == name(order[i - 1]) && first_repeat) {
                document_.duplicates.push_back(path_of_open() + name(order[i]));
            }
        }
    }

    /// Up to the innermost open value, ready for a name to follow: `feedetail[2].`.
    [[nodiscard]] std::string path_of_open() const {
        std::string path;
        for (std::size_t i = 0; i + 1 < open_.size(); ++i) {
            const Value& outer = *open_[i];
            const bool in_object = outer.type == Type::object;
            path += in_object ? outer.keys.back() : fmt::format("[{}]", outer.items.size() - 1);
            path += open_[i + 1]->type == Type::object ? "." : "";
        }
        return path;
    }

    Document document_;
    std::vector<Value*> open_;
};

/// The last characters up to and with the one at `offset`, of its line alone. The library's own
/// idea of the token that is wrong begins anywhere before it.
std::string near(std::string_view text, std::size_t offset) {
    constexpr int shown = 20;
    const auto inside = [text](std::size_t at) {
        return (static_cast<unsigned char>(text[at]) & 0xC0U) == 0x80U;
    };
    std::size_t last = std::min(offset, text.size() - 1);
    while (last + 1 < text.size() && inside(last + 1)) {
        ++last;
    }
    std::size_t first = last;
    for (int characters = 0; first > 0 && text[first - 1] != '\n'; --first) {
        characters += inside(first) ? 0 : 1;
        if (characters == shown) {
            break;
        }
    }
    std::string piece(text.substr(first, last + 1 - first));
    std::ranges::replace_if(piece, [](char c) { return c >= 0 && c < ' '; }, ' ');
    return piece;
}

/// What the library does not look for: it takes a zero byte for the end of the text, and has no
/// limit of depth.
std::optional<Failure> failure_before_parsing(std::string_view text) {
    Scan scan;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '\0') {
            return Failure{Wrong::zero_byte, i, ""};
        }
        scan.step(text[i]);
        if (scan.depth() > kDeepest) {
            return Failure{Wrong::too_deep, i, ""};
        }
    }
    return std::nullopt;
}

}  // namespace

const Value* member(const Value& object, std::string_view key) {
    const auto found = std::ranges::find(object.keys, key);
    const auto index = static_cast<std::size_t>(found - object.keys.begin());
    return index < object.items.size() ? &object.items[index] : nullptr;
}

Document parse(std::string_view text) {
    if (std::optional<Failure> failure = failure_before_parsing(text)) {
        return {{}, std::move(failure), {}};
    }
    Builder builder;
    nlohmann::json::sax_parse(text.begin(), text.end(), &builder);
    Document document = builder.take();
    if (document.failure && document.failure->offset >= text.size()) {
        document.failure->offset = text.size();
        document.failure->wrong = Wrong::ended;
    } else if (document.failure) {
        document.failure->near = near(text, document.failure->offset);
    }
    return document;
}

}  // namespace pol::claims::json
