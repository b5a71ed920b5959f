// A small vocabulary, manifest and engine, made by hand: the runtime is tested without any
// compiler.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/abi/engine.h"
#include "runtime/abi/manifest.h"
#include "runtime/claims/bytes.h"
#include "runtime/claims/read.h"
#include "runtime/claims/record.h"

namespace pol::sample {

/// Fields of every kind, a nested part, two lists, and the parts of the total.
[[nodiscard]] abi::Vocabulary vocabulary();

/// `vocabulary()` with three steps, two answers, one benefit and one account.
[[nodiscard]] abi::Manifest manifest();

/// Pays 75% of what is in scope beyond a deductible of 500 yuan a year, which is an account. Each
/// claim's institution may ask for another answer: "refuse", "manual", "no_row".
[[nodiscard]] abi::Engine engine();

/// The account of the deductible, as `engine()` keys it.
inline constexpr std::uint32_t kDeductible = 0;

/// One record: `with` is added to a whole claim of 2000 yuan, or takes the place of its members.
[[nodiscard]] std::string record(std::string_view with = "");
/// The same without some of its members.
[[nodiscard]] std::string record_without(std::string_view member, std::string_view with = "");

/// An input that has been read, with the texts it refers to.
struct Read {
    abi::Vocabulary vocabulary = sample::vocabulary();
    claims::TextTable texts{std::vector<std::string>{}};
    claims::Input input;

    explicit Read(std::string_view text, claims::Lang lang = claims::Lang::en)
        : input(claims::read_json(text, vocabulary, texts, lang)) {}

    [[nodiscard]] const claims::Claim& claim(std::size_t index = 0) const {
        return input.claims.at(index);
    }
    [[nodiscard]] bool has(std::string_view field, std::size_t index = 0) const;
    [[nodiscard]] std::int64_t value(std::string_view field, std::size_t index = 0) const;
};

/// The bytes of a text, at most `piece` at a time.
[[nodiscard]] claims::Bytes in_pieces(std::string_view text, std::size_t piece);

/// A whole input of any form, told by its text, and perhaps one of fee lines.
struct ReadFile {
    abi::Vocabulary vocabulary = sample::vocabulary();
    claims::TextTable texts{std::vector<std::string>{}};
    claims::Input input;
    std::string error;

    explicit ReadFile(std::string_view text, claims::Lang lang = claims::Lang::en);
    ReadFile(std::string_view text, std::string_view lines, claims::Lang lang = claims::Lang::en);

    [[nodiscard]] const claims::Claim& claim(std::size_t index = 0) const {
        return input.claims.at(index);
    }
    [[nodiscard]] bool has(std::string_view field, std::size_t index = 0) const;
    [[nodiscard]] std::int64_t value(std::string_view field, std::size_t index = 0) const;
};

/// All faults of a claim, one a line: "bad_value filing.begndate: …".
[[nodiscard]] std::string faults(const claims::Claim& claim);
[[nodiscard]] std::string faults(const claims::Settled& settled);

}  // namespace pol::sample
