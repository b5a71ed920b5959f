// What the text of a file says about its documents: sources, their clauses, and the statements with
// what each cites and how long it is.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "compiler/diagnostics/diagnostic.h"
#include "compiler/source/source_map.h"

namespace pol::parse {

struct OutlineSource {
    std::string name;
    std::string title;
    Span span;
};
struct OutlineClause {
    std::string source;  ///< as this file calls it
    std::string clause;
    std::string kind;  ///< 计算, 核验 or 程序, or what stands in its place
    Span span;
};
struct OutlineCite {
    std::string source;
    std::string clause;
};

/// A declaration, answer, tier, row, …: whatever may cite or does.
struct Statement {
    std::string name;  ///< 门诊.统筹基金.起付
    Span span;         ///< of its first word
    std::vector<OutlineCite> cites;
    std::optional<std::size_t> inside;  ///< index of the statement around it
    bool may_cite_alone = false;        ///< it needs a citation of its own where none is around it
    std::size_t characters = 0;         ///< its own, without those of statements inside it
};

/// Characters are those of words, signs and numbers: not blanks, comments, citations, sources,
/// clause tables, questions, specimens and tests.
struct Outline {
    std::string module;
    std::vector<std::string> uses;
    std::vector<OutlineSource> sources;
    std::vector<OutlineClause> clauses;
    std::vector<Statement> statements;
    std::size_t characters = 0;  ///< outside of all statements
};

/// The outline of a file; nothing where it has mistakes of syntax, which are reported.
[[nodiscard]] std::optional<Outline> outline(FileId file, const SourceMap& sources,
                                             Diagnostics& diagnostics);

/// The number of characters of a text that are no blanks.
[[nodiscard]] std::size_t characters_in(std::string_view text);

}  // namespace pol::parse
