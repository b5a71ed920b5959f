#include "compiler/resolve/expand.h"

#include "compiler/resolve/aliases.h"
#include "compiler/resolve/amendments.h"
#include "compiler/resolve/changes.h"
#include "compiler/resolve/dated.h"
#include "compiler/resolve/shared_tiers.h"

namespace pol::resolve {
namespace {

using namespace syntax;

// `住院.统筹基金.起付 为 …` of a reading: made on the benefit, or kept by the amendment as its
// last.
void change_benefit(Tree& tree, const Scopes& scopes, const PendingChange& pending,
                    Diagnostics& diagnostics) {
    const auto* change = std::get_if<Change>(&pending.item.node);
    if (change == nullptr) {
        // An option says clauses anew; it adds no tier, answer or limit.
        const auto* tier = std::get_if<TierDecl>(&pending.item.node);
        const auto* answer = std::get_if<AnswerDecl>(&pending.item.node);
        diagnostics.add(Code::E0211_nothing_to_change, pending.item.span,
                        {tier != nullptr     ? tier->fund.text
                         : answer != nullptr ? answer->code.text
                                             : std::string("封顶")});
        return;
    }
    const std::string& head = change->path.parts[0].text;
    ChangeItem inner = pending.item;
    auto& path = std::get<Change>(inner.node).path;
    path.parts.erase(path.parts.begin());
    if (!path.parts.empty()) {
        if (auto* benefit =
                find_decl<BenefitDecl>(tree, scopes, pending.file,
                                       [&](const BenefitDecl& b) { return b.name.text == head; })) {
            ChangeSite site{std::nullopt, head, allowances_seen(tree, scopes, pending.file)};
            for (const BenefitItem& item : benefit->items) {
                if (const auto* own = std::get_if<AllowanceDecl>(&item.node)) {
                    site.allowances.insert(own->name.text);
                }
            }
            apply(tree, *benefit, inner, site, diagnostics);
            return;
        }
        if (auto* amend = find_decl<AmendDecl>(tree, scopes, pending.file, [&](const AmendDecl& a) {
                return a.name.text == head;
            })) {
            amend->changes.push_back(std::move(inner));
            return;
        }
    }
    diagnostics.add(Code::E0211_nothing_to_change, change->path.span, {change->path.text()});
}

}  // namespace

void expand(Tree& tree, const Selection& selection, Diagnostics& diagnostics) {
    const Scopes scopes(tree);
    write_out_days(tree, scopes, diagnostics);
    const std::vector<PendingChange> pending = take_readings(tree, scopes, selection, diagnostics);
    write_out_shared_tiers(tree, scopes, diagnostics);
    for (const PendingChange& one : pending) {
        change_benefit(tree, scopes, one, diagnostics);
    }
    const Clauses clauses = clauses_of_benefits(tree, scopes);
    write_out_amendments(tree, scopes, diagnostics);
    write_out_aliases(tree, scopes, clauses, diagnostics);
}

}  // namespace pol::resolve
