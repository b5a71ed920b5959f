#include "compiler/resolve/resolve.h"

#include <algorithm>

#include "compiler/resolve/citations.h"
#include "compiler/source/nearest.h"
#include "runtime/value/overloaded.h"

namespace pol::resolve {
namespace {

using namespace syntax;

class Resolver {
  public:
    Resolver(const Tree& tree, const std::set<std::string>& lost, Diagnostics& diagnostics)
        : tree_(tree), lost_(lost), diagnostics_(diagnostics) {}

    Names run() {
        for (const File& file : tree_.files) {
            add_file(file);
        }
        for (const auto& [module, use] : uses_) {
            add_imports(module, *use);
        }
        check_citations(names_, lost_, diagnostics_);
        return std::move(names_);
    }

  private:
    void add_file(const File& file) {
        const std::optional<ModuleIndex> module = module_of(file);
        if (!module) {
            return;
        }
        names_.modules[*module].files.push_back(&file);
        names_.homes.resize(std::max<std::size_t>(names_.homes.size(), file.id.value + 1),
                            Names::kNoModule);
        names_.homes[file.id.value] = *module;
        names_.modules[*module].broken |= file.broken;
        for (const Decl& decl : file.decls) {
            add_decl(*module, decl);
        }
    }

    std::optional<ModuleIndex> module_of(const File& file) {
        for (const Decl& decl : file.decls) {
            const auto* named = std::get_if<ModuleDecl>(&decl.node);
            if (named == nullptr) {
                continue;
            }
            const std::string path = named->path.text();
            for (ModuleIndex i = 0; i < names_.modules.size(); ++i) {
                if (names_.modules[i].path == path) {
                    return i;
                }
            }
            names_.modules.push_back({});
            names_.modules.back().path = path;
            names_.modules.back().span = named->path.span;
            return static_cast<ModuleIndex>(names_.modules.size() - 1);
        }
        if (!file.broken && !file.decls.empty()) {
            diagnostics_.add(Code::E0201_no_module, {file.id, file.decls.front().span.begin,
                                                     file.decls.front().span.begin + 1});
        }
        return std::nullopt;
    }

    template <class T>
    void set_once(const T*& setting, const T& decl, Span span) {
        if (setting != nullptr) {
            diagnostics_.add(Code::E0203_set_twice, span);
            return;
        }
        setting = &decl;
    }

    void declare(ModuleIndex module, const Name& name, Declared declared) {
        auto& symbols = std::holds_alternative<const SourceDecl*>(declared)
                            ? names_.modules[module].sources
                            : names_.modules[module].symbols;
        const auto [at, fresh] = symbols.emplace(name.text, Symbol{declared, module, name.span});
        if (!fresh) {
            diagnostics_.add(Code::E0202_declared_twice, name.span, {name.text})
                .label(at->second.span, Note::first_declared_here);
        }
    }

    void add_decl(ModuleIndex module, const Decl& decl) {
        Module& m = names_.modules[module];
        std::visit(Overloaded{
                       [](const ModuleDecl&) {},
                       [&](const UseDecl& d) { uses_.emplace_back(module, &d); },
                       [&](const JurisdictionDecl& d) {
                           set_once(m.jurisdiction, d, decl.span);
                           m.jurisdiction_span = decl.span;
                       },
                       [&](const InForceDecl& d) { set_once(m.in_force, d, decl.span); },
                       [&](const AppliesDecl& d) { set_once(m.applies, d, decl.span); },
                       [&](const YearDecl& d) { set_once(m.year, d, decl.span); },
                       [&](const RoundingDecl& d) { set_once(m.rounding, d, decl.span); },
                       [&](const SourceDecl& d) { declare(module, d.name, &d); },
                       [](const ClausesDecl&) {},
                       [](const AsBeforeDecl&) {},
                       [&](const DefineDecl& d) { declare(module, d.name, &d); },
                       [&](const TableDecl& d) { declare(module, d.name, &d); },
                       [&](const ParamDecl& d) { declare(module, d.name, &d); },
                       [&](const EnumDecl& d) {
                           if (!d.extends) {
                               declare(module, d.name, &d);
                           }
                       },
                       [&](const RecordDecl& d) {
                           if (!d.extends) {
                               declare(module, d.name, &d);
                           }
                       },
                       [](const AnswerDecl&) {},
                       [&](const BenefitDecl& d) {
                           if (d.variant.empty()) {
                               declare(module, d.name, &d);
                           }
                       },
                       [&](const AllowanceDecl& d) { declare(module, d.name, &d); },
                       // Written out by `expand`; what is left was told there.
                       [](const AmendDecl&) {},
                       [](const TierDecl&) {},
                       [&](const CatalogueDecl& d) { declare(module, d.name, &d); },
                       [&](const ReadingDecl& d) { declare(module, d.name, &d); },
                       [&](const SettlementDecl& d) { declare(module, d.name, &d); },
                       [&](const FilingDecl& d) { declare(module, d.judged.name, &d); },
                       [&](const SpecimenDecl& d) { declare(module, d.name, &d); },
                       [](const AlwaysDecl&) {},
                       [](const TestDecl&) {},
                   },
                   decl.node);
    }

    void add_imports(ModuleIndex module, const UseDecl& use) {
        for (const Path& path : use.paths) {
            const std::string wanted = path.text();
            const auto found = std::find_if(names_.modules.begin(), names_.modules.end(),
                                            [&](const Module& m) { return m.path == wanted; });
            if (found != names_.modules.end()) {
                names_.modules[module].imports.push_back(
                    static_cast<ModuleIndex>(found - names_.modules.begin()));
                continue;
            }
            names_.modules[module].broken = true;
            std::vector<std::string> known;
            for (const Module& m : names_.modules) {
                known.push_back(m.path);
            }
            Diagnostic& d = diagnostics_.add(Code::E0204_unknown_module, path.span, {wanted});
            if (const std::string near = nearest(wanted, known); !near.empty()) {
                d.hint(Note::did_you_mean, {near});
            }
        }
    }

    const Tree& tree_;
    const std::set<std::string>& lost_;
    Diagnostics& diagnostics_;
    Names names_;
    std::vector<std::pair<ModuleIndex, const UseDecl*>> uses_;
};

}  // namespace

const Symbol* Names::find(ModuleIndex module, std::string_view name) const {
    const Module& m = modules[module];
    if (const auto own = m.symbols.find(name); own != m.symbols.end()) {
        return &own->second;
    }
    for (const ModuleIndex import : m.imports) {
        if (const auto found = modules[import].symbols.find(name);
            found != modules[import].symbols.end()) {
            return &found->second;
        }
    }
    return nullptr;
}

const Symbol* Names::find_source(ModuleIndex module, std::string_view name) const {
    const Module& m = modules[module];
    if (const auto own = m.sources.find(name); own != m.sources.end()) {
        return &own->second;
    }
    for (const ModuleIndex import : m.imports) {
        if (const auto found = modules[import].sources.find(name);
            found != modules[import].sources.end()) {
            return &found->second;
        }
    }
    return nullptr;
}

Names resolve(const syntax::Tree& tree, const std::set<std::string>& lost,
              Diagnostics& diagnostics) {
    return Resolver(tree, lost, diagnostics).run();
}

std::vector<std::string> missing_modules(const syntax::Tree& tree) {
    std::set<std::string> declared;
    for (const File& file : tree.files) {
        for (const Decl& decl : file.decls) {
            if (const auto* m = std::get_if<ModuleDecl>(&decl.node)) {
                declared.insert(m->path.text());
            }
        }
    }
    std::vector<std::string> missing;
    for (const File& file : tree.files) {
        for (const Decl& decl : file.decls) {
            const auto* use = std::get_if<UseDecl>(&decl.node);
            if (use == nullptr) {
                continue;
            }
            for (const Path& path : use->paths) {
                if (declared.insert(path.text()).second) {
                    missing.push_back(path.text());
                }
            }
        }
    }
    return missing;
}

}  // namespace pol::resolve
