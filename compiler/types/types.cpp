#include "compiler/types/types.h"

#include "compiler/types/checker.h"

namespace pol::types {

Typed Checker::run() {
    typed_.types.resize(tree_.exprs.size());
    typed_.refs.resize(tree_.exprs.size());
    typed_.filed = filed_;
    vocabulary();
    module_settings();
    declare_defines();
    declare_params();
    declare_tables();
    if (typed_.vocabulary.fields.empty()) {
        // Nothing can be said of rules without a claim to say it of; an import that is missing has
        // been reported.
        for (const resolve::Module& module : names_.modules) {
            if (!module.broken) {
                diagnostics_.add(Code::E0360_no_vocabulary, module.span).hint(Note::use_vocabulary);
            }
            break;
        }
        return std::move(typed_);
    }
    for (std::uint32_t i = 0; i < typed_.params.size(); ++i) {
        check_param(i);
    }
    if (filed_ != nullptr) {
        // Tables and definitions as they are asked for: others are of claims.
        benefits();
        check_specimens();
        return std::move(typed_);
    }
    filing_records();
    find_filed();
    for (std::uint32_t i = 0; i < typed_.tables.size(); ++i) {
        if (!filed_tables_.contains(typed_.tables[i].decl)) {
            check_table(i);
        }
    }
    for (std::uint32_t i = 0; i < typed_.defines.size(); ++i) {
        if (!filed_defines_.contains(typed_.defines[i].decl)) {
            define_type(i);
        }
    }
    benefits();
    catalogues();
    properties();
    check_specimens();
    return std::move(typed_);
}

Typed check(const syntax::Tree& tree, const resolve::Names& names,
            const std::set<std::string>& lost, Diagnostics& diagnostics,
            const syntax::RecordDecl* filed) {
    return Checker(tree, names, lost, diagnostics, filed).run();
}

}  // namespace pol::types
