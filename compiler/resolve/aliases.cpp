#include "compiler/resolve/aliases.h"

#include <algorithm>

#include "compiler/syntax/walk.h"
#include "runtime/value/overloaded.h"

namespace pol::resolve {
namespace {

using namespace syntax;

// The names of a path that is written as an expression: 住院.统筹基金.比例.
std::string dotted(const Tree& tree, ExprId id) {
    if (const auto* name = std::get_if<NameExpr>(&tree[id].node)) {
        return name->text;
    }
    if (const auto* member = std::get_if<MemberExpr>(&tree[id].node)) {
        const std::string base = dotted(tree, member->base);
        return base.empty() ? base : base + "." + member->member.text;
    }
    return {};
}

std::string first_name(const std::string& path) {
    return path.substr(0, path.find('.'));
}

class Aliases {
  public:
    Aliases(Tree& tree, const Scopes& scopes, const Clauses& clauses, Diagnostics& diagnostics)
        : tree_(tree), scopes_(scopes), clauses_(clauses), diagnostics_(diagnostics) {}

    void run() {
        for (FileIndex f = 0; f < tree_.files.size(); ++f) {
            for (Decl& decl : tree_.files[f].decls) {
                if (auto* benefit = std::get_if<BenefitDecl>(&decl.node)) {
                    in(*benefit);
                }
            }
        }
    }

  private:
    void in(BenefitDecl& benefit) {
        funds_.clear();
        for (const BenefitItem& item : benefit.items) {
            if (const auto* tier = std::get_if<TierDecl>(&item.node)) {
                funds_.insert(tier->fund.text);
            }
        }
        for (BenefitItem& item : benefit.items) {
            if (auto* tier = std::get_if<TierDecl>(&item.node)) {
                each_expr(*tier, [&](ExprId& id) { look(id, 0); });
            }
        }
    }

    void look(ExprId id, int depth) {
        // A reading's value may name a clause that names a reading …; the text has no such depth.
        constexpr int kDeepest = 16;
        if (depth > kDeepest) {
            return;
        }
        const FileIndex file = scopes_.of(tree_[id].span.file);
        const std::string path = dotted(tree_, id);
        if (!path.empty()) {
            if (const auto clause = clauses_.find({file, path}); clause != clauses_.end()) {
                if (!clause->second) {
                    diagnostics_.add(Code::E0218_bands_no_value, tree_[id].span, {path});
                    tree_.exprs[id.value].node = ErrorExpr{};
                    return;
                }
                return stand_for(id, *clause->second, depth);
            }
            const auto* reading = find_decl<ReadingDecl>(
                tree_, scopes_, file, [&](const ReadingDecl& r) { return r.name.text == path; });
            if (reading != nullptr && reading->options.size() == 1 &&
                reading->options.front().value &&
                speaks_of_tiers(*reading->options.front().value, file)) {
                return stand_for(id, *reading->options.front().value, depth);
            }
        }
        for (const ExprId part : parts_of(tree_, id)) {
            look(part, depth);
        }
    }

    void stand_for(ExprId id, ExprId target, int depth) {
        const ExprId made = copy(tree_, target);
        tree_.exprs[id.value].node = AliasExpr{made};
        look(made, depth + 1);
    }

    bool speaks_of_tiers(ExprId id, FileIndex file) const {
        const std::string path = dotted(tree_, id);
        if (!path.empty() && path.find('.') != std::string::npos &&
            (funds_.contains(first_name(path)) || clauses_.contains({file, path}))) {
            return true;
        }
        const std::vector<ExprId> parts = parts_of(tree_, id);
        return std::any_of(parts.begin(), parts.end(),
                           [&](ExprId part) { return speaks_of_tiers(part, file); });
    }

    Tree& tree_;
    const Scopes& scopes_;
    const Clauses& clauses_;
    Diagnostics& diagnostics_;
    std::set<std::string> funds_;
};

void clauses_of(Tree& tree, const TierDecl& tier, const std::string& benefit,
                std::map<std::string, std::optional<ExprId>>& into) {
    const std::string path =
        benefit + "." + tier.fund.text + "." + (tier.second ? tier.second->text + "." : "");
    const auto add = [&](const char* zh, const char* en, std::optional<ExprId> value) {
        into.emplace(path + zh, value);
        into.emplace(path + en, value);
    };
    for (const TierClause& clause : tier.clauses) {
        std::visit(Overloaded{
                       [&](const BaseClause& c) { add("基数", "base", copy(tree, c.value)); },
                       [&](const DeductClause& c) { add("起付", "deduct", copy(tree, c.amount)); },
                       [&](const RateClause& c) {
                           add("比例", "rate",
                               c.bands ? std::nullopt : std::optional(copy(tree, c.rate)));
                       },
                       [&](const LimitClause& c) { add("封顶", "limit", copy(tree, c.amount)); },
                       [](const FloorClause&) {},
                       [](const BalanceClause&) {},
                   },
                   clause.node);
    }
}

}  // namespace

Clauses clauses_of_benefits(Tree& tree, const Scopes& scopes) {
    Clauses all;
    for (FileIndex f = 0; f < tree.files.size(); ++f) {
        for (const FileIndex seen : scopes.seen_from(f)) {
            for (const Decl& decl : tree.files[seen].decls) {
                const auto* benefit = std::get_if<BenefitDecl>(&decl.node);
                if (benefit == nullptr) {
                    continue;
                }
                std::map<std::string, std::optional<ExprId>> own;
                for (const BenefitItem& item : benefit->items) {
                    if (const auto* tier = std::get_if<TierDecl>(&item.node)) {
                        clauses_of(tree, *tier, benefit->name.text, own);
                    }
                }
                for (const auto& [path, value] : own) {
                    all.emplace(std::pair{f, path}, value);
                }
            }
        }
    }
    return all;
}

void write_out_aliases(Tree& tree, const Scopes& scopes, const Clauses& clauses,
                       Diagnostics& diagnostics) {
    Aliases(tree, scopes, clauses, diagnostics).run();
}

}  // namespace pol::resolve
