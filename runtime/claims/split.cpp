#include "runtime/claims/split.h"

#include <algorithm>
#include <utility>

#include "runtime/claims/json.h"
#include "runtime/claims/scan.h"

namespace pol::claims {
namespace {

constexpr std::string_view kBlank = " \t\r\n";

std::size_t newlines(std::string_view text) {
    return static_cast<std::size_t>(std::ranges::count(text, '\n'));
}

/// Makes slices of increasing offsets, counting lines only once.
class Cutter {
  public:
    explicit Cutter(std::string_view input) : input_(input) {}

    /// The bytes [from, to) without the blanks around them; of blanks alone nothing is left.
    [[nodiscard]] Slice cut(std::size_t from, std::size_t to, SliceFault fault = SliceFault::none) {
        const std::string_view whole = input_.substr(from, to - from);
        const std::size_t skipped = std::min(whole.find_first_not_of(kBlank), whole.size());
        const std::size_t kept = whole.find_last_not_of(kBlank) + 1;  // npos + 1 is 0
        const std::size_t first = from + skipped;
        line_ += newlines(input_.substr(counted_, first - counted_));
        counted_ = first;
        return {whole.substr(skipped, std::max(kept, skipped) - skipped), first, line_, fault};
    }

  private:
    std::string_view input_;
    std::size_t counted_ = 0;
    std::size_t line_ = 1;
};

std::vector<Slice> lines_of(std::string_view input) {
    std::vector<Slice> lines;
    Cutter cutter(input);
    for (std::size_t from = 0; from < input.size();) {
        const std::size_t to = std::min(input.find('\n', from), input.size());
        const Slice line = cutter.cut(from, to);
        if (!line.text.empty()) {
            lines.push_back(line);
        }
        from = to + 1;
    }
    return lines;
}

/// Cuts at the commas that lie directly in the array, whatever its elements look like: so a broken
/// element spoils no other as long as its own brackets and quotes are in pairs.
class ArrayCutter {
  public:
    explicit ArrayCutter(std::string_view input)
        : input_(input), cutter_(input), from_(input.find('[') + 1) {}

    std::vector<Slice> elements() {
        scan_.step('[');
        for (std::size_t i = from_; i < input_.size(); ++i) {
            const bool directly_inside = scan_.depth() == 1 && !scan_.in_string();
            if (directly_inside && input_[i] == ',') {
                take(i);
            } else if (directly_inside && input_[i] == ']') {
                take_last(i);
                return std::move(elements_);
            } else if (!directly_inside || input_[i] != '}') {  // a stray one closes no array
                scan_.step(input_[i]);
            }
        }
        take_rest();
        return std::move(elements_);
    }

  private:
    void take(std::size_t to) {
        Slice element = cutter_.cut(from_, to);
        if (element.text.empty()) {
            element.fault = SliceFault::empty;
        }
        elements_.push_back(element);
        from_ = to + 1;
    }

    void take_last(std::size_t to) {
        take(to);
        if (elements_.size() == 1 && elements_.front().text.empty()) {
            elements_.clear();  // []
        }
        const Slice rest = cutter_.cut(from_, input_.size(), SliceFault::trailing);
        if (!rest.text.empty()) {
            elements_.push_back(rest);
        }
    }

    /// After an array that does not end. An element that does not end says so itself.
    void take_rest() {
        const Slice rest = cutter_.cut(from_, input_.size());
        if (!rest.text.empty()) {
            elements_.push_back(rest);
        }
        if (scan_.depth() == 1 && !scan_.in_string()) {
            elements_.push_back(cutter_.cut(input_.size(), input_.size(), SliceFault::unclosed));
        }
    }

    std::string_view input_;
    Cutter cutter_;
    json::Scan scan_;
    std::size_t from_;
    std::vector<Slice> elements_;
};

bool begins_with_brace(std::string_view input, const Slice& line) {
    const bool at_start = line.offset == 0 || input[line.offset - 1] == '\n';
    return at_start && line.text.starts_with('{');
}

/// Whether all lines are one object, if only as it was meant.
bool is_one_object(std::string_view input, const std::vector<Slice>& lines) {
    if (lines.size() < 2) {
        return false;
    }
    const json::Document first = json::parse(lines.front().text);
    if (!first.failure) {
        return false;
    }
    const json::Document whole = json::parse(input);
    if (!whole.failure) {
        return whole.root.type == json::Type::object;
    }
    return first.failure->wrong == json::Wrong::ended &&
           std::none_of(lines.begin() + 1, lines.end(),
                        [&](const Slice& line) { return begins_with_brace(input, line); });
}

}  // namespace

std::vector<Slice> split(std::string_view input) {
    const std::size_t first = input.find_first_not_of(kBlank);
    if (first != std::string_view::npos && input[first] == '[') {
        return ArrayCutter(input).elements();
    }
    std::vector<Slice> lines = lines_of(input);
    if (is_one_object(input, lines)) {
        return {Cutter(input).cut(0, input.size())};
    }
    return lines;
}

LineColumn locate(std::string_view input, const Slice& slice, std::size_t offset) {
    const std::string_view before = slice.text.substr(0, offset);
    const std::size_t end = slice.offset + before.size();
    const std::size_t start = end == 0 ? 0 : input.rfind('\n', end - 1) + 1;  // npos + 1 is 0
    const auto characters = std::ranges::count_if(input.substr(start, end - start), [](char c) {
        return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
    });
    return {slice.line + newlines(before), static_cast<std::size_t>(characters) + 1};
}

}  // namespace pol::claims
