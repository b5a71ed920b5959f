#include "compiler/parse/layout.h"

#include <algorithm>

#include "compiler/parse/lines.h"
#include "runtime/value/text.h"

namespace pol::parse {
namespace {

using T = grammar::PolParser;

// A place in a line where its neighbours may have a column: the beginning of a part of an element.
struct Cell {
    std::string kind;              ///< what stands in a column together
    std::size_t piece = kNowhere;  ///< kNowhere: the comment at the line's end
    std::size_t end = kNowhere;    ///< the piece behind it, where it could be set to the right
    std::size_t least = 2;         ///< blanks before it in a column
};

// The cells of one line, and how far it has been measured.
struct Row {
    std::size_t line = 0;
    std::vector<Cell> cells;
    std::size_t next = 0;   ///< cell
    std::size_t piece = 0;  ///< all before it are measured
    std::size_t width = 0;
};

bool is_keyword_first(antlr4::ParserRuleContext* node) {
    auto* first = as<antlr4::tree::TerminalNode>(node->children.front());
    return first != nullptr && first->getSymbol()->getType() != T::STRING;
}

// What a module says once, one line each, has one column.
bool is_setting(std::size_t type) {
    return type == T::JURISDICTION || type == T::IN_FORCE || type == T::APPLIES ||
           type == T::YEAR || type == T::ROUNDING || type == T::SOURCE;
}

class Layout {
  public:
    Layout(const Pieces& pieces, LayoutOptions options)
        : pieces_(pieces.list),
          rest_(pieces.rest),
          lines_(lines_of(pieces_, options.moves_lines)),
          indents_(lines_.size(), 0),
          blanks_(pieces_.size(), 0),
          comment_blanks_(lines_.size(), 1) {
        for (std::size_t l = 0; l < lines_.size(); ++l) {
            for (std::size_t i = lines_[l].first + 1; i < lines_[l].last; ++i) {
                blanks_[i] = blanks_before(pieces_, i);
            }
            if (lines_[l].comment) {
                comment_blanks_[l] = std::max<std::size_t>(lines_[l].comment->blanks, 1);
            }
        }
    }

    std::string run() {
        for (std::size_t l = 0; l < lines_.size();) {
            l = run_of_lines(l);
        }
        std::string out;
        for (std::size_t l = 0; l < lines_.size(); ++l) {
            print(l, out);
        }
        std::vector<Comment> last(rest_.begin(), rest_.end());
        if (!last.empty() && last.front().lines == 0 && !lines_.empty()) {
            out.pop_back();
            out += std::string(std::max<std::size_t>(last.front().blanks, 1), ' ');
            out += std::string(last.front().text) + "\n";
            last.erase(last.begin());
        }
        comments(last, 0, out);
        return out;
    }

  private:
    // Lines that may have columns together: siblings of one kind that follow each other, with the
    // lines that carry them on. Answers the line behind them.
    std::size_t run_of_lines(std::size_t first) {
        set_in(first);
        if (!is_element_line(first)) {
            return first + 1;
        }
        std::vector<Row> rows{row_of(first)};
        std::size_t end = first + 1;
        while (!lines_[first].opens && end < lines_.size() && is_together(first, end)) {
            if (lines_[end].is_element) {
                indents_[end] = indents_[first];
                rows.push_back(row_of(end));
            }
            ++end;
        }
        align(rows);
        for (std::size_t l = first + 1; l < end; ++l) {
            set_in(l);
        }
        return end;
    }

    bool is_element_line(std::size_t l) const {
        return lines_[l].is_element && pieces_[lines_[l].first].begins != nullptr;
    }

    bool is_together(std::size_t first, std::size_t l) const {
        const Line& line = lines_[l];
        if (line.blank_before || !line.comments.empty() || line.closes != kNowhere || line.opens) {
            return false;
        }
        if (!line.is_element) {
            return line.inside == lines_[first].inside;
        }
        if (!is_element_line(l) || line.inside != lines_[first].inside) {
            return false;
        }
        return kind_of(l) == kind_of(first);
    }

    // Declarations are of one kind where they begin with one word, other elements by their rule.
    std::pair<std::size_t, std::size_t> kind_of(std::size_t l) const {
        const Piece& first = pieces_[lines_[l].first];
        if (as<T::DeclContext>(first.begins) == nullptr) {
            return {unwrapped(first.begins)->getRuleIndex(), 0};
        }
        return {first.begins->getRuleIndex(), is_setting(first.type) ? 0 : first.type};
    }

    void set_in(std::size_t l) {
        const Line& line = lines_[l];
        if (line.closes != kNowhere) {
            indents_[l] = indents_[line.closes];
            return;
        }
        indents_[l] = line.inside == kNowhere ? 0 : indents_[line.inside] + kIndent;
        if (line.under != kNowhere) {
            indents_[l] = column_of(line.under);
        } else if (line.is_set_in) {
            indents_[l] += kIndent;
        }
    }

    std::size_t column_of(std::size_t piece) const {
        const auto behind =
            std::upper_bound(lines_.begin(), lines_.end(), piece,
                             [](std::size_t p, const Line& line) { return p < line.first; });
        const auto l = static_cast<std::size_t>(behind - lines_.begin()) - 1;
        std::size_t width = indents_[l];
        for (std::size_t i = lines_[l].first; i < piece; ++i) {
            width += width_of(l, i);
        }
        return width + semicolon_width(l, piece) + blanks_[piece];
    }

    // A piece with the blanks and the semicolon before it.
    std::size_t width_of(std::size_t l, std::size_t i) const {
        return semicolon_width(l, i) + blanks_[i] + display_width(pieces_[i].text);
    }
    std::size_t semicolon_width(std::size_t l, std::size_t i) const {
        return i == lines_[l].first ? 0 : display_width(semicolon(i));
    }
    std::string_view semicolon(std::size_t i) const {
        if (!pieces_[i].ends_clause) {
            return {};
        }
        return pieces_[i].semicolon.empty() ? ";" : pieces_[i].semicolon;
    }

    Row row_of(std::size_t l) const {
        const Line& line = lines_[l];
        Row row{l, {}, 0, line.first, indents_[l]};
        std::size_t slot = 0;
        int depth = 0;
        for (std::size_t i = line.first; i < line.last; ++i) {
            const bool begins = i == line.first || (pieces_[i].ends_clause && depth == 0);
            if (begins && pieces_[i].begins != nullptr) {
                if (i != line.first) {
                    row.cells.push_back({"row" + std::to_string(slot), i, kNowhere, 2});
                }
                cells(unwrapped(pieces_[i].begins), i, line.last, slot++, row.cells);
            }
            const std::size_t type = pieces_[i].type;
            depth += type == T::LBRACE || type == T::LPAREN || type == T::LBRACK   ? 1
                     : type == T::RBRACE || type == T::RPAREN || type == T::RBRACK ? -1
                                                                                   : 0;
        }
        if (line.comment) {
            row.cells.push_back({"comment", kNowhere, kNowhere, 2});
        }
        return row;
    }

    // The parts of an element that stand on a line.
    void cells(Node* element, std::size_t first, std::size_t last, std::size_t slot,
               std::vector<Cell>& into) const {
        std::size_t at = first;
        std::size_t ordinal = 0;
        bool conditioned = false;
        std::string part = "key";
        for (std::size_t c = 1; c < element->children.size(); ++c) {
            antlr4::tree::ParseTree* child = element->children[c];
            const antlr4::Token* token = first_token(child);
            if (token == nullptr) {
                continue;
            }
            at = piece_of(token, at, last);
            if (at == last) {
                return;
            }
            const std::size_t type = pieces_[at].type;
            const bool is_leaf = as<antlr4::tree::TerminalNode>(child) != nullptr;
            Cell cell{"", at, kNowhere, 2};
            const std::size_t before = pieces_[at - 1].type;
            if (type == T::WHEN || type == T::NO_CALC || (type == T::REST && is_leaf)) {
                cell.kind = conditioned ? "" : "when";
                conditioned = true;
            } else if (as<T::CiteContext>(child) != nullptr) {
                cell.kind = "cite";
            } else if (is_leaf && (type == T::COLON || type == T::AS)) {
                cell.kind = type == T::COLON ? "colon" : "as";
                cell.least = 1;
                part = type == T::COLON ? "cell" : part;
                ordinal = type == T::COLON ? 0 : ordinal;
            } else if (before == T::COMMA || before == T::COLON) {
                cell.kind = part + std::to_string(ordinal++);
                cell.least = 1;
                cell.end = c + 1 < element->children.size()
                               ? piece_of(first_token(element->children[c + 1]), at, last)
                               : last;
            } else if (as<T::OptionContext>(element) != nullptr) {
                cell.kind = type == T::LPAREN ? "adopted" : c == 1 ? "value" : "";
                cell.least = type == T::LPAREN ? 2 : 1;
            } else if (is_leaf && type == T::EQUALS) {
                cell.kind = "equals";
                cell.least = 1;
            } else if (is_leaf && (type == T::ASK || type == T::GET || type == T::LBRACE)) {
                cell.kind = "sign" + std::to_string(type);
            } else if (c == 1) {
                cell.kind = "value";
                cell.least =
                    as<T::AnswerContext>(element) != nullptr || !is_keyword_first(element) ? 1 : 2;
            } else {
                cell.kind = "part" + std::to_string(c);
                cell.least = 1;
            }
            if (!cell.kind.empty() && (blanks_[at] > 0 || pieces_[at].blanks > 1)) {
                cell.kind += "/" + std::to_string(slot);
                into.push_back(std::move(cell));
            }
        }
    }

    static const antlr4::Token* first_token(antlr4::tree::ParseTree* tree) {
        if (auto* leaf = as<antlr4::tree::TerminalNode>(tree)) {
            return leaf->getSymbol();
        }
        auto* node = as<Node>(tree);
        return node == nullptr || node->children.empty() ? nullptr : node->start;
    }

    // The piece of a token, from `at` on; `last` where it stands on another line.
    std::size_t piece_of(const antlr4::Token* token, std::size_t at, std::size_t last) const {
        while (at < last && pieces_[at].token != token->getTokenIndex()) {
            ++at;
        }
        return at;
    }

    // Column by column. A kind has its turn when no row has it behind another cell.
    void align(std::vector<Row>& rows) {
        const auto is_open = [](const Row& row) { return row.next < row.cells.size(); };
        while (true) {
            const auto row = std::find_if(rows.begin(), rows.end(), is_open);
            if (row == rows.end()) {
                return;
            }
            std::string kind = row->cells[row->next].kind;
            for (const Row& other : rows) {
                if (is_open(other) && !waits(rows, other.cells[other.next].kind)) {
                    kind = other.cells[other.next].kind;
                    break;
                }
            }
            std::vector<Row*> column;
            for (Row& other : rows) {
                if (is_open(other) && other.cells[other.next].kind == kind) {
                    column.push_back(&other);
                }
            }
            set_column(column);
        }
    }

    static bool waits(const std::vector<Row>& rows, const std::string& kind) {
        return std::any_of(rows.begin(), rows.end(), [&](const Row& row) {
            const auto from = row.cells.begin() + static_cast<std::ptrdiff_t>(row.next);
            return from != row.cells.end() &&
                   std::any_of(from + 1, row.cells.end(),
                               [&](const Cell& cell) { return cell.kind == kind; });
        });
    }

    std::size_t written_blanks(const Row& row) const {
        const std::size_t piece = row.cells[row.next].piece;
        return piece == kNowhere ? comment_blanks_[row.line] : pieces_[piece].blanks;
    }

    void set_column(const std::vector<Row*>& column) {
        const bool right = is_set_right(column);
        std::size_t fewest = kNowhere;
        std::size_t most = 0;
        std::size_t widest = 0;
        std::vector<std::size_t> widths;
        for (Row* row : column) {
            fewest = std::min(fewest, written_blanks(*row));
            most = std::max(most, written_blanks(*row));
            widths.push_back(width_before(*row) + (right ? cell_width(*row) : 0));
            widest = std::max(widest, widths.back());
        }
        for (std::size_t r = 0; r < column.size(); ++r) {
            Row& row = *column[r];
            const Cell& cell = row.cells[row.next++];
            const bool is_comment = cell.piece == kNowhere;
            std::size_t& blanks = is_comment ? comment_blanks_[row.line] : blanks_[cell.piece];
            // Nobody set a column off here.
            if (most < 2) {
                blanks = is_comment ? 1 : blanks;
            } else {
                blanks = std::max(fewest, cell.least) + widest - widths[r];
            }
        }
    }

    // How wide the line is before the cell whose turn it is.
    std::size_t width_before(Row& row) const {
        const Cell& cell = row.cells[row.next];
        const std::size_t end = cell.piece == kNowhere ? lines_[row.line].last : cell.piece;
        for (; row.piece < end; ++row.piece) {
            row.width += width_of(row.line, row.piece);
        }
        return row.width + (cell.piece == kNowhere ? 0 : semicolon_width(row.line, cell.piece));
    }

    std::size_t cell_width(const Row& row) const {
        const Cell& cell = row.cells[row.next];
        std::size_t width = display_width(pieces_[cell.piece].text);
        for (std::size_t i = cell.piece + 1; i < cell.end; ++i) {
            width += width_of(row.line, i);
        }
        return width;
    }

    // Figures that ended in one column and did not begin in one.
    bool is_set_right(const std::vector<Row*>& column) const {
        std::size_t begin = kNowhere;
        std::size_t end = kNowhere;
        bool begins_differ = false;
        for (const Row* row : column) {
            const Cell& cell = row->cells[row->next];
            if (cell.end == kNowhere || cell.piece == kNowhere) {
                return false;
            }
            const Piece& last = pieces_[cell.end - 1];
            const std::size_t here = last.column + display_width(last.text);
            begins_differ |= begin != kNowhere && begin != pieces_[cell.piece].column;
            if (end != kNowhere && end != here) {
                return false;
            }
            begin = pieces_[cell.piece].column;
            end = here;
        }
        return begins_differ;
    }

    static void comments(const std::vector<Comment>& list, std::size_t indent, std::string& out) {
        for (const Comment& comment : list) {
            if (comment.lines > 1 && !out.empty()) {
                out += "\n";
            }
            out += std::string(indent, ' ') + std::string(comment.text) + "\n";
        }
    }

    void print(std::size_t l, std::string& out) const {
        const Line& line = lines_[l];
        comments(line.comments, indents_[l] + (line.closes == kNowhere ? 0 : kIndent), out);
        if (line.blank_before && !out.empty()) {
            out += "\n";
        }
        out += std::string(indents_[l], ' ');
        for (std::size_t i = line.first; i < line.last; ++i) {
            if (i > line.first) {
                out += semicolon(i);
                out += std::string(blanks_[i], ' ');
            }
            out += pieces_[i].text;
        }
        if (line.comment) {
            out += std::string(comment_blanks_[l], ' ') + std::string(line.comment->text);
        }
        out += "\n";
    }

    const std::vector<Piece>& pieces_;
    const std::vector<Comment>& rest_;
    std::vector<Line> lines_;
    std::vector<std::size_t> indents_;
    std::vector<std::size_t> blanks_;
    std::vector<std::size_t> comment_blanks_;
};

}  // namespace

std::string layout(const Pieces& pieces, LayoutOptions options) {
    return Layout(pieces, options).run();
}

}  // namespace pol::parse
