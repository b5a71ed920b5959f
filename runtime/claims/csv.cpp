#include "runtime/claims/csv.h"

#include <algorithm>

#include "runtime/claims/encoding.h"

namespace pol::claims::csv {
namespace {

constexpr std::size_t kNone = std::string_view::npos;

/// One attempt at the row that a text begins with. Where the text ends before the row does it is
/// made again with more text.
class Attempt {
  public:
    Attempt(std::string_view text, bool ended, std::vector<std::string>& cells)
        : text_(text), ended_(ended), cells_(cells) {
        cells_.clear();
    }

    /// Whether the attempt came to an end: the row's, or what is wrong with it.
    bool run() {
        do {
            if (!cell()) {
                return wrong_ != Wrong::none;
            }
        } while (!row_ended_ && take(','));
        return true;
    }

    [[nodiscard]] std::size_t length() const { return at_; }
    [[nodiscard]] Wrong wrong() const { return wrong_; }
    [[nodiscard]] std::size_t wrong_at() const { return wrong_at_; }
    /// Where the quoted cell begins in which the text ended; npos: in none.
    [[nodiscard]] std::size_t open_quote() const { return open_quote_; }

  private:
    /// One cell, up to the comma after it or past the end of its row.
    bool cell() {
        std::string& cell = cells_.emplace_back();
        const bool is_quoted = at_ < text_.size() && text_[at_] == '"';
        return is_quoted ? quoted(cell) && end_of_quoted() : plain(cell);
    }

    bool plain(std::string& cell) {
        std::size_t end = at_;
        while (end < text_.size() && text_[end] != ',' && text_[end] != '\n') {
            if (text_[end] == '"') {
                return fail(Wrong::stray_quote, end);
            }
            ++end;
        }
        if (end == text_.size() && !ended_) {
            return false;
        }
        cell = text_.substr(at_, end - at_);
        at_ = end;
        if (at_ == text_.size() || text_[at_] == '\n') {
            cell.resize(cell.size() - (cell.ends_with('\r') ? 1 : 0));
            row_ended_ = true;
            take('\n');
        }
        return true;
    }

    bool quoted(std::string& cell) {
        const std::size_t opened = at_++;
        for (;;) {
            const std::size_t quote = text_.find('"', at_);
            const bool is_last = quote == kNone || (quote + 1 == text_.size() && !ended_);
            if (is_last) {
                open_quote_ = opened;
                return false;
            }
            cell += text_.substr(at_, quote - at_);
            at_ = quote + 1;
            if (!take('"')) {
                return true;
            }
            cell += '"';
        }
    }

    bool end_of_quoted() {
        const std::string_view rest = text_.substr(at_);
        if (rest == "\r" && !ended_) {
            return false;
        }
        if (rest.empty() || rest == "\r" || rest.starts_with("\r\n") || rest.starts_with('\n')) {
            row_ended_ = true;
            take('\r');
            take('\n');
            return true;
        }
        return rest.starts_with(',') || fail(Wrong::after_quote, at_);
    }

    bool take(char c) {
        const bool is_there = at_ < text_.size() && text_[at_] == c;
        at_ += is_there ? 1 : 0;
        return is_there;
    }

    bool fail(Wrong wrong, std::size_t at) {
        wrong_ = wrong;
        wrong_at_ = at;
        return false;
    }

    std::string_view text_;
    bool ended_;
    std::vector<std::string>& cells_;
    std::size_t at_ = 0;
    bool row_ended_ = false;
    Wrong wrong_ = Wrong::none;
    std::size_t wrong_at_ = 0;
    std::size_t open_quote_ = kNone;
};

bool is_blank(std::string_view line) {
    return line.find_first_not_of(" \t\r\n") == kNone;
}

void check_bytes(Row& row, std::string_view text) {
    const std::size_t bad = std::min(first_bad_byte(text), text.find('\0'));
    if (bad != kNone) {
        row.wrong = text[bad] == '\0' ? Wrong::zero_byte : Wrong::bad_byte;
        row.wrong_at = after(row.at, text.substr(0, bad));
        row.byte = static_cast<unsigned char>(text[bad]);
    }
}

}  // namespace

bool Row::is_empty() const {
    return std::ranges::all_of(cells, [](const std::string& cell) { return cell.empty(); });
}

bool Rows::next(Row& row) {
    for (;;) {
        row.at = window_.at();
        const std::size_t length = scan(row);
        const std::string_view text = window_.text().substr(0, length);
        if (window_.text().empty()) {
            return false;
        }
        if (row.wrong != Wrong::none) {
            skip_line();
            return true;
        }
        const bool is_row = !is_blank(text);
        if (is_row) {
            check_bytes(row, text);
        }
        window_.take(length);
        if (is_row) {
            return true;
        }
    }
}

/// The length of the row with its end; of a wrong one it says nothing.
std::size_t Rows::scan(Row& row) {
    const auto fail = [&](Wrong wrong, std::size_t at) {
        row.wrong = wrong;
        row.wrong_at = after(row.at, window_.text().substr(0, at));
        return std::size_t{0};
    };
    row.wrong = Wrong::none;
    for (bool ended = false;;) {
        Attempt attempt(window_.text(), ended, row.cells);
        if (attempt.run()) {
            return attempt.wrong() == Wrong::none ? attempt.length()
                                                  : fail(attempt.wrong(), attempt.wrong_at());
        }
        if (ended || window_.text().size() > kLongestRow) {
            return attempt.open_quote() == kNone ? fail(Wrong::too_long, 0)
                                                 : fail(Wrong::open_quote, attempt.open_quote());
        }
        ended = !window_.more();
    }
}

void Rows::skip_line() {
    std::size_t end = window_.text().find('\n');
    while (end == kNone) {
        window_.take(window_.text().size());
        if (!window_.more()) {
            return;
        }
        end = window_.text().find('\n');
    }
    window_.take(end + 1);
}

}  // namespace pol::claims::csv
