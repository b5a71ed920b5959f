#include "compiler/diagnostics/diagnostic.h"

#include <algorithm>

namespace pol {

bool Diagnostics::has_errors() const {
    return std::any_of(list_.begin(), list_.end(),
                       [](const Diagnostic& d) { return severity_of(d.code) == Severity::error; });
}

void Diagnostics::sort() {
    std::stable_sort(list_.begin(), list_.end(),
                     [](const Diagnostic& a, const Diagnostic& b) { return a.span < b.span; });
    const auto same = [](const Diagnostic& a, const Diagnostic& b) {
        return a.code == b.code && a.span == b.span;
    };
    list_.erase(std::unique(list_.begin(), list_.end(), same), list_.end());
}

}  // namespace pol
