#include "runtime/claims/names.h"

#include "runtime/claims/words.h"

namespace pol::claims {

Members UnknownNames::match(const Scheme& scheme, const json::Value& object, const Prefix& prefix,
                            std::size_t line, std::vector<ClaimFault>& faults) {
    const auto unknown = [&](const std::string& name) {
        const std::string pattern = prefix.pattern + name;
        if (seen_.insert(pattern).second) {
            notices_.push_back(
                {line, pattern, unknown_field(lang_, pattern, scheme.nearest(name)), of_lines_});
        }
    };
    return scheme.match(object, prefix, lang_, faults, unknown);
}

}  // namespace pol::claims
