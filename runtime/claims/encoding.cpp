#include "runtime/claims/encoding.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <memory>
#include <string>
#include <utility>

#include "runtime/value/text.h"

// iconv(3) of the C library, which needs no library of its own.
extern "C" {
void* iconv_open(const char* to, const char* from);
std::size_t iconv(void* conversion, char** in, std::size_t* in_left, char** out,
                  std::size_t* out_left);
int iconv_close(void* conversion);
}

namespace pol::claims {
namespace {

constexpr std::size_t kPiece = std::size_t{1} << 16U;

/// One character of UTF-8 takes no more.
constexpr std::size_t kLongest = 4;

/// How a stretch of text ended.
enum class Ended : std::uint8_t {
    all,      ///< all of it is good
    cut_off,  ///< what is left may be the beginning of a character
    bad,      ///< the first byte of what is left belongs to no character
};

/// Takes good UTF-8 off the beginning of a text.
Ended take_utf8(std::string_view& text) {
    const std::size_t bad = first_bad_byte(text);
    text.remove_prefix(std::min(bad, text.size()));
    if (text.empty()) {
        return Ended::all;
    }
    const bool may_go_on =
        text.size() < kLongest &&
        std::ranges::all_of(
            text.substr(1),
            [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U; });
    return may_go_on ? Ended::cut_off : Ended::bad;
}

/// GB18030 to UTF-8, one stretch after the other.
class Gb18030 {
  public:
    Gb18030() {
        void* opened = iconv_open("UTF-8", "GB18030");
        if (reinterpret_cast<std::intptr_t>(opened) != -1) {
            conversion_.reset(opened);
        }
    }

    /// A system may lack the conversion.
    [[nodiscard]] bool works() const { return conversion_ != nullptr; }

    /// Takes good text off the beginning of `text` and appends it to `out`.
    Ended take(std::string_view& text, std::string& out) {
        iconv(conversion_.get(), nullptr, nullptr, nullptr, nullptr);
        for (;;) {
            char* in = const_cast<char*>(text.data());  // only read
            std::size_t left = text.size();
            char* to = piece_.data();
            std::size_t room = piece_.size();
            const std::size_t result = iconv(conversion_.get(), &in, &left, &to, &room);
            const int why = errno;
            out.append(piece_.data(), piece_.size() - room);
            text.remove_prefix(text.size() - left);
            if (result != static_cast<std::size_t>(-1)) {
                return Ended::all;
            }
            if (why != E2BIG) {
                return why == EINVAL ? Ended::cut_off : Ended::bad;
            }
        }
    }

  private:
    struct Close {
        void operator()(void* conversion) const { iconv_close(conversion); }
    };
    std::unique_ptr<void, Close> conversion_;
    std::string piece_ = std::string(kPiece, '\0');
};

/// A text that comes in pieces, of which the last character may be cut off.
class Pieces {
  public:
    explicit Pieces(Bytes bytes) : bytes_(std::move(bytes)) {}

    /// Reads on; false at the end, where nothing is cut off any more.
    bool more() {
        const std::size_t held = held_.size();
        held_.resize(held + kPiece);
        const std::size_t got = bytes_(held_.data() + held, kPiece);
        held_.resize(held + got);
        ended_ = got == 0;
        return !ended_;
    }

    /// Calls `take` for each stretch of good text and `bad` for each byte between them.
    template <class Take, class Bad>
    void work_off(const Take& take, const Bad& bad) {
        std::string_view rest = held_;
        for (;;) {
            const Ended ended = take(rest);
            if (ended == Ended::all || (ended == Ended::cut_off && !ended_)) {
                break;
            }
            bad(rest.front());
            rest.remove_prefix(1);
        }
        held_.erase(0, held_.size() - rest.size());
    }

  private:
    Bytes bytes_;
    std::string held_;
    bool ended_ = false;
};

/// What is bad in one encoding.
struct Tally {
    std::size_t bad_lines = 0;
    std::optional<BadByte> first;
};

template <class Take>
Tally tally(Bytes bytes, const Take& take) {
    Tally tally;
    std::size_t offset = 0;
    std::size_t line = 1;
    std::size_t last_bad_line = 0;
    const auto counted = [&](std::string_view& text) {
        const std::string_view before = text;
        const Ended ended = take(text);
        const std::string_view good = before.substr(0, before.size() - text.size());
        line += static_cast<std::size_t>(std::ranges::count(good, '\n'));
        offset += good.size();
        return ended;
    };
    const auto bad = [&](char byte) {
        tally.bad_lines += line == last_bad_line ? 0 : 1;
        last_bad_line = line;
        if (!tally.first) {
            tally.first = BadByte{offset, line, static_cast<unsigned char>(byte)};
        }
        ++offset;
    };
    Pieces pieces(std::move(bytes));
    for (bool more = true; more;) {
        more = pieces.more();
        pieces.work_off(counted, bad);
    }
    return tally;
}

/// An input in GB18030 as UTF-8.
class Decoding {
  public:
    explicit Decoding(Bytes bytes) : pieces_(std::move(bytes)) {}

    std::size_t read(char* to, std::size_t size) {
        while (given_ == text_.size() && !ended_) {
            decode();
        }
        const std::size_t count = std::string_view(text_).substr(given_).copy(to, size);
        given_ += count;
        return count;
    }

  private:
    void decode() {
        text_.clear();
        given_ = 0;
        ended_ = !pieces_.more();
        pieces_.work_off([&](std::string_view& text) { return gb18030_.take(text, text_); },
                         [&](char byte) { text_ += byte; });
    }

    Pieces pieces_;
    Gb18030 gb18030_;
    std::string text_;
    std::size_t given_ = 0;
    bool ended_ = false;
};

}  // namespace

Survey survey(const std::function<Bytes()>& open) {
    const Tally utf8 = tally(open(), take_utf8);
    Gb18030 conversion;
    if (!utf8.first || !conversion.works()) {
        return {Encoding::utf8, utf8.first};
    }
    std::string decoded;
    const Tally gb18030 = tally(open(), [&](std::string_view& text) {
        decoded.clear();
        return conversion.take(text, decoded);
    });
    return gb18030.bad_lines < utf8.bad_lines ? Survey{Encoding::gb18030, gb18030.first}
                                              : Survey{Encoding::utf8, utf8.first};
}

Bytes decoded(Bytes bytes, Encoding encoding) {
    if (encoding == Encoding::utf8) {
        return bytes;
    }
    return [decoding = std::make_shared<Decoding>(std::move(bytes))](char* to, std::size_t size) {
        return decoding->read(to, size);
    };
}

std::size_t first_bad_byte(std::string_view text) {
    constexpr std::uint64_t high_bits = 0x8080808080808080U;
    std::size_t at = 0;
    while (at < text.size()) {
        std::uint64_t eight = 0;
        if (at + sizeof eight <= text.size()) {
            std::memcpy(&eight, text.data() + at, sizeof eight);
            if ((eight & high_bits) == 0) {
                at += sizeof eight;
                continue;
            }
        }
        const Rune rune = decode_utf8(text.substr(at));
        if (!rune.valid) {
            return at;
        }
        at += rune.bytes;
    }
    return std::string_view::npos;
}

bool is_utf16(std::string_view head) {
    return head.starts_with("\xFF\xFE") || head.starts_with("\xFE\xFF");
}

}  // namespace pol::claims
