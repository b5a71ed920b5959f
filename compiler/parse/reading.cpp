#include "compiler/parse/reading.h"

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

}  // namespace

std::optional<Stop> read(const std::vector<Token>& tokens, Reading& reading) {
    std::vector<std::unique_ptr<antlr4::Token>> list;
    list.reserve(tokens.size() + 1);
    for (const Token& t : tokens) {
        list.push_back(std::make_unique<antlr4::CommonToken>(t.type, std::string()));
    }
    list.push_back(std::make_unique<antlr4::CommonToken>(antlr4::Token::EOF, std::string()));
    reading.source = std::make_unique<antlr4::ListTokenSource>(std::move(list));
    reading.stream = std::make_unique<antlr4::CommonTokenStream>(reading.source.get());
    reading.parser = std::make_unique<grammar::PolParser>(reading.stream.get());
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

std::optional<WholeFile> read_whole(FileId file, const SourceMap& sources,
                                    Diagnostics& diagnostics) {
    WholeFile whole{tokenize(file, sources, diagnostics), {}};
    if (diagnostics.has_errors()) {
        return std::nullopt;
    }
    if (read(whole.tokens, whole.reading)) {
        Damage damage;
        repair(
            file, sources, whole.tokens,
            [&](const std::vector<Token>& list) { return read(list, whole.reading); }, damage,
            diagnostics);
        return std::nullopt;
    }
    return whole;
}

}  // namespace pol::parse
