// Which names an object of the input may have, and what each of them is in the vocabulary.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "runtime/abi/vocabulary.h"
#include "runtime/claims/json.h"
#include "runtime/claims/record.h"

namespace pol::claims {

/// The values of one object by their place in the vocabulary; null pointers where it has none.
struct Members {
    std::vector<const json::Value*> fields;
    std::vector<const json::Value*> lists;
};

/// Where an object stands in its record.
struct Prefix {
    std::string path;     ///< filing.institutions[0].
    std::string pattern;  ///< filing.institutions[].
};

/// The names of one kind of object: the record itself, or an element of a list.
class Scheme {
  public:
    /// `others` are known names that the vocabulary need not have.
    Scheme(const std::vector<abi::Field>& fields, const std::vector<abi::ListField>& lists,
           const std::vector<std::string_view>& others);

    /// Finds the members of `object`. A part that should be an object and is none is a fault; every
    /// unknown name, from the object on (`filing.foo`), goes to `unknown`.
    using Unknown = std::function<void(const std::string& name)>;
    [[nodiscard]] Members match(const json::Value& object, const Prefix& prefix, Lang lang,
                                std::vector<ClaimFault>& faults, const Unknown& unknown) const;
    /// A known name that differs from this one in one or two characters.
    [[nodiscard]] std::optional<std::string> nearest(std::string_view name) const;

  private:
    struct Target {
        enum class Kind : std::uint8_t { field, list, group, other };
        Kind kind = Kind::other;
        std::uint32_t index = 0;
    };
    struct Walk;
    void add(const std::string& external, Target target);
    void walk(Walk& state, const json::Value& object, const std::string& group) const;
    void take(Walk& state, const Target& target, const std::string& name,
              const json::Value& value) const;

    std::unordered_map<std::string, Target>
        targets_;  ///< by name from the object on: filing.begndate
    std::size_t fields_;
    std::size_t lists_;
};

}  // namespace pol::claims
