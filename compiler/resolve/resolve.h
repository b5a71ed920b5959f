// Names to declarations: the modules of a project, what each declares and imports, and whether
// every citation has its source.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "compiler/diagnostics/diagnostic.h"
#include "compiler/syntax/tree.h"

namespace pol::resolve {

using ModuleIndex = std::uint32_t;

/// What a name stands for. Pointers go into the syntax tree, which must outlive them.
using Declared =
    std::variant<const syntax::EnumDecl*, const syntax::RecordDecl*, const syntax::TableDecl*,
                 const syntax::ParamDecl*, const syntax::DefineDecl*, const syntax::BenefitDecl*,
                 const syntax::CatalogueDecl*, const syntax::ReadingDecl*,
                 const syntax::SettlementDecl*, const syntax::SourceDecl*,
                 const syntax::SpecimenDecl*, const syntax::AllowanceDecl*,
                 const syntax::FilingDecl*>;

struct Symbol {
    Declared declared;
    ModuleIndex module = 0;
    Span span;  ///< of the name
};

/// One module: all files that name it. Settings are null where the module does not say them.
struct Module {
    std::string path;  ///< 宁夏.银川.门诊慢特病
    Span span;
    std::vector<const syntax::File*> files;
    std::vector<ModuleIndex> imports;
    std::map<std::string, Symbol, std::less<>> symbols;
    std::map<std::string, Symbol, std::less<>>
        sources;  ///< 出处 has names of its own: 流程 may be a field too
    const syntax::JurisdictionDecl* jurisdiction = nullptr;
    const syntax::InForceDecl* in_force = nullptr;
    const syntax::AppliesDecl* applies = nullptr;
    const syntax::YearDecl* year = nullptr;
    const syntax::RoundingDecl* rounding = nullptr;
    Span jurisdiction_span;
    bool broken = false;
};

struct Names {
    std::vector<Module> modules;
    static constexpr ModuleIndex kNoModule = ~ModuleIndex{0};
    std::vector<ModuleIndex> homes;  ///< by FileId: the module of its text, or kNoModule

    /// The module in whose names a text is written. A benefit may hold text of another module: an
    /// amendment's has that of the benefit it changes.
    [[nodiscard]] ModuleIndex home(Span text, ModuleIndex otherwise) const {
        const bool known = text.file.value < homes.size() && homes[text.file.value] != kNoModule;
        return known ? homes[text.file.value] : otherwise;
    }

    /// The declaration of `name` as seen in `module`: its own, else an imported module's.
    [[nodiscard]] const Symbol* find(ModuleIndex module, std::string_view name) const;
    /// The source document that a citation in `module` names.
    [[nodiscard]] const Symbol* find_source(ModuleIndex module, std::string_view name) const;
};

/// Resolves what a project declares. Reported: a file without a module, a module that is not there,
/// a name or setting declared twice (both places), a citation of an unknown source or of a clause
/// that its `条款` do not have, a computed or checked clause that nothing cites.
[[nodiscard]] Names resolve(const syntax::Tree& tree, const std::set<std::string>& lost,
                            Diagnostics& diagnostics);

/// The modules that a project's files import and do not declare, for whoever loads files.
[[nodiscard]] std::vector<std::string> missing_modules(const syntax::Tree& tree);

}  // namespace pol::resolve
