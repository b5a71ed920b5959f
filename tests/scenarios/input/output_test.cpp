// Settlements in every form; written whole or not at all; progress; memory.
#include <algorithm>
#include <csignal>
#include <filesystem>
#include <fstream>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "tests/scenarios/input/program.h"

using namespace pol::scenario::input;

namespace {

std::vector<std::string> settle(const std::string& claims, std::vector<std::string> more = {}) {
    std::vector<std::string> call{"settle", "policy.pol", "--claims", claims};
    call.insert(call.end(), more.begin(), more.end());
    return call;
}

std::string many(std::size_t count) {
    std::string text;
    for (std::size_t i = 0; i < count; ++i) {
        text += claim(std::to_string(i), fmt::format("\"psn_no\":\"P{}\"", i));
    }
    return text;
}

enum class Form { json, jsonl, csv, table };

Form form_of(const std::string& text) {
    if (text.starts_with("[\n{")) {
        return Form::json;
    }
    if (text.starts_with("{")) {
        return Form::jsonl;
    }
    return text.starts_with("setl_id,psn_no,status,") ? Form::csv : Form::table;
}

/// A folder with a policy and claims in each form.
struct Prepared : Folder {
    Prepared() {
        write("policy.pol", small_policy());
        write("c.jsonl", claim("A") + claim("B", R"("begndate":null)"));
        write("c.json", "[" + claim("A") + "]");
        write("c.csv", header() + row("A"));
    }
};

/// What a run that could not write leaves behind: nothing.
void expect_untouched(const Folder& folder, const std::vector<std::string>& before) {
    CHECK(folder.names() == before);
    CHECK(folder.read("out.jsonl") == "what stood here before\n");
}

}  // namespace

TEST_CASE("settlements as CSV, faults and all") {
    const Prepared folder;
    const Ran ran = folder.run(settle("c.jsonl", {"--format", "csv"}));
    CHECK(ran.exit == 1);
    CHECK(ran.out ==
          "setl_id,psn_no,status,benefit,reasons,faults,medfee_sumamt,fulamt_ownpay_amt,"
          "overlmt_selfpay,preselfpay_amt,inscp_scp_amt,dedc_std,act_pay_dedc,pool_prop_selfpay,"
          "hifp_pay,hifob_pay,hifmi_pay,hifes_pay,cvlserv_pay,maf_pay,oth_pay,fund_pay_sumamt,"
          "hosp_part_amt,psn_part_amt\n"
          "A,P1,paid,门诊,,,300.00,0.00,0.00,0.00,300.00,100.00,100.00,0.5000,100.00,0.00,0.00,"
          "0.00,0.00,0.00,0.00,100.00,0.00,200.00\n"
          "B,P1,fault,,,missing_field:begndate,0.00,0.00,0.00,0.00,0.00,0.00,0.00,0.0000,0.00,"
          "0.00,0.00,0.00,0.00,0.00,0.00,0.00,0.00,0.00\n");
    const Ran marked = folder.run(settle("c.jsonl", {"--format", "csv", "--bom"}));
    CHECK(marked.out == "\xEF\xBB\xBF" + ran.out);
    CHECK(folder.run(settle("c.jsonl", {"--format", "json", "--bom"})).exit == 2);
    folder.write("c.jsonl", claim("A", R"("fixmedins_type":"2")"));
    CHECK(folder.run(settle("c.jsonl", {"--format", "csv"}))
              .out.find("A,P1,refused,门诊,refused:药店,,300.00,") != std::string::npos);
}

TEST_CASE("the form of the output") {
    const Prepared folder;
    CHECK(form_of(folder.run(settle("c.jsonl")).out) == Form::jsonl);
    CHECK(form_of(folder.run(settle("c.json")).out) == Form::json);
    CHECK(form_of(folder.run(settle("c.csv")).out) == Form::csv);
    CHECK(form_of(folder.run(settle("c.csv", {"--format", "json"})).out) == Form::json);
    const Ran seen = folder.run(settle("c.csv"), {.terminal = true});
    CHECK(form_of(seen.out) == Form::table);
    CHECK(seen.out.find("settlement") != std::string::npos);
    for (const auto& [name, form] :
         std::vector<std::pair<std::string, Form>>{{"o.jsonl", Form::jsonl},
                                                   {"o.json", Form::json},
                                                   {"o.csv", Form::csv},
                                                   {"o", Form::csv}}) {
        CHECK(folder.run(settle("c.csv", {"--out", name})).exit == 0);
        CHECK(form_of(folder.read(name)) == form);
    }
}

TEST_CASE("a full disk leaves what was there") {
    const Prepared folder;
    folder.write("out.jsonl", "what stood here before\n");
    const std::vector<std::string> before = folder.names();
    const std::vector<std::string> call = settle("c.jsonl", {"--out", "out.jsonl"});
    const Ran full = folder.run(call, {.file_limit = 100});
    CHECK(full.exit == 2);
    CHECK(full.err == "pol: " + folder.path("out.jsonl").string() + ": File too large\n");
    expect_untouched(folder, before);
    CHECK(folder.run(call).exit == 1);
    CHECK(form_of(folder.read("out.jsonl")) == Form::jsonl);
}

TEST_CASE("standard output that is full is told") {
    const Prepared folder;
    const Ran ran = folder.run(settle("c.json"), {.out_to = "/dev/full"});
    CHECK(ran.exit == 2);
    CHECK(ran.err == "pol: standard output: No space left on device\n");
}

TEST_CASE("an interrupted run leaves nothing behind") {
    const Prepared folder;
    folder.write("many.jsonl", many(40'000));
    folder.write("out.jsonl", "what stood here before\n");
    const std::vector<std::string> before = folder.names();
    for (const int signal : {SIGINT, SIGTERM}) {
        const Ran ran = folder.interrupt(settle("many.jsonl", {"--out", "out.jsonl"}), signal);
        if (ran.exit == 0) {  // it was quicker than the signal
            CHECK(folder.names() == before);
            folder.write("out.jsonl", "what stood here before\n");
            continue;
        }
        CHECK(ran.exit == 128 + signal);
        CHECK(ran.err.empty());
        expect_untouched(folder, before);
    }
}

TEST_CASE("a run that is interrupted while it orders claims leaves nothing behind") {
    const Prepared folder;
    const std::vector<std::string> before = folder.names();
    const std::string claims =
        "SELECT 'S' || i AS setl_id, 'P' || (i % 100000) AS psn_no, '310' AS insutype, "
        "'11' AS psn_type, '640100' AS insuplc_admdvs, '640100' AS mdtrtarea_admvs, "
        "'11' AS med_type, DATE '2026-01-01' AS begndate, 100.25 AS medfee_sumamt, "
        "100.25 AS inscp_scp_amt FROM range(20000000) t(i)";
    for (const char* memory : {"2GB", "256MB"}) {
        const Ran ran =
            folder.interrupt(settle(claims, {"--memory", memory, "--out", "out.parquet"}), SIGTERM);
        CHECK(ran.exit == 128 + SIGTERM);
        CHECK(ran.err.empty());
        CHECK(folder.names() == before);
    }
}

TEST_CASE("a link stays a link, a pipe a pipe, an input what it is") {
    const Prepared folder;
    folder.write("target.jsonl", "");
    std::filesystem::create_symlink("target.jsonl", folder.path("link.jsonl"));
    CHECK(folder.run(settle("c.jsonl", {"--out", "link.jsonl"})).exit == 1);
    CHECK(std::filesystem::is_symlink(folder.path("link.jsonl")));
    CHECK(form_of(folder.read("target.jsonl")) == Form::jsonl);

    const std::string pipe = folder.path("pipe").string();
    REQUIRE(::mkfifo(pipe.c_str(), 0600) == 0);
    const int both_ends = ::open(pipe.c_str(), O_RDWR | O_NONBLOCK);
    CHECK(folder.run(settle("c.json", {"--out", "pipe"})).exit == 0);
    CHECK(std::filesystem::is_fifo(pipe));
    char begin[3] = {};
    CHECK(::read(both_ends, begin, sizeof begin) == 3);
    CHECK(std::string_view(begin, 3) == "[\n{");
    ::close(both_ends);

    const Ran over = folder.run(settle("c.csv", {"--out", "./c.csv"}));
    CHECK(over.exit == 2);
    CHECK(over.err == "pol: ./c.csv: is an input and cannot be the output\n");
    CHECK(folder.read("c.csv") == header() + row("A"));
}

TEST_CASE("progress shows on a terminal, after a second, and nowhere else") {
    const Prepared folder;
    const std::string text = many(3000);
    const std::vector<std::string> call = settle("-", {"--out", "out.jsonl"});
    const Ran slow = folder.run(call, {.input = text, .terminal = true, .slow_milliseconds = 1200});
    CHECK(slow.exit == 0);
    CHECK(slow.out.find("\rread ") != std::string::npos);
    CHECK(slow.out.ends_with("\x1b[K"));
    const Ran quiet = folder.run(call, {.input = text, .slow_milliseconds = 1200});
    CHECK(quiet.exit == 0);
    CHECK((quiet.out + quiet.err).empty());
    const Ran quick = folder.run(settle("c.csv", {"--out", "out.csv"}), {.terminal = true});
    CHECK(quick.out.empty());
}

#ifndef POL_SANITIZE  // whose memory is not the program's own
TEST_CASE("the text of the claims is not held") {
    const Prepared folder;
    const std::string ballast(1'000'000, 'x');
    {
        std::ofstream lines(folder.path("big.jsonl"));
        std::ofstream array(folder.path("big.json"));
        std::ofstream rows(folder.path("big.csv"));
        rows << header(",x");
        for (int i = 0; i < 60; ++i) {
            const std::string number = std::to_string(i);
            const std::string one = claim(number, "\"x\":\"" + ballast + "\"");
            lines << one;
            array << (i == 0 ? "[" : ",") << one;
            rows << row(number, "," + ballast);
        }
        array << "]";
    }
    const long alone = folder.run(settle("c.csv", {"--out", "out.jsonl"})).kilobytes;
    for (const char* name : {"big.jsonl", "big.json", "big.csv"}) {
        INFO(name);
        const Ran ran = folder.run(settle(name, {"--out", "out.jsonl"}));
        CHECK(ran.exit == 0);
        CHECK(ran.kilobytes < alone + 20'000);
    }
}
#endif
