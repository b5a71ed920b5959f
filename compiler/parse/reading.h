// One reading of a token list by ANTLR; private to this folder.
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "PolParser.h"

#include "compiler/parse/repair.h"
#include "compiler/parse/tokens.h"

namespace pol::parse {

/// A parse tree and what it lives in. The index of a token in it is that of the list.
struct Reading {
    std::unique_ptr<antlr4::ListTokenSource> source;
    std::unique_ptr<antlr4::CommonTokenStream> stream;
    std::unique_ptr<grammar::PolParser> parser;
    grammar::PolParser::FileContext* file = nullptr;  ///< null where the list could not be read
};

/// Reads all tokens, or says where the first one stands that fits nowhere.
[[nodiscard]] std::optional<Stop> read(const std::vector<Token>& tokens, Reading& reading);

/// A file without a mistake, token by token.
struct WholeFile {
    std::vector<Token> tokens;
    Reading reading;
};

/// Reads a file; nothing where it has mistakes of syntax, which are reported.
[[nodiscard]] std::optional<WholeFile> read_whole(FileId file, const SourceMap& sources,
                                                  Diagnostics& diagnostics);

}  // namespace pol::parse
