#include "compiler/resolve/scopes.h"

#include <algorithm>

namespace pol::resolve {

using namespace syntax;

Scopes::Scopes(const Tree& tree) {
    files_.resize(tree.files.size());
    for (FileIndex f = 0; f < tree.files.size(); ++f) {
        const std::size_t id = tree.files[f].id.value;
        by_id_.resize(std::max(by_id_.size(), id + 1));
        by_id_[id] = f;
        for (const Decl& decl : tree.files[f].decls) {
            if (const auto* m = std::get_if<ModuleDecl>(&decl.node)) {
                files_[f].module = m->path.text();
            }
        }
    }
    // What one file of a module says of imports and jurisdiction holds for all of them.
    for (FileIndex f = 0; f < tree.files.size(); ++f) {
        std::set<std::string> imports;
        for (FileIndex g = 0; g < tree.files.size(); ++g) {
            const bool same =
                f == g || (!files_[f].module.empty() && files_[g].module == files_[f].module);
            if (!same) {
                continue;
            }
            files_[f].seen.push_back(g);
            for (const Decl& decl : tree.files[g].decls) {
                if (const auto* use = std::get_if<UseDecl>(&decl.node)) {
                    for (const Path& path : use->paths) {
                        imports.insert(path.text());
                    }
                }
                if (const auto* j = std::get_if<JurisdictionDecl>(&decl.node)) {
                    files_[f].place = j->code;
                }
            }
        }
        for (FileIndex g = 0; g < tree.files.size(); ++g) {
            if (files_[g].module != files_[f].module && imports.contains(files_[g].module)) {
                files_[f].seen.push_back(g);
            }
        }
    }
}

std::set<std::string> allowances_seen(const Tree& tree, const Scopes& scopes, FileIndex from) {
    std::set<std::string> names;
    for (const FileIndex file : scopes.seen_from(from)) {
        for (const Decl& decl : tree.files[file].decls) {
            if (const auto* a = std::get_if<AllowanceDecl>(&decl.node)) {
                names.insert(a->name.text);
            }
        }
    }
    return names;
}

}  // namespace pol::resolve
