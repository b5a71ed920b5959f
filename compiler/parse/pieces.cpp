#include "compiler/parse/pieces.h"

#include <algorithm>

#include "compiler/parse/fold.h"
#include "runtime/value/text.h"

namespace pol::parse {
namespace {

using T = grammar::PolParser;

// What stands between two tokens.
struct Between {
    std::vector<Comment> comments;
    std::size_t lines = 0;
    std::size_t blanks = 0;
    std::size_t all_lines = 0;
    std::string_view semicolon;
};

Between between(std::string_view text) {
    const Folded folded = fold(text);
    const std::string_view letters = folded.characters;
    const auto piece = [&](std::size_t from, std::size_t to) {
        return text.substr(folded.offsets[from], folded.offsets[to] - folded.offsets[from]);
    };
    Between result;
    for (std::size_t i = 0; i < letters.size();) {
        if (letters.substr(i).starts_with("//")) {
            const std::size_t end = std::min(letters.find('\n', i), letters.size());
            const std::size_t last = letters.find_last_not_of(" \t\r", end - 1) + 1;
            result.comments.push_back({piece(i, last), result.lines, result.blanks});
            result.lines = result.blanks = 0;
            i = end;
            continue;
        }
        if (letters[i] == '\n') {
            ++result.lines;
            ++result.all_lines;
            result.blanks = 0;
        } else if (letters[i] == ';') {
            result.semicolon = piece(i, i + 1);
            result.blanks = 0;
        } else {
            result.blanks += display_width(piece(i, i + 1));
        }
        ++i;
    }
    return result;
}

// The widest node that begins with a token; a declaration ends the climb, so that the first of a
// file is like the others.
Node* beginning(antlr4::tree::TerminalNode* leaf) {
    auto* node = dynamic_cast<Node*>(leaf->parent);
    const auto* token = leaf->getSymbol();
    if (node == nullptr || node->start != token) {
        return nullptr;
    }
    while (true) {
        auto* wider = dynamic_cast<Node*>(node->parent);
        if (wider == nullptr || wider->start != token ||
            dynamic_cast<T::FileContext*>(wider) != nullptr) {
            return node;
        }
        node = wider;
    }
}

void leaves(antlr4::tree::ParseTree* tree, std::vector<antlr4::tree::TerminalNode*>& into) {
    if (auto* leaf = dynamic_cast<antlr4::tree::TerminalNode*>(tree)) {
        into.push_back(leaf);
    }
    for (antlr4::tree::ParseTree* child : tree->children) {
        leaves(child, into);
    }
}

}  // namespace

Pieces pieces_of(std::string_view text, const std::vector<Token>& tokens, T::FileContext* file) {
    std::vector<antlr4::tree::TerminalNode*> nodes;
    leaves(file, nodes);
    Pieces pieces;
    std::size_t end = 0;
    std::size_t line = 0;
    std::size_t column = 0;
    bool ends_clause = false;
    for (antlr4::tree::TerminalNode* leaf : nodes) {
        const std::size_t index = leaf->getSymbol()->getTokenIndex();
        if (index >= tokens.size()) {
            continue;  // the end of the file
        }
        const Token& token = tokens[index];
        if (token.type == T::NL) {
            ends_clause = true;
            continue;
        }
        Between before = between(text.substr(end, token.begin - end));
        Piece piece;
        piece.type = token.type;
        piece.token = index;
        piece.text = text.substr(token.begin, token.end - token.begin);
        piece.parent = dynamic_cast<Node*>(leaf->parent);
        piece.begins = beginning(leaf);
        piece.comments = std::move(before.comments);
        piece.lines = before.lines;
        piece.blanks = before.blanks;
        piece.semicolon = before.semicolon;
        piece.ends_clause = ends_clause;
        line += before.all_lines;
        const bool same_line = before.all_lines == 0;
        column = (same_line ? column + display_width(before.semicolon) : 0) + before.blanks;
        piece.column = column;
        piece.line = line;
        column += display_width(piece.text);
        end = token.end;
        ends_clause = false;
        pieces.list.push_back(std::move(piece));
    }
    pieces.rest = between(text.substr(end)).comments;
    return pieces;
}

}  // namespace pol::parse
