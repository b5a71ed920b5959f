// Claims out of a table: what a statement of SQL answers, read person by person.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <tl/expected.hpp>

#include "runtime/abi/vocabulary.h"
#include "runtime/claims/record.h"
#include "runtime/claims/records.h"

namespace pol::data {

class Database;

/// The statement that reads a Parquet file.
[[nodiscard]] std::string parquet_query(const std::string& file);
/// A text that is a query and no file's name: it begins with SELECT, FROM or WITH and a blank.
[[nodiscard]] bool looks_like_query(std::string_view text);

/// Columns are found by the platform's names: `medfee_sumamt`; a nested part is a column of its own
/// (`filing.begndate`) or a STRUCT, a list is a LIST of STRUCT. NULL is absent. A decimal is taken
/// by its digits in every type of number, so that a third decimal of money is a fault of its claim
/// and never rounded.
///
/// `Claim::line` is the row of the query's answer, from 1.
class ClaimTable {
  public:
    /// The query is run more than once and must answer the same rows in the same order each time.
    /// The error is of the table as a whole: the database's, or a column that every claim needs and
    /// that is not there, or one of a type that no field has.
    [[nodiscard]] static tl::expected<std::unique_ptr<ClaimTable>, std::string>
    open(Database& database, const std::string& query, const abi::Vocabulary& vocabulary,
         claims::Lang lang);
    virtual ~ClaimTable() = default;
    ClaimTable(const ClaimTable&) = delete;
    ClaimTable& operator=(const ClaimTable&) = delete;

    /// The number of rows.
    [[nodiscard]] virtual tl::expected<std::size_t, std::string> count() = 0;
    /// The claims of some people, all of each of them in the order of their rows; nothing at the
    /// end. Texts of one answer mean nothing in the next. Of the claims without faults that have
    /// one setl_id, the first of the whole table is settled and the others have the fault
    /// `duplicate`.
    [[nodiscard]] virtual tl::expected<std::vector<claims::Claim>, std::string>
    next(claims::TextTable& texts) = 0;
    /// Unknown columns, once each; more may come with the rows.
    [[nodiscard]] virtual const std::vector<claims::Notice>& notices() const = 0;

  protected:
    ClaimTable() = default;
};

}  // namespace pol::data
