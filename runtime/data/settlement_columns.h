// Settlements as columns, named and ordered as every form of output has them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "runtime/abi/vocabulary.h"
#include "runtime/batch/columns.h"
#include "runtime/claims/record.h"
#include "runtime/data/database.h"

namespace pol::data {

/// Money is DECIMAL(16,2), a rate DECIMAL(18,4), texts are VARCHAR; reasons and faults are lists of
/// STRUCT. What a record does not have is NULL.
class SettlementColumns {
  public:
    /// All columns, or those of `select`, in that order; names that there are not are left out
    /// (`unknown_results`).
    SettlementColumns(const Library& library, const abi::Vocabulary& vocabulary,
                      const std::vector<std::string>& select = {});

    [[nodiscard]] std::size_t count() const { return names_.size(); }
    [[nodiscard]] const std::string& name(std::size_t column) const { return names_[column]; }
    [[nodiscard]] const Type& type(std::size_t column) const { return types_[column]; }
    /// One STRUCT of all columns.
    [[nodiscard]] Type whole() const;

    /// Where the columns of a chunk or of a STRUCT are written.
    using Vectors = std::vector<duckdb_vector>;
    [[nodiscard]] Vectors of_chunk(duckdb_data_chunk chunk) const;
    [[nodiscard]] Vectors of_struct(duckdb_vector vector) const;
    /// Rows are written one after the other, from 0.
    void put(const Vectors& vectors, std::size_t row, const claims::Settled& settled) const;
    /// `count` rows from `from` on of a batch, none of which stands alone.
    void put(const Vectors& vectors, std::size_t row, const batch::ColumnBatch& batch,
             std::size_t from, std::size_t count) const;

  private:
    void put_text(duckdb_vector vector, std::size_t row, std::string_view text) const;
    void put_reasons(duckdb_vector vector, std::size_t row,
                     const std::vector<claims::Reason>& reasons) const;
    void put_faults(duckdb_vector vector, std::size_t row,
                    const std::vector<claims::ClaimFault>& faults) const;
    /// Rows of a batch, and the first place that they go to.
    struct Rows {
        const batch::ColumnBatch& batch;
        std::size_t row;
        std::size_t from;
        std::size_t count;
    };
    void put_names(duckdb_vector vector, const Rows& rows, bool of_people) const;
    void put_words(duckdb_vector vector, const Rows& rows, bool of_benefits) const;
    void put_reasons(duckdb_vector vector, const Rows& rows) const;
    void put_results(duckdb_vector vector, const Rows& rows, std::size_t result) const;
    void put_no_elements(duckdb_vector vector, std::size_t row, std::size_t count) const;
    void put_null(duckdb_vector vector, std::size_t row) const;
    /// Elements of a list of STRUCT, one text a part; an empty text of an optional part is NULL.
    using Elements = std::vector<std::vector<std::string_view>>;
    void put_list(duckdb_vector vector, std::size_t row, const Elements& rows,
                  std::size_t optional) const;
    void put_result(duckdb_vector vector, std::size_t row, const abi::ResultField& field,
                    std::int64_t value) const;

    /// What a column holds; a result from `kResults` on.
    enum What : std::uint32_t { kNumber, kPerson, kStatus, kBenefit, kReasons, kFaults, kResults };

    const Library& library_;
    const abi::Vocabulary& vocabulary_;
    std::vector<std::uint32_t> what_;  ///< by column
    std::vector<std::string> names_;
    std::vector<Type> types_;
};

}  // namespace pol::data
