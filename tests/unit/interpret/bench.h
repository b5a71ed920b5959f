// Small programs over a fixed vocabulary, and what settling one claim by them answers.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "compiler/ir/builder.h"
#include "runtime/abi/kernel.h"
#include "runtime/fault/fault.h"
#include "runtime/value/date.h"

namespace pol::interpret::test {

/// The claim's fields, the optional ones last.
enum BenchField : std::uint32_t {
    kTotal,
    kDay,
    kPlace,
    kLevel,
    kTimes,
    kGiven,
    kFlag,
    kBorn,
    kName,
    kSite,
    kMaybeTimes,
    kMaybeLevel,
    kFieldCount,
};
/// The one list, and its fields.
inline constexpr std::uint32_t kLines = 0;
enum LineField : std::uint32_t { kAmount, kMark, kLineCount };

struct Line {
    Fen amount = 0;
    std::optional<bool> mark;
};

struct Posting {
    std::uint32_t account = 0;
    std::int64_t period = 0;
    std::vector<std::int64_t> keys;
    std::int64_t amount = 0;
    friend bool operator==(const Posting&, const Posting&) = default;
};

/// One slot of the tape.
struct Slot {
    abi::Slot state = abi::Slot::not_evaluated;
    std::int64_t low = 0;
    std::int64_t high = 0;
    friend bool operator==(const Slot&, const Slot&) = default;
};

inline constexpr Slot kNotEvaluated{};
inline constexpr Slot kAbsent{abi::Slot::absent, 0, 0};
/// A value that fits 64 bits.
[[nodiscard]] constexpr Slot value(std::int64_t number) {
    return {abi::Slot::value, number, number < 0 ? -1 : 0};
}

struct Result {
    abi::Status status = abi::Status::paid;
    std::int32_t benefit = -1;
    Fault fault;
    std::vector<std::int64_t> outputs;
    std::vector<std::uint8_t> answers;
    std::vector<Slot> tape;
    std::vector<Posting> postings;
    int balances_asked = 0;
};

/// "2024-02-29" as days.
[[nodiscard]] Days day(std::string_view text);

/// A program to build, a claim to set, and accounts that begin as `sums` says.
class Bench {
  public:
    Bench();

    ir::Builder& build() { return build_; }
    ir::Program& program() { return program_; }

    void set(std::uint32_t field, std::int64_t number);
    void lines(const std::vector<Line>& lines) { lines_ = lines; }
    void sum(std::uint32_t account, std::int64_t period, std::vector<std::int64_t> keys,
             Fen amount);

    /// A benefit that always holds and has these steps. The first call also makes its jurisdiction.
    ir::Benefit& benefit(std::vector<ir::Step> steps = {});
    ir::QuantityId always();

    /// Settles the claim by the program, which must be verified.
    [[nodiscard]] Result settle(bool with_tape = true);

    /// The one slot, or the fault, of an expression that a benefit computes.
    [[nodiscard]] Slot slot(ir::NodeId expression);
    [[nodiscard]] FaultCode fault(ir::NodeId expression);

  private:
    Result of(ir::NodeId expression);

    ir::Program program_;
    ir::Builder build_{program_};
    std::vector<std::int64_t> values_;
    std::vector<std::uint8_t> present_;
    std::vector<Line> lines_;
    std::map<std::tuple<std::uint32_t, std::int64_t, std::vector<std::int64_t>>, Fen> sums_;
    std::optional<ir::QuantityId> always_;
};

}  // namespace pol::interpret::test
