// Text to syntax tree.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "compiler/diagnostics/diagnostic.h"
#include "compiler/source/source_map.h"
#include "compiler/syntax/tree.h"

namespace pol::parse {

/// What was lost while mending a file's syntax: places and names about which no later stage should
/// complain.
struct Damage {
    std::vector<Span> spans;
    std::set<std::string> names;
};

/// Adds the file to the tree. Each mistake is one message: a misspelt keyword is mended and read
/// on, a stray word is passed over, and what cannot be mended is left out clause by clause, so that
/// the rest of the file is still checked.
void parse(FileId file, const SourceMap& sources, syntax::Tree& tree, Damage& damage,
           Diagnostics& diagnostics);

}  // namespace pol::parse
