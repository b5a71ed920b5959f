#include "bench/claim_files.h"

#include <algorithm>
#include <filesystem>
#include <system_error>

#include "bench/process.h"
#include <fmt/format.h>

namespace pol::bench {

std::string policy(const std::string& name) {
    return std::string(POL_BENCH_POLICIES) + "/" + name + ".pol";
}

Command sql_command(const std::string& text) {
    return {pol_program(), "sql", policy("w1"), "--command", text};
}

std::string claims_sql(const std::string& policy, std::int64_t rows, const std::string& file) {
    // An odd number of fen of the claim and even ones of what was paid: never equal, which a
    // statement may ask without knowing it.
    const auto amount = [](int salt, std::int64_t below, int odd) {
        return fmt::format("((hash(i, {}) % {})::DECIMAL(18,0) * 0.02 + {})::DECIMAL(16,2)", salt,
                           below, odd == 0 ? "0" : "0.01");
    };
    std::string columns =
        "printf('%012d', i) AS setl_id, printf('P%09d', hash(i, 1) % {people}) AS psn_no, "
        "(hash(hash(i, 1) % {people}, 2) % 2)::VARCHAR AS insured, "
        "(hash(i, 3) % 10)::VARCHAR AS disease, "
        "DATE '2023-01-01' + (hash(i, 4) % 365)::INTEGER AS setl_date, ";
    const std::string people = std::to_string(std::max<std::int64_t>(1, rows / 10));
    for (auto at = columns.find("{people}"); at != std::string::npos;
         at = columns.find("{people}")) {
        columns.replace(at, 8, people);
    }
    columns += amount(5, policy == "w1" ? 1'500'000 : 100'000, 1) + " AS medfee_sumamt";
    if (policy == "w1") {
        columns += ", " + amount(6, 30'000, 0) + " AS ytd_deductible, " + amount(7, 1'500'000, 0) +
                   " AS ytd_fund";
    }
    return fmt::format("COPY (SELECT {} FROM range({}) made(i)) TO '{}' (FORMAT parquet)", columns,
                       rows, file);
}

void make_claims(const std::string& policy, std::int64_t rows, const std::string& file) {
    run(sql_command(claims_sql(policy, rows, file)));
}

void make_ready(const std::string& name, const std::string& claims, const std::string& file) {
    const std::string settled = file + ".settled.parquet";
    run({pol_program(), "settle", policy(name), "--claims", claims, "--columns",
         "setl_id,hifp_pay,act_pay_dedc,psn_part_amt", "--out", settled});
    run(sql_command(fmt::format(
        "COPY (SELECT c.*, hifp_pay, act_pay_dedc, psn_part_amt FROM '{}' c JOIN '{}' USING "
        "(setl_id) ORDER BY setl_id) TO '{}' (FORMAT parquet)",
        claims, settled, file)));
    std::error_code failed;
    std::filesystem::remove(settled, failed);
}

}  // namespace pol::bench
