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

std::string city_claims_sql(std::int64_t rows, const std::string& file) {
    // A person keeps place, insurance and filing; ten claims each.
    const std::string person = fmt::format("hash(i, 1) % {}", std::max<std::int64_t>(1, rows / 10));
    const auto of_person = [&person](int salt, const std::string& list) {
        return fmt::format("list_extract({0}, (hash({1}, {2}) % len({0}))::INTEGER + 1)", list,
                           person, salt);
    };
    const auto of_claim = [](int salt, const std::string& list) {
        return fmt::format("list_extract({0}, (hash(i, {1}) % len({0}))::INTEGER + 1)", list, salt);
    };
    const std::string amount = "((hash(i, 9) % 3000000)::DECIMAL(18,0) * 0.01)::DECIMAL(16,2)";
    return fmt::format(
        "COPY (SELECT printf('%012d', i) AS setl_id, printf('P%09d', {}) AS psn_no, {} AS "
        "insutype, {} AS psn_type, {} AS insuplc_admdvs, {} AS mdtrtarea_admvs, {} AS med_type, "
        "{} AS dise_codg, day AS begndate, day AS enddate, day AS setl_date, 'H1' AS "
        "fixmedins_code, CASE WHEN hash(i, 11) % 2 = 0 THEN [{{'opsp_dise_code': 'M03900', "
        "'begndate': DATE '2023-01-01'}}, {{'opsp_dise_code': 'M01600', 'begndate': DATE "
        "'2023-01-01'}}] END AS disease_filings, {} AS dedc_hosp_lv, '03' AS mdtrt_cert_type, {} "
        "AS urgent, {} AS "
        "medfee_sumamt, {} AS inscp_scp_amt FROM (SELECT i, DATE '2024-01-01' + (hash(i, 4) % "
        "365)::INTEGER AS day FROM range({}) made(i))) TO '{}' (FORMAT parquet)",
        person, of_person(2, "['310', '390']"), of_person(3, "['11', '12']"),
        of_person(4, "['640104', '210102']"), of_claim(5, "['110100', '640104', '210102']"),
        of_claim(6, "['11', '14', '21', '21']"), of_claim(7, "['M03900', 'M01600', 'M00500']"),
        of_claim(8, "['1', '2', '3']"), of_claim(10, "[true, false, false]"), amount, amount, rows,
        file);
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
