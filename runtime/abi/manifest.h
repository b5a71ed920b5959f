// What stands beside a compiled settlement: its vocabulary, names, texts, citations and step table,
// as data. An engine computes with indices; whoever reads claims, writes settlements or explains
// them finds the words here.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "runtime/abi/vocabulary.h"

namespace pol::abi {

struct Cite {
    std::string source;    ///< 流程
    std::string document;  ///< its title
    std::string clause;    ///< 一(二)2
};

/// An input of a step: another quantity, or a field of the claim.
struct StepInput {
    bool is_field = false;
    std::uint32_t index = 0;  ///< into `Manifest::steps` or `Vocabulary::fields`
};

/// One quantity of the tape.
struct StepRow {
    std::string name;      ///< 门诊慢特病.统筹基金.起付额
    std::string role;      ///< "base", "deductible", …: the names of ir::Role
    std::string formula;   ///< in the words of the text
    std::string rounding;  ///< 四舍五入到分, or empty
    Kind kind = Kind::money;
    std::uint8_t scale = 0;
    std::uint32_t enumeration = 0;
    std::vector<StepInput> inputs;
    std::vector<Cite> cites;
    std::string place;  ///< policies/ningxia/yinchuan/policy.pol:31:5
};

enum class AnswerKind : std::uint8_t { notice, manual, pending, refused };

struct AnswerRow {
    AnswerKind kind = AnswerKind::notice;
    std::string code;  ///< 药店购药
    std::string text;  ///< 不予支付：药店购药
    std::vector<Cite> cites;
    std::uint32_t condition = 0;  ///< into `steps`
};

/// A claim whose elements of `list` have a `date` in several years is settled as one claim a year;
/// an engine that is given the whole answers the fault several_years.
struct YearSplit {
    std::uint32_t list = 0;  ///< into `Vocabulary::lists`
    std::uint32_t date = 0;  ///< which of its fields
    int month = 1;           ///< years begin on this day
    int day = 1;
};

struct BenefitRow {
    std::string name;
    std::vector<Cite> cites;
    std::vector<std::uint32_t> steps;  ///< the quantities of its tiers, in the order they are
                                       ///< computed, for the explanation
    std::optional<YearSplit> years = {};
};

struct AccountRow {
    std::string name;    ///< 门诊慢特病.统筹基金.封顶
    std::string period;  ///< 年度
    std::vector<Kind> keys;
    std::vector<std::uint32_t> key_enums;  ///< into `Vocabulary::enums` where the key is a code
    bool of_claim = false;  ///< of the parts of one claim only: dropped when it is settled
};

struct Manifest {
    Vocabulary vocabulary;
    std::vector<std::string>
        texts;  ///< text constants: the first entries of every run's `TextTable`
    std::vector<StepRow> steps;
    std::vector<AnswerRow> answers;
    std::vector<BenefitRow> benefits;
    std::vector<AccountRow> accounts;
};

}  // namespace pol::abi
