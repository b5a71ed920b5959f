#include "compiler/resolve/dated.h"

#include <algorithm>
#include <map>

#include "compiler/resolve/changes.h"
#include "compiler/syntax/walk.h"

namespace pol::resolve {
namespace {

using namespace syntax;

class Dated {
  public:
    Dated(Tree& tree, const Scopes& scopes, Diagnostics& diagnostics)
        : tree_(tree), scopes_(scopes), diagnostics_(diagnostics) {}

    void run() {
        for (FileIndex f = 0; f < tree_.files.size(); ++f) {
            for (Decl& decl : tree_.files[f].decls) {
                if (auto* benefit = std::get_if<BenefitDecl>(&decl.node)) {
                    days(benefit->when, benefit->force, f, benefit->name.span, benefit);
                }
                if (auto* amend = std::get_if<AmendDecl>(&decl.node)) {
                    std::optional<ExprId> when = amend->when;
                    days(when, amend->force, f, amend->name.span, nullptr);
                    amend->when = *when;
                }
            }
            definitions(f);
        }
    }

  private:
    void days(std::optional<ExprId>& when, std::optional<InForceDecl>& force, FileIndex file,
              Span where, const BenefitDecl* benefit) {
        if (!force) {
            return;
        }
        const ExprId on = condition(*force, file, where, false, benefit);
        when = when ? both(tree_, *when, on) : on;
        force.reset();
    }

    // The date that picks the text: of the benefit, of the module, or the first day of the claim.
    Path text_day(FileIndex file, const BenefitDecl* benefit, Span where) const {
        if (benefit != nullptr) {
            for (const BenefitItem& item : benefit->items) {
                if (const auto* applies = std::get_if<AppliesDecl>(&item.node)) {
                    return applies->field;
                }
            }
        }
        const auto* applies = find_decl<AppliesDecl>(std::as_const(tree_), scopes_, file,
                                                     [](const auto&) { return true; });
        return applies != nullptr ? applies->field : Path{{{"开始日期", where}}, where};
    }

    ExprId condition(const InForceDecl& force, FileIndex file, Span where, bool from_ever,
                     const BenefitDecl* benefit) {
        if (force.to && *force.to < force.from) {
            diagnostics_.add(Code::E0307_force_ends_first, where);
        }
        const Path path = text_day(file, benefit, where);
        ExprId day = tree_.add(NameExpr{path.parts[0].text}, where);
        for (std::size_t p = 1; p < path.parts.size(); ++p) {
            day = tree_.add(MemberExpr{day, {path.parts[p].text, where}}, where);
        }
        if (from_ever && !force.to) {
            return tree_.add(BoolLit{true}, where);
        }
        const ExprId from = tree_.add(DateLit{force.from}, where);
        if (!force.to) {
            return tree_.add(CompareExpr{CompareOp::greater_equal, day, from}, where);
        }
        const ExprId to = tree_.add(DateLit{*force.to}, where);
        return from_ever ? tree_.add(CompareExpr{CompareOp::less_equal, day, to}, where)
                         : tree_.add(BetweenExpr{day, from, to}, where);
    }

    // The texts of a definition in one file, in the order of their days.
    void definitions(FileIndex file) {
        std::map<std::string, std::vector<std::size_t>> texts;
        auto& decls = tree_.files[file].decls;
        for (std::size_t d = 0; d < decls.size(); ++d) {
            const auto* define = std::get_if<DefineDecl>(&decls[d].node);
            if (define != nullptr && define->force) {
                texts[define->name.text].push_back(d);
            }
        }
        std::vector<std::size_t> gone;
        for (auto& [name, list] : texts) {
            const auto begins = [&](std::size_t d) {
                return std::get<DefineDecl>(decls[d].node).force->from;
            };
            std::stable_sort(list.begin(), list.end(),
                             [&](std::size_t a, std::size_t b) { return begins(a) < begins(b); });
            DefineDecl whole = std::get<DefineDecl>(decls[list[0]].node);
            whole.value.reset();
            whole.cases.clear();
            whole.cites.clear();
            const auto* module = find_decl<InForceDecl>(std::as_const(tree_), scopes_, file,
                                                        [](const auto&) { return true; });
            for (std::size_t i = 0; i < list.size(); ++i) {
                const DefineDecl& text = std::get<DefineDecl>(decls[list[i]].node);
                const bool from_ever =
                    i == 0 && (module == nullptr || module->from >= text.force->from);
                const ExprId on = condition(*text.force, file, text.name.span, from_ever, nullptr);
                cases_of(text, on, whole.cases);
                if (i > 0) {
                    gone.push_back(list[i]);
                }
            }
            whole.force.reset();
            decls[list[0]].node = std::move(whole);
        }
        std::sort(gone.rbegin(), gone.rend());
        for (const std::size_t d : gone) {
            decls.erase(decls.begin() + static_cast<std::ptrdiff_t>(d));
        }
    }

    void cases_of(const DefineDecl& text, ExprId on, std::vector<DefineCase>& into) {
        if (text.value) {
            into.push_back({*text.value, on, text.cites, tree_[*text.value].span});
            return;
        }
        std::vector<ExprId> before;
        for (const DefineCase& one : text.cases) {
            DefineCase made = one;
            ExprId when = copy(tree_, on);
            if (one.when) {
                before.push_back(*one.when);
                when = both(tree_, *one.when, when);
            }
            for (std::size_t b = 0; !one.when && b < before.size(); ++b) {
                const Span where = one.span;
                when = both(tree_, when, tree_.add(NotExpr{copy(tree_, before[b])}, where));
            }
            made.when = when;
            into.push_back(std::move(made));
        }
    }

    Tree& tree_;
    const Scopes& scopes_;
    Diagnostics& diagnostics_;
};

}  // namespace

void write_out_days(Tree& tree, const Scopes& scopes, Diagnostics& diagnostics) {
    Dated(tree, scopes, diagnostics).run();
}

}  // namespace pol::resolve
