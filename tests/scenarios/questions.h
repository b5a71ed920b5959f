// The readings of a city against figures that were worked out by hand: claims settled under the
// adopted option and under another.
#pragma once

#include <string>
#include <vector>

namespace pol::scenario {

/// One question: claims as changes of the city's own claim, and what each is answered.
struct Question {
    std::string reading;  ///< NAME=OPTION
    std::vector<std::string> claims;
    std::vector<std::string> adopted;
    std::vector<std::string> other;
};

/// A city's policy, the claim (JSON) that all others change, and the fields that its answers show.
struct City {
    std::string policy;
    std::string claim;
    std::vector<std::string> shown;
};

/// The answer to each claim, one person's in this order: the status, the fields, the codes of the
/// reasons. `more` are further arguments of the call.
[[nodiscard]] std::vector<std::string> answers(const City& city,
                                               const std::vector<std::string>& claims,
                                               const std::vector<std::string>& more = {});

/// Checks what each question says of both options.
void check(const City& city, const std::vector<Question>& questions);

}  // namespace pol::scenario
