// The two spellings of words: keywords by their token, other words by the place where they stand.
#include <algorithm>
#include <map>
#include <set>
#include <span>

#include "compiler/parse/fold.h"
#include "compiler/parse/keywords.h"
#include "compiler/parse/pieces.h"

namespace pol::parse {
namespace {

using T = grammar::PolParser;

struct Word {
    std::string_view zh, en;
};
constexpr Word kPeriods[] = {
    {"次", "visit"}, {"日", "day"}, {"月", "month"}, {"季度", "quarter"}, {"年度", "year"}};
constexpr Word kModes[] = {
    {"四舍五入", "half_up"}, {"四舍六入五成双", "half_even"}, {"舍去", "down"}, {"进一", "up"}};
constexpr Word kRoundedTo[] = {{"分", "fen"}, {"角", "jiao"}, {"元", "yuan"}};
constexpr Word kClasses[] = {{"计算", "computed"}, {"核验", "checked"}, {"程序", "procedural"}};
constexpr Word kTypes[] = {{"金额", "Money"}, {"比例", "Rate"},  {"百分点", "Points"},
                           {"倍", "Factor"},  {"单价", "Price"}, {"数量", "Qty"},
                           {"整数", "Int"},   {"是否", "Bool"},  {"日期", "Date"},
                           {"文本", "Text"},  {"区划", "Place"}};
constexpr Word kLineParts[] = {
    {"全自费", "own_pay"}, {"超限价", "over_limit"}, {"先自付", "pre_self_pay"}};
constexpr Word kInTier[] = {
    {"个人负担", "unpaid"}, {"自付", "self_paid"}, {"年内次数", "nth_in_year"}};
constexpr Word kTierParts[] = {{"基数", "base"},       {"起付标准", "deductible_standard"},
                               {"起付额", "deducted"}, {"比例", "rate"},
                               {"应付", "payable"},    {"支付", "paid"},
                               {"超限额", "beyond"}};
// The last name in the path of a change, and of 已计 and 剩余.
constexpr Word kClauseWords[] = {
    {"基数", "base"}, {"起付", "deduct"}, {"比例", "rate"}, {"封顶", "limit"}, {"保底", "floor"}};
constexpr Word kBenefit[] = {{"待遇", "benefit"}};
// What has one spelling only stays: 万元, 岁; and so do the second Chinese ones: 百分点, 天, 月.
constexpr Word kUnits[] = {
    {"元", "yuan"}, {"分", "fen"},      {"个百分点", "points"}, {"倍", "times"},
    {"日", "days"}, {"个月", "months"}, {"年", "years"},        {"个工作日", "workdays"},
    {"日", "day"},  {"个月", "month"}};

template <class Context>
Context* as(antlr4::tree::ParseTree* tree) {
    return dynamic_cast<Context*>(tree);
}

// The nearest node above one, of a kind.
template <class Context>
Context* above(antlr4::tree::ParseTree* tree) {
    while (tree != nullptr && as<Context>(tree) == nullptr) {
        tree = tree->parent;
    }
    return as<Context>(tree);
}

class Speller {
  public:
    Speller(Pieces& pieces, bool chinese) : pieces_(pieces), chinese_(chinese) {
        for (const Piece& piece : pieces_.list) {
            if (as<T::NameContext>(piece.parent) != nullptr) {
                note(piece);
            }
        }
    }

    void run() {
        for (Piece& piece : pieces_.list) {
            if (auto* name = as<T::NameContext>(piece.parent)) {
                spell_name(piece, name);
            } else if (piece.type == T::QUANTITY) {
                quantity(piece);
            } else {
                keyword(piece);
            }
        }
    }

  private:
    // Names that the file gives to something of its own are no words of the language.
    void note(const Piece& piece) {
        names_[piece.parent] = piece.text;
        auto* of = piece.parent->parent;
        if (auto* tier = as<T::TierContext>(of)) {
            if (tier->name(0) == piece.parent) {
                tiers_.insert(piece.text);
            }
        } else if (as<T::DefinitionContext>(of) != nullptr || as<T::FieldContext>(of) != nullptr ||
                   as<T::DeclParamContext>(of) != nullptr ||
                   as<T::DeclTableContext>(of) != nullptr ||
                   as<T::DeclReadingContext>(of) != nullptr ||
                   as<T::AllowanceContext>(of) != nullptr) {
            declared_.insert(piece.text);
        }
    }

    void keyword(Piece& piece) const {
        if (const auto rank = rank_of(piece.text)) {
            piece.text = rank_word(*rank);
            return;
        }
        const auto rows = keywords();
        const bool spelt = std::any_of(rows.begin(), rows.end(), [&](const Keyword& row) {
            return row.token == piece.type && (chinese_ ? row.zh : row.en) == piece.text;
        });
        const bool is_word = std::any_of(
            rows.begin(), rows.end(), [&](const Keyword& row) { return row.token == piece.type; });
        if (is_word && !spelt) {
            piece.text = spelling(piece.type, chinese_);
        }
    }

    [[nodiscard]] std::string rank_word(const Rank& rank) const {
        const std::string number = std::to_string(rank.rank);
        if (chinese_) {
            return "第" + number + (rank.highest ? "高" : "低");
        }
        return (rank.highest ? "highest_" : "lowest_") + number;
    }

    bool word(Piece& piece, std::span<const Word> words) const {
        for (const Word& w : words) {
            if (piece.text == w.zh || piece.text == w.en) {
                piece.text = chinese_ ? w.zh : w.en;
                return true;
            }
        }
        return false;
    }

    // A word of the language that the file could have declared itself.
    void own_word(Piece& piece, std::span<const Word> words) const {
        for (const Word& w : words) {
            if (declared_.contains(std::string(w.zh)) || declared_.contains(std::string(w.en))) {
                continue;
            }
            if (word(piece, std::span(&w, 1))) {
                return;
            }
        }
    }

    void quantity(Piece& piece) const {
        if (as<T::YearRuleContext>(piece.parent) != nullptr) {
            return;  // 1月1日 is a day, not a length of time
        }
        const Folded folded = fold(piece.text);
        const std::size_t digits = folded.characters.find_first_not_of("0123456789.");
        const std::size_t unit = folded.characters.find_first_not_of(" \t", digits);
        if (digits == std::string::npos || unit == std::string::npos) {
            return;
        }
        const std::string number = piece.text.substr(0, folded.offsets[digits]);
        const std::string written = piece.text.substr(folded.offsets[unit]);
        for (const Word& w : kUnits) {
            if (written == (chinese_ ? w.en : w.zh)) {
                piece.text =
                    chinese_ ? number + std::string(w.zh) : number + " " + std::string(w.en);
                return;
            }
        }
    }

    void spell_name(Piece& piece, T::NameContext* name) const {
        auto* of = name->parent;
        if (auto* rounding = as<T::DeclRoundingContext>(of)) {
            word(piece, rounding->name(0) == name ? std::span<const Word>(kModes)
                                                  : std::span<const Word>(kRoundedTo));
        } else if (as<T::ClauseEntryContext>(of) != nullptr) {
            word(piece, kClasses);
        } else if (as<T::TypeRefContext>(of) != nullptr) {
            word(piece, kTypes);
        } else if (as<T::PartContext>(of) != nullptr) {
            own_word(piece, kLineParts);
        } else if (auto* atom = as<T::AtomNameContext>(of)) {
            in_expression(piece, as<T::PostContext>(atom->parent));
        } else if (auto* post = as<T::PostContext>(of)) {
            if (is_in_tier(post) && post->children.back() == name && is_tier(post)) {
                word(piece, kTierParts);
            }
        } else if (auto* path = as<T::PathContext>(of); path != nullptr) {
            in_path(piece, name, path);
        }
    }

    void in_path(Piece& piece, T::NameContext* name, T::PathContext* path) const {
        const bool of_clause = as<T::ChangeContext>(path->parent) != nullptr ||
                               as<T::UnaryAccountContext>(path->parent) != nullptr;
        if (of_clause && path->children.size() > 1 && path->children.back() == name) {
            word(piece, kClauseWords);
        } else if (path->children.size() == 1) {
            if (as<T::CarryContext>(path->parent) != nullptr) {
                word(piece, kPeriods);
            } else if (as<T::GotValueContext>(path->parent) != nullptr) {
                word(piece, kBenefit);
            }
        }
    }

    void in_expression(Piece& piece, T::PostContext* post) const {
        if (post == nullptr || post->children.size() != 1) {
            return;
        }
        if (follows_each(post)) {
            word(piece, kPeriods);
        } else if (above<T::PartContext>(post) != nullptr) {
            own_word(piece, kLineParts);
        } else if (is_in_tier(post)) {
            own_word(piece, kInTier);
        }
    }

    static bool is_in_tier(antlr4::tree::ParseTree* tree) {
        return above<T::TierContext>(tree) != nullptr || above<T::ChangeContext>(tree) != nullptr;
    }

    bool is_tier(T::PostContext* post) const {
        auto* first = as<T::AtomNameContext>(post->atom());
        return first != nullptr && post->LBRACK().empty() &&
               tiers_.contains(names_.at(first->name()));
    }

    // 每 年度: the name alone is what `每` is said of.
    static bool follows_each(antlr4::tree::ParseTree* tree) {
        while (tree->parent != nullptr && tree->parent->children.size() == 1) {
            tree = tree->parent;
        }
        if (tree->parent == nullptr) {
            return false;
        }
        const auto& around = tree->parent->children;
        const auto at = std::find(around.begin(), around.end(), tree);
        auto* before =
            at == around.begin() ? nullptr : as<antlr4::tree::TerminalNode>(*std::prev(at));
        return before != nullptr && before->getSymbol()->getType() == T::EACH;
    }

    Pieces& pieces_;
    bool chinese_;
    std::map<antlr4::tree::ParseTree*, std::string> names_;  ///< as they were written
    std::set<std::string> tiers_;
    std::set<std::string> declared_;
};

}  // namespace

void respell(Pieces& pieces, bool chinese) {
    Speller(pieces, chinese).run();
}

}  // namespace pol::parse
