// Every golden file: its command prints what it says. POL_BLESS=1 writes what the command prints
// now in its place.
#include <cstdlib>
#include <fstream>
#include <set>

#include <catch2/catch.hpp>

#include "tests/golden/commands.h"
#include "tests/support/policies.h"

using namespace pol;

namespace {

bool blessing() {
    const char* wish = std::getenv("POL_BLESS");
    return wish != nullptr && std::string(wish) == "1";
}

void bless(const test::GoldenFile& file, const std::vector<std::string>& lines) {
    const auto path = test::root() / file.path;
    const std::string before = test::read_file(path);
    const std::string after = test::with_expected(before, lines);
    if (after != before) {
        std::ofstream(path, std::ios::binary) << after;
    }
}

bool is_odd(const std::vector<std::string>& lines) {
    return lines.empty() || lines == std::vector<std::string>{"?"};
}

void check_form(const test::GoldenFile& file) {
    for (const std::string& wrong : file.wrong) {
        const bool to_be_written = blessing() && wrong == "there is no EXPECT line";
        if (!to_be_written) {
            FAIL_CHECK(file.path + ": " + wrong);
        }
    }
}

void check_file(const test::GoldenFile& file) {
    check_form(file);
    if (!file.defect.empty()) {
        return;
    }
    const std::vector<std::string> lines = golden::run(file).lines;
    if (is_odd(lines)) {
        FAIL_CHECK(file.path + ": the command is not known, or says nothing: " + file.run);
    } else if (blessing()) {
        bless(file, lines);
    } else if (lines != file.expected) {
        FAIL_CHECK(file.path + "\n" + test::line_diff(file.expected, lines));
    }
}

void check_stage(const std::string& stage) {
    std::size_t count = 0;
    for (const test::GoldenFile& file : test::golden_files()) {
        if (file.stage() == stage) {
            check_file(file);
            ++count;
        }
    }
    CHECK(count > 0);
}

}  // namespace

TEST_CASE("golden parse") {
    check_stage("parse");
}
TEST_CASE("golden resolve") {
    check_stage("resolve");
}
TEST_CASE("golden types") {
    check_stage("types");
}
TEST_CASE("golden check") {
    check_stage("check");
}
TEST_CASE("golden lower") {
    check_stage("lower");
}
TEST_CASE("golden settle") {
    check_stage("settle");
}
TEST_CASE("golden test") {
    check_stage("test");
}

// Known defects: what is expected is what the program should print. A file that passes here has
// lost its defect, and its DEFECT line can go.
TEST_CASE("golden defects", "[.defect]") {
    for (const test::GoldenFile& file : test::golden_files()) {
        if (file.defect.empty()) {
            continue;
        }
        const std::vector<std::string> lines = golden::run(file).lines;
        if (lines == file.expected) {
            WARN(file.path + ": this is no defect any more");
        } else {
            FAIL_CHECK(file.path + ": " + file.defect + "\n" +
                       test::line_diff(file.expected, lines));
        }
    }
}

TEST_CASE("every golden file lies in a folder of a stage") {
    const std::set<std::string> stages{"parse", "resolve", "types", "check",
                                       "lower", "settle",  "test"};
    for (const test::GoldenFile& file : test::golden_files()) {
        INFO(file.path);
        CHECK(stages.contains(file.stage()));
        CHECK(std::filesystem::path(file.path).parent_path().parent_path().filename() ==
              file.stage());
    }
}
