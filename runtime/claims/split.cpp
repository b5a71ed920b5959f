#include "runtime/claims/split.h"

#include <algorithm>
#include <utility>

#include "runtime/claims/json.h"

namespace pol::claims {
namespace {

constexpr std::string_view kBlank = " \t\r\n";

std::string_view trimmed(std::string_view text) {
    text.remove_prefix(std::min(text.find_first_not_of(kBlank), text.size()));
    return text.substr(0, text.find_last_not_of(kBlank) + 1);  // npos + 1 is 0
}

/// Whether a line after the first one begins with a brace, as a record does.
bool has_record_below(std::string_view text) {
    return text.find("\n{") != std::string_view::npos;
}

}  // namespace

Splitter::Splitter(Bytes bytes) : window_(std::move(bytes)) {
    shape_ = look();
}

Splitter Splitter::of_lines(Bytes bytes) {
    return {std::move(bytes), Shape::lines};
}

std::optional<Slice> Splitter::next() {
    window_.take(given_);
    given_ = 0;
    switch (shape_) {
    case Shape::lines:
        return next_line();
    case Shape::array:
        return next_element();
    case Shape::object:
        return whole();
    }
    return std::nullopt;
}

Shape Splitter::look() {
    const std::size_t first = window_.find_not_of(kBlank, 0);
    if (first == window_.text().size()) {
        return Shape::lines;
    }
    if (window_.text()[first] == '[') {
        given_ = first + 1;
        scan_.step('[');
        return Shape::array;
    }
    window_.take(first);
    return is_one_object() ? Shape::object : Shape::lines;
}

/// Whether all lines are one object, if only as it was meant. What is one object has a first line
/// that ends too early; then all of it must be seen.
bool Splitter::is_one_object() {
    const std::size_t end = window_.find('\n', 0);
    const json::Document first = json::parse(trimmed(window_.text().substr(0, end)));
    if (!first.failure || first.failure->wrong != json::Wrong::ended) {
        return false;
    }
    while (window_.more()) {
    }
    const std::string_view whole = trimmed(window_.text());
    if (whole.find('\n') == std::string_view::npos) {
        return false;
    }
    const json::Document document = json::parse(whole);
    return document.failure ? !has_record_below(whole) : document.root.type == json::Type::object;
}

/// The first `size` bytes of the window without the blanks around them; of blanks alone nothing is
/// left.
Slice Splitter::cut(std::size_t size, SliceFault fault) const {
    const std::string_view all = window_.text().substr(0, size);
    const std::size_t skipped = std::min(all.find_first_not_of(kBlank), all.size());
    return {trimmed(all), after(window_.at(), all.substr(0, skipped)), fault};
}

std::optional<Slice> Splitter::next_line() {
    for (;;) {
        const std::size_t end = window_.find('\n', 0);
        if (window_.text().empty()) {
            return std::nullopt;
        }
        const std::size_t size = std::min(end + 1, window_.text().size());
        const Slice line = cut(size);
        if (!line.text.empty()) {
            given_ = size;
            return line;
        }
        window_.take(size);
    }
}

std::optional<Slice> Splitter::whole() {
    const Slice slice = cut(window_.text().size());
    given_ = window_.text().size();
    return slice.text.empty() ? std::nullopt : std::optional(slice);
}

/// Cuts at the commas that lie directly in the array, whatever its elements look like: so a broken
/// element spoils no other as long as its own brackets and quotes are in pairs.
std::optional<Slice> Splitter::next_element() {
    if (part_ == Part::elements) {
        const std::size_t end = end_of_element();
        if (end == window_.text().size()) {
            return unfinished();
        }
        const bool is_last = window_.text()[end] == ']';
        Slice element = cut(end);
        part_ = is_last ? Part::rest : Part::elements;
        given_ = end + 1;
        ++elements_;
        if (!element.text.empty()) {
            return element;
        }
        if (!is_last || elements_ > 1) {
            element.fault = SliceFault::empty;
            return element;
        }
        window_.take(given_);  // []
        given_ = 0;
    }
    return part_ == Part::rest ? after_array() : std::nullopt;
}

/// Of the element that the window begins with; the size of the window where the array does not end.
std::size_t Splitter::end_of_element() {
    std::size_t at = 0;
    do {
        const std::string_view text = window_.text();
        for (; at < text.size(); ++at) {
            const bool directly_inside = scan_.depth() == 1 && !scan_.in_string();
            if (directly_inside && (text[at] == ',' || text[at] == ']')) {
                return at;
            }
            if (!directly_inside || text[at] != '}') {  // a stray one closes no array
                scan_.step(text[at]);
            }
        }
    } while (window_.more());
    return at;
}

/// The last element of an array that does not end, then that it does not. An element that does not
/// end says so itself.
std::optional<Slice> Splitter::unfinished() {
    const Slice rest = cut(window_.text().size());
    given_ = window_.text().size();
    if (!rest.text.empty()) {
        part_ = scan_.depth() == 1 && !scan_.in_string() ? Part::elements : Part::end;
        return rest;
    }
    part_ = Part::end;
    const bool directly_inside = scan_.depth() == 1 && !scan_.in_string();
    return directly_inside ? std::optional(cut(given_, SliceFault::unclosed)) : std::nullopt;
}

std::optional<Slice> Splitter::after_array() {
    part_ = Part::end;
    const std::size_t first = window_.find_not_of(kBlank, 0);
    if (first == window_.text().size()) {
        return std::nullopt;
    }
    return cut(first + 1, SliceFault::trailing);
}

}  // namespace pol::claims
