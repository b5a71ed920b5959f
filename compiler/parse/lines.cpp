#include "compiler/parse/lines.h"

#include <algorithm>

namespace pol::parse {
namespace {

using T = grammar::PolParser;

bool opens(std::size_t type) {
    return type == T::LBRACE || type == T::LPAREN || type == T::LBRACK;
}
bool closes(std::size_t type) {
    return type == T::RBRACE || type == T::RPAREN || type == T::RBRACK;
}

// Blocks of values, fields, cases and steps: they stand on one line or several as the writer likes.
// Every other block has one statement a line.
bool is_list(antlr4::tree::ParseTree* owner) {
    return as<T::RecordLitContext>(owner) != nullptr || as<T::TypeRefContext>(owner) != nullptr ||
           as<T::AtomByContext>(owner) != nullptr || as<T::BandsContext>(owner) != nullptr ||
           as<T::DeclClausesContext>(owner) != nullptr ||
           as<T::DeclEnumContext>(owner) != nullptr ||
           as<T::DeclExtendEnumContext>(owner) != nullptr ||
           as<T::DeclExtendContext>(owner) != nullptr ||
           as<T::DeclRecordContext>(owner) != nullptr || as<T::DeclTestContext>(owner) != nullptr ||
           as<T::TestSequenceContext>(owner) != nullptr;
}

// Rows may stand beside each other.
bool has_rows(antlr4::tree::ParseTree* owner) {
    return as<T::DeclTableContext>(owner) != nullptr || as<T::DeclParamContext>(owner) != nullptr;
}

class Parter {
  public:
    Parter(const std::vector<Piece>& pieces, bool moves_lines)
        : pieces_(pieces), moves_lines_(moves_lines), partner_(pieces.size(), kNowhere) {
        std::vector<std::size_t> open;
        for (std::size_t i = 0; i < pieces_.size(); ++i) {
            if (opens(pieces_[i].type)) {
                open.push_back(i);
            } else if (closes(pieces_[i].type) && !open.empty()) {
                partner_[i] = open.back();
                partner_[open.back()] = i;
                open.pop_back();
            }
        }
        singles();
    }

    std::vector<Line> run() {
        for (std::size_t i = 0; i < pieces_.size(); ++i) {
            if (i == 0 || breaks_before(i)) {
                begin(i);
            }
            if (opens(pieces_[i].type)) {
                open_.push_back({i, lines_.size() - 1});
            } else if (closes(pieces_[i].type) && !open_.empty()) {
                open_.pop_back();
            }
        }
        end_line();
        return std::move(lines_);
    }

  private:
    struct Open {
        std::size_t piece;
        std::size_t line;
    };

    // Blocks with one element.
    void singles() {
        is_single_.assign(pieces_.size(), true);
        std::vector<std::size_t> open;
        for (std::size_t i = 0; i < pieces_.size(); ++i) {
            if (pieces_[i].ends_clause && !open.empty()) {
                is_single_[open.back()] = false;
            }
            if (opens(pieces_[i].type)) {
                open.push_back(i);
            } else if (closes(pieces_[i].type) && !open.empty()) {
                open.pop_back();
            }
        }
    }

    bool on_one_line(std::size_t opener) const {
        return pieces_[opener].line == pieces_[partner_[opener]].line;
    }

    // A block with one block in it may share the lines of its braces: 目录 甲 { 明细 { … } }.
    bool shares_lines(std::size_t opener) const {
        const std::size_t closer = partner_[opener];
        return is_single_[opener] && pieces_[opener + 1].lines == 0 && pieces_[closer].lines == 0 &&
               pieces_[closer - 1].type == T::RBRACE && pieces_[closer].comments.empty() &&
               pieces_[opener + 1].comments.empty();
    }

    bool is_broken_block(std::size_t opener) const {
        return pieces_[opener].type == T::LBRACE && !is_list(pieces_[opener].parent) &&
               partner_[opener] != kNowhere && !on_one_line(opener);
    }

    bool breaks_before(std::size_t i) const {
        const Piece& piece = pieces_[i];
        const std::size_t type = piece.type;
        if (!piece.comments.empty()) {
            return true;
        }
        if (!moves_lines_) {
            return piece.lines > 0;
        }
        if (type == T::LBRACE && pieces_[i - 1].type != T::LBRACK &&
            pieces_[i - 1].type != T::COMMA && !piece.ends_clause) {
            return false;
        }
        if (pieces_[i - 1].type == T::LBRACE && type == T::RBRACE) {
            return false;
        }
        if (piece.lines > 0) {
            return true;
        }
        if (!open_.empty() && is_broken_block(open_.back().piece)) {
            const std::size_t opener = open_.back().piece;
            if (opener == i - 1 || partner_[opener] == i) {
                return !shares_lines(opener);
            }
            return piece.ends_clause && !has_rows(pieces_[opener].parent);
        }
        return piece.ends_clause && open_.empty();
    }

    // Whether an element begins here, and does not go on.
    bool is_element(std::size_t i) const {
        if (i == 0 || pieces_[i].ends_clause || opens(pieces_[i - 1].type)) {
            return true;
        }
        return pieces_[i - 1].type == T::COMMA &&
               (as<T::SepContext>(pieces_[i - 1].parent) != nullptr ||
                as<T::ArmSepContext>(pieces_[i - 1].parent) != nullptr);
    }

    void begin(std::size_t i) {
        end_line();
        const Piece& piece = pieces_[i];
        Line line;
        line.first = i;
        auto own = piece.comments.begin();
        if (own != piece.comments.end() && own->lines == 0 && !lines_.empty()) {
            lines_.back().comment = *own++;
        }
        line.comments.assign(own, piece.comments.end());
        line.blank_before = piece.lines > 1;
        if (closes(piece.type) && !open_.empty()) {
            line.closes = open_.back().line;
        } else {
            line.inside = open_.empty() ? kNowhere : open_.back().line;
            line.is_element = is_element(i);
            const bool in_braces = open_.empty() || pieces_[open_.back().piece].type == T::LBRACE;
            line.is_set_in = in_braces && !line.is_element && piece.type != T::LBRACE;
            if (line.is_set_in) {
                line.under = under(i);
            }
        }
        lines_.push_back(std::move(line));
    }

    // `且` stands under its `当`, a figure of a test under the first.
    std::size_t under(std::size_t i) const {
        const Piece& piece = pieces_[i];
        const antlr4::Token* token = nullptr;
        if (piece.type == T::AND || piece.type == T::OR) {
            Node* node = piece.parent;
            while (node != nullptr && as<T::WhenContext>(node) == nullptr) {
                node = as<Node>(node->parent);
            }
            token = node == nullptr ? nullptr : node->start;
        } else if (auto* got = as<T::GotContext>(piece.begins)) {
            auto* claim = as<T::TestClaimContext>(got->parent);
            token = claim == nullptr ? nullptr : claim->got(0)->start;
        }
        const std::size_t from = open_.empty() ? 0 : open_.back().piece;
        for (std::size_t k = i; token != nullptr && k-- > from;) {
            if (pieces_[k].begins != nullptr && pieces_[k].begins->start == token) {
                return k;
            }
        }
        return kNowhere;
    }

    void end_line() {
        if (lines_.empty()) {
            return;
        }
        Line& line = lines_.back();
        line.opens = !open_.empty() && open_.back().line == lines_.size() - 1;
    }

    const std::vector<Piece>& pieces_;
    bool moves_lines_;
    std::vector<std::size_t> partner_;
    std::vector<bool> is_single_;
    std::vector<Open> open_;
    std::vector<Line> lines_;
};

}  // namespace

std::vector<Line> lines_of(const std::vector<Piece>& pieces, bool moves_lines) {
    std::vector<Line> lines = Parter(pieces, moves_lines).run();
    for (std::size_t l = 0; l < lines.size(); ++l) {
        lines[l].last = l + 1 < lines.size() ? lines[l + 1].first : pieces.size();
    }
    return lines;
}

Node* unwrapped(Node* node) {
    while (node->children.size() == 1 && as<Node>(node->children.front()) != nullptr) {
        node = as<Node>(node->children.front());
    }
    return node;
}

namespace {

// A full-width sign has its blank within.
bool is_wide(const Piece& piece) {
    return static_cast<unsigned char>(piece.text.front()) >= 0x80;
}

bool touches_left(const Piece& piece, const Piece& before) {
    switch (piece.type) {
    case T::COMMA:
    case T::QUESTION:
    case T::DOT:
    case T::RPAREN:
    case T::RBRACK:
        return true;
    case T::COLON:
        return is_wide(piece) || as<T::ArmContext>(piece.parent) != nullptr ||
               as<T::RecordFieldContext>(piece.parent) != nullptr ||
               as<T::DatedContext>(piece.parent) != nullptr;
    case T::LPAREN:
        return is_wide(piece) || as<T::AtomCallContext>(piece.parent) != nullptr ||
               as<T::AtomExtremeContext>(piece.parent) != nullptr;
    case T::QUANTITY:
        return as<T::YearRuleContext>(piece.parent) != nullptr &&
               before.type == T::QUANTITY;  // 1月1日
    case T::LBRACK:
        return as<T::PostContext>(piece.parent) != nullptr ||
               as<T::PathContext>(piece.parent) != nullptr;
    default:
        return false;
    }
}

bool touches_right(const Piece& piece) {
    switch (piece.type) {
    case T::LPAREN:
    case T::LBRACK:
    case T::DOT:
        return true;
    case T::MINUS:
        return as<T::UnaryMinusContext>(piece.parent) != nullptr ||
               as<T::LiteralContext>(piece.parent) != nullptr;
    case T::COMMA:
    case T::COLON:
    case T::RPAREN:
        return is_wide(piece);
    default:
        return false;
    }
}

// Words that end what stands before them: a writer may set them off.
bool may_be_set_off(const Piece& piece) {
    switch (piece.type) {
    case T::WHEN:
    case T::CITE:
    case T::REST:
    case T::GET:
    case T::ASK:
        return true;
    default:
        return piece.ends_clause;
    }
}

}  // namespace

std::size_t blanks_before(const std::vector<Piece>& pieces, std::size_t i) {
    const Piece& before = pieces[i - 1];
    const Piece& piece = pieces[i];
    if (touches_left(piece, before) || (touches_right(before) && !piece.ends_clause) ||
        (before.type == T::LBRACE && piece.type == T::RBRACE)) {
        return 0;
    }
    const bool is_arm = as<T::ArmContext>(piece.begins) != nullptr;
    if (is_arm && before.type != T::LBRACE && before.type != T::COMMA && !piece.ends_clause) {
        return 2;
    }
    return may_be_set_off(piece) && piece.blanks > 1 ? 2 : 1;
}

}  // namespace pol::parse
