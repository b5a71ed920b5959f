// The claim under construction: what was said of it, as it was said. It outlives a reload of the
// policies, since a value is understood anew by the vocabulary that is there.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/abi/vocabulary.h"
#include "runtime/claims/record.h"

namespace pol::repl {

/// A claim, or what is missing and wrong.
struct Made {
    std::optional<claims::Claim> claim;
    std::vector<std::string> wrong;
    /// Where nothing is wrong but that fields are missing: the claim without them.
    std::optional<claims::Claim> so_far;
};

class ClaimForm {
  public:
    /// Sets a field or a list by its name, 备案.类别 or filing.rloc_type. The error says what was
    /// expected, and nothing has changed; empty: set.
    [[nodiscard]] std::string set(std::string_view name, std::string_view value,
                                  const abi::Vocabulary& vocabulary, claims::Lang lang);
    /// Takes everything from a claim that was read; what a default gives is not said.
    void take(const claims::Claim& claim, const abi::Vocabulary& vocabulary,
              const claims::TextTable& texts);
    void clear() { given_.clear(); }
    [[nodiscard]] bool is_empty() const { return given_.empty(); }

    /// The claim with defaults applied; its total is the sum of its parts or lines where it is not
    /// given.
    [[nodiscard]] Made make(const abi::Vocabulary& vocabulary, claims::TextTable& texts,
                            const std::string& number, claims::Lang lang) const;

    /// What was given, by the names of the vocabulary and in its order.
    [[nodiscard]] std::vector<std::pair<std::string, std::string>>
    given(const abi::Vocabulary& vocabulary) const;

    /// The fields of a specimen: 险种: 职工, 备案: { 类别: 临时外出 }, each line after `indent`.
    [[nodiscard]] std::string as_record(const abi::Vocabulary& vocabulary,
                                        std::string_view indent) const;

  private:
    std::map<std::string, std::string> given_;  ///< by the vocabulary's name
};

/// That a name is no field, with the nearest one that is.
[[nodiscard]] std::string no_such_field(const abi::Vocabulary& vocabulary, std::string_view name,
                                        claims::Lang lang);

/// The field or list of this name, own or external; nothing where there is none.
[[nodiscard]] const abi::Field* find_field(const abi::Vocabulary& vocabulary,
                                           std::string_view name);
[[nodiscard]] const abi::ListField* find_list(const abi::Vocabulary& vocabulary,
                                              std::string_view name);

}  // namespace pol::repl
