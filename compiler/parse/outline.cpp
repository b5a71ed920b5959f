#include "compiler/parse/outline.h"

#include <algorithm>

#include "compiler/parse/fold.h"
#include "compiler/parse/reading.h"

namespace pol::parse {
namespace {

using T = grammar::PolParser;
using antlr4::tree::ParseTree;
using antlr4::tree::TerminalNode;
using Node = antlr4::ParserRuleContext;

template <class Context>
Context* as(ParseTree* tree) {
    return dynamic_cast<Context*>(tree);
}

template <class Context>
std::vector<Context*> parts_of(ParseTree* tree) {
    std::vector<Context*> list;
    for (ParseTree* child : tree->children) {
        if (auto* part = as<Context>(child)) {
            list.push_back(part);
        }
    }
    return list;
}

// A tier with clauses; without them it is the mention of one that stands elsewhere.
bool is_tier(ParseTree* tree) {
    auto* tier = as<T::TierContext>(tree);
    return tier != nullptr && tier->LBRACE() != nullptr;
}

// What says a rule of its own, and so should say where it is from.
bool may_cite_alone(ParseTree* tree) {
    return as<T::DefinitionContext>(tree) != nullptr || as<T::DeclTableContext>(tree) != nullptr ||
           as<T::DeclParamContext>(tree) != nullptr || as<T::DeclBenefitContext>(tree) != nullptr ||
           as<T::DeclAmendContext>(tree) != nullptr || as<T::DeclReadingContext>(tree) != nullptr ||
           as<T::DeclFilingContext>(tree) != nullptr || as<T::AllowanceContext>(tree) != nullptr ||
           as<T::AnswerContext>(tree) != nullptr || is_tier(tree) ||
           as<T::PartContext>(tree) != nullptr;
}

// Not counted: it says nothing of what is to be done.
bool is_apart(ParseTree* tree) {
    return as<T::CiteContext>(tree) != nullptr || as<T::DeclSourceContext>(tree) != nullptr ||
           as<T::DeclClausesContext>(tree) != nullptr ||
           as<T::DeclSpecimenContext>(tree) != nullptr || as<T::DeclTestContext>(tree) != nullptr;
}

class Outliner {
  public:
    Outliner(FileId file, std::string_view text, const std::vector<Token>& tokens)
        : file_(file), text_(text), tokens_(tokens) {}

    Outline run(T::FileContext* file) {
        visit(file, std::nullopt);
        return std::move(outline_);
    }

  private:
    void visit(Node* node, std::optional<std::size_t> inside) {
        head(node);
        if (is_apart(node)) {
            return;
        }
        const auto cites = parts_of<T::CiteContext>(node);
        if (!cites.empty() || may_cite_alone(node)) {
            inside = add(node, cites, inside);
        }
        for (ParseTree* child : node->children) {
            if (auto* part = as<Node>(child)) {
                visit(part, inside);
            } else if (!is_question(node, child)) {
                count(token(child), inside);
            }
        }
    }

    // What the module says of itself and its documents.
    void head(Node* node) {
        if (auto* module = as<T::DeclModuleContext>(node)) {
            outline_.module = plain(module->path());
        } else if (auto* use = as<T::DeclUseContext>(node)) {
            for (T::PathContext* path : use->path()) {
                outline_.uses.push_back(plain(path));
            }
        } else if (auto* source = as<T::DeclSourceContext>(node)) {
            outline_.sources.push_back(
                {plain(source->name()), string(source->STRING()), first(source->name())});
        } else if (auto* clauses = as<T::DeclClausesContext>(node)) {
            for (T::ClauseEntryContext* entry : clauses->clauseEntry()) {
                outline_.clauses.push_back({plain(clauses->name()), string(entry->STRING()),
                                            plain(entry->name()), first(entry)});
            }
        }
    }

    std::size_t add(Node* node, const std::vector<T::CiteContext*>& cites,
                    std::optional<std::size_t> inside) {
        Statement statement;
        statement.name = name(node);
        if (inside) {
            statement.name = outline_.statements[*inside].name + "." + statement.name;
        }
        statement.span = first(node);
        statement.inside = inside;
        statement.may_cite_alone = may_cite_alone(node);
        for (T::CiteContext* cite : cites) {
            std::string source;
            for (T::CiteItemContext* item : cite->citeItem()) {
                // 依据 流程 "一", "二": the source is said once.
                source = item->name() == nullptr ? source : plain(item->name());
                statement.cites.push_back({source, string(item->STRING())});
            }
        }
        outline_.statements.push_back(std::move(statement));
        return outline_.statements.size() - 1;
    }

    // An answer by its kind and name, what has a name by that, a clause of a tier by its keyword,
    // anything else by its first part.
    std::string name(Node* node) const {
        const auto names = parts_of<T::NameContext>(node);
        if (as<T::AnswerContext>(node) != nullptr) {
            return plain(first_leaf(node)) + " " + plain(names.front());
        }
        if (as<T::DeclAmendContext>(node) != nullptr) {
            return plain(names.back());  // 修订 住院 为 临时外出住院
        }
        if (!names.empty()) {
            return plain(names.front());
        }
        return plain(node->children.front());
    }

    static bool is_question(Node* node, ParseTree* child) {
        auto* reading = as<T::DeclReadingContext>(node);
        return reading != nullptr && (child == reading->ASK() || child == reading->STRING());
    }

    void count(const Token* token, std::optional<std::size_t> inside) {
        if (token == nullptr || token->type == T::NL) {
            return;
        }
        (inside ? outline_.statements[*inside].characters : outline_.characters) +=
            characters_in(text_.substr(token->begin, token->end - token->begin));
    }

    // ANTLR's end of the file has no token.
    const Token* token(ParseTree* leaf) const {
        const std::size_t index = as<TerminalNode>(leaf)->getSymbol()->getTokenIndex();
        return index < tokens_.size() ? &tokens_[index] : nullptr;
    }

    static ParseTree* first_leaf(ParseTree* tree) {
        while (!tree->children.empty()) {
            tree = tree->children.front();
        }
        return tree;
    }

    Span first(ParseTree* tree) const {
        const Token* t = token(first_leaf(tree));
        return {file_, t->begin, t->end};
    }

    // The words of a node without the blanks between them.
    std::string plain(ParseTree* tree) const {
        if (as<TerminalNode>(tree) != nullptr) {
            const Token* t = token(tree);
            return t == nullptr ? "" : std::string(text_.substr(t->begin, t->end - t->begin));
        }
        std::string all;
        for (ParseTree* child : tree->children) {
            all += plain(child);
        }
        return all;
    }

    std::string string(TerminalNode* leaf) const {
        const Folded marked = fold(plain(leaf));
        const std::string all = plain(leaf);
        const std::size_t last = marked.offsets.size() - 2;
        return all.substr(marked.offsets[1], marked.offsets[last] - marked.offsets[1]);
    }

    FileId file_;
    std::string_view text_;
    const std::vector<Token>& tokens_;
    Outline outline_;
};

}  // namespace

std::optional<Outline> outline(FileId file, const SourceMap& sources, Diagnostics& diagnostics) {
    const auto whole = read_whole(file, sources, diagnostics);
    if (!whole) {
        return std::nullopt;
    }
    return Outliner(file, sources.text(file), whole->tokens).run(whole->reading.file);
}

std::size_t characters_in(std::string_view text) {
    const std::string letters = fold(text).characters;
    const auto is_blank = [](char c) { return c == ' ' || (c >= '\t' && c <= '\r'); };
    return letters.size() -
           static_cast<std::size_t>(std::count_if(letters.begin(), letters.end(), is_blank));
}

}  // namespace pol::parse
