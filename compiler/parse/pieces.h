// A file as its formatter sees it: the tokens of the grammar, each with its node and with what
// stood before it; private to this folder.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "PolParser.h"

#include "compiler/parse/tokens.h"

namespace pol::parse {

using Node = antlr4::ParserRuleContext;

struct Comment {
    std::string_view text;
    std::size_t lines = 0;   ///< line ends before it; none: it stands behind a token
    std::size_t blanks = 0;  ///< columns of blank before it, on its own line
};

struct Piece {
    std::size_t type = 0;
    std::size_t token = 0;   ///< its index in the list
    std::string text;        ///< as it is printed
    Node* parent = nullptr;  ///< the node that it is a part of
    Node* begins = nullptr;  ///< the widest node, up to a declaration, that begins with it
    std::vector<Comment> comments;
    std::size_t lines = 0;       ///< line ends between it and what stands before
    std::size_t blanks = 0;      ///< columns of blank before it, on its own line
    std::size_t column = 0;      ///< where it stood
    std::size_t line = 0;        ///< where it stood
    std::string_view semicolon;  ///< `;` or `；` before it; empty: none
    bool ends_clause = false;    ///< a clause ends before it
};

struct Pieces {
    std::vector<Piece> list;
    std::vector<Comment> rest;  ///< after the last token
};

/// Views of the result go into `text`, its nodes live as long as the tree of `file`.
[[nodiscard]] Pieces pieces_of(std::string_view text, const std::vector<Token>& tokens,
                               grammar::PolParser::FileContext* file);

/// Gives words that have two spellings the one of a language. A keyword that is used as a name
/// stays as it is.
void respell(Pieces& pieces, bool chinese);

}  // namespace pol::parse
