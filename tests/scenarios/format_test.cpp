// pol fmt on files.
#include <catch2/catch.hpp>

#include "tests/scenarios/process.h"
#include "tests/support/policies.h"

using namespace pol;
using namespace pol::scenario;

namespace {
constexpr const char* kLoose = "模块   a\n\n\n\n待遇 b 当 c\n{\n提示 d;提示 e   \n}";
constexpr const char* kTidy = "模块   a\n\n待遇 b 当 c {\n    提示 d\n    提示 e\n}\n";
}  // namespace

TEST_CASE("files are formatted in place, once") {
    const Folder folder;
    const std::string file = folder.file("a.pol", kLoose);
    const Ran first = run({"fmt", folder.path("")});
    CHECK(first.exit == 0);
    CHECK(first.out.empty());
    CHECK(first.err.empty());
    CHECK(test::read_file(file) == kTidy);
    const auto written = std::filesystem::last_write_time(file);
    CHECK(run({"fmt", file}).exit == 0);
    CHECK(std::filesystem::last_write_time(file) == written);
    CHECK(folder.names() == std::vector<std::string>{"a.pol"});
}

TEST_CASE("what would change is named, and nothing is written") {
    const Folder folder;
    const std::string loose = folder.file("a.pol", kLoose);
    const std::string tidy = folder.file("b.pol", kTidy);
    const Ran ran = run({"fmt", "--check", loose, tidy});
    CHECK(ran.exit == 1);
    CHECK(ran.out == loose + "\n");
    CHECK(run({"fmt", "--check", tidy}).exit == 0);
    CHECK(run({"fmt", "--check", "--keywords", "en", tidy}).exit == 1);
    CHECK(test::read_file(loose) == kLoose);
}

TEST_CASE("the formatted text is printed") {
    const Folder folder;
    const std::string loose = folder.file("a.pol", kLoose);
    const Ran ran = run({"fmt", "--stdout", "--keywords", "en", loose});
    CHECK(ran.exit == 0);
    CHECK(ran.out == "module   a\n\nbenefit b when c {\n    notice d\n    notice e\n}\n");
    CHECK(test::read_file(loose) == kLoose);
}

TEST_CASE("a file with mistakes of syntax stays as it is, the others are formatted") {
    const Folder folder;
    const std::string bad = folder.file("a.pol", "模块 a\n定义 甲 = \n");
    const std::string loose = folder.file("b.pol", kLoose);
    const Ran ran = run({"fmt", bad, loose});
    CHECK(ran.exit == 1);
    CHECK(ran.err.find("a.pol:2") != std::string::npos);
    CHECK(test::read_file(bad) == "模块 a\n定义 甲 = \n");
    CHECK(test::read_file(loose) == kTidy);
}

TEST_CASE("a link to a file stays a link") {
    const Folder folder;
    const std::string file = folder.file("a.txt", kLoose);
    std::filesystem::create_symlink(file, folder.path("a.pol"));
    CHECK(run({"fmt", folder.path("a.pol")}).exit == 0);
    CHECK(std::filesystem::is_symlink(folder.path("a.pol")));
    CHECK(test::read_file(file) == kTidy);
}

TEST_CASE("a wrong call of the formatter changes nothing") {
    const Folder folder;
    const std::string loose = folder.file("a.pol", kLoose);
    CHECK(run({"fmt"}).exit == 2);
    CHECK(run({"fmt", loose, folder.path("none.pol")}).exit == 2);
    CHECK(run({"fmt", loose, "--keywords", "fr"}).exit == 2);
    CHECK(run({"fmt", loose, "--check", "--stdout"}).exit == 2);
    CHECK(test::read_file(loose) == kLoose);
}
