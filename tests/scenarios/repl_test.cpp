// The prompt: transcripts of scripts, what a session reads and saves, files that change under it.
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include <catch2/catch.hpp>

#include "tests/scenarios/process.h"
#include "tests/support/golden_file.h"
#include "tests/support/policies.h"

using namespace pol;
using namespace pol::scenario;

namespace {

bool has(const std::string& text, std::string_view part) {
    return text.find(part) != std::string::npos;
}

std::vector<std::string> words_of(const std::string& line) {
    std::istringstream in(line);
    std::vector<std::string> words;
    for (std::string word; in >> word;) {
        words.push_back(word);
    }
    return words;
}

// The lines of a script among those of its transcript: it has them after the mark, answers
// without.
constexpr std::string_view kMark = "> ";

std::string script_of(const std::string& transcript) {
    std::string script;
    for (const std::string& line : test::lines_of(transcript)) {
        if (line.starts_with(kMark)) {
            script += line.substr(kMark.size()) + "\n";
        }
    }
    return script;
}

// What the program prints, with the mark before each echoed line of the script.
std::string marked(const std::string& printed, const std::string& script) {
    const std::vector<std::string> typed = test::lines_of(script);
    std::size_t next = 0;
    std::string out;
    for (const std::string& line : test::lines_of(printed)) {
        const bool echoed = next < typed.size() && line == typed[next];
        next += echoed ? 1U : 0U;
        out += (echoed ? std::string(kMark) : "") + line + "\n";
    }
    return out;
}

}  // namespace

TEST_CASE("a script at the prompt answers as its transcript says") {
    const char* bless = std::getenv("POL_BLESS");
    for (const char* name : {"shenyang.txt", "yinchuan.txt", "filings.txt", "mistakes.txt"}) {
        const auto path = test::root() / "tests/scenarios/transcripts" / name;
        const std::string transcript = test::read_file(path);
        // The first line names the policies and options.
        std::vector<std::string> arguments{"repl"};
        const std::string first = test::lines_of(transcript).front();
        for (const std::string& word : words_of(first.substr(first.find("//") + 2))) {
            arguments.push_back(word);
        }
        const std::string script = script_of(transcript);
        const Ran ran = run(arguments, script);
        INFO(name << "\n" << ran.err);
        CHECK(ran.err.empty());
        const std::string got = first + "\n" + marked(ran.out, script);
        if (bless != nullptr && std::string(bless) == "1") {
            std::ofstream(path, std::ios::binary) << got;
            continue;
        }
        INFO(test::line_diff(test::lines_of(transcript), test::lines_of(got)));
        CHECK(got == transcript);
    }
}

TEST_CASE("a session is saved as a test that passes") {
    const Folder folder;
    const std::string saved = folder.path("session.pol");
    const Ran ran = run({"repl", "policies/ningxia/yinchuan", "--lang", "en"},
                        ":year on\n:new 职工\n政策范围内金额 = 2000元\nsettle\n"
                        "政策范围内金额 = 4000元\nsettle\n机构类型 = 药店\nsettle\n:save " +
                            saved + "\n");
    INFO(ran.out << ran.err);
    CHECK(ran.exit == 0);
    const std::string text = test::read_file(saved);
    INFO(text);
    CHECK(has(text, "统筹基金 = 1125.00元"));
    CHECK(has(text, "统筹基金 = 2375.00元"));
    const Ran tested = run({"test", "policies/ningxia/yinchuan", saved});
    INFO(tested.out << tested.err);
    CHECK(tested.exit == 0);
}

TEST_CASE("what was posted is computed anew when the policies are read again") {
    const Folder folder;
    const std::string policy = folder.file("city.pol", small_policy());
    const Ran ran = run({"repl", policy}, ":year on\n:new 甲\n政策范围内金额 = 300元\nsettle\n"
                                          ":reload\nsettle\n:accounts\n");
    INFO(ran.out << ran.err);
    CHECK(ran.exit == 0);
    CHECK(has(ran.out, "1 settlements posted anew"));
    CHECK(has(ran.out, "150.00"));
}

TEST_CASE("policies with mistakes do not begin a session") {
    const Folder folder;
    const std::string bad = folder.file("bad.pol", small_policy() + "参数 甲 = 5元 + 1%\n");
    const Ran ran = run({"repl", bad}, "settle\n");
    CHECK(ran.exit == 1);
    CHECK(has(ran.err, "E0"));
}

TEST_CASE("the last sweep is written as a picture") {
    const Folder folder;
    const std::string policy = folder.file("city.pol", small_policy());
    const std::string picture = folder.path("sweep.svg");
    const Ran ran =
        run({"repl", policy},
            ":new 甲\nsweep 政策范围内金额 from 0 to 1000元 by 100元\n:svg " + picture + "\n");
    INFO(ran.out << ran.err);
    CHECK(ran.exit == 0);
    CHECK(has(ran.out, "450.00"));
    CHECK(has(test::read_file(picture), "<polyline"));
}

TEST_CASE("a claim of a file is taken in every form, by its number where there are several") {
    const Folder folder;
    const std::string policy = folder.file("city.pol", small_policy());
    const std::string two = claim("S1", "300") + "\n" + claim("S2", "500") + "\n";
    const std::string lines = folder.file("two.jsonl", two);
    const std::string one = folder.file("one.json", claim("S1", "300"));
    const std::string array =
        folder.file("array.json", "[" + claim("S1", "300") + "," + claim("S2", "500") + "]");
    const std::string table = folder.file(
        "a table（1）.csv", "setl_id,psn_no,insutype,psn_type,insuplc_admdvs,mdtrtarea_admvs,"
                            "med_type,begndate,medfee_sumamt,inscp_scp_amt,strange\n"
                            "S1,P1,310,11,640104,640104,11,2023-03-01,300,300,x\n"
                            "S2,P1,310,11,640104,640104,11,2023-03-01,500,500,x\n");
    const auto answer = [&](const std::string& typed) {
        return run({"repl", policy}, ":claim " + typed + "\nsettle\n").out;
    };
    CHECK(has(answer(one), "200.00"));
    for (const std::string& file : {lines, array, table}) {
        INFO(file);
        CHECK(has(answer(file + " S2"), "300.00"));
        const std::string both = answer(file);
        CHECK(has(both, "the file has 2 records"));
        CHECK(has(both, "S1, S2"));
        CHECK(has(answer(file + " S3"), "no record S3"));
    }
    CHECK(has(answer("\"" + table + "\" S2"), "300.00"));
    CHECK(has(answer(table + " S2"), "strange"));
    CHECK(has(answer(folder.file("empty.json", "")), "no record"));
    CHECK(has(answer(folder.path("missing.json")), "No such file"));
    CHECK(has(answer(folder.file("broken.json", "{\"setl_id\": ")), "line 1"));
    const std::string bad = answer(folder.file("bad.json", claim("S1", "-5")));
    CHECK(has(bad, "inscp_scp_amt"));
}

TEST_CASE("a file is written over only when that is asked for") {
    const Folder folder;
    const std::string policy = folder.file("city.pol", small_policy());
    const std::string mine = folder.file("mine.pol", "// mine\n");
    const std::string script = ":new 甲\n政策范围内金额 = 300元\nsettle\n:save " + mine + "\n";
    const Ran kept = run({"repl", policy}, script);
    CHECK(kept.exit == 1);
    CHECK(has(kept.out, "is there already"));
    CHECK(test::read_file(mine) == "// mine\n");
    const Ran over = run({"repl", policy}, script + ":save! " + mine + "\n:save " + mine + "\n");
    CHECK(has(over.out, "written to"));
    CHECK(has(test::read_file(mine), "政策范围内金额: 300.00元"));
    CHECK(folder.names() == std::vector<std::string>{"city.pol", "mine.pol"});
}
