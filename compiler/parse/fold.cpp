#include "compiler/parse/fold.h"

namespace pol::parse {
namespace {

struct Decoded {
    char32_t code = 0;
    std::size_t size = 1;
};

Decoded decode(std::string_view text, std::size_t i) {
    const auto byte = [&](std::size_t k) { return static_cast<unsigned char>(text[i + k]); };
    if (byte(0) < 0x80) {
        return {byte(0), 1};
    }
    if (byte(0) < 0xE0) {
        return {((byte(0) & 0x1FU) << 6U) | (byte(1) & 0x3FU), 2};
    }
    if (byte(0) < 0xF0) {
        return {((byte(0) & 0x0FU) << 12U) | ((byte(1) & 0x3FU) << 6U) | (byte(2) & 0x3FU), 3};
    }
    return {((byte(0) & 0x07U) << 18U) | ((byte(1) & 0x3FU) << 12U) | ((byte(2) & 0x3FU) << 6U) |
                (byte(3) & 0x3FU),
            4};
}

// Letters of the scripts in use; what is none of these and no twin is a stray character.
bool is_letter(char32_t c) {
    struct Range {
        char32_t low, high;
    };
    constexpr Range kLetters[] = {
        {0xB7, 0xB7},     {0xC0, 0xD6},     {0xD8, 0xF6},     {0xF8, 0x2AF},    {0x370, 0x52F},
        {0x1100, 0x11FF}, {0x1E00, 0x1FFF}, {0x3005, 0x3007}, {0x3041, 0x30FF}, {0x3105, 0x318E},
        {0x3400, 0x4DBF}, {0x4E00, 0x9FFF}, {0xAC00, 0xD7A3}, {0xF900, 0xFAFF}, {0x20000, 0x3134F},
        {0x0F00, 0x0FFF}, {0x1800, 0x18AF}, {0x0600, 0x06FF},
    };
    for (const Range r : kLetters) {
        if (c >= r.low && c <= r.high) {
            return true;
        }
    }
    return false;
}

constexpr char kStray = '\x01';

char fold_character(char32_t c) {
    if (c < 0x80) {
        return c < 0x09 ? kStray : static_cast<char>(c);
    }
    switch (c) {
    case U'≤':
        return '\x02';
    case U'≥':
        return '\x03';
    case U'“':
        return '\x04';
    case U'”':
        return '\x05';
    case U'、':
        return ',';
    case U'×':
        return '*';
    case U'−':
        return '-';
    case U'÷':
        return '/';
    case 0x3000:
    case 0xA0:
    case 0xFEFF:
        return ' ';
    default:
        break;
    }
    if (c >= 0xFF10 && c <= 0xFF19) {
        return static_cast<char>('0' + (c - 0xFF10));
    }
    if ((c >= 0xFF21 && c <= 0xFF3A) || (c >= 0xFF41 && c <= 0xFF5A)) {
        return 'x';
    }
    if (c >= 0xFF01 && c <= 0xFF5E) {
        const char twin = static_cast<char>(c - 0xFF01 + 0x21);
        constexpr std::string_view kTwins = ",:;(){}[]=%<>+-*/.?";
        return kTwins.find(twin) == std::string_view::npos ? kStray : twin;
    }
    return is_letter(c) ? 'x' : kStray;
}

}  // namespace

Folded fold(std::string_view text) {
    Folded folded;
    folded.characters.reserve(text.size());
    folded.offsets.reserve(text.size() + 1);
    for (std::size_t i = 0; i < text.size();) {
        const Decoded d = decode(text, i);
        folded.characters.push_back(fold_character(d.code));
        folded.offsets.push_back(static_cast<std::uint32_t>(i));
        i += d.size;
    }
    folded.offsets.push_back(static_cast<std::uint32_t>(text.size()));
    return folded;
}

std::string fold_ascii(std::string_view text) {
    return fold(text).characters;
}

}  // namespace pol::parse
