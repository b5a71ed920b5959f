// Which files of a tree see which, for the steps that work on the tree before names are resolved.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/syntax/tree.h"

namespace pol::resolve {

/// A file by its place in `Tree::files`.
using FileIndex = std::size_t;

class Scopes {
  public:
    explicit Scopes(const syntax::Tree& tree);

    /// The files whose declarations a file sees: those of its module first, then of the modules
    /// that it imports.
    [[nodiscard]] const std::vector<FileIndex>& seen_from(FileIndex file) const {
        return files_[file].seen;
    }
    /// The division code of the file's module, empty for the nation.
    [[nodiscard]] const std::string& place(FileIndex file) const { return files_[file].place; }
    [[nodiscard]] FileIndex of(FileId id) const { return by_id_.at(id.value); }

  private:
    struct File {
        std::string module;
        std::string place;
        std::vector<FileIndex> seen;
    };
    std::vector<File> files_;
    std::vector<FileIndex> by_id_;
};

/// The first declaration of kind `T` that a file sees and `matches` accepts; null where there is
/// none.
template <class T, class TreeRef, class F>
auto* find_decl(TreeRef& tree, const Scopes& scopes, FileIndex from, F matches) {
    using Found = std::conditional_t<std::is_const_v<TreeRef>, const T, T>;
    for (const FileIndex file : scopes.seen_from(from)) {
        for (auto& decl : tree.files[file].decls) {
            if (auto* found = std::get_if<T>(&decl.node); found != nullptr && matches(*found)) {
                return static_cast<Found*>(found);
            }
        }
    }
    return static_cast<Found*>(nullptr);
}

/// The names of the allowances that a file sees.
[[nodiscard]] std::set<std::string> allowances_seen(const syntax::Tree& tree, const Scopes& scopes,
                                                    FileIndex from);

}  // namespace pol::resolve
