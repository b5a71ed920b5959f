// The vocabulary as data: what a claim and its settlement consist of, for whoever reads, settles or
// writes them. The compiler derives it from the national module's records; the runtime needs
// nothing else to read a claim.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/value/date.h"
#include "runtime/value/money.h"

namespace pol::abi {

/// How a value is held in an int64 slot.
enum class Kind : std::uint8_t {
    boolean,  ///< 0 or 1
    number,   ///< an integer of 10^-scale units: a count (0), a rate or factor (4), a price or
              ///< quantity (6)
    money,    ///< fen; of 10^-scale fen where scale is above zero: an exact product not yet rounded
    date,     ///< days since 1970-01-01
    text,     ///< an index into the run's texts (`TextTable`)
    place,    ///< a six-digit division code
    code,  ///< an index into `Enum::values`; of an open one, what it does not know is the number of
           ///< its values and the index of the code in the run's texts, so that two are told apart
};

struct EnumValue {
    std::string name;         ///< 职工
    std::string code;         ///< 310; the name where the document gives no code
    std::int32_t wider = -1;  ///< a finer value's wider one, as an index; -1: none
    friend bool operator==(const EnumValue&, const EnumValue&) = default;
};

struct Enum {
    std::string name;  ///< 险种
    bool open =
        false;  ///< an unknown code is the last value, 其他; else it is a fault of the claim
    bool prefix = false;  ///< a longer code is its longest known prefix
    std::vector<EnumValue> values;
    friend bool operator==(const Enum&, const Enum&) = default;
};

/// What an absent field holds.
struct Default {
    enum class Kind : std::uint8_t { none, value, field };
    Kind kind = Kind::none;
    std::int64_t value = 0;  ///< the value, or the index of the field whose value it takes
    friend bool operator==(const Default&, const Default&) = default;
};

/// One scalar of the claim, or of a list's element. A nested record is flattened:
/// `filing.begndate`.
struct Field {
    std::string name;      ///< 备案.起始
    std::string external;  ///< filing.begndate
    Kind kind = Kind::number;
    std::uint8_t scale = 0;
    std::uint32_t enumeration = 0;  ///< into `enums`, for Kind::code
    bool pieces = false;            ///< of scale 6: a count of pieces, not a price
    bool required = false;          ///< absent is a fault; otherwise absent is a value
    Default fallback;
    friend bool operator==(const Field&, const Field&) = default;
};

/// A list of records inside the claim: `disease_filings`, `filing.institutions`, `feedetail`.
struct ListField {
    std::string name;
    std::string external;
    std::vector<Field> fields;  ///< of one element
    friend bool operator==(const ListField&, const ListField&) = default;
};

/// One amount or rate of the settlement, in the order of output.
struct ResultField {
    std::string name;      ///< 统筹基金
    std::string external;  ///< hifp_pay
    Kind kind = Kind::money;
    std::uint8_t scale = 0;
    friend bool operator==(const ResultField&, const ResultField&) = default;
};

/// The parts that a claim's total is the sum of; of a claim without fee lines one at least is
/// given.
inline constexpr std::array<std::string_view, 4> kPartFields{"fulamt_ownpay_amt", "overlmt_selfpay",
                                                             "preselfpay_amt", "inscp_scp_amt"};

struct Vocabulary {
    std::vector<Enum> enums;
    std::vector<Field> fields;
    std::vector<ListField> lists;
    std::vector<ResultField> results;
    /// Of filings: the record that stands for the claim. Its first field is its number. Empty:
    /// claims.
    std::string filed = {};

    /// The external name of the field that tells records apart.
    [[nodiscard]] std::string_view number() const;
    /// Index of the field, list or result with this external name.
    [[nodiscard]] std::optional<std::uint32_t> field(std::string_view external) const;
    [[nodiscard]] std::optional<std::uint32_t> list(std::string_view external) const;
    [[nodiscard]] std::optional<std::uint32_t> result(std::string_view external) const;
    friend bool operator==(const Vocabulary&, const Vocabulary&) = default;
};

}  // namespace pol::abi
