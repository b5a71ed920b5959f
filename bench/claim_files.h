// Claims of W1, W3 and the cities in Parquet, made by DuckDB from the numbers of the rows.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace pol::bench {

/// bench/policies/NAME
[[nodiscard]] std::string policy(const std::string& name);

/// What `pol sql` runs to write `rows` claims of the policy w1 or w3 to a file. Amounts are
/// DECIMAL(16,2); people and dates come in no order; a person has ten claims.
[[nodiscard]] std::string claims_sql(const std::string& policy, std::int64_t rows,
                                     const std::string& file);

void make_claims(const std::string& policy, std::int64_t rows, const std::string& file);

/// What `pol sql` runs to write claims of people insured in both cities of policies/: stays and
/// outpatient care at home and on journeys, half of them with diseases on file, in no order.
[[nodiscard]] std::string city_claims_sql(std::int64_t rows, const std::string& file);

/// The claims with their settled figures beside them, in the order of their numbers.
void make_ready(const std::string& policy, const std::string& claims, const std::string& file);

/// A command of `pol sql`.
[[nodiscard]] std::vector<std::string> sql_command(const std::string& text);

}  // namespace pol::bench
