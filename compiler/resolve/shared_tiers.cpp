#include "compiler/resolve/shared_tiers.h"

#include "compiler/resolve/changes.h"
#include "compiler/source/nearest.h"
#include "compiler/syntax/walk.h"
#include "runtime/value/overloaded.h"

namespace pol::resolve {
namespace {

using namespace syntax;

std::string name_of(const TierDecl& tier) {
    return tier.second ? tier.fund.text + "." + tier.second->text : tier.fund.text;
}

class SharedTiers {
  public:
    SharedTiers(Tree& tree, const Scopes& scopes, Diagnostics& diagnostics)
        : tree_(tree), scopes_(scopes), diagnostics_(diagnostics) {}

    void run() {
        for (FileIndex f = 0; f < tree_.files.size(); ++f) {
            for (Decl& decl : tree_.files[f].decls) {
                std::visit(Overloaded{
                               [&](BenefitDecl& d) { items(d.items, f); },
                               [&](AmendDecl& d) { changes(d.changes, f); },
                               [&](const TierDecl& d) { alone(d, f); },
                               [](const auto&) {},
                           },
                           decl.node);
            }
        }
    }

  private:
    void items(std::vector<BenefitItem>& list, FileIndex file) {
        for (BenefitItem& item : list) {
            if (auto* tier = std::get_if<TierDecl>(&item.node)) {
                write_out(*tier, file);
            }
            if (auto* within = std::get_if<WithinDecl>(&item.node)) {
                changes(within->changes, file);
            }
        }
    }
    void changes(std::vector<ChangeItem>& list, FileIndex file) {
        for (ChangeItem& item : list) {
            if (auto* tier = std::get_if<TierDecl>(&item.node)) {
                write_out(*tier, file);
            }
        }
    }

    // One that stands outside of benefits has a body and a name of its own.
    void alone(const TierDecl& tier, FileIndex file) {
        if (tier.reference) {
            diagnostics_.add(Code::E0354_clause_missing, tier.fund.span,
                             {name_of(tier), Term::base});
        }
        const auto* first = find_decl<TierDecl>(
            tree_, scopes_, file, [&](const TierDecl& t) { return name_of(t) == name_of(tier); });
        if (first != nullptr && first != &tier) {
            diagnostics_.add(Code::E0202_declared_twice, tier.fund.span, {name_of(tier)})
                .label(first->fund.span, Note::first_declared_here);
        }
    }

    void write_out(TierDecl& use, FileIndex file) {
        if (!use.reference) {
            return;
        }
        const auto* shared = find_decl<TierDecl>(
            tree_, scopes_, file, [&](const TierDecl& t) { return name_of(t) == name_of(use); });
        if (shared == nullptr) {
            Diagnostic& d =
                diagnostics_.add(Code::E0215_unknown_tier, use.fund.span, {name_of(use)});
            std::vector<std::string> known;
            for (const FileIndex seen : scopes_.seen_from(file)) {
                for (const Decl& decl : tree_.files[seen].decls) {
                    if (const auto* t = std::get_if<TierDecl>(&decl.node)) {
                        known.push_back(name_of(*t));
                    }
                }
            }
            if (const std::string near = nearest(name_of(use), known); !near.empty()) {
                d.hint(Note::did_you_mean, {near});
            }
            d.hint(Note::tier_without_body);
            return;
        }
        TierDecl made = copy(tree_, *shared);
        made.fund = use.fund;
        made.second = use.second;
        made.shared = true;
        if (use.when) {
            made.when = both(tree_, *use.when, made.when);
        }
        if (!use.cites.empty()) {
            made.cites.insert(made.cites.begin(), use.cites.begin(), use.cites.end());
        }
        use = std::move(made);
    }

    Tree& tree_;
    const Scopes& scopes_;
    Diagnostics& diagnostics_;
};

}  // namespace

void write_out_shared_tiers(Tree& tree, const Scopes& scopes, Diagnostics& diagnostics) {
    SharedTiers(tree, scopes, diagnostics).run();
}

}  // namespace pol::resolve
