#include "compiler/parse/format.h"

#include <utility>
#include <vector>

#include "compiler/parse/layout.h"
#include "compiler/parse/pieces.h"
#include "compiler/parse/reading.h"

namespace pol::parse {
namespace {

// A layout is its own layout after one or two turns; more would be a bug.
constexpr int kTurns = 4;

// A text in pieces, and what their nodes live in.
struct Source {
    Reading reading;
    Pieces pieces;
};

std::optional<Source> read_pieces(FileId file, const SourceMap& sources, Diagnostics& diagnostics) {
    auto whole = read_whole(file, sources, diagnostics);
    if (!whole) {
        return std::nullopt;
    }
    Pieces pieces = pieces_of(sources.text(file), whole->tokens, whole->reading.file);
    return Source{std::move(whole->reading), std::move(pieces)};
}

// What a layout must not change: the tokens, where clauses end, the comments.
std::vector<std::string> content(const Pieces& pieces) {
    std::vector<std::string> list;
    const auto comments = [&](const std::vector<Comment>& some) {
        for (const Comment& comment : some) {
            list.emplace_back(comment.text);
        }
    };
    for (const Piece& piece : pieces.list) {
        comments(piece.comments);
        list.push_back((piece.ends_clause ? "\n" : "") + piece.text);
    }
    comments(pieces.rest);
    return list;
}

// The layout of pieces, if it reads as they do.
std::optional<std::string> checked_layout(const Pieces& pieces, bool moves_lines) {
    std::string text = layout(pieces, {moves_lines});
    SourceMap sources;
    const FileId file = sources.add("", text);
    Diagnostics ignored;
    const auto read = read_pieces(file, sources, ignored);
    if (!read || content(read->pieces) != content(pieces)) {
        return std::nullopt;
    }
    return text;
}

// One turn. A name that is also a keyword may end a block where it comes to stand at the beginning
// of a line; there the lines stay as they were.
std::string turn(const Pieces& pieces, std::string_view before) {
    for (const bool moves_lines : {true, false}) {
        if (auto text = checked_layout(pieces, moves_lines)) {
            return std::move(*text);
        }
    }
    return std::string(before);
}

}  // namespace

std::optional<std::string> format(FileId file, const SourceMap& sources, Keywords keywords,
                                  Diagnostics& diagnostics) {
    auto source = read_pieces(file, sources, diagnostics);
    if (!source) {
        return std::nullopt;
    }
    if (keywords != Keywords::as_written) {
        respell(source->pieces, keywords == Keywords::zh);
    }
    std::string text = turn(source->pieces, sources.text(file));
    for (int i = 1; i < kTurns; ++i) {
        SourceMap own;
        const FileId id = own.add("", text);
        Diagnostics ignored;
        const auto again = read_pieces(id, own, ignored);
        std::string next = again ? turn(again->pieces, text) : text;
        if (next == text) {
            break;
        }
        text = std::move(next);
    }
    return text;
}

}  // namespace pol::parse
