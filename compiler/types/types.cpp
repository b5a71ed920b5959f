#include "compiler/types/types.h"

#include "compiler/types/checker.h"

namespace pol::types {

Typed Checker::run() {
    typed_.types.resize(tree_.exprs.size());
    typed_.refs.resize(tree_.exprs.size());
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
    for (std::uint32_t i = 0; i < typed_.tables.size(); ++i) {
        check_table(i);
    }
    for (std::uint32_t i = 0; i < typed_.defines.size(); ++i) {
        define_type(i);
    }
    benefits();
    catalogues();
    properties();
    check_specimens();
    return std::move(typed_);
}

Typed check(const syntax::Tree& tree, const resolve::Names& names,
            const std::set<std::string>& lost, Diagnostics& diagnostics) {
    return Checker(tree, names, lost, diagnostics).run();
}

}  // namespace pol::types
