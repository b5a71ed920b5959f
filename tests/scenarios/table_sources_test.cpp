// Where claims of tables come from, and columns that are not as they should be: what is read, and
// what is said instead of money that would be wrong.
#include <algorithm>
#include <string>
#include <vector>

#include <catch2/catch.hpp>
#include <fmt/format.h>

#include "tests/scenarios/process.h"
#include "tests/support/golden_file.h"

using namespace pol;
using namespace pol::scenario;

namespace {

/// What is said of a call that is wrong.
std::string refused(const std::vector<std::string>& arguments) {
    const Ran ran = run(arguments);
    CHECK(ran.exit == 2);
    CHECK(ran.out.empty());
    return ran.err;
}

/// Claims for bench/policies/w1.pol, of which nobody's depends on another's.
std::string without_accounts(const std::string& number, int rows) {
    return fmt::format("SELECT {} AS setl_id, 'P' || (range % 1000) AS psn_no, '0' AS insured, '0' "
                       "AS disease, 900::DECIMAL(16,2) AS medfee_sumamt, 0::DECIMAL(16,2) AS "
                       "ytd_deductible, 0::DECIMAL(16,2) AS ytd_fund FROM range({})",
                       number, rows);
}

}  // namespace

TEST_CASE("claims come from a table of a DuckDB file") {
    const Folder folder;
    const std::string policy = folder.file("policy.pol", small_policy());
    const std::string file = folder.path("claims.db");
    (void)sql(fmt::format("ATTACH '{}' AS f; CREATE TABLE f.门诊 AS {}", file, one_claim()));
    const Ran only = settle(policy, file);
    CHECK(only.exit == 0);
    CHECK(contains(only.out, "\"hifp_pay\":100.00"));

    (void)sql(fmt::format("ATTACH '{}' AS f; CREATE SCHEMA f.old; CREATE TABLE f.old.year AS "
                          "FROM f.main.门诊",
                          file));
    CHECK(contains(refused({"settle", policy, "--claims", file}),
                   "claims.db: it has several tables; name one by --claims-table: "
                   "main.门诊, old.year"));
    CHECK(contains(refused({"settle", policy, "--claims", file, "--claims-table", "x"}),
                   "claims.db: it has no table x, but these: main.门诊, old.year"));
    for (const char* table : {"门诊", "main.门诊"}) {
        CHECK(settle(policy, file, {"--claims-table", table}).out == only.out);
    }
    CHECK(contains(refused({"settle", policy, "--claims", file, "--out", file}),
                   "is an input and cannot be the output"));
    CHECK(contains(refused({"explain", policy, "--claims", file}),
                   "is a DuckDB file, which only pol settle reads"));
    CHECK(contains(refused({"settle", policy, "--claims", policy, "--input-format", "duckdb"}),
                   "policy.pol: is no DuckDB file"));
}

TEST_CASE("what a file is shows by its beginning, whatever its name") {
    const Folder folder;
    const std::string policy = folder.file("policy.pol", small_policy());
    const std::string file = folder.path("CLAIMS");
    (void)sql(fmt::format("COPY ({}) TO '{}' (FORMAT parquet)", one_claim(), file));
    CHECK(contains(settle(policy, file).out, "\"hifp_pay\":100.00"));
    CHECK(contains(refused({"settle", policy, "--claims", file, "--input-format", "csv"}),
                   "is Parquet, not csv"));
    CHECK(contains(refused({"explain", policy, "--claims", file}),
                   "is Parquet, which only pol settle and pol sql read"));
    const std::string packed = folder.file("claims.csv.gz", "\x1f\x8b\x08 and so on");
    CHECK(contains(refused({"settle", policy, "--claims", packed}),
                   "claims.csv.gz: is compressed; unpack it first"));
    const Ran piped =
        run({"settle", policy, "--claims", "-"}, "PAR1 and whatever else, and at the end PAR1");
    CHECK(piped.exit == 2);
    CHECK(contains(piped.err, "-: is Parquet, not text"));
}

TEST_CASE("a query is known by its first word, behind comments too") {
    const Folder folder;
    const std::string policy = folder.file("policy.pol", small_policy());
    const std::string claim = one_claim();
    for (const char* query : {"-- all of them\n/* those /* of */\n2023 */ select*from ({}); -- end",
                              "WITH c AS ({}) FROM c", "(FROM ({}))", "from({});"}) {
        INFO(query);
        CHECK(contains(settle(policy, fmt::format(fmt::runtime(query), claim)).out,
                       "\"hifp_pay\":100.00"));
    }
    CHECK(contains(refused({"settle", policy, "--claims", "select.jsonl"}),
                   "select.jsonl: No such file"));
    CHECK(contains(refused({"settle", policy, "--claims", "-- nothing"}), "No such file"));
    CHECK(contains(refused({"settle", policy, "--claims", "SELECT 1); COPY (SELECT 1"}),
                   "query: one query is expected, and nothing else"));
}

TEST_CASE("what a query reads is not written over") {
    const Folder folder;
    const std::string policy = folder.file("policy.pol", small_policy());
    const std::string file = folder.path("c.parquet");
    (void)sql(fmt::format("COPY ({}) TO '{}'", one_claim(), file));
    for (const std::string& name : {file, folder.path("*.parquet"), folder.path("../**/c.par*")}) {
        CHECK(contains(
            refused({"settle", policy, "--claims", fmt::format("FROM '{}'", name), "--out", file}),
            "c.parquet: is read by the query and cannot be the output"));
    }
    CHECK(contains(refused({"settle", policy, "--claims",
                            fmt::format("FROM read_parquet($${}$$)", file), "--out", file}),
                   "c.parquet: is read by the query and cannot be the output"));
    CHECK(contains(refused({"settle", policy, "--claims", folder.path("*.parquet"), "--out", file}),
                   "c.parquet: is an input and cannot be the output"));
    CHECK(run({"settle", policy, "--claims", fmt::format("FROM '{}'", file), "--out",
               folder.path("d.parquet")})
              .exit == 0);
}

TEST_CASE("a DuckDB file is never written over by another form") {
    const Folder folder;
    const std::string policy = folder.file("policy.pol", small_policy());
    const std::string file = folder.path("kept.db");
    (void)sql(fmt::format("ATTACH '{}' AS f; CREATE TABLE f.kept AS SELECT 7 AS a", file));
    const std::string claim = one_claim();
    CHECK(contains(refused({"settle", policy, "--claims", claim, "--out", file, "--format", "csv"}),
                   "kept.db: is a DuckDB file; --format duckdb replaces one table of it"));
    CHECK(contains(refused({"settle", policy, "--claims", claim, "--out", file, "--table", ""}),
                   "--table needs the name of a table"));
    CHECK(run({"settle", policy, "--claims", claim, "--out", file}).exit == 0);
    CHECK(sql(fmt::format("ATTACH '{}' AS f; SELECT a, hifp_pay FROM f.kept, f.settlement",
                          file)) == "{\"a\":7,\"hifp_pay\":100.00}\n");
    CHECK(run({"settle", policy, "--claims", claim, "--out", folder.path("NEW.PARQUET")}).exit ==
          0);
    CHECK(sql(fmt::format("SELECT hifp_pay FROM '{}'", folder.path("NEW.PARQUET"))) ==
          "{\"hifp_pay\":100.00}\n");
}

TEST_CASE("a column that cannot be a record is refused, and a field in two columns") {
    for (const char* filing : {"'x'", "5", "['x']", "'{}'::JSON"}) {
        CHECK(contains(refused({"settle", "policies/ningxia/yinchuan", "--claims",
                                one_claim("", fmt::format(", {} AS filing", filing))}),
                       "query: the column filing should be a STRUCT, or a column for each part, "
                       "such as filing.rloc_type"));
    }
    CHECK(
        contains(refused({"settle", "policies/ningxia/yinchuan", "--claims",
                          one_claim("", ", {'rloc_admdvs': '110100'} AS filing, '110100' AS "
                                        "\"filing.rloc_admdvs\"")}),
                 "query: filing.rloc_admdvs stands in two columns: filing and filing.rloc_admdvs"));
}

TEST_CASE("columns in capitals and moments of any unit are read") {
    const Folder folder;
    const std::string policy = folder.file("policy.pol", small_policy());
    CHECK(contains(settle(policy, fmt::format("SELECT * RENAME (setl_id AS SETL_ID, medfee_sumamt "
                                              "AS Medfee_Sumamt) FROM ({})",
                                              one_claim()))
                       .out,
                   "\"setl_id\":\"1\",\"psn_no\":\"P1\",\"status\":\"paid\""));
    for (const char* type : {"TIMESTAMP_S", "TIMESTAMP_MS", "TIMESTAMP_NS", "TIMESTAMP"}) {
        INFO(type);
        const Ran ran =
            settle(policy, one_claim(fmt::format("'2023-03-01'::{} AS begndate", type)));
        CHECK(contains(ran.out, "\"hifp_pay\":100.00"));
        const Ran late =
            settle(policy, one_claim(fmt::format("'2023-03-01 10:00:00'::{} AS begndate", type)));
        CHECK(contains(late.err, "should be a date such as 2023-03-01, but is "
                                 "\"2023-03-01 10:00:00\""));
    }
    CHECK(
        settle("policies/ningxia/yinchuan", one_claim("", ", {'Rloc_Admdvs': '110100'} AS FILING"))
            .err.empty());
    const std::string in_list = ", [{'opsp_dise_code': 'M03900', 'begndate': TIMESTAMP_NS "
                                "'2023-01-01'}] AS disease_filings";
    CHECK(settle("policies/ningxia/yinchuan", one_claim("", in_list)).exit == 0);
}

TEST_CASE("a number that was rounded is nobody's name") {
    const Folder folder;
    const std::string policy = folder.file("policy.pol", small_policy());
    const Ran large = settle(policy, one_claim("12345678901234567::DOUBLE AS psn_no"));
    CHECK(large.exit == 1);
    CHECK(contains(large.err, "psn_no (人员编号) should be a text or a whole number, but is 1.23"));
    CHECK(contains(settle(policy, one_claim("16777217::FLOAT AS setl_id")).err,
                   "should be a text or a whole number, but is 1.67"));
    CHECK(contains(settle(policy, one_claim("1.5 AS psn_no")).err, "but is 1.5"));
    CHECK(contains(settle(policy, one_claim("'nan'::DOUBLE AS psn_no")).err, "but is nan"));
    CHECK(contains(settle(policy, one_claim("'-0.0'::DOUBLE AS psn_no")).out, "\"psn_no\":\"0\""));
    CHECK(
        contains(settle(policy, one_claim("123456792::FLOAT AS medfee_sumamt, 123456792::FLOAT AS "
                                          "inscp_scp_amt"))
                     .out,
                 "\"medfee_sumamt\":123456792.00"));
    CHECK(contains(settle(policy, one_claim("15::DOUBLE AS psn_no")).out, "\"psn_no\":\"15\""));
    CHECK(contains(settle(policy, one_claim("12345678901234567 AS psn_no")).out,
                   "\"psn_no\":\"12345678901234567\""));
}

TEST_CASE("a number that a person has twice settles once, whatever settles and is written") {
    const Folder folder;
    const std::string w1 = "bench/policies/w1.pol";
    // Two rows are the same person's number, some thousands apart.
    const std::string query = without_accounts("'S' || (range % 20999)", 21'000)
                                  .replace(0, 6, "SELECT range AS unknown,");
    const std::string people = fmt::format(
        "SELECT * EXCLUDE (unknown) REPLACE ('P' || (unknown % 20999) AS psn_no) FROM ({})", query);
    const auto settled = [&](const std::string& name, std::vector<std::string> more) {
        const std::string out = folder.path(name);
        more.insert(more.begin(), {"settle", w1, "--claims", people, "--out", out});
        const Ran ran = run(more);
        INFO(ran.err);
        CHECK(ran.exit == 1);
        CHECK(contains(ran.err, "query:21000: S0: setl_id S0 stands in line 1 already; a claim "
                                "cannot be settled twice"));
        CHECK(contains(ran.err, "of 21000 claims 1 could not be settled"));
        return out;
    };
    const std::string sum = "SELECT count(*) AS n, sum(hifp_pay::DECIMAL(16,2)) AS pay FROM ";
    const std::string expected =
        sql(fmt::format("{}'{}'", sum, settled("jit.parquet", {"--engine", "jit"})));
    CHECK(contains(expected, "{\"n\":21000,"));
    for (const std::vector<std::string>& more :
         {std::vector<std::string>{}, {"--memory", "64MB"}, {"--unique"}}) {
        CHECK(sql(fmt::format("{}'{}'", sum, settled("out.parquet", more))) == expected);
        CHECK(sql(fmt::format("{}read_json('{}')", sum, settled("out.jsonl", more))) == expected);
        CHECK(sql(fmt::format("ATTACH '{}' AS f; {} f.settlement", settled("out.duckdb", more),
                              sum)) == expected);
    }
    CHECK(folder.names().size() == 4);

    const Ran others =
        run({"settle", w1, "--claims", without_accounts("'S' || (range % 20999)", 21'000), "--out",
             folder.path("others.parquet")});
    CHECK(others.exit == 0);
    CHECK(others.err.empty());
}

TEST_CASE("of many faults alike the first are told, and how many more there are") {
    const Ran ran = run({"settle", "bench/policies/w1.pol", "--claims",
                         fmt::format("SELECT * REPLACE (CASE WHEN range % 2 = 0 THEN '7' ELSE "
                                     "insured END AS insured, CASE WHEN range < 3 THEN -1 ELSE 5 "
                                     "END AS medfee_sumamt) FROM ({}), range(1000)",
                                     without_accounts("'S'", 1)),
                         "--format", "csv"});
    CHECK(ran.exit == 1);
    const std::vector<std::string> lines = test::lines_of(ran.err);
    const auto count = [&lines](std::string_view part) {
        return std::ranges::count_if(lines, [part](const std::string& line) {
            return line.find(part) != std::string::npos;
        });
    };
    CHECK(count("has no code \"7\"") == 100);
    CHECK(count("but is -1") == 3);
    CHECK(count("query: and 400 more of unknown_code insured, as each settlement tells") == 1);
    CHECK(contains(lines.back(), "of 1000 claims "));
}

TEST_CASE("pol sql writes values of every type") {
    CHECK(sql("SELECT '\\xAB'::BLOB AS b, TIME '12:03:04.5' AS t, "
              "'6ba7b810-9dad-11d1-80b4-00c04fd430c8'::UUID AS u, INTERVAL 3 DAYS AS i, MAP {'a': "
              "1} AS m, '101'::BIT AS bit, 2::UHUGEINT AS huge, TIMESTAMP_NS '2020-01-02 "
              "03:04:05.000000006' AS ns, 'nan'::DOUBLE AS nan, 'infinity'::DATE AS never, "
              "union_value(k := 5) AS either, '10:00:00+08'::TIMETZ AS tz, "
              "123456789012345678::DOUBLE AS "
              "large, '0044-03-15 (BC)'::DATE AS ides, TIMESTAMP '2020-01-01 00:00:00.000001' AS "
              "late, 'a'::VARIANT AS v") ==
          "{\"b\":\"\\\\xAB\",\"t\":\"12:03:04.5\",\"u\":\"6ba7b810-9dad-11d1-80b4-00c04fd430c8\","
          "\"i\":\"3 days\",\"m\":[{\"key\":\"a\",\"value\":1}],\"bit\":\"101\",\"huge\":\"2\","
          "\"ns\":\"2020-01-02 03:04:05.000000006\",\"nan\":\"nan\",\"never\":\"infinity\","
          "\"either\":5,\"tz\":\"10:00:00+08\",\"large\":1.2345678901234568e+17,\"ides\":\"0044-03-"
          "15 "
          "(BC)\",\"late\":\"2020-01-01 00:00:00.000001\",\"v\":\"VARIANT\"}\n");
    CHECK(contains(refused({"sql", "bench/policies/w1.pol", "--command", " ; -- none\n;"}),
                   "there is no statement to run"));
}

TEST_CASE("semicolons in quotes and comments end no statement") {
    CHECK(sql("/* a /* b */ ; */ SELECT 5 AS a") == "{\"a\":5}\n");
    CHECK(sql("SELECT ';' AS a, $$;x$$ AS b, $t$;$$;$t$ AS c, E'\\';' AS d; -- c ; d\n/* ; */ "
              "SELECT 'it''s;' AS "
              "\"q;\";;") ==
          "{\"a\":\";\",\"b\":\";x\",\"c\":\";$$;\",\"d\":\"';\"}\n{\"q;\":\"it's;\"}\n");
}

TEST_CASE("a COPY that fails leaves no file, and the file that was there") {
    const Folder folder;
    const std::string failing =
        "COPY (SELECT CASE WHEN range > 200000 THEN error('stop') ELSE 1 END AS a FROM "
        "range(300000)) TO '{}' (FORMAT csv)";
    const std::string old = folder.file("old.csv", "old");
    for (const std::string& file : {folder.path("new.csv"), old}) {
        const std::string copy = fmt::format(fmt::runtime(failing), file);
        CHECK(contains(refused({"sql", "bench/policies/w1.pol", "--command", copy}), "stop"));
    }
    CHECK(folder.names() == std::vector<std::string>{"old.csv"});
    CHECK(sql(fmt::format("SELECT content FROM read_text('{}')", old)) ==
          "{\"content\":\"old\"}\n");
    (void)sql(fmt::format("COPY (SELECT 1 AS a) TO '{}'", folder.path("new.csv")));
    CHECK(folder.names().size() == 2);
}

TEST_CASE("a call that is wrong is told in the user's words") {
    CHECK(contains(refused({"nonsense"}), "pol: nonsense is no command, but these are: check, "));
    CHECK(contains(refused({"settle", "bench/policies/w1.pol", "--claims", "x.parquet"}),
                   "pol: x.parquet: No such file or directory"));
    CHECK(contains(
        refused({"settle", "bench/policies/w1.pol", "--claims", "x.parquet", "--memory", "-5MB"}),
        "--memory: -5MB is no amount of memory such as 512MB"));
    CHECK(contains(refused({"settle", "bench/policies/w1.pol"}), "--claims is required"));
    const Folder folder;
    CHECK(contains(
        refused({"settle", "bench/policies/w1.pol", "--claims", without_accounts("'S'", 1), "--out",
                 folder.path("o.parquet"), "--columns", "hifp_pay, setl_id ,hifp_pay"}),
        "--columns: hifp_pay is named twice"));
    CHECK(run({"settle", "bench/policies/w1.pol", "--claims", without_accounts("'S'", 1), "--out",
               folder.path("o.parquet"), "--columns", "hifp_pay, setl_id"})
              .exit == 0);
    CHECK(run({"settle", "bench/policies/w1.pol", "--explain-plan"}).exit == 0);
}
