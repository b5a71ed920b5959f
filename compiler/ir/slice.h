// The part of a program that claims of one place of insurance need: with many cities a hundredth of
// it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "compiler/ir/program.h"
#include "runtime/abi/insured.h"

namespace pol::ir {

/// What the numbers of a part are in the whole, by number in the part. Empty: the same.
struct Numbers {
    std::vector<std::uint32_t> quantities, accounts, answers, benefits;

    [[nodiscard]] std::uint32_t quantity(std::uint32_t i) const { return of(quantities, i); }
    [[nodiscard]] std::uint32_t account(std::uint32_t i) const { return of(accounts, i); }
    [[nodiscard]] std::uint32_t answer(std::uint32_t i) const { return of(answers, i); }
    [[nodiscard]] std::uint32_t benefit(std::uint32_t i) const { return of(benefits, i); }

  private:
    [[nodiscard]] static std::uint32_t of(const std::vector<std::uint32_t>& whole,
                                          std::uint32_t i) {
        return whole.empty() ? i : whole[i];
    }
};

struct Slice {
    Program program;  ///< settles as the whole does every claim of its place
    Numbers whole;
};

/// The place that claims of a jurisdiction are insured in, where that is all that it asks.
[[nodiscard]] std::optional<Place> place_of(const Program& program, const Jurisdiction& one);

/// The places that jurisdictions are of. None but the rest where they are not told apart by one
/// field of the claim alone.
[[nodiscard]] abi::InsuredPlaces places_of_insurance(const Program& program);

/// What settles claims of `places.places[which]`, or where it is the last number of the rest. The
/// slice has the vocabulary of the whole and neither citations nor properties.
[[nodiscard]] Slice slice(const Program& program, const abi::InsuredPlaces& places,
                          std::size_t which);

/// A program of the quantities and tables alone that some expressions need, and where those are in
/// it; without benefits.
struct Extract {
    Program program;
    std::vector<NodeId> expressions;
};
[[nodiscard]] Extract extract(const Program& program, const std::vector<NodeId>& expressions);

}  // namespace pol::ir
