#include "compiler/parse/parse.h"

#include <memory>

#include "PolLexer.h"
#include "PolParser.h"

#include "compiler/parse/builder.h"
#include "compiler/parse/repair.h"
#include "compiler/parse/tokens.h"

namespace pol::parse {
namespace {

// Ends the attempt at the first token that fits nowhere and keeps where that was.
class FirstError final : public antlr4::DefaultErrorStrategy {
  public:
    std::optional<Stop> stop;

    void sync(antlr4::Parser*) override {}
    void recover(antlr4::Parser*, std::exception_ptr) override {
        throw antlr4::ParseCancellationException();
    }
    antlr4::Token* recoverInline(antlr4::Parser* parser) override {
        give_up(*parser, parser->getCurrentToken());
    }
    void reportError(antlr4::Parser* parser, const antlr4::RecognitionException& e) override {
        give_up(*parser, e.getOffendingToken());
    }

  private:
    [[noreturn]] void give_up(antlr4::Parser& parser, antlr4::Token* offending) {
        Stop here{offending->getTokenIndex(), {}};
        // What was expected is known only where the parser has read up to the token that does not
        // fit.
        if (parser.getCurrentToken()->getTokenIndex() == here.token) {
            for (const ssize_t type : parser.getExpectedTokens().toList()) {
                if (type > 0) {
                    here.expected.push_back(static_cast<std::size_t>(type));
                }
            }
        }
        stop = std::move(here);
        throw antlr4::ParseCancellationException();
    }
};

// One reading of a token list; keeps what the parse tree lives in.
struct Reading {
    std::unique_ptr<antlr4::ListTokenSource> source;
    std::unique_ptr<antlr4::CommonTokenStream> stream;
    std::unique_ptr<Grammar> parser;
    Grammar::FileContext* file = nullptr;
};

std::optional<Stop> read(const std::vector<Token>& tokens, Reading& reading) {
    std::vector<std::unique_ptr<antlr4::Token>> list;
    list.reserve(tokens.size() + 1);
    for (const Token& t : tokens) {
        list.push_back(std::make_unique<antlr4::CommonToken>(t.type, std::string()));
    }
    list.push_back(std::make_unique<antlr4::CommonToken>(antlr4::Token::EOF, std::string()));
    reading.source = std::make_unique<antlr4::ListTokenSource>(std::move(list));
    reading.stream = std::make_unique<antlr4::CommonTokenStream>(reading.source.get());
    reading.parser = std::make_unique<Grammar>(reading.stream.get());
    reading.parser->removeErrorListeners();
    const auto strategy = std::make_shared<FirstError>();
    reading.parser->setErrorHandler(strategy);
    try {
        reading.file = reading.parser->file();
    } catch (const antlr4::ParseCancellationException&) {
        reading.file = nullptr;
    }
    return strategy->stop;
}

}  // namespace

void parse(FileId file, const SourceMap& sources, syntax::Tree& tree, Damage& damage,
           Diagnostics& diagnostics) {
    std::vector<Token> tokens = tokenize(file, sources, diagnostics);
    Reading reading;
    repair(
        file, sources, tokens, [&](const std::vector<Token>& list) { return read(list, reading); },
        damage, diagnostics);
    // A mend that was tried and not taken leaves its own reading behind.
    read(tokens, reading);
    syntax::File result{file, {}, !damage.spans.empty()};
    if (reading.file != nullptr) {
        result.decls =
            Builder(file, sources.text(file), tokens, tree, diagnostics).build(reading.file);
    }
    tree.files.push_back(std::move(result));
}

}  // namespace pol::parse
