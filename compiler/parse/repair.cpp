#include "compiler/parse/repair.h"

#include <algorithm>

#include "PolLexer.h"

#include "compiler/parse/keywords.h"
#include "compiler/source/nearest.h"
#include "runtime/value/text.h"

namespace pol::parse {
namespace {

using T = grammar::PolLexer;
using Tokens = std::vector<Token>;

constexpr int kMostMistakes = 50;

class Repair {
  public:
    Repair(FileId file, const SourceMap& sources, Tokens& tokens, const Attempt& attempt,
           Damage& damage, Diagnostics& diagnostics)
        : file_(file),
          text_(sources.text(file)),
          tokens_(tokens),
          attempt_(attempt),
          damage_(damage),
          diagnostics_(diagnostics) {}

    void run() {
        std::optional<Stop> stop = attempt_(tokens_);
        for (int mistakes = 0; stop; ++mistakes) {
            if (mistakes == kMostMistakes) {
                diagnostics_.add(Code::E0109_too_many, at(stop->token),
                                 {std::to_string(kMostMistakes)});
                tokens_.clear();
                return;
            }
            stop = mend(*stop);
        }
    }

  private:
    std::optional<Stop> mend(const Stop& stop) {
        if (auto next = cut_after_keyword(stop)) {
            return *next;
        }
        if (auto next = as_keyword(stop)) {
            return *next;
        }
        if (auto next = without_token(stop)) {
            return *next;
        }
        return without_clause(stop);
    }

    // The outer optional says whether the mend is good, the inner where the parser stopped next.
    using Mended = std::optional<std::optional<Stop>>;

    Mended accept(Tokens&& tokens, std::size_t beyond) {
        std::optional<Stop> next = attempt_(tokens);
        if (next && next->token <= beyond) {
            return std::nullopt;
        }
        tokens_ = std::move(tokens);
        return Mended{std::move(next)};
    }

    Mended as_keyword(const Stop& stop) {
        if (stop.token >= tokens_.size() || !is_word(tokens_[stop.token].type)) {
            return std::nullopt;
        }
        const std::string_view word = text(stop.token);
        for (const std::string_view candidate : nearest_keywords(word)) {
            Tokens tokens = tokens_;
            tokens[stop.token].type = *keyword(candidate);
            const Span where = at(stop.token);
            if (auto next = accept(std::move(tokens), stop.token)) {
                diagnostics_
                    .add(Code::E0110_misspelt_keyword, where,
                         {std::string(word), std::string(candidate)})
                    .hint(Note::write_instead, {std::string(candidate)});
                return next;
            }
        }
        return std::nullopt;
    }

    // `下调10个百分点`: a keyword and what follows it without a space.
    Mended cut_after_keyword(const Stop& stop) {
        if (stop.token >= tokens_.size() || tokens_[stop.token].type != T::WORD) {
            return std::nullopt;
        }
        const std::string_view word = text(stop.token);
        for (const Keyword& k : keywords()) {
            for (const std::string_view spelt : {k.zh, k.en}) {
                if (word.size() <= spelt.size() || !word.starts_with(spelt)) {
                    continue;
                }
                Tokens tokens = tokens_;
                const Token whole = tokens[stop.token];
                const auto middle = static_cast<std::uint32_t>(whole.begin + spelt.size());
                Tokens rest = lex(text_, middle, whole.end);
                tokens[stop.token] = {k.token, whole.begin, middle};
                tokens.insert(tokens.begin() + static_cast<std::ptrdiff_t>(stop.token) + 1,
                              rest.begin(), rest.end());
                const Span where = at(stop.token);
                if (auto next = accept(std::move(tokens), stop.token + rest.size())) {
                    diagnostics_
                        .add(Code::E0111_missing_space, where,
                             {std::string(spelt), std::string(word)})
                        .hint(Note::put_space_after, {std::string(spelt)});
                    return next;
                }
            }
        }
        return std::nullopt;
    }

    Mended without_token(const Stop& stop) {
        if (stop.token >= tokens_.size() || tokens_[stop.token].type == T::NL) {
            return std::nullopt;
        }
        Tokens tokens = tokens_;
        tokens.erase(tokens.begin() + static_cast<std::ptrdiff_t>(stop.token));
        const Span where = at(stop.token);
        const std::string word(text(stop.token));
        const auto [begin, end] = clause(stop.token);
        const Span damaged{file_, tokens_[begin].begin, tokens_[std::max(begin + 1, end) - 1].end};
        // Only where the parser reads at least the token after it too.
        if (auto next = accept(std::move(tokens), stop.token)) {
            damage_.spans.push_back(damaged);
            expected(diagnostics_.add(Code::E0112_unexpected, where, {word}), stop);
            return next;
        }
        return std::nullopt;
    }

    std::optional<Stop> without_clause(const Stop& stop) {
        auto [begin, end] = clause(stop.token);
        if (begin == end) {  // nothing to leave out: the place itself is in the way
            begin = std::min(stop.token, tokens_.size() - 1);
            end = begin + 1;
        }
        const Span damaged{file_, tokens_[begin].begin, tokens_[end - 1].end};
        if (stop.token < tokens_.size() && tokens_[stop.token].type != T::NL) {
            expected(diagnostics_.add(Code::E0112_unexpected, at(stop.token),
                                      {std::string(text(stop.token))}),
                     stop);
        } else {
            expected(diagnostics_.add(
                         Code::E0113_unfinished,
                         {file_, damaged.end > damaged.begin ? last_begin(end) : damaged.begin,
                          damaged.end}),
                     stop);
        }
        damage_.spans.push_back(damaged);
        for (std::size_t i = begin; i < end; ++i) {
            if (is_word(tokens_[i].type)) {
                damage_.names.insert(std::string(text(i)));
            }
        }
        if (end < tokens_.size() && tokens_[end].type == T::NL) {
            ++end;
        } else if (begin > 0 && tokens_[begin - 1].type == T::NL) {
            --begin;
        }
        tokens_.erase(tokens_.begin() + static_cast<std::ptrdiff_t>(begin),
                      tokens_.begin() + static_cast<std::ptrdiff_t>(end));
        return attempt_(tokens_);
    }

    std::uint32_t last_begin(std::size_t end) const { return tokens_[end - 1].begin; }

    // The clause around a token: up to the line ends or the brace around it, blocks inside
    // included.
    std::pair<std::size_t, std::size_t> clause(std::size_t token) const {
        std::size_t i = std::min(token, tokens_.size());
        // A clause that stops short fails at its end.
        if (i > 0 &&
            (i == tokens_.size() || tokens_[i].type == T::NL || tokens_[i].type == T::RBRACE)) {
            --i;
        }
        if (i < tokens_.size() && tokens_[i].type == T::RBRACE) {
            i = opening(i);
        }
        std::size_t begin = i;
        while (begin > 0 && tokens_[begin - 1].type != T::NL &&
               tokens_[begin - 1].type != T::LBRACE) {
            --begin;
            if (tokens_[begin].type == T::RBRACE) {
                begin = opening(begin);
            }
        }
        std::size_t end = i;
        int depth = 0;
        while (end < tokens_.size()) {
            const std::size_t type = tokens_[end].type;
            if (depth == 0 && (type == T::NL || type == T::RBRACE)) {
                break;
            }
            if (type == T::LBRACE) {
                ++depth;
            }
            if (type == T::RBRACE) {
                --depth;
            }
            ++end;
        }
        return {begin, end};
    }

    std::size_t opening(std::size_t close) const {
        int depth = 0;
        for (std::size_t i = close + 1; i-- > 0;) {
            if (tokens_[i].type == T::RBRACE) {
                ++depth;
            }
            if (tokens_[i].type == T::LBRACE && --depth == 0) {
                return i;
            }
        }
        return 0;
    }

    void expected(Diagnostic& diagnostic, const Stop& stop) const {
        std::string list;
        int named = 0;
        bool name = false;
        for (const std::size_t type : stop.expected) {
            if (type == T::WORD) {
                name = true;
            }
        }
        for (const std::size_t type : stop.expected) {
            const std::string_view word = spelling(type, true);
            // Where a name fits, the keywords that can be names are no help.
            if (word.empty() || (name && keyword(word))) {
                continue;
            }
            if (++named > 8) {
                break;
            }
            if (!list.empty()) {
                list += "  ";
            }
            list += word;
        }
        if (name) {
            diagnostic.hint(list.empty() ? Note::expected_name : Note::expected_name_or, {list});
        } else if (!list.empty()) {
            diagnostic.hint(Note::expected_one_of, {list});
        }
    }

    static bool is_word(std::size_t type) { return type == T::WORD || type < T::DATE; }

    std::vector<std::string_view> nearest_keywords(std::string_view word) const {
        std::vector<std::pair<std::size_t, std::string_view>> found;
        if (allowed_distance(word) == 0) {
            return {};
        }
        for (const Keyword& k : keywords()) {
            for (const std::string_view spelt : {k.zh, k.en}) {
                const std::size_t distance = edit_distance(word, spelt);
                if (distance > 0 && distance <= allowed_distance(word)) {
                    found.emplace_back(distance, spelt);
                }
            }
        }
        std::stable_sort(found.begin(), found.end(),
                         [](const auto& a, const auto& b) { return a.first < b.first; });
        std::vector<std::string_view> words;
        for (const auto& [distance, spelt] : found) {
            words.push_back(spelt);
        }
        return words;
    }

    Span at(std::size_t token) const {
        if (token >= tokens_.size()) {
            const auto end = static_cast<std::uint32_t>(text_.size());
            return {file_, end, end};
        }
        return {file_, tokens_[token].begin, tokens_[token].end};
    }
    std::string_view text(std::size_t token) const {
        return text_.substr(tokens_[token].begin, tokens_[token].end - tokens_[token].begin);
    }

    FileId file_;
    std::string_view text_;
    Tokens& tokens_;
    const Attempt& attempt_;
    Damage& damage_;
    Diagnostics& diagnostics_;
};

}  // namespace

void repair(FileId file, const SourceMap& sources, std::vector<Token>& tokens,
            const Attempt& attempt, Damage& damage, Diagnostics& diagnostics) {
    Repair(file, sources, tokens, attempt, damage, diagnostics).run();
}

}  // namespace pol::parse
