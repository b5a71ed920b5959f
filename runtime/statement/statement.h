// A settlement as a statement that a person can follow: from the total fee to what each fund and
// the person pay, each line with its clause. Made from a tape and the manifest alone, so that
// every engine and a compiled bundle explain alike.
#pragma once

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "runtime/abi/kernel.h"
#include "runtime/abi/manifest.h"
#include "runtime/account/store.h"
#include "runtime/claims/record.h"
#include "runtime/trace/render.h"
#include "runtime/value/money.h"

namespace pol::statement {

/// What a line of a statement is.
enum class LineKind : std::uint8_t {
    total,       ///< the whole fee
    outside,     ///< a part of the total that is not in scope
    in_scope,    ///< what is left of it
    base,        ///< what a tier looks at
    deductible,  ///< what the person pays first
    above,       ///< what is left of the base
    rate,        ///< no amount: the rate
    band,        ///< what one band pays
    payable,     ///< the rate on the rest
    cut,         ///< what a limit takes away
    paid,        ///< what the tier pays
    beyond,      ///< the money above what was paid for
    fund,        ///< a fund's payment in the whole
    person,      ///< what the person pays
};

struct Line {
    LineKind kind = LineKind::total;
    std::string name;   ///< 起付额; in English "deductible"
    std::string value;  ///< 500.00, 75%
    Fen amount = 0;     ///< in fen; zero for a rate
    std::string how;    ///< the clause in its own words, with the figures that it took
    std::string cite;   ///< 流程 一(二)2
    std::string place;  ///< yinchuan.pol:31:5
};

/// What one fund does of the claim.
struct Tier {
    std::string name;  ///< 统筹基金
    bool runs = true;  ///< false: its condition does not hold, which `lines` then says
    std::vector<Line> lines;
    Fen paid = 0;
    Fen unpaid = 0;  ///< of the total, after this tier
};

struct Answer {
    abi::AnswerKind kind = abi::AnswerKind::notice;
    std::string text;  ///< 不予支付：药店购药
    std::string why;   ///< its condition, and the values that it looked at
    std::string cite;
    std::string place;
};

struct AccountLine {
    std::string name;    ///< 门诊慢特病.统筹基金.封顶[高血压]
    std::string period;  ///< 年度 2023-01-01
    Fen before = 0;
    Fen after = 0;
};

/// A question that the documents leave open, and the answer that was taken.
struct Assumed {
    std::string reading;
    std::string option;
    std::string question;
    std::string cite;
    bool adopted = true;  ///< the option of the text; false: one that was asked for
};

struct Statement {
    claims::Lang lang = claims::Lang::zh;
    std::string number;
    std::string person;
    std::string record;  ///< of a filing its record, else empty
    abi::Status status = abi::Status::fault;
    std::string benefit;
    std::string benefit_cite;
    std::vector<std::pair<std::string, std::string>> about;  ///< fields of the claim, in words
    std::vector<Answer> answers;
    std::vector<std::string> faults;
    std::vector<Line> fee;
    std::vector<Tier> tiers;
    std::vector<Line> result;
    std::vector<AccountLine> accounts;
    std::vector<Assumed> assumed;
    std::vector<trace::Line> steps;  ///< the whole trace
};

/// A claim that an engine settled, and its tape: a whole, or what of a stay lies in one year.
struct Part {
    const claims::Claim& claim;
    abi::Tape tape;
};

/// What a statement is made from. `parts` are empty where no engine ran (a reversal, a record with
/// faults).
struct Settled {
    const abi::Manifest& manifest;
    const claims::Claim& claim;
    const claims::Settled& settled;
    const claims::TextTable& texts;
    std::vector<Part> parts;
    std::vector<account::Posting> before;  ///< the person's accounts before and after
    std::vector<account::Posting> after;
};

[[nodiscard]] Statement make(const Settled& settled, std::vector<Assumed> assumed,
                             claims::Lang lang);

/// A condition in its own words, with the fields of the claim that it looked at and their values:
/// 异地类别 为 临时外出（就医地 210100）.
[[nodiscard]] std::string condition_words(const Settled& settled, std::uint32_t step,
                                          claims::Lang lang);

/// What the status is called: 支付, paid; of a filing 受理, accepted.
[[nodiscard]] std::string status_word(const Statement& statement);

/// For a terminal: no line is wider than `columns`, which is at least 60; wide characters are two.
[[nodiscard]] std::string to_text(const Statement& statement, std::size_t columns);
/// Who paid what, in a few lines.
[[nodiscard]] std::string to_short_text(const Statement& statement, std::size_t columns);
[[nodiscard]] std::string to_markdown(const Statement& statement);
/// One page that needs nothing else, the waterfall drawn as SVG.
[[nodiscard]] std::string to_html(const Statement& statement);
/// As the platform's `setl_proc_info`: the statement, and every step with quantity, formula,
/// inputs, rounding, clause and position. One object, ended by a line end.
[[nodiscard]] std::string to_json(const Statement& statement);

/// The trace for a terminal: a step over a few short lines.
[[nodiscard]] std::string steps_text(const std::vector<trace::Line>& steps, std::size_t columns);

}  // namespace pol::statement
