#include "compiler/parse/tokens.h"

#include <algorithm>
#include <array>

#include "PolLexer.h"

#include "compiler/parse/fold.h"
#include "compiler/parse/keywords.h"

namespace pol::parse {
namespace {

using T = grammar::PolLexer;

// The stream of folded characters. ANTLR asks for text only in its own messages, which are not
// used.
class FoldedStream final : public antlr4::CharStream {
  public:
    explicit FoldedStream(std::string_view characters) : characters_(characters) {}
    void consume() override { ++at_; }
    std::size_t LA(ssize_t i) override {
        if (i == 0) {
            return 0;
        }
        const auto k = static_cast<std::size_t>(static_cast<ssize_t>(at_) + (i < 0 ? i : i - 1));
        return k < characters_.size() ? static_cast<unsigned char>(characters_[k])
                                      : static_cast<std::size_t>(EOF);
    }
    ssize_t mark() override { return -1; }
    void release(ssize_t) override {}
    std::size_t index() override { return at_; }
    void seek(std::size_t index) override { at_ = std::min(index, characters_.size()); }
    std::size_t size() override { return characters_.size(); }
    std::string getSourceName() const override { return "pol"; }
    std::string getText(const antlr4::misc::Interval& interval) override {
        const auto a = static_cast<std::size_t>(interval.a);
        if (a >= characters_.size()) {
            return {};
        }
        return std::string(
            characters_.substr(a, static_cast<std::size_t>(interval.b - interval.a + 1)));
    }
    std::string toString() const override { return std::string(characters_); }

  private:
    std::string_view characters_;
    std::size_t at_ = 0;
};

template <class Set>
bool one_of(std::size_t type, const Set& set) {
    return std::any_of(set.begin(), set.end(),
                       [&](auto one) { return static_cast<std::size_t>(one) == type; });
}

// A line that ends in one of these goes on, and so does one whose next line begins with one of
// those.
constexpr std::array<std::size_t, 33> kGoesOnAfter{
    T::PLUS,          T::MINUS, T::STAR,  T::SLASH,  T::LESS,   T::GREATER, T::LESS_EQUAL,
    T::GREATER_EQUAL, T::COMMA, T::COLON, T::EQUALS, T::LBRACE, T::LPAREN,  T::LBRACK,
    T::DOT,           T::AND,   T::OR,    T::NOT,    T::IS,     T::IS_NOT,  T::IN,
    T::NOT_IN,        T::AT,    T::TO,    T::SUCH,   T::AMONG,  T::BY,      T::WHEN,
    T::CITE,          T::ASK,   T::EACH,  T::AS,     T::UP_TO};
constexpr std::array<std::size_t, 28> kGoesOnBefore{
    T::PLUS,          T::MINUS,  T::STAR,  T::SLASH,  T::LESS,   T::GREATER, T::LESS_EQUAL,
    T::GREATER_EQUAL, T::EQUALS, T::COMMA, T::RPAREN, T::RBRACK, T::LBRACE,  T::RBRACE,
    T::DOT,           T::AND,    T::OR,    T::WHEN,   T::CITE,   T::INSTEAD, T::ON_TOP,
    T::BETTER,        T::ASK,    T::GET,   T::EACH,   T::SUCH,   T::CARRY,   T::COLON};

// Words that begin a declaration, or an item of a benefit.
constexpr std::array kDeclares{
    T::MODULE, T::USE,    T::JURISDICTION, T::SOURCE,  T::CLAUSES,   T::TABLE,      T::PARAM,
    T::ENUM,   T::EXTEND, T::RECORD,       T::AMEND,   T::READING,   T::ALWAYS,     T::SPECIMEN,
    T::TEST,   T::FILING, T::DEFINE,       T::BENEFIT, T::CATALOGUE, T::SETTLEMENT, T::ALLOWANCE,
    T::PAY,    T::REFUSE, T::PENDING,      T::MANUAL,  T::NOTICE,    T::REJECT};
constexpr std::array kAnswers{T::REFUSE, T::PENDING, T::MANUAL, T::NOTICE, T::REJECT};

// What may begin a clause inside a block, by the word that the block's own clause begins with.
bool may_stand_in(std::size_t head, std::size_t word) {
    const bool answer = one_of(word, kAnswers);
    switch (head) {
    case T::BENEFIT:
        return answer || word == T::DEFINE || word == T::PAY || word == T::ALLOWANCE;
    case T::AMEND:
    case T::READING:
    case T::WITHIN:
        return answer || word == T::PAY;
    case T::CATALOGUE:
    case T::FILING:
    case T::LINE:
        return answer;
    case T::SETTLEMENT:
        return word == T::CATALOGUE || word == T::BENEFIT;
    default:
        return false;
    }
}

bool english_unit(std::string_view word) {
    constexpr std::array<std::string_view, 10> kUnits{
        "yuan", "points", "times", "days", "day", "months", "month", "years", "workdays", "fen"};
    return std::find(kUnits.begin(), kUnits.end(), word) != kUnits.end();
}

// The word that a clause begins with stands no further before its brace.
constexpr std::size_t kFarthestHead = 256;

class Filter {
  public:
    Filter(FileId file, const SourceMap& sources, Diagnostics& diagnostics)
        : file_(file), text_(sources.text(file)), diagnostics_(diagnostics) {}

    std::vector<Token> run(const std::vector<Token>& raw) {
        // What is nested too deep or runs too long is not read on: the file is not parsed.
        for (std::size_t i = 0; i < raw.size() && !too_deep_; ++i) {
            take(raw, i);
        }
        if (too_deep_) {
            return {};
        }
        close_all(out_.empty() ? 0 : out_.back().end, Code::E0105_unclosed);
        while (!out_.empty() && out_.back().type == T::NL) {
            out_.pop_back();
        }
        std::vector<Token> tokens;
        tokens.swap(out_);
        return tokens;
    }

  private:
    void take(const std::vector<Token>& raw, std::size_t i) {
        Token token = raw[i];
        if (token.type == T::STRAY) {
            diagnostics_.add(Code::E0101_stray_character, span(token), {std::string(text(token))});
            return;
        }
        if (token.type == T::OPEN_STRING) {
            diagnostics_.add(Code::E0102_open_string, span(token));
            token.type = T::STRING;
        }
        if (token.type == T::NL || token.type == T::SEMI) {
            return end_of_line(token, raw, i);
        }
        // `days` is a keyword too: of a function, and behind a number a unit.
        if ((token.type == T::WORD || token.type == T::DAYS) && !out_.empty() &&
            out_.back().type == T::NUMBER && english_unit(text(token))) {
            out_.back() = {T::QUANTITY, out_.back().begin, token.end};
            return;
        }
        const bool ends_expression = token.type == T::CITE || token.type == T::ASK;
        if (!open_.empty() &&
            ((at_line_start_ && begins_clause(raw, i)) || (ends_expression && in_parentheses()))) {
            close_for(token);
        }
        at_line_start_ = false;
        if (!nest(token)) {
            return;
        }
        out_.push_back(token);
    }

    // Whether a line begins with a keyword in its own right: many keywords are names too, of
    // fields and values; what follows tells. An answer behind a comma is one more of a 得.
    [[nodiscard]] bool begins_clause(const std::vector<Token>& raw, std::size_t i) const {
        constexpr std::array kClauses{T::BASE, T::DEDUCT, T::RATE, T::LIMIT, T::FLOOR};
        if (!one_of(raw[i].type, kDeclares) && !one_of(raw[i].type, kClauses)) {
            return false;
        }
        if (one_of(raw[i].type, kAnswers) && out_.back().type == T::COMMA) {
            return false;
        }
        constexpr std::array kAfterNames{T::COLON,  T::AS,   T::DOT,   T::COMMA,      T::NL,
                                         T::SEMI,   T::PLUS, T::MINUS, T::STAR,       T::RPAREN,
                                         T::RBRACE, T::LESS, T::IS,    T::LESS_EQUAL, T::EQUALS};
        return i + 1 >= raw.size() || !one_of(raw[i + 1].type, kAfterNames);
    }

    // A clause closes the parentheses that the line before left open, and a declaration the
    // blocks in which it cannot stand.
    void close_for(const Token& token) {
        const std::size_t before = open_.size();
        while (in_parentheses()) {
            close_one(token.begin, Code::E0105_unclosed);
        }
        if (one_of(token.type, kDeclares)) {
            while (!open_.empty() && !may_stand_in(heads_.back(), token.type)) {
                close_one(token.begin, Code::E0105_unclosed);
            }
        }
        if (open_.size() != before && at_line_start_) {
            newline(token);
        }
    }

    // The word that the clause at hand begins with.
    std::size_t head() const {
        std::size_t i = out_.size();
        const std::size_t far = i > kFarthestHead ? i - kFarthestHead : 0;
        while (i > far && out_[i - 1].type != T::NL && out_[i - 1].type != T::LBRACE) {
            --i;
        }
        return i < out_.size() ? out_[i].type : kEnd;
    }

    void end_of_line(const Token& token, const std::vector<Token>& raw, std::size_t i) {
        if (token.type == T::NL) {
            at_line_start_ = true;
        }
        clause_tokens_ = 0;
        if (out_.empty() || in_parentheses() || out_.back().type == T::NL) {
            return;
        }
        if (one_of(out_.back().type, kGoesOnAfter)) {
            return;
        }
        std::size_t next = i + 1;
        while (next < raw.size() && (raw[next].type == T::NL || raw[next].type == T::SEMI)) {
            ++next;
        }
        if (next < raw.size() && one_of(raw[next].type, kGoesOnBefore)) {
            return;
        }
        newline(token);
    }

    void newline(const Token& at) {
        if (!out_.empty() && out_.back().type != T::NL) {
            out_.push_back({T::NL, at.begin, at.begin});
        }
    }

    // Follows brackets; false where the token is dropped.
    bool nest(const Token& token) {
        if (++clause_tokens_ > kLongestClause) {
            fail(Code::E0107_too_long, token);
        }
        const bool prefix = token.type == T::NOT || (token.type == T::MINUS && !out_.empty() &&
                                                     out_.back().type == T::MINUS);
        prefixes_ = prefix ? prefixes_ + 1 : 0;
        if (token.type == T::LBRACE || token.type == T::LPAREN || token.type == T::LBRACK) {
            open_.push_back(token);
            heads_.push_back(head());
        }
        if (static_cast<int>(open_.size()) + prefixes_ > kDeepest) {
            fail(Code::E0106_too_deep, token);
        }
        if (token.type == T::RBRACE || token.type == T::RPAREN || token.type == T::RBRACK) {
            return close(token);
        }
        return true;
    }

    bool close(const Token& token) {
        const auto closes = [&](std::size_t open) {
            return (open == T::LBRACE && token.type == T::RBRACE) ||
                   (open == T::LPAREN && token.type == T::RPAREN) ||
                   (open == T::LBRACK && token.type == T::RBRACK);
        };
        const bool known =
            std::any_of(open_.begin(), open_.end(), [&](const Token& o) { return closes(o.type); });
        if (!known) {
            diagnostics_.add(Code::E0104_unopened, span(token), {std::string(text(token))});
            return false;
        }
        while (!closes(open_.back().type)) {
            close_one(token.begin, Code::E0105_unclosed);
        }
        open_.pop_back();
        heads_.pop_back();
        return true;
    }

    void close_one(std::uint32_t at, Code code) {
        const Token open = open_.back();
        open_.pop_back();
        heads_.pop_back();
        const std::size_t type = open.type == T::LBRACE   ? T::RBRACE
                                 : open.type == T::LPAREN ? T::RPAREN
                                                          : T::RBRACK;
        diagnostics_.add(code, span(open),
                         {std::string(text(open)), std::string(spelling(type, true))});
        while (!out_.empty() && out_.back().type == T::NL) {
            out_.pop_back();
        }
        out_.push_back({type, at, at});
    }

    void close_all(std::uint32_t at, Code code) {
        while (!open_.empty()) {
            close_one(at, code);
        }
    }

    void fail(Code code, const Token& token) {
        if (!too_deep_) {
            diagnostics_.add(
                code, span(token),
                {std::to_string(code == Code::E0106_too_deep ? kDeepest
                                                             : static_cast<int>(kLongestClause))});
        }
        too_deep_ = true;
    }

    bool in_parentheses() const { return !open_.empty() && open_.back().type != T::LBRACE; }
    Span span(const Token& token) const { return {file_, token.begin, token.end}; }
    std::string_view text(const Token& token) const {
        return text_.substr(token.begin, token.end - token.begin);
    }

    FileId file_;
    std::string_view text_;
    Diagnostics& diagnostics_;
    std::vector<Token> out_;
    std::vector<Token> open_;
    std::vector<std::size_t> heads_;  ///< of the clause around each of `open_`
    std::size_t clause_tokens_ = 0;
    int prefixes_ = 0;
    bool at_line_start_ = true;
    bool too_deep_ = false;
};

}  // namespace

std::vector<Token> lex(std::string_view text, std::uint32_t begin, std::uint32_t end) {
    const std::string_view piece = text.substr(begin, end - begin);
    const Folded folded = fold(piece);
    FoldedStream stream(folded.characters);
    grammar::PolLexer lexer(&stream);
    lexer.removeErrorListeners();
    std::vector<Token> tokens;
    for (auto token = lexer.nextToken(); token->getType() != antlr4::Token::EOF;
         token = lexer.nextToken()) {
        if (token->getChannel() != antlr4::Token::DEFAULT_CHANNEL) {
            continue;
        }
        Token t{token->getType(), folded.offsets[token->getStartIndex()],
                folded.offsets[token->getStopIndex() + 1]};
        if (t.type == T::WORD) {
            t.type = keyword(piece.substr(t.begin, t.end - t.begin)).value_or(T::WORD);
        }
        tokens.push_back({t.type, t.begin + begin, t.end + begin});
    }
    return tokens;
}

std::vector<Token> tokenize(FileId file, const SourceMap& sources, Diagnostics& diagnostics) {
    const std::string_view text = sources.text(file);
    const std::size_t bad = invalid_utf8(text);
    if (bad != std::string_view::npos) {
        const auto at = static_cast<std::uint32_t>(bad);
        diagnostics.add(Code::E0108_not_utf8, {file, at, at + 1});
        return {};
    }
    return Filter(file, sources, diagnostics)
        .run(lex(text, 0, static_cast<std::uint32_t>(text.size())));
}

}  // namespace pol::parse
