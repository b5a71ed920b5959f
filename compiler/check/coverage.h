// Which claims of a place no benefit of its own answers: they reach the nation's last benefit,
// which refuses.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "compiler/ir/program.h"

namespace pol::check {

/// One kind of care (`med_type`) of persons insured at a place.
struct Coverage {
    enum class Kind : std::uint8_t {
        covered,    ///< each of its claims has a benefit
        in_part,    ///< some have none: the one in `claim`
        none,       ///< not one has a benefit
        undecided,  ///< neither a claim without a benefit was found, nor that there is none
    };
    std::string care;  ///< the value's name: 普通住院
    Kind kind = Kind::covered;
    std::string claim;  ///< in words
};

/// A place that a jurisdiction of the program is of.
struct InsuredPlace {
    std::string name;
    std::int64_t division = 0;
};
/// The places of insurance that have benefits, in the order of the program.
[[nodiscard]] std::vector<InsuredPlace> insured_places(const ir::Program& program);

/// Answers for the places of one program.
class Coverages {
  public:
    explicit Coverages(const ir::Program& program);
    Coverages(const Coverages&) = delete;
    Coverages& operator=(const Coverages&) = delete;

    /// What of each kind of care has a benefit for persons insured at `insured`, treated anywhere
    /// or at `treated`, on days when the place's text is in force. Benefits of wider places that it
    /// lies in count, but for the nation's without a condition: it is the last, and refuses. Empty
    /// where the vocabulary has no `med_type`.
    [[nodiscard]] std::vector<Coverage> of(std::int64_t insured,
                                           std::optional<std::int64_t> treated);

    /// The places that the conditions of a place of insurance name. Places of care that lie alike
    /// to all of them (`lies_within`, both ways) have the same coverage, but for the claims that it
    /// gives. Nothing where the conditions look up places in tables.
    [[nodiscard]] std::optional<std::vector<std::int64_t>> places_named(std::int64_t insured);

  private:
    ir::Program program_;  ///< its own: what is asked is added to it, and taken out again
    std::size_t nodes_;
};

}  // namespace pol::check
