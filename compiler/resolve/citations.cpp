#include "compiler/resolve/citations.h"

#include <algorithm>

#include "compiler/source/nearest.h"
#include "runtime/value/overloaded.h"

namespace pol::resolve {
namespace {

using namespace syntax;

// The clauses of one source, and which of them have been cited.
struct Known {
    const ClausesDecl* decl = nullptr;
    std::set<std::string> cited;
};

class Checker {
  public:
    Checker(const Names& names, const std::set<std::string>& lost, Diagnostics& diagnostics)
        : names_(names), lost_(lost), diagnostics_(diagnostics) {}

    void run() {
        for (ModuleIndex m = 0; m < names_.modules.size(); ++m) {
            each_decl(m, [&](const Decl& d) { collect(m, d); });
        }
        for (ModuleIndex m = 0; m < names_.modules.size(); ++m) {
            each_decl(m, [&](const Decl& d) { visit(m, d); });
        }
        for (const auto& [source, known] : known_) {
            uncited(known);
        }
    }

  private:
    template <class F>
    void each_decl(ModuleIndex module, F f) {
        for (const File* file : names_.modules[module].files) {
            for (const Decl& decl : file->decls) {
                f(decl);
            }
        }
    }

    void collect(ModuleIndex module, const Decl& decl) {
        const auto* clauses = std::get_if<ClausesDecl>(&decl.node);
        if (clauses == nullptr) {
            return;
        }
        const Symbol* source = source_of(module, clauses->source);
        if (source == nullptr) {
            return;
        }
        known_[std::get<const SourceDecl*>(source->declared)].decl = clauses;
        for (const ClauseEntry& entry : clauses->entries) {
            if (class_of(entry.kind.text)) {
                continue;
            }
            diagnostics_.add(Code::E0208_unknown_clause_class, entry.kind.span, {entry.kind.text})
                .hint(Note::clause_classes);
        }
    }

    static std::optional<ClauseClass> class_of(std::string_view word) {
        if (word == "计算" || word == "computed") {
            return ClauseClass::computed;
        }
        if (word == "核验" || word == "checked") {
            return ClauseClass::checked;
        }
        if (word == "程序" || word == "procedural") {
            return ClauseClass::procedural;
        }
        return std::nullopt;
    }

    const Symbol* source_of(ModuleIndex module, const Name& name) {
        if (const Symbol* found = names_.find_source(module, name.text)) {
            return found;
        }
        if (names_.modules[module].broken || lost_.contains(name.text)) {
            return nullptr;
        }
        std::vector<std::string> all;
        for (const auto& [other, symbol] : names_.modules[module].sources) {
            all.push_back(other);
        }
        Diagnostic& d = diagnostics_.add(Code::E0205_unknown_source, name.span, {name.text});
        if (const std::string near = nearest(name.text, all); !near.empty()) {
            d.hint(Note::did_you_mean, {near});
        } else {
            d.hint(Note::declare_source, {name.text});
        }
        return nullptr;
    }

    void visit(ModuleIndex module, const Decl& decl) {
        const auto cite = [&](const Cites& cites) { check(module, cites); };
        std::visit(Overloaded{
                       [&](const AsBeforeDecl& d) { cite(d.cites); },
                       [&](const DefineDecl& d) { define(d, cite); },
                       [&](const TableDecl& d) {
                           cite(d.cites);
                           for (const TableRow& row : d.rows) {
                               cite(row.cites);
                           }
                       },
                       [&](const ParamDecl& d) { cite(d.cites); },
                       [&](const AnswerDecl& d) { cite(d.cites); },
                       [&](const BenefitDecl& d) { benefit(d, cite); },
                       [&](const FilingDecl& d) { benefit(d.judged, cite); },
                       [&](const TierDecl& d) { tier(d, cite); },
                       [&](const AllowanceDecl& d) { allowance(d, cite); },
                       [&](const ReadingDecl& d) { cite(d.cites); },
                       [&](const CatalogueDecl& d) {
                           for (const AnswerDecl& a : d.answers) {
                               cite(a.cites);
                           }
                           for (const LinePart& p : d.parts) {
                               cite(p.cites);
                           }
                       },
                       [](const auto&) {},
                   },
                   decl.node);
    }

    template <class F>
    static void define(const DefineDecl& d, F cite) {
        cite(d.cites);
        for (const DefineCase& c : d.cases) {
            cite(c.cites);
        }
    }

    template <class F>
    static void tier(const TierDecl& t, F cite) {
        cite(t.cites);
        for (const TierClause& c : t.clauses) {
            std::visit(Overloaded{
                           [](const BalanceClause&) {},
                           [&](const FloorClause& clause) { cite(clause.cites); },
                           [&](const auto& clause) {
                               cite(clause.cites);
                               adjusts(clause.adjusts, cite);
                           },
                       },
                       c.node);
        }
    }

    template <class F>
    static void adjusts(const std::vector<Adjust>& list, F cite) {
        for (const Adjust& a : list) {
            cite(a.cites);
        }
    }

    template <class F>
    static void allowance(const AllowanceDecl& d, F cite) {
        cite(d.cites);
        adjusts(d.adjusts, cite);
    }

    template <class F>
    static void benefit(const BenefitDecl& d, F cite) {
        cite(d.cites);
        adjusts(d.lines, cite);
        for (const BenefitItem& item : d.items) {
            std::visit(Overloaded{
                           [&](const AnswerDecl& a) { cite(a.cites); },
                           [&](const DefineDecl& x) { define(x, cite); },
                           [&](const TierDecl& t) { tier(t, cite); },
                           [&](const AllowanceDecl& x) { allowance(x, cite); },
                           [](const WithinDecl&) {},
                           [](const YearDecl&) {},
                           [](const AppliesDecl&) {},
                       },
                       item.node);
        }
    }

    void check(ModuleIndex benefit_module, const Cites& cites) {
        for (const Cite& cite : cites) {
            const ModuleIndex module = names_.home(cite.span, benefit_module);
            if (cite.source.text.empty()) {
                diagnostics_.add(Code::E0209_cite_without_source, cite.span);
                continue;
            }
            const Symbol* source = source_of(module, cite.source);
            if (source == nullptr) {
                continue;
            }
            const auto known = known_.find(std::get<const SourceDecl*>(source->declared));
            if (known == known_.end()) {
                continue;
            }
            known->second.cited.insert(cite.clause);
            const auto& entries = known->second.decl->entries;
            if (std::any_of(entries.begin(), entries.end(),
                            [&](const ClauseEntry& e) { return e.clause == cite.clause; })) {
                continue;
            }
            std::vector<std::string> all;
            for (const ClauseEntry& e : entries) {
                all.push_back(e.clause);
            }
            Diagnostic& d = diagnostics_.add(Code::E0206_unknown_clause, cite.span,
                                             {cite.source.text, cite.clause});
            if (const std::string near = nearest(cite.clause, all); !near.empty()) {
                d.hint(Note::did_you_mean, {near});
            }
        }
    }

    void uncited(const Known& known) {
        for (const ClauseEntry& entry : known.decl->entries) {
            const auto kind = class_of(entry.kind.text);
            if (!kind || *kind == ClauseClass::procedural || known.cited.contains(entry.clause)) {
                continue;
            }
            diagnostics_.add(Code::W0207_uncited_clause, entry.kind.span,
                             {known.decl->source.text, entry.clause});
        }
    }

    const Names& names_;
    const std::set<std::string>& lost_;
    Diagnostics& diagnostics_;
    std::map<const SourceDecl*, Known> known_;
};

}  // namespace

void check_citations(const Names& names, const std::set<std::string>& lost,
                     Diagnostics& diagnostics) {
    Checker(names, lost, diagnostics).run();
}

}  // namespace pol::resolve
