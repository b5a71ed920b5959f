#include "tools/pol/statements.h"

#include <algorithm>
#include <cctype>
#include <cstddef>

namespace pol::tool {
namespace {

/// What begins somewhere in a text.
enum class Piece { character, quoted, comment, dollars };

struct Found {
    Piece piece;
    std::size_t end;  ///< behind it
};

std::size_t behind(std::string_view text, std::string_view end, std::size_t from) {
    const std::size_t at = text.find(end, from);
    return at == std::string_view::npos ? text.size() : at + end.size();
}

/// A comment may have comments in it.
std::size_t behind_nested(std::string_view text, std::size_t from) {
    std::size_t depth = 1;
    std::size_t at = from;
    while (at < text.size() && depth > 0) {
        const std::string_view rest = text.substr(at);
        const bool opens = rest.starts_with("/*");
        const bool closes = rest.starts_with("*/");
        depth = opens ? depth + 1 : closes ? depth - 1 : depth;
        at += opens || closes ? 2 : 1;
    }
    return at;
}

bool is_in_word(char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_';
}

/// E'it\'s' begins with a word of its own that is e.
bool is_escaped(std::string_view text, std::size_t quote) {
    const bool has_e = quote > 0 && (text[quote - 1] == 'e' || text[quote - 1] == 'E');
    return has_e && (quote == 1 || !is_in_word(text[quote - 2]));
}

std::size_t behind_escaped(std::string_view text, std::size_t from) {
    for (std::size_t at = from; at < text.size(); ++at) {
        if (text[at] == '\'') {
            return at + 1;
        }
        at += text[at] == '\\' ? std::size_t{1} : 0;
    }
    return text.size();
}

/// A quote that is written twice begins the next piece in quotes, which comes to the same.
Found piece_at(std::string_view text, std::size_t at) {
    const std::string_view rest = text.substr(at);
    if (rest.front() == '\'' && is_escaped(text, at)) {
        return {Piece::quoted, behind_escaped(text, at + 1)};
    }
    if (rest.front() == '\'' || rest.front() == '"') {
        return {Piece::quoted, behind(text, rest.substr(0, 1), at + 1)};
    }
    if (rest.starts_with("--")) {
        return {Piece::comment, behind(text, "\n", at)};
    }
    if (rest.starts_with("/*")) {
        return {Piece::comment, behind_nested(text, at + 2)};
    }
    if (rest.front() == '$') {
        const std::size_t tag =
            std::min(rest.find_first_not_of("abcdefghijklmnopqrstuvwxyz_", 1), rest.size() - 1);
        if (rest[tag] == '$' && tag > 0) {
            return {Piece::dollars, behind(text, rest.substr(0, tag + 1), at + tag + 1)};
        }
    }
    return {Piece::character, at + 1};
}

bool is_blank(std::string_view text) {
    return text.find_first_not_of(" \t\r\n") == std::string_view::npos;
}

/// The words of a statement in small letters, and its texts in quotes as they are.
std::vector<std::string> words_of(std::string_view statement) {
    std::vector<std::string> words;
    bool is_in = false;
    for (std::size_t at = 0; at < statement.size();) {
        const Found found = piece_at(statement, at);
        const std::string_view piece = statement.substr(at, found.end - at);
        const bool is_letter = found.piece == Piece::character && is_in_word(piece.front());
        if (is_letter) {
            words.resize(words.size() + (is_in ? 0 : 1));
            words.back() +=
                static_cast<char>(std::tolower(static_cast<unsigned char>(piece.front())));
        } else if (found.piece != Piece::comment && !is_blank(piece)) {
            words.emplace_back(piece);
        }
        is_in = is_letter;
        at = found.end;
    }
    return words;
}

}  // namespace

std::vector<std::string> statements_of(std::string_view text) {
    std::vector<std::string> statements;
    std::size_t from = 0;
    const auto end_at = [&](std::size_t at) {
        const std::string_view statement = text.substr(from, at - from);
        if (!words_of(statement).empty()) {
            statements.emplace_back(statement);
        }
        from = at + 1;
    };
    for (std::size_t at = 0; at < text.size();) {
        const Found found = piece_at(text, at);
        if (text[at] == ';') {
            end_at(at);
        }
        at = found.end;
    }
    if (from < text.size()) {
        end_at(text.size());
    }
    return statements;
}

std::vector<std::string> texts_of(std::string_view statement) {
    std::vector<std::string> texts;
    for (std::size_t at = 0; at < statement.size();) {
        const Found found = piece_at(statement, at);
        const std::string_view piece = statement.substr(at, found.end - at);
        if (found.piece == Piece::quoted && piece.size() > 1) {
            texts.emplace_back(piece.substr(1, piece.size() - 2));
        } else if (found.piece == Piece::dollars) {
            const std::size_t tag = piece.find('$', 1) + 1;
            texts.emplace_back(piece.size() < 2 * tag ? piece
                                                      : piece.substr(tag, piece.size() - 2 * tag));
        }
        at = found.end;
    }
    return texts;
}

std::string copied_to(std::string_view statement) {
    const std::vector<std::string> words = words_of(statement);
    if (words.empty() || words.front() != "copy") {
        return "";
    }
    // A query before it may have such words too.
    for (std::size_t i = words.size() - 1; i > 0; --i) {
        const std::string& file = words[i];
        if (words[i - 1] == "to" && file.size() > 2 && file.front() == '\'') {
            return file.substr(1, file.size() - 2);
        }
    }
    return "";
}

}  // namespace pol::tool
