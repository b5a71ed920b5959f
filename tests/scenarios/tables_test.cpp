// Claims in Parquet and in answers of SQL, settlements in Parquet and in DuckDB files: the same
// settlements as from JSON Lines, and what is said where a table is wrong.
#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include <catch2/catch.hpp>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include "tests/scenarios/process.h"
#include "tests/support/golden_file.h"

using namespace pol;
using namespace pol::scenario;

namespace {

const std::string kYear = "examples/year/claims.jsonl";

std::vector<std::string> sorted_lines(const std::string& text) {
    std::vector<std::string> lines = test::lines_of(text);
    std::ranges::sort(lines);
    return lines;
}

/// The example year as Parquet with typed columns.
void write_year(const std::string& file) {
    std::string money;
    for (const char* name : {"medfee_sumamt", "fulamt_ownpay_amt", "overlmt_selfpay",
                             "preselfpay_amt", "inscp_scp_amt"}) {
        money += fmt::format("{0}{1}::DECIMAL(16,2) AS {1}", money.empty() ? "" : ", ", name);
    }
    (void)sql(fmt::format("COPY (SELECT * REPLACE ({}) FROM read_json('{}', sample_size = -1)) TO "
                          "'{}'",
                          money, kYear, file));
}

std::string content(const std::string& file) {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

/// Of texts too long to be shown.
bool is_same_text(const std::string& left, const std::string& right) {
    return left == right;
}

/// The same rows and messages in any order.
bool are_same(const Ran& left, const Ran& right) {
    return left.exit == right.exit && sorted_lines(left.err) == sorted_lines(right.err) &&
           sorted_lines(left.out) == sorted_lines(right.out);
}

}  // namespace

TEST_CASE("the example year from Parquet to Parquet, field by field as from JSON Lines") {
    const Folder folder;
    const std::string claims = folder.path("claims.parquet");
    const std::string settled = folder.path("settled.parquet");
    write_year(claims);
    const std::string policies = "policies/ningxia/yinchuan";
    const Ran by_lines = run({"settle", policies, "--claims", kYear, "--format", "jsonl"});
    const Ran by_table = run({"settle", policies, "--claims", claims, "--out", settled});
    INFO(by_table.err);
    CHECK(by_table.exit == by_lines.exit);
    CHECK(by_table.out.empty());
    CHECK(sorted_lines(sql(fmt::format("FROM '{}'", settled))) == sorted_lines(by_lines.out));
    CHECK(contains(sql(fmt::format("SELECT column_type FROM (DESCRIBE FROM '{}') WHERE column_name "
                                   "IN ('hifp_pay', 'reasons')",
                                   settled)),
                   "DECIMAL(16,2)"));

    const Ran to_lines = run({"settle", policies, "--claims", claims, "--format", "jsonl",
                              "--memory", "256MB", "--engine", "interpreter"});
    CHECK(sorted_lines(to_lines.out) == sorted_lines(by_lines.out));

    const Ran in_columns =
        run({"settle", policies, "--claims", claims, "--format", "jsonl", "--engine", "columns"});
    CHECK(in_columns.out == to_lines.out);
    CHECK(in_columns.err == to_lines.err);

    const std::string from_lines = folder.path("from-lines.parquet");
    CHECK(run({"settle", policies, "--claims", kYear, "--out", from_lines}).exit == by_lines.exit);
    CHECK(sorted_lines(sql(fmt::format("FROM '{}'", from_lines))) == sorted_lines(by_lines.out));
    CHECK(folder.names().size() == 3);
}

TEST_CASE("duplicates and reversals of a table answer as those of a file") {
    const Folder folder;
    const std::string policy = folder.file("policy.pol", small_policy());
    const std::string back = R"({"setl_id":"R1","refd_setl_flag":true,"init_setl_id":"2"})";
    const std::string other =
        R"({"setl_id":"R2","psn_no":"P9","refd_setl_flag":true,"init_setl_id":"3"})";
    const std::string twice = R"({"setl_id":"R3","refd_setl_flag":true,"init_setl_id":"R1"})";
    const std::string lines = folder.file(
        "claims.jsonl", fmt::format("{}\n{}\n{}\n{}\n{}\n{}\n{}\n{}\n", claim("2", "300.00"),
                                    claim("1", "300.00"), claim("3", "120.00"), back, other, twice,
                                    claim("1", "400.00"), R"({"setl_id":"4","psn_no":"P1"})"));
    const Ran by_lines = run({"settle", policy, "--claims", lines, "--format", "jsonl"});
    const Ran by_table =
        settle(folder.path("policy.pol"),
               fmt::format("SELECT * FROM read_json('{}', sample_size = -1)", lines));
    INFO(by_table.err);
    CHECK(by_table.exit == 1);
    CHECK(sorted_lines(by_table.out) == sorted_lines(by_lines.out));
}

TEST_CASE("one number of two people is a fault where that is asked for") {
    const Folder folder;
    (void)folder.file("policy.pol", small_policy());
    const std::string both = one_claim() + " UNION ALL " + one_claim("'P2' AS psn_no");
    CHECK(settle(folder.path("policy.pol"), both).exit == 0);
    const Ran asked = settle(folder.path("policy.pol"), both, {"--unique"});
    CHECK(asked.exit == 1);
    CHECK(contains(asked.err, "query:2: 1: "));
    CHECK(contains(asked.out, "\"duplicate\""));
    CHECK(contains(asked.out, "\"status\":\"paid\""));
}

TEST_CASE("claims of which none depends on another keep the order of the table on many threads") {
    const Folder folder;
    const std::string claims = folder.path("claims.parquet");
    // Row groups of two thousand rows; here and there a code that there is not, an absent amount, a
    // negative one, no number, a text of digits.
    (void)sql(fmt::format(
        "COPY (SELECT CASE WHEN i = 20011 THEN NULL ELSE printf('%05d-of-the-table', i) END AS "
        "setl_id, 'P' || (i * 7919 % 300) AS psn_no, CASE WHEN i % 5003 = 17 THEN '7' ELSE (i % "
        "2)::VARCHAR END AS insured, (i * 31 % 10)::VARCHAR::ENUM('0', '1', '2', '3', '4', '5', "
        "'6', '7', '8', '9') AS disease, CASE WHEN i % 7001 = 5 THEN NULL WHEN i % 9001 = 3 THEN "
        "-1 ELSE i * 37 % 90000 END::DECIMAL(16,2) AS medfee_sumamt, (i % 600)::DECIMAL(16,2) AS "
        "ytd_deductible, (i % 4000)::VARCHAR AS ytd_fund FROM range(30000) made(i)) TO '{}' "
        "(ROW_GROUP_SIZE 2048)",
        claims));
    const auto settled = [&](const std::string& from, std::vector<std::string> more) {
        const std::string out = folder.path("settled.parquet");
        more.insert(more.begin(),
                    {"settle", "bench/policies/w1.pol", "--claims", from, "--out", out});
        Ran ran = run(more);
        ran.out = sql(fmt::format("FROM '{}'", out));
        return ran;
    };
    const Ran one = settled(claims, {"--engine", "jit"});
    const Ran single = settled(claims, {"--engine", "columns", "--threads", "1"});
    CHECK(single.exit == 1);
    CHECK(contains(single.err, "claims.parquet:18: 00017-of-the-table: insured"));
    CHECK(contains(single.err, "of 30000 claims 16 could not be settled"));
    CHECK(are_same(single, one));
    for (const char* threads : {"2", "8"}) {
        const Ran many = settled(claims, {"--engine", "columns", "--threads", threads});
        CHECK(many.err == single.err);
        CHECK(is_same_text(many.out, single.out));
    }
    CHECK(is_same_text(settled(claims, {"--engine", "columns", "--memory", "256MB"}).out,
                       single.out));
    const std::string whole = folder.path("whole.parquet");  // a group, too large for two threads
    (void)sql(fmt::format("COPY (FROM '{}') TO '{}'", claims, whole));
    CHECK(
        is_same_text(settled(whole, {"--engine", "columns", "--memory", "64MB"}).out, single.out));
    CHECK(is_same_text(settled(folder.path("cl*s.parquet"), {"--engine", "columns"}).out,
                       single.out));
    const std::string query = fmt::format("SELECT *, 1 AS file_row_number FROM '{}'", claims);
    CHECK(is_same_text(settled(query, {"--engine", "columns"}).out, single.out));
    const std::string taken = folder.path("taken.parquet");
    (void)sql(fmt::format("COPY ({}) TO '{}'", query, taken));
    CHECK(is_same_text(settled(taken, {"--engine", "columns"}).out, single.out));

    const std::string database = folder.path("settled.duckdb");
    CHECK(run({"settle", "bench/policies/w1.pol", "--claims", claims, "--out", database, "--engine",
               "columns"})
              .exit == 1);
    CHECK(is_same_text(sql(fmt::format("ATTACH '{}' AS f; FROM f.settlement", database)),
                       single.out));

    const std::string twice = folder.path("twice.parquet");
    (void)sql(fmt::format("COPY (FROM '{0}' UNION ALL FROM '{0}' WHERE setl_id > '2995') TO '{1}'",
                          claims, twice));
    const Ran unique = settled(twice, {"--engine", "columns", "--unique"});
    CHECK(contains(unique.err, "twice.parquet:30001: 29950-of-the-table: "));
    CHECK(are_same(unique, settled(twice, {"--engine", "jit", "--unique"})));
}

TEST_CASE("people are in one order whoever sorts, on any number of threads") {
    const Folder folder;
    const std::string policy = folder.file("policy.pol", small_policy());
    // Names that begin alike, short and long ones, of other scripts, empty and absent; people
    // interleaved, days in no order; a wrong code, a number that one person has twice, reversals of
    // what is far away, of nobody and of another.
    const std::string rows =
        one_claim("'S' || (hash(i) % 100000) || '-' || i AS setl_id, CASE i % 11 WHEN 0 THEN "
                  "'640104-1980-' || (i * 31 % 700) WHEN 1 THEN 'P' || (i % 40) WHEN 2 THEN '张' "
                  "|| (i % 30) WHEN 3 THEN 'P' ELSE '640104-1980-' || (i * 17 % 900) || "
                  "repeat('x', (i * 17 % 5)::INTEGER) END AS psn_no, DATE '2023-01-01' + (i * "
                  "7919 % 300)::INTEGER AS begndate, (100 + i % 977)::DECIMAL(16,2) AS "
                  "medfee_sumamt, (i % 97)::DECIMAL(16,2) AS inscp_scp_amt",
                  ", {'rloc_type': CASE WHEN i % 5 = 0 THEN '2' END} AS filing, i FROM "
                  "range(12000) made(i)");
    const std::string wrong = fmt::format(
        "SELECT * REPLACE (CASE WHEN i % 3001 = 7 THEN '999' ELSE insutype END AS insutype, CASE "
        "WHEN i % 1501 = 2 THEN NULL WHEN i % 1501 = 3 THEN '' ELSE psn_no END AS psn_no, CASE "
        "WHEN i IN (9000, 9330) THEN 'S1' ELSE setl_id END AS setl_id), (medfee_sumamt - "
        "inscp_scp_amt)::DECIMAL(16,2) AS fulamt_ownpay_amt FROM ({})",
        rows);
    const std::string undone = fmt::format(
        "SELECT * REPLACE (CASE WHEN i % 2000 = 999 THEN NULL ELSE psn_no END AS psn_no), i % 1000 "
        "= 999 AS refd_setl_flag, CASE WHEN i % 1000 = 999 THEN lag(setl_id, 500) OVER (ORDER BY "
        "i) END AS init_setl_id FROM ({})",
        wrong);
    for (const std::string& query : {wrong, undone}) {
        const std::string claims = folder.path("claims.parquet");
        (void)sql(fmt::format("COPY (SELECT * EXCLUDE (i) FROM ({}) ORDER BY i) TO '{}' "
                              "(ROW_GROUP_SIZE 2048)",
                              query, claims));
        const auto settled = [&](std::vector<std::string> more) {
            more.insert(more.begin(), {"settle", policy, "--claims", claims, "--format", "jsonl"});
            return run(more);
        };
        // So little memory leaves the order to the database.
        const Ran by_database = settled({"--engine", "jit", "--memory", "8MB"});
        CHECK(by_database.exit == 1);
        CHECK(contains(by_database.err, "has no code \"999\""));
        CHECK(contains(by_database.err, "claims.parquet:9331: S1: "));
        CHECK(test::lines_of(by_database.out).size() == 12'000);
        const std::vector<std::vector<std::string>> others{
            {"--engine", "jit"},
            {"--engine", "columns", "--threads", "1"},
            {"--engine", "columns", "--threads", "5"},
            {"--engine", "columns", "--memory", "64MB"},
            {"--engine", "columns", "--memory", "16MB"},  // on disk, in parts
            {"--engine", "jit", "--memory", "16MB", "--threads", "5"},
            {"--engine", "columns", "--memory", "8MB"}};
        for (const std::vector<std::string>& other : others) {
            INFO(query << " " << fmt::format("{}", fmt::join(other, " ")));
            const Ran ran = settled(other);
            CHECK(is_same_text(ran.out, by_database.out));
            CHECK(is_same_text(ran.err, by_database.err));
            CHECK(ran.exit == 1);
        }
    }
}

TEST_CASE("fee lines of a vocabulary without them are looked at one by one, of any type") {
    for (const char* lines : {"'x'", "[{'a': 1}]", "NULL::VARCHAR", "[]::STRUCT(a INTEGER)[]"}) {
        const std::string query =
            fmt::format("SELECT '1' AS setl_id, 'P' AS psn_no, '0' AS insured, '0' AS disease, "
                        "100::DECIMAL(16,2) AS medfee_sumamt, 0::DECIMAL(16,2) AS ytd_deductible, "
                        "0::DECIMAL(16,2) AS ytd_fund, {} AS feedetail",
                        lines);
        const auto by = [&query](const char* engine) {
            return run({"settle", "bench/policies/w1.pol", "--claims", query, "--format", "jsonl",
                        "--engine", engine});
        };
        const Ran one_by_one = by("jit");
        const Ran in_columns = by("columns");
        INFO(lines << "\n" << one_by_one.err << in_columns.err);
        CHECK(one_by_one.out.find("\"setl_id\":\"1\"") != std::string::npos);
        CHECK(in_columns.out == one_by_one.out);
        CHECK(in_columns.err == one_by_one.err);
        CHECK(in_columns.exit == one_by_one.exit);
    }
}

TEST_CASE("a plan says what runs in columns, and why a policy does not") {
    const Folder folder;
    const std::string policy = folder.file("policy.pol", small_policy());
    const std::vector<std::string> ask{"settle",         policy,   "--claims", "claims.parquet",
                                       "--explain-plan", "--lang", "en"};
    const Ran plan = run(ask);
    CHECK(plan.exit == 0);
    CHECK(contains(plan.out, "in columns, in one pass with the others"));
    CHECK(contains(plan.out, "rows at a time: "));
    std::vector<std::string> by_interpreter = ask;
    by_interpreter.insert(by_interpreter.end(), {"--engine", "interpreter"});
    CHECK(contains(run(by_interpreter).out, "one by one (interpreter)"));
    const std::string keyed = folder.file("keyed.pol", R"(模块 试点
引用 国家.结算
辖区 640100 某地
适用 按 开始日期
年度 1月1日 起 按 开始日期
舍入 四舍五入 到 分
定义 何地 = 按 医疗类别 { 普通门诊: 就医地  其余: 参保地 }
待遇 按地 当 医疗类别 为 普通门诊 {
    支付 统筹基金 {
        基数  政策范围内金额
        比例  50%
        封顶  100元 每 年度 每 何地
    }
}
)");
    std::vector<std::string> of_keyed = ask;
    of_keyed[1] = keyed;
    const Ran keyed_plan = run(of_keyed);
    CHECK(contains(keyed_plan.out, "one by one: "));
    CHECK(contains(keyed_plan.out, "values are not known beforehand"));
    const Ran refused = run({"settle", keyed, "--claims", one_claim(), "--engine", "columns"});
    CHECK(refused.exit == 2);
    CHECK(contains(refused.err, "values are not known beforehand"));
    CHECK(run({"settle", policy, "--claims", kYear, "--engine", "columns"}).exit == 2);
}

TEST_CASE("a table without a column that every claim needs settles nothing") {
    const Folder folder;
    (void)folder.file("policy.pol", small_policy());
    const std::string out = folder.file("settled.parquet", "before");
    const Ran ran = run({"settle", folder.path("policy.pol"), "--claims",
                         "SELECT * EXCLUDE (insutype, inscp_scp_amt) FROM (" + one_claim() + ")",
                         "--out", out});
    CHECK(ran.exit == 2);
    CHECK(contains(ran.err, "missing: insutype 险种, inscp_scp_amt"));
    CHECK(content(out) == "before");
    const Ran typed = settle(folder.path("policy.pol"), one_claim("'x'::BLOB AS insutype"));
    CHECK(typed.exit == 2);
    CHECK(contains(typed.err, "insutype is of type BLOB"));
    const Ran broken = settle(folder.path("policy.pol"), "SELECT 1 FROM nowhere");
    CHECK(broken.exit == 2);
    CHECK(contains(broken.err, "nowhere"));
}

TEST_CASE("values of a table are taken as they are, or are faults of their rows") {
    const Folder folder;
    (void)folder.file("policy.pol", small_policy());
    for (const char* amount : {"300::DECIMAL(16,2)", "300::DECIMAL(38,6)", "300::INTEGER",
                               "300.00::DOUBLE", "'300.00'", "300::HUGEINT"}) {
        const Ran ran = settle(folder.path("policy.pol"),
                               one_claim(fmt::format("{} AS inscp_scp_amt", amount)));
        INFO(amount << ran.err);
        CHECK(ran.exit == 0);
        CHECK(contains(ran.out, R"("hifp_pay":100.00)"));
    }
    const Ran decimals =
        settle(folder.path("policy.pol"), one_claim("300.005::DOUBLE AS medfee_sumamt"));
    CHECK(decimals.exit == 1);
    CHECK(contains(decimals.err, "query:1: 1: medfee_sumamt"));
    CHECK(contains(decimals.err, "at most 2 decimals, but is 300.005"));
    const Ran code = settle(folder.path("policy.pol"), one_claim("'999' AS insutype"));
    CHECK(contains(code.err, "has no code \"999\""));
    const Ran absent = settle(folder.path("policy.pol"), one_claim("NULL::VARCHAR AS insutype"));
    CHECK(contains(absent.err, "the required field insutype"));
    const Ran coded =
        settle(folder.path("policy.pol"), one_claim("'310'::ENUM('310', '390') AS insutype"));
    CHECK(coded.exit == 0);
    const Ran unknown = settle(folder.path("policy.pol"),
                               "SELECT * FROM (" + one_claim("", ", 1 AS urgant") + "), range(3)");
    CHECK(contains(unknown.err, "urgant is not known"));
    CHECK(unknown.err.find("urgant", unknown.err.find("urgant") + 1) == std::string::npos);
}

TEST_CASE("parts of a claim are columns of their own or of a STRUCT, lists are LIST of STRUCT") {
    const Folder folder;
    (void)folder.file("policy.pol", small_policy());
    const Ran dotted =
        settle(folder.path("policy.pol"),
               one_claim("", R"(, '2' AS "filing.rloc_type", '110000' AS "filing.rloc_admdvs")"));
    INFO(dotted.err);
    CHECK(dotted.exit == 0);
    CHECK(dotted.err.empty());
    const Ran wrong =
        settle(folder.path("policy.pol"), one_claim("", R"(, {'rloc_type': '7'} AS filing)"));
    CHECK(contains(wrong.err, "filing.rloc_type"));
    const Ran list =
        settle(folder.path("policy.pol"),
               one_claim("", R"(, [{'opsp_dise_code': 'M1', 'begndate': DATE '2023-01-01'}] AS )"
                             R"(disease_filings)"));
    INFO(list.err);
    CHECK(list.exit == 0);
}

TEST_CASE("a table of a DuckDB file is replaced and its other tables stay") {
    const Folder folder;
    (void)folder.file("policy.pol", small_policy());
    const std::string file = folder.path("settled.duckdb");
    const auto settled = [&](const std::string& table) {
        return run({"settle", folder.path("policy.pol"), "--claims", one_claim(), "--out", file,
                    "--table", table});
    };
    for (const char* table : {"first", "second", "second"}) {
        const Ran ran = settled(table);
        INFO(ran.err);
        CHECK(ran.exit == 0);
    }
    CHECK(sql(fmt::format("ATTACH '{}' AS f; SELECT (SELECT count(*) FROM f.first) AS a, (SELECT "
                          "count(*) FROM f.second) AS b",
                          file)) == "{\"a\":1,\"b\":1}\n");
    CHECK(folder.names().size() == 2);
}

TEST_CASE("what fails on the way leaves the file as it was, and nothing beside it") {
    const Folder folder;
    (void)folder.file("policy.pol", small_policy());
    const std::string out = folder.file("settled.parquet", "before");
    const std::string query =
        one_claim("CASE WHEN range < 9000 THEN range::VARCHAR ELSE error('stop') END AS setl_id",
                  ", range FROM range(10000)");
    const Ran ran = run({"settle", folder.path("policy.pol"), "--claims", query, "--out", out});
    CHECK(ran.exit == 2);
    CHECK(contains(ran.err, "settled.parquet: Invalid Input Error: stop"));
    CHECK(content(out) == "before");
    CHECK(folder.names().size() == 2);
}

TEST_CASE("a table that memory is too little for says what to do") {
    const Folder folder;
    const std::string claims = folder.path("claims.parquet");
    (void)sql(fmt::format("COPY (SELECT printf('%040d', i) AS setl_id, 'P' || i AS psn_no, '1' AS "
                          "insured, '0' AS disease, 9::DECIMAL(16,2) AS medfee_sumamt, "
                          "0::DECIMAL(16,2) AS ytd_deductible, 0::DECIMAL(16,2) AS ytd_fund FROM "
                          "range(1500000) made(i)) TO '{}' (ROW_GROUP_SIZE 1500000)",
                          claims));
    const Ran ran = run({"settle", "bench/policies/w1.pol", "--claims", claims, "--engine",
                         "columns", "--memory", "64MB", "--out", folder.path("settled.parquet")});
    CHECK(ran.exit == 2);
    CHECK(contains(ran.err, "settled.parquet: --memory: the table needs more than this; give it"));
    CHECK(contains(ran.err, "(the database: Out of Memory Error: "));
    CHECK(test::lines_of(ran.err).size() == 1);
    CHECK(folder.names().size() == 1);
}

TEST_CASE("without the library, or with another one, a table is refused and the rest goes on") {
    const Folder folder;
    (void)folder.file("policy.pol", small_policy());
    const std::string lines = folder.file("claims.jsonl", claim("1", "300.00") + "\n");
    const Variable place("POL_DUCKDB", folder.path("nowhere"));
    const Ran missing = settle(folder.path("policy.pol"), one_claim());
    CHECK(missing.exit == 2);
    CHECK(contains(missing.err, "was not found; scripts/setup fetches it"));
    CHECK(contains(settle(folder.path("policy.pol"), one_claim(), {"--lang", "zh"}).err,
                   "没有找到它的程序库"));
    CHECK(run({"settle", folder.path("policy.pol"), "--claims", lines}).exit == 0);
    const Variable other("POL_DUCKDB", folder.file("libduckdb.so", "no library"));
    CHECK(contains(settle(folder.path("policy.pol"), one_claim()).err, "cannot be opened"));
}

TEST_CASE("pol sql settles one claim by itself") {
    const Folder folder;
    const std::string policy = folder.file("policy.pol", small_policy());
    const auto answer = [&](const std::string& statement) {
        return run({"sql", policy, "--format", "csv", "--command", statement});
    };
    const Ran ran = answer("SELECT s.status, s.hifp_pay FROM (SELECT settle(c) AS s FROM (" +
                           one_claim() + ") c, range(3000)) GROUP BY ALL");
    INFO(ran.err);
    CHECK(ran.out == "status,hifp_pay\npaid,100.00\n");
    const std::string out = folder.path("x.parquet");
    const Ran copied = answer(fmt::format(
        "COPY (SELECT unnest(settle(c)) FROM ({}) c) TO '{}'; SELECT hifp_pay FROM '{}'",
        one_claim(), out, out));
    INFO(copied.err);
    CHECK(contains(copied.out, "100.00"));
    CHECK(contains(answer("SELECT settle(1)").err, "settle takes a STRUCT of one claim"));
    CHECK(contains(answer("SELECT settle({'setl_id': '1'})").err, "are missing"));
}
