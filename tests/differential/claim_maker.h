// Claims out of nothing but a program: random, but near to what the program asks about. The codes,
// places, dates and amounts that it mentions come often, and so do their neighbours.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "compiler/ir/program.h"
#include "runtime/abi/insured.h"
#include "tests/support/random.h"

namespace pol::differential {

/// What a program mentions, by kind of value.
struct Mentioned {
    std::map<std::uint32_t, std::vector<std::int64_t>> codes;  ///< by enumeration
    std::vector<std::int64_t> dates;
    std::vector<std::int64_t> amounts;  ///< fen
    std::vector<std::int64_t> rates;    ///< 1/10000
    std::vector<std::int64_t> numbers;
    std::vector<std::int64_t> places;
};
[[nodiscard]] Mentioned mentioned(const ir::Program& program);

/// Makes the claims of some persons, as JSON Lines in a random order of their days.
class ClaimMaker {
  public:
    ClaimMaker(const ir::Program& program, std::uint64_t seed);

    [[nodiscard]] std::string lines(std::size_t count);

  private:
    nlohmann::ordered_json claim(std::size_t number);
    nlohmann::ordered_json reversal(std::size_t number);
    std::optional<nlohmann::ordered_json> value(const abi::Field& field);
    nlohmann::ordered_json element(const abi::ListField& list);
    void amounts(nlohmann::ordered_json& record);
    nlohmann::ordered_json fee_lines(std::int64_t total);

    std::int64_t amount();
    std::int64_t near(const std::vector<std::int64_t>& known, std::int64_t low, std::int64_t high);
    std::int64_t first_day();
    std::int64_t other_day();
    std::int64_t place();
    std::int64_t within(std::int64_t place);
    std::string code(std::uint32_t enumeration);
    std::string decimal(std::int64_t low, std::int64_t high, int scale);

    const ir::Program& program_;
    const abi::Vocabulary& vocabulary_;
    Mentioned known_;
    abi::InsuredPlaces insured_;  ///< where rules hold for those insured
    test::Random random_;
    // The claim at hand: most of its parts go together, so that rules hold.
    bool agreeable_ = true;
    std::int64_t day_ = 0;
    std::map<std::uint32_t, std::string> codes_;  ///< of each enumeration, as the claim has it
    std::optional<std::int64_t> place_;
    std::optional<std::string> text_;
    std::int64_t base_day_ = 0;
    std::int64_t people_ = 3;  ///< many claims of a few, or few of many, who have no fault then
};

}  // namespace pol::differential
