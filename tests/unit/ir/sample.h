// A small program that has every operation and every part of the rule IR, and fields that tests
// refer to.
#pragma once

#include "compiler/ir/builder.h"
#include "compiler/ir/program.h"

namespace pol::ir::test {

/// The fields of the sample's claims, in their order.
enum SampleField : std::uint32_t {
    kTotal,
    kGiven,
    kFlag,
    kDay,
    kEnd,
    kBorn,
    kPlace,
    kLevel,
    kName,
    kTimes
};

/// The one list, and its fields.
inline constexpr std::uint32_t kFilings = 0;
enum FilingField : std::uint32_t { kFiledLevel, kFiledDay };

/// The enumeration of `kLevel`.
inline constexpr std::uint32_t kLevels = 0;

[[nodiscard]] abi::Vocabulary sample_vocabulary();

/// A program without anything but its vocabulary.
[[nodiscard]] Program empty_program();

/// A verified program with everything.
[[nodiscard]] Program sample_program();

}  // namespace pol::ir::test
