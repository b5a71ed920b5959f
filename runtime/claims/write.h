// Writes settlements: the records of the output, field by field in the platform's names.
#pragma once

#include <string>
#include <string_view>

#include "runtime/abi/vocabulary.h"
#include "runtime/claims/record.h"

namespace pol::claims {

/// Of filings the status is accepted, pending or refused, `filing` stands for `benefit`, and the
/// number has the name that their record gives it.
///
/// The words for a status and for a kind of answer, as every form of output has them: paid, notice.
[[nodiscard]] std::string_view word(abi::Status status, bool of_filing);
[[nodiscard]] std::string_view word(abi::AnswerKind kind);
/// The member that names what answered: benefit, or of filings filing.
[[nodiscard]] std::string_view answered_by(const abi::Vocabulary& vocabulary);

/// One JSON object on one line, without the line's end. Money and rates are numbers with all their
/// decimals: 1125.00, 0.7500.
[[nodiscard]] std::string to_json(const Settled& settled, const abi::Vocabulary& vocabulary);

/// The names of the columns of `to_csv`, and one row, each without the line's end. Reasons are
/// `kind:code`, faults `code:field`, with `;` between them; what a record does not have is an empty
/// cell.
[[nodiscard]] std::string csv_header(const abi::Vocabulary& vocabulary);
[[nodiscard]] std::string to_csv(const Settled& settled, const abi::Vocabulary& vocabulary);

}  // namespace pol::claims
