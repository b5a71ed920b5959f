// A tape in words: each step with its figure, formula, inputs, rounding, clause and place. The same
// for every engine; `statement::steps_text` lays the steps out.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "runtime/abi/kernel.h"
#include "runtime/abi/manifest.h"
#include "runtime/claims/record.h"

namespace pol::trace {

/// Owns a tape for the quantities of a manifest.
class TapeBuffer {
  public:
    explicit TapeBuffer(std::size_t quantities);
    void clear();
    [[nodiscard]] abi::Tape view();
    [[nodiscard]] const std::vector<std::int64_t>& values() const { return values_; }
    [[nodiscard]] const std::vector<std::uint8_t>& states() const { return states_; }

  private:
    std::vector<std::int64_t> values_;
    std::vector<std::uint8_t> states_;
};

/// One line of an explanation.
struct Line {
    std::string name;     ///< 起付额
    std::string value;    ///< 500.00; 是, 否, 无
    std::string formula;  ///< 最低(基数, 起付剩余)
    std::string inputs;   ///< 基数 2000.00, 起付剩余 500.00
    std::string rounding;
    std::string cite;  ///< 流程 一(二)2
    std::string place;
};

/// The steps that were evaluated, in the order of the step table; conditions that were evaluated
/// and did not hold included. A name loses what stands before its last dot where no other line then
/// has the same.
[[nodiscard]] std::vector<Line> lines(const abi::Manifest& manifest, const abi::Tape& tape,
                                      const claims::Claim& claim, const claims::TextTable& texts);

/// A value of the manifest's kinds in words: 500.00, 75%, 2023-03-01, 职工. Numbers of scale 4 are
/// written as percentages. Of `high` only an amount not yet rounded makes use.
[[nodiscard]] std::string show(std::int64_t low, std::int64_t high, abi::Kind kind, int scale,
                               std::uint32_t enumeration, const abi::Vocabulary& vocabulary,
                               const claims::TextTable& texts);

/// The clauses in words: 流程 一(二)2；手册 三(一).
[[nodiscard]] std::string show(const std::vector<abi::Cite>& cites);

}  // namespace pol::trace
