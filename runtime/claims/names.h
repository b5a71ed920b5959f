// Remarks on names of the input that nobody knows: once per name and file.
#pragma once

#include <string>
#include <unordered_set>
#include <vector>

#include "runtime/claims/records.h"
#include "runtime/claims/scheme.h"

namespace pol::claims {

class UnknownNames {
  public:
    UnknownNames(Lang lang, std::vector<Notice>& notices, bool of_lines = false)
        : lang_(lang), notices_(notices), of_lines_(of_lines) {}

    /// Finds the members of `object`, which stands in the record of that line.
    [[nodiscard]] Members match(const Scheme& scheme, const json::Value& object,
                                const Prefix& prefix, std::size_t line,
                                std::vector<ClaimFault>& faults);

  private:
    Lang lang_;
    std::vector<Notice>& notices_;
    bool of_lines_;
    std::unordered_set<std::string> seen_;
};

}  // namespace pol::claims
