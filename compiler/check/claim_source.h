// Claims that a vocabulary admits, made for one program: near its constants, and in each of its
// benefits. The same seed makes the same claims. Private to this folder.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "compiler/check/trial.h"
#include "compiler/ir/program.h"

namespace pol::check {

class ClaimSource {
  public:
    /// `examples` are claims that somebody thought of, say those of a policy's tests.
    ClaimSource(const ir::Program& program, const std::vector<claims::Claim>& examples);

    /// A claim of one of the benefits, or much like one of the examples, in turn. Its parts are
    /// given, or come from fee lines.
    [[nodiscard]] claims::Claim next();
    /// Another bill of the same person at about the same time.
    [[nodiscard]] claims::Claim like(const claims::Claim& claim);
    /// Gives a claim more in-scope money than any amount of the program, so that limits are used
    /// up.
    void enlarge(claims::Claim& claim);
    /// An amount that the program names, or a round one.
    [[nodiscard]] Fen constant();
    /// An amount of money at or beside a constant of the program, or any; not below zero.
    [[nodiscard]] Fen amount();
    [[nodiscard]] bool chance(int percent) { return between(0, 99) < percent; }
    [[nodiscard]] std::int64_t between(std::int64_t low, std::int64_t high);

  private:
    /// What a claim must have to come to a benefit, as far as that is known.
    using Base = std::vector<std::pair<std::uint32_t, std::optional<std::int64_t>>>;

    void bases();
    void pools();
    void constants();
    [[nodiscard]] std::uint64_t random();
    [[nodiscard]] std::optional<std::int64_t> value(std::uint32_t field);
    [[nodiscard]] std::int64_t any(const abi::Field& field);
    void fill(claims::Claim& claim, const Base& base);
    void defaults(claims::Claim& claim) const;
    void days_in_order(claims::Claim& claim) const;
    [[nodiscard]] claims::Claim varied(claims::Claim claim);
    void amounts(claims::Claim& claim);
    void parts(claims::Claim& claim, bool by_lines);
    void elements(claims::Claim& claim, std::size_t list, std::int64_t count);

    const ir::Program& program_;
    const std::vector<claims::Claim>& examples_;
    std::vector<Base> bases_;
    std::vector<std::vector<std::optional<std::int64_t>>> pools_;  ///< by field
    std::vector<Fen> money_;
    std::size_t turn_ = 0;
    std::uint64_t state_ = 20'230'615;
};

}  // namespace pol::check
