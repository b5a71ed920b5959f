#include "compiler/resolve/amendments.h"

#include <algorithm>
#include <map>

#include "compiler/resolve/changes.h"
#include "compiler/resolve/stacks.h"
#include "compiler/source/nearest.h"
#include "compiler/syntax/walk.h"

namespace pol::resolve {
namespace {

using namespace syntax;

struct Amendment {
    AmendDecl decl;
    FileIndex file = 0;
    const AmendDecl* origin = nullptr;
    std::optional<std::size_t> base;  ///< the amendment that it amends
};

// A benefit before anything is changed, and where it stands.
struct Root {
    FileIndex file = 0;
    std::size_t decl = 0;
    BenefitDecl benefit;
    Span span;
    std::vector<std::size_t> amendments;
};

class Amendments {
  public:
    Amendments(Tree& tree, const Scopes& scopes, Diagnostics& diagnostics)
        : tree_(tree), scopes_(scopes), diagnostics_(diagnostics) {}

    void run() {
        collect();
        for (std::size_t a = 0; a < all_.size(); ++a) {
            find_root(a);
        }
        std::vector<std::vector<Decl>> made(tree_.files.size());
        for (Root& root : roots_) {
            write_out(root, made);
        }
        for (FileIndex f = 0; f < tree_.files.size(); ++f) {
            auto& decls = tree_.files[f].decls;
            std::erase_if(decls,
                          [](const Decl& d) { return std::holds_alternative<AmendDecl>(d.node); });
            std::move(made[f].begin(), made[f].end(), std::back_inserter(decls));
        }
    }

  private:
    void collect() {
        for (FileIndex f = 0; f < tree_.files.size(); ++f) {
            for (std::size_t d = 0; d < tree_.files[f].decls.size(); ++d) {
                const Decl& decl = tree_.files[f].decls[d];
                if (const auto* amend = std::get_if<AmendDecl>(&decl.node)) {
                    index_.emplace(amend, all_.size());
                    all_.push_back({*amend, f, amend, std::nullopt});
                }
                if (const auto* benefit = std::get_if<BenefitDecl>(&decl.node)) {
                    root_index_.emplace(benefit, roots_.size());
                    roots_.push_back({f, d, *benefit, decl.span, {}});
                }
            }
        }
    }

    const AmendDecl* amendment_named(FileIndex file, const std::string& name) const {
        return find_decl<AmendDecl>(std::as_const(tree_), scopes_, file,
                                    [&](const AmendDecl& a) { return a.name.text == name; });
    }

    void find_root(std::size_t start) {
        std::size_t at = start;
        for (std::size_t steps = 0; steps <= all_.size(); ++steps) {
            const Amendment& a = all_[at];
            const auto* benefit = find_decl<BenefitDecl>(
                std::as_const(tree_), scopes_, a.file,
                [&](const BenefitDecl& b) { return b.name.text == a.decl.base.text; });
            if (benefit != nullptr) {
                roots_[root_index_.at(benefit)].amendments.push_back(start);
                return;
            }
            const AmendDecl* amended = amendment_named(a.file, a.decl.base.text);
            if (amended == nullptr) {
                if (at == start) {
                    unknown_base(a);
                }
                return;
            }
            all_[at].base = index_.at(amended);
            at = *all_[at].base;
        }
        diagnostics_.add(Code::E0345_depends_on_itself, all_[start].decl.name.span,
                         {all_[start].decl.name.text});
    }

    void unknown_base(const Amendment& a) {
        std::vector<std::string> known;
        known.reserve(roots_.size());
        for (const Root& root : roots_) {
            known.push_back(root.benefit.name.text);
        }
        Diagnostic& d =
            diagnostics_.add(Code::E0216_unknown_benefit, a.decl.base.span, {a.decl.base.text});
        if (const std::string near = nearest(a.decl.base.text, known); !near.empty()) {
            d.hint(Note::did_you_mean, {near});
        }
    }

    std::vector<Ordered> orders_of(const Root& root) {
        const auto place_of = [&](std::size_t amendment) {
            const auto found = std::find(root.amendments.begin(), root.amendments.end(), amendment);
            return static_cast<std::size_t>(found - root.amendments.begin());
        };
        std::vector<Ordered> list(root.amendments.size());
        for (std::size_t i = 0; i < list.size(); ++i) {
            const Amendment& a = all_[root.amendments[i]];
            if (a.base) {
                list[i].base = place_of(*a.base);
            }
            for (const Order& order : a.decl.orders) {
                const AmendDecl* other = amendment_named(a.file, order.other.text);
                const std::size_t at = other == nullptr ? list.size() : place_of(index_.at(other));
                if (at >= list.size() || at == i) {
                    unknown_other(root, a, order);
                    continue;
                }
                auto& into = order.kind == OrderKind::instead  ? list[i].instead
                             : order.kind == OrderKind::on_top ? list[i].on_top
                                                               : list[i].better;
                into.push_back(at);
            }
        }
        return list;
    }

    void unknown_other(const Root& root, const Amendment& a, const Order& order) {
        std::vector<std::string> known;
        for (const std::size_t other : root.amendments) {
            if (all_[other].decl.name.text != a.decl.name.text) {
                known.push_back(all_[other].decl.name.text);
            }
        }
        Diagnostic& d = diagnostics_.add(Code::E0217_unknown_amendment, order.other.span,
                                         {order.other.text, root.benefit.name.text});
        if (const std::string near = nearest(order.other.text, known); !near.empty()) {
            d.hint(Note::did_you_mean, {near});
        }
    }

    void write_out(Root& root, std::vector<std::vector<Decl>>& made) {
        const std::vector<Ordered> orders = orders_of(root);
        for (const Stack& stack : stacks_of(orders)) {
            const Amendment& last = all_[root.amendments[stack.applied.back()]];
            made[last.file].push_back({amended(root, stack), last.decl.name.span});
        }
        BenefitDecl& own = std::get<BenefitDecl>(tree_.files[root.file].decls[root.decl].node);
        own.root = own.name.text;
        for (std::size_t i = 0; i < orders.size(); ++i) {
            if (!orders[i].base) {
                own.guards.push_back(guard(all_[root.amendments[i]], false));
            }
        }
        within(own, root);
    }

    Guard guard(const Amendment& a, bool holds) {
        return {copy(tree_, a.decl.when), holds, a.decl.name, {}};
    }

    BenefitDecl amended(const Root& root, const Stack& stack) {
        const auto amendment = [&](std::size_t i) -> const Amendment& {
            return all_[root.amendments[i]];
        };
        const Amendment& last = amendment(stack.applied.back());
        BenefitDecl result;
        result.name = last.decl.name;
        result.root = root.benefit.name.text;
        result.when = copy(tree_, last.decl.when);
        result.cites = last.decl.cites;
        if (root.benefit.when) {
            result.guards.push_back({copy(tree_, *root.benefit.when), true, root.benefit.name, {}});
        }
        for (const std::size_t i : stack.applied) {
            if (i != stack.applied.back()) {
                result.guards.push_back(guard(amendment(i), true));
                result.variant += amendment(i).decl.name.text + "·";
            }
        }
        for (const auto& holds : {stack.also, stack.held}) {
            for (const std::size_t i : holds) {
                result.guards.push_back(guard(amendment(i), true));
            }
        }
        for (const std::size_t i : stack.held) {
            result.variant += "（" + amendment(i).decl.name.text + "）";
        }
        for (const std::vector<std::size_t>& together : stack.not_held) {
            Guard not_all = guard(amendment(together[0]), false);
            for (std::size_t i = 1; i < together.size(); ++i) {
                not_all.with.push_back(guard(amendment(together[i]), true));
            }
            result.guards.push_back(std::move(not_all));
        }
        if (!stack.also.empty()) {
            std::vector<std::size_t> all = stack.also;
            all.insert(all.end(), stack.applied.begin(), stack.applied.end());
            std::sort(all.begin(), all.end());
            std::string names;
            for (const std::size_t i : all) {
                names += (names.empty() ? "" : "、") + amendment(i).decl.name.text;
            }
            result.variant += names + "·";
            // Another city may have amendments of the same names.
            result.contest = std::to_string(&root - roots_.data()) + " " + names;
        }
        for (const BenefitItem& item : root.benefit.items) {
            if (!std::holds_alternative<WithinDecl>(item.node)) {
                result.items.push_back(copy(tree_, item));
            }
        }
        for (const std::size_t i : stack.applied) {
            const Amendment& a = amendment(i);
            const ChangeSite site{std::nullopt, a.decl.name.text, allowances(root, a.file)};
            for (const ChangeItem& change : a.decl.changes) {
                apply(tree_, result, change, site, diagnostics_);
            }
        }
        within(result, root);
        return result;
    }

    // 其中 of the benefit, on top of whatever changed it.
    void within(BenefitDecl& benefit, const Root& root) {
        std::erase_if(benefit.items, [](const BenefitItem& item) {
            return std::holds_alternative<WithinDecl>(item.node);
        });
        for (const BenefitItem& item : root.benefit.items) {
            const auto* w = std::get_if<WithinDecl>(&item.node);
            if (w == nullptr) {
                continue;
            }
            const ChangeSite site{w->when, root.benefit.name.text, allowances(root, root.file)};
            for (const ChangeItem& change : w->changes) {
                apply(tree_, benefit, change, site, diagnostics_);
            }
        }
    }

    std::set<std::string> allowances(const Root& root, FileIndex file) const {
        std::set<std::string> names = allowances_seen(tree_, scopes_, file);
        names.merge(allowances_seen(tree_, scopes_, root.file));
        for (const BenefitItem& item : root.benefit.items) {
            if (const auto* a = std::get_if<AllowanceDecl>(&item.node)) {
                names.insert(a->name.text);
            }
        }
        return names;
    }

    Tree& tree_;
    const Scopes& scopes_;
    Diagnostics& diagnostics_;
    std::vector<Amendment> all_;
    std::vector<Root> roots_;
    std::map<const AmendDecl*, std::size_t> index_;
    std::map<const BenefitDecl*, std::size_t> root_index_;
};

}  // namespace

void write_out_amendments(Tree& tree, const Scopes& scopes, Diagnostics& diagnostics) {
    Amendments(tree, scopes, diagnostics).run();
}

}  // namespace pol::resolve
