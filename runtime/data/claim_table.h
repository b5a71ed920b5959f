// Claims out of a table: what a statement of SQL answers, read person by person.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include <tl/expected.hpp>

#include "runtime/abi/manifest.h"
#include "runtime/claims/record.h"
#include "runtime/claims/records.h"

namespace pol::data {

class Connection;
class Database;
class RowReader;
struct Columns;
struct People;

/// Of numbers that come twice: the row to settle.
using FirstRows = std::unordered_map<std::string, std::size_t>;

/// The statement that reads a Parquet file.
[[nodiscard]] std::string parquet_query(const std::string& file);
/// A text that is a query and no file's name: behind comments it begins with SELECT, FROM, WITH,
/// VALUES or TABLE.
[[nodiscard]] bool looks_like_query(std::string_view text);

/// Columns are found by the platform's names: `medfee_sumamt`; a nested part is a column of its own
/// (`filing.begndate`) or a STRUCT, a list is a LIST of STRUCT. NULL is absent. A decimal is taken
/// by its digits in every type of number, so that a third decimal of money is a fault of its claim
/// and never rounded.
///
/// `Claim::line` is the row of the query's answer, from 1.
class ClaimTable {
  public:
    /// A statement that answers the claims, or the Parquet file that has them.
    struct Source {
        std::string query;
        std::string file = {};
    };
    struct How {
        /// The rows of a person come together. Without accounts and reversals no claim depends on
        /// another, and rows come as the query has them, each as a person of its own.
        bool by_person = true;
        /// Looks at all numbers first: of the claims without faults that have one setl_id, whosever
        /// they are, the first of the table is settled and the others have the fault `duplicate`.
        /// Without it that holds of the claims of one person.
        bool all_numbers = false;
        /// How many rows are taken at once, about, but for a person with more.
        std::size_t rows = 16'384;
        /// Bytes that the rows may take where they are brought into order; more of them go to disk.
        /// The order is the same. 0: half of the machine's.
        std::size_t memory = 0;
        int threads = 1;  ///< that bring them into order
        /// Asked by any thread while rows come to be brought into order: true ends the run with an
        /// error.
        std::function<bool()> is_ended = {};
    };
    /// All rows of some people, read by any thread, once.
    struct Share {
        std::size_t rows = 0;
        std::function<People()> read = {};
    };
    /// The query is run more than once and must answer the same rows in the same order each time.
    /// The error is of the table as a whole: the database's, or a column that every claim needs and
    /// that is not there, or one of a type that no field has. What is given must outlive the table.
    [[nodiscard]] static tl::expected<std::unique_ptr<ClaimTable>, std::string>
    open(Database& database, const Source& source, const abi::Manifest& manifest, claims::Lang lang,
         const How& how);
    virtual ~ClaimTable() = default;
    ClaimTable(const ClaimTable&) = delete;
    ClaimTable& operator=(const ClaimTable&) = delete;

    /// The number of rows.
    [[nodiscard]] virtual tl::expected<std::size_t, std::string> count() = 0;
    /// Takes the next rows: those of some people, each one's in the order of the table. None at the
    /// end.
    [[nodiscard]] virtual tl::expected<Share, std::string> take() = 0;
    /// Reads rows that were taken; each thread needs one of its own. The table must outlive it.
    [[nodiscard]] virtual std::unique_ptr<RowReader> reader() const = 0;
    /// Unknown columns, once each; more may come with the rows.
    [[nodiscard]] virtual const std::vector<claims::Notice>& notices() const = 0;

    /// Rows of a person come together: it was asked for, or there are reversals.
    [[nodiscard]] virtual bool is_by_person() const = 0;

    // For who asks the database for the rows.
    /// Has them as `pol_input`.
    [[nodiscard]] virtual Connection& connection() = 0;
    [[nodiscard]] virtual const Columns& columns() const = 0;
    [[nodiscard]] virtual const FirstRows& first_rows() const = 0;
    /// The column of the claims' numbers.
    [[nodiscard]] virtual std::string_view number() const = 0;
    /// For what has no room in memory; empty: none could be made.
    [[nodiscard]] virtual const std::string& folder() const = 0;
    /// Rows of the largest group of the Parquet file that it is; 0: it is a query.
    [[nodiscard]] virtual tl::expected<std::size_t, std::string> rows_of_group() = 0;
    /// `columns` and the row's number, as SQL lists them.
    [[nodiscard]] virtual std::string columns_and_row() const = 0;

  protected:
    ClaimTable() = default;
};

}  // namespace pol::data
