// The program as its users meet it: exit codes, help, files whole or not at all, forms of input.
#include <algorithm>
#include <sstream>

#include <unistd.h>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "tests/scenarios/process.h"
#include "tests/support/golden_file.h"
#include "tests/support/policies.h"

using namespace pol;
using namespace pol::scenario;

namespace {

bool has(const std::string& text, std::string_view part) {
    return text.find(part) != std::string::npos;
}

// The commands that the program's help lists.
std::vector<std::string> commands() {
    std::vector<std::string> list;
    bool listed = false;
    for (const std::string& line : test::lines_of(run({"--help"}).out)) {
        if (line.starts_with("Subcommands:")) {
            listed = true;
        } else if (listed && line.starts_with("  ") && line[2] != ' ') {
            std::istringstream words(line);
            std::string name;
            words >> name;
            list.push_back(name);
        }
    }
    return list;
}

std::vector<nlohmann::json> records(const std::string& text) {
    std::vector<nlohmann::json> list;
    for (const std::string& line : test::lines_of(text)) {
        list.push_back(nlohmann::json::parse(line));
    }
    return list;
}

}  // namespace

TEST_CASE("every command says how it is used, with an example") {
    const std::vector<std::string> all = commands();
    CHECK(all.size() >= 4);
    for (const std::string& command : all) {
        INFO(command);
        const Ran help = run({command, "--help"});
        CHECK(help.exit == 0);
        CHECK(help.err.empty());
        CHECK(has(help.out, "Example"));
        CHECK(has(help.out, "pol " + command));
    }
    CHECK(run({"--help"}).exit == 0);
    CHECK(run({"--version"}).exit == 0);
}

TEST_CASE("the exit code says what happened") {
    const Folder folder;
    const std::string good = folder.file("good.pol", small_policy());
    const std::string bad = folder.file("bad.pol", small_policy() + "参数 甲 = 5元 + 1%\n");
    const std::string failing = folder.file(
        "failing.pol",
        small_policy() + "测例 \"二\" { 甲 { 政策范围内金额: 300元 } 得 统筹基金 = 1元 }\n");
    const std::string claims = folder.file("claims.jsonl", claim("S1", "300") + "\n");
    const std::string faulty = folder.file("faulty.jsonl", claim("S1", "300.001") + "\n");

    CHECK(run({"check", good}).exit == 0);
    CHECK(run({"test", good}).exit == 0);
    CHECK(run({"settle", good, "--claims", claims}).exit == 0);
    CHECK(run({"explain", good, "--claims", claims}).exit == 0);

    CHECK(run({"check", bad}).exit == 1);
    CHECK(run({"test", bad}).exit == 1);
    CHECK(run({"test", failing}).exit == 1);
    CHECK(run({"settle", bad, "--claims", claims}).exit == 1);
    CHECK(run({"settle", good, "--claims", faulty}).exit == 1);
    CHECK(run({"explain", good, "--claims", faulty}).exit == 1);

    CHECK(run({}).exit == 2);
    CHECK(run({"unknown"}).exit == 2);
    CHECK(run({"check"}).exit == 2);
    CHECK(run({"check", good, "--unknown"}).exit == 2);
    CHECK(run({"check", folder.path("none.pol")}).exit == 2);
    CHECK(run({"settle", good}).exit == 2);
    CHECK(run({"settle", good, "--claims", folder.path("none.jsonl")}).exit == 2);
    CHECK(run({"settle", good, "--claims", claims, "--engine", "abacus"}).exit == 2);
    CHECK(run({"settle", good, "--claims", POL_BINARY_DIR}).exit == 2);
    CHECK(run({"explain", good, "--claims", claims, "--claim-id", "S9"}).exit == 2);
    CHECK(run({"check", good, "--reading", "没有的"}).exit == 2);
}

TEST_CASE("a reading that is not there is told with those that are") {
    const Folder folder;
    const std::string one = folder.file("one.pol", small_policy());
    const std::string two = folder.file(
        "two.pol", "模块 口径\n引用 国家.结算\n口径 甲 问 \"？\" { 一 = 1元 (采用); 二 = 2元 }\n"
                   "口径 乙 问 \"？\" { 一 = 1元 (采用); 二 = 2元 }\n");
    const auto told = [&](const std::string& file, const std::string& reading,
                          const std::string& lang) {
        const Ran ran = run({"check", "--reading", reading, file, "--lang", lang});
        CHECK(ran.exit == 2);
        CHECK(ran.out.empty());
        return ran.err;
    };
    CHECK(told(one, "甲=一", "en") ==
          "pol: --reading 甲=一: no such reading; there are: 手工目录\n");
    CHECK(told(one, "甲=一", "zh") == "pol: --reading 甲=一: 没有这个口径，有的是：手工目录\n");
    CHECK(told(two, "丙=一", "en") ==
          "pol: --reading 丙=一: no such reading; there are: 乙, 手工目录, 甲\n");
    CHECK(told(two, "丙=一", "zh") ==
          "pol: --reading 丙=一: 没有这个口径，有的是：乙、手工目录、甲\n");
    CHECK(told(two, "甲=三", "en") == "pol: --reading 甲=三: no such option; there are: 一, 二\n");
    CHECK(told(two, "甲=三", "zh") == "pol: --reading 甲=三: 没有这种答案，有的是：一、二\n");
    CHECK(told(two, "甲", "en") == "pol: --reading 甲: should be NAME=OPTION\n");
    CHECK(told(two, "甲", "zh") == "pol: --reading 甲: 应写成 口径=答案\n");
    CHECK(run({"check", "--reading", "甲=二", two}).exit == 0);
    CHECK(run({"test", "--reading", "甲=二", two}).exit == 2);
    CHECK(run({"test", two}).exit == 0);
}

TEST_CASE("what is in the way is told in the language that was asked for") {
    const Folder folder;
    const std::string policy = folder.file("policy.pol", small_policy());
    const std::string none = folder.path("none");
    const auto told = [&](std::vector<std::string> call) {
        call.insert(call.end(), {"--lang", "zh"});
        return run(call).err;
    };
    CHECK(told({"check", none}) == "pol: " + none + ": 没有这个文件或文件夹\n");
    CHECK(told({"settle", policy, "--claims", none}) ==
          "pol: " + none + ": 没有这个文件或文件夹\n");
    CHECK(told({"settle", policy, "--claims", "-", "--out", "/dev/full", "--format", "csv"}) ==
          "pol: /dev/full: 磁盘已满\n");
}

TEST_CASE("a wrong call says what is wrong and prints nothing else") {
    const Folder folder;
    const std::string none = folder.path("none.pol");
    for (const std::vector<std::string>& call : std::vector<std::vector<std::string>>{
             {"check", none}, {"test", none}, {"settle", none, "--claims", "-"}, {"unknown"}}) {
        const Ran ran = run(call);
        CHECK(ran.out.empty());
        CHECK_FALSE(ran.err.empty());
    }
    CHECK(has(run({"check", none}).err, "none.pol"));
}

TEST_CASE("settlements are written whole or not at all") {
    const Folder folder;
    const std::string policy = folder.file("policy.pol", small_policy());
    const std::string claims = folder.file("claims.jsonl", claim("S1", "300") + "\n");
    const std::string out = folder.path("settled.jsonl");

    SECTION("into a file that is replaced") {
        (void)folder.file("settled.jsonl", "what stood here before\n");
        const Ran ran = run({"settle", policy, "--claims", claims, "--out", out});
        CHECK(ran.exit == 0);
        CHECK(ran.out.empty());
        CHECK(test::read_file(out) == run({"settle", policy, "--claims", claims}).out);
    }
    SECTION("not into a folder that is not there") {
        const Ran ran =
            run({"settle", policy, "--claims", claims, "--out", folder.path("none/settled.jsonl")});
        CHECK(ran.exit == 2);
        CHECK(has(ran.err, "settled.jsonl"));
    }
    SECTION("not over a folder") {
        std::filesystem::create_directory(out);
        CHECK(run({"settle", policy, "--claims", claims, "--out", out}).exit == 2);
        CHECK(std::filesystem::is_directory(out));
        std::filesystem::remove(out);
    }
    SECTION("not into a folder that may not be written") {
        const auto shut = std::filesystem::perms::owner_read | std::filesystem::perms::owner_exec;
        std::filesystem::create_directory(folder.path("shut"));
        std::filesystem::permissions(folder.path("shut"), shut);
        if (::geteuid() != 0) {  // nothing is shut to root
            CHECK(run({"settle", policy, "--claims", claims, "--out",
                       folder.path("shut/settled.jsonl")})
                      .exit == 2);
        }
        CHECK(std::filesystem::is_empty(folder.path("shut")));
        std::filesystem::remove(folder.path("shut"));
    }
    SECTION("not by a policy with errors") {
        const std::string bad = folder.file("bad.pol", small_policy() + "参数 甲 = 5元 + 1%\n");
        (void)folder.file("settled.jsonl", "what stood here before\n");
        const Ran ran = run({"settle", bad, "--claims", claims, "--out", out});
        CHECK(ran.exit == 1);
        CHECK(ran.out.empty());
        CHECK(test::read_file(out) == "what stood here before\n");
    }
    for (const std::string& name : folder.names()) {
        CHECK_FALSE(has(name, "partial"));
    }
}

TEST_CASE("claims come as JSON Lines, an array, one object, from a file or standard input") {
    const Folder folder;
    const std::string policy = folder.file("policy.pol", small_policy());
    const std::string one = claim("S1", "300");
    const std::string two = claim("S2", "\"500.50\"", R"(,"setl_date":null)");
    const std::string lines = folder.file("lines.jsonl", one + "\n\n" + two);
    const std::string expected = run({"settle", policy, "--claims", lines}).out;
    CHECK(records(expected).size() == 2);

    for (const std::string& text :
         {"[" + one + "," + two + "]", "[\n" + one + ",\n  " + two + "\n]\n",
          one + "\r\n" + two + "\r\n", "\xEF\xBB\xBF" + one + "\n" + two + "\n"}) {
        const std::string file = folder.file("claims", text);
        // The answers come in the form of the input, unless another is asked for.
        CHECK(run({"settle", policy, "--claims", file, "--format", "jsonl"}).out == expected);
        CHECK(run({"settle", policy, "--claims", "-", "--format", "jsonl"}, text).out == expected);
    }
    const std::string object = "{\n" + one.substr(1) + "\n";
    CHECK(records(run({"settle", policy, "--claims", "-", "--format", "jsonl"}, object).out) ==
          std::vector{records(expected).front()});
}

TEST_CASE("settlements go out as JSON Lines, an array or a table") {
    const Folder folder;
    const std::string policy = folder.file("policy.pol", small_policy());
    const std::string claims = claim("S1", "300") + "\n" + claim("S2", "50") + "\n";
    const auto settle = [&](const std::string& format) {
        return run({"settle", policy, "--claims", "-", "--format", format}, claims);
    };
    const auto array = nlohmann::json::parse(settle("json").out);
    CHECK(array.size() == 2);
    CHECK(array.get<std::vector<nlohmann::json>>() == records(settle("jsonl").out));
    CHECK(has(settle("table").out, "S1"));
    CHECK(has(settle("table").out, "100.00"));
    const std::string out = folder.path("settled.json");
    CHECK(run({"settle", policy, "--claims", "-", "--out", out}, claims).exit == 0);
    CHECK(nlohmann::json::parse(test::read_file(out)) == array);
    for (const nlohmann::json& record : array) {
        CHECK(record["fund_pay_sumamt"].get<double>() + record["psn_part_amt"].get<double>() ==
              record["medfee_sumamt"].get<double>());
    }
}

TEST_CASE("a claim with a fault is told, and the others settle") {
    const Folder folder;
    const std::string policy = folder.file("policy.pol", small_policy());
    const std::string text = claim("S1", "300") + "\n" + claim("S2", "1.005") + "\n{\"setl_id\"\n" +
                             claim("S3", "300") + "\n" + claim("S1", "300") + "\n";
    const Ran ran = run({"settle", policy, "--claims", "-"}, text);
    CHECK(ran.exit == 1);
    const auto settled = records(ran.out);
    REQUIRE(settled.size() == 5);
    const std::vector<std::string> expected{"paid", "fault", "fault", "paid", "fault"};
    for (std::size_t i = 0; i < expected.size(); ++i) {
        CHECK(settled[i]["status"] == expected[i]);
    }
    CHECK(settled[3]["hifp_pay"] == 150.0);
    for (const std::string_view where : {"-:2: S2: ", "-:3: ", "-:5: S1: ", "of 5 claims 3"}) {
        CHECK(has(ran.err, where));
    }
}

TEST_CASE("the engines write the same bytes") {
    const std::vector<std::string> settle{"settle", "policies/ningxia/yinchuan", "--claims",
                                          "examples/year/claims.jsonl"};
    const auto by = [&](const std::string& engine) {
        std::vector<std::string> call = settle;
        call.insert(call.end(), {"--engine", engine});
        return run(call).out;
    };
    const std::string expected = by("interpreter");
    CHECK(test::lines_of(expected).size() > 2'000);
    CHECK((by("jit") == expected));
    CHECK((by("jit-O0") == expected));
}

TEST_CASE("an explanation is the same by every engine") {
    const auto explain = [](const std::string& engine) {
        return run({"explain", "policies/ningxia/yinchuan", "--claims",
                    "examples/year/claims.jsonl", "--claim-id", "S000101", "--engine", engine});
    };
    const Ran expected = explain("interpreter");
    CHECK(expected.exit == 0);
    CHECK(has(expected.out, "起付额"));
    CHECK(explain("jit").out == expected.out);
    CHECK(explain("jit-O0").out == expected.out);
}

TEST_CASE("messages as JSON are one object a line") {
    const Folder folder;
    const std::string good = folder.file("good.pol", small_policy());
    const std::string bad = folder.file(
        "bad.pol", small_policy() + "参数 \"\\ = 5元 + 1%\n定义 乙 = 5元 + 1%\n\xE2\x82\n");
    const std::string worse =
        folder.file("worse.pol", small_policy() + "定义 乙 = 5元 + 1%\n定意 丙 = \"一\n");
    CHECK(run({"check", good, "--json"}).out.empty());
    for (const std::string& file : {bad, worse}) {
        for (const std::string lang : {"zh", "en"}) {
            const Ran ran = run({"check", file, "--json", "--lang", lang});
            CHECK(ran.exit == 1);
            const auto messages = records(ran.out);
            CHECK_FALSE(messages.empty());
            for (const nlohmann::json& message : messages) {
                CHECK(message["code"].get<std::string>().size() == 5);
                CHECK(message["line"].get<int>() > 0);
                CHECK_FALSE(message["message"].get<std::string>().empty());
            }
        }
    }
}

TEST_CASE("messages go to standard error in the language that is asked for") {
    const Folder folder;
    const std::string bad = folder.file("bad.pol", small_policy() + "参数 甲 = 5元 + 1%\n");
    const Ran zh = run({"check", bad, "--lang", "zh"});
    const Ran en = run({"check", bad, "--lang", "en"});
    CHECK(zh.out.empty());
    CHECK(has(zh.err, "错误 E0324"));
    CHECK(has(en.err, "error E0324"));
    CHECK(has(en.err, "bad.pol:19:"));
    CHECK_FALSE(has(en.err, "\x1b["));
}

TEST_CASE("a folder of policies, a file twice, a file with the nation beside it") {
    const Folder folder;
    const std::string policy = folder.file("policy.pol", small_policy());
    CHECK(run({"check", folder.path("")}).exit == 0);
    CHECK(run({"check", policy, policy}).exit == 0);
    CHECK(run({"check", "policies"}).exit == 0);
    CHECK(run({"check", "policies/ningxia/yinchuan/chronic.pol"}).exit == 0);
    CHECK(run({"check", "policies/national"}).exit == 0);
    std::filesystem::create_directory(folder.path("empty"));
    CHECK(run({"check", folder.path("empty")}).exit == 2);
}
