#include "runtime/claims/bytes.h"

#include <algorithm>
#include <utility>

namespace pol::claims {
namespace {

constexpr std::size_t kPiece = std::size_t{1} << 18U;
constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

}  // namespace

Bytes bytes_of(std::string_view text) {
    return [text](char* to, std::size_t size) mutable {
        const std::size_t count = text.copy(to, size);
        text.remove_prefix(count);
        return count;
    };
}

LineColumn after(LineColumn at, std::string_view text) {
    const std::size_t newline = text.rfind('\n');
    if (newline != std::string_view::npos) {
        at.line += static_cast<std::size_t>(std::ranges::count(text, '\n'));
        at.column = 1;
        text.remove_prefix(newline + 1);
    }
    at.column += static_cast<std::size_t>(std::ranges::count_if(
        text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
    return at;
}

Window::Window(Bytes bytes) : bytes_(std::move(bytes)) {
    while (held_.size() < kByteOrderMark.size() && more()) {
    }
    if (held_.starts_with(kByteOrderMark)) {
        first_ = kByteOrderMark.size();
    }
}

bool Window::more() {
    held_.erase(0, first_);
    first_ = 0;
    const std::size_t held = held_.size();
    held_.resize(held + kPiece);
    const std::size_t got = bytes_(held_.data() + held, kPiece);
    held_.resize(held + got);
    return got > 0;
}

void Window::take(std::size_t count) {
    at_ = after(at_, text().substr(0, count));
    first_ += count;
}

std::size_t Window::find(char wanted, std::size_t from) {
    for (;;) {
        const std::size_t found = text().find(wanted, from);
        if (found != std::string_view::npos) {
            return found;
        }
        from = text().size();
        if (!more()) {
            return from;
        }
    }
}

std::size_t Window::find_not_of(std::string_view skipped, std::size_t from) {
    for (;;) {
        const std::size_t found = text().find_first_not_of(skipped, from);
        if (found != std::string_view::npos) {
            return found;
        }
        from = text().size();
        if (!more()) {
            return from;
        }
    }
}

}  // namespace pol::claims
