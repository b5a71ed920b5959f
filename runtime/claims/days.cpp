#include "runtime/claims/days.h"

#include <string_view>

#include "runtime/claims/words.h"

namespace pol::claims {

std::vector<ClaimFault> days_out_of_order(const Claim& claim, const abi::Vocabulary& vocabulary,
                                          Lang lang) {
    std::vector<ClaimFault> faults;
    const auto begin = vocabulary.field("begndate");
    // A filing's days are what its own answers judge.
    if (!vocabulary.filed.empty() || !begin || claim.present[*begin] == 0) {
        return faults;
    }
    const abi::Field& first = vocabulary.fields[*begin];
    for (const std::string_view external : {"enddate", "setl_date"}) {
        const auto field = vocabulary.field(external);
        if (!field || claim.present[*field] == 0 || claim.values[*field] >= claim.values[*begin]) {
            continue;
        }
        faults.push_back(
            too_early(lang, {first.external, first.name}, claim.values[*begin],
                      {vocabulary.fields[*field].external, vocabulary.fields[*field].name},
                      claim.values[*field]));
    }
    return faults;
}

}  // namespace pol::claims
