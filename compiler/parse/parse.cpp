#include "compiler/parse/parse.h"

#include "compiler/parse/builder.h"
#include "compiler/parse/reading.h"
#include "compiler/parse/repair.h"
#include "compiler/parse/tokens.h"

namespace pol::parse {

void parse(FileId file, const SourceMap& sources, syntax::Tree& tree, Damage& damage,
           Diagnostics& diagnostics) {
    std::vector<Token> tokens = tokenize(file, sources, diagnostics);
    Reading reading;
    repair(
        file, sources, tokens, [&](const std::vector<Token>& list) { return read(list, reading); },
        damage, diagnostics);
    // A mend that was tried and not taken leaves its own reading behind.
    (void)read(tokens, reading);
    syntax::File result{file, {}, !damage.spans.empty()};
    if (reading.file != nullptr) {
        result.decls =
            Builder(file, sources.text(file), tokens, tree, diagnostics).build(reading.file);
    }
    tree.files.push_back(std::move(result));
}

}  // namespace pol::parse
