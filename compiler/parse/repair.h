// The error strategy: parse, mend the first mistake, parse again.
//
// ANTLR stops at the first token that fits nowhere. A mend is tried by parsing with it: it is good
// when the next mistake lies further on. Tried in turn: the word as the keyword that is nearest to
// it; the word cut where a keyword in it ends; the word left out; its whole clause left out. Files
// are small and mistakes few, so parsing again is cheap, and one mistake can never cause a second
// message.
#pragma once

#include <functional>
#include <optional>
#include <set>
#include <vector>

#include "compiler/diagnostics/diagnostic.h"
#include "compiler/parse/parse.h"
#include "compiler/parse/tokens.h"

namespace pol::parse {

/// Where the parser stopped, as an index into the tokens (their number: at the end), and what it
/// could have read there, if it knows.
struct Stop {
    std::size_t token = 0;
    std::vector<std::size_t> expected;
};

/// One attempt to parse; nothing where all of it could be read.
using Attempt = std::function<std::optional<Stop>(const std::vector<Token>&)>;

/// Mends `tokens` until `attempt` reads them all, with one message for each mistake. At most 50
/// mistakes of a file are reported.
void repair(FileId file, const SourceMap& sources, std::vector<Token>& tokens,
            const Attempt& attempt, Damage& damage, Diagnostics& diagnostics);

}  // namespace pol::parse
