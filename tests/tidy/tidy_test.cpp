// The rules of style on every file of the tree, and the rules themselves on small made-up files.
#include "tests/tidy/tidy.h"

#include <fstream>
#include <sstream>

#include <catch2/catch.hpp>

using namespace pol::tidy;

namespace {

std::vector<std::string> one(std::string message) {
    return {std::move(message)};
}

}  // namespace

TEST_CASE("every file of the tree is tidy") {
    const std::filesystem::path root = POL_SOURCE_DIR;
    const std::vector<std::string> files =
        find_files(root, {"bench", "cmake", "compiler", "examples", "grammar", "policies",
                          "runtime", "scripts", "tests", "tools"});
    REQUIRE_FALSE(files.empty());
    for (const std::string& file : files) {
        std::ostringstream text;
        text << std::ifstream(root / file, std::ios::binary).rdbuf();
        for (const std::string& message : check_text(file, text.str())) {
            FAIL_CHECK(message);
        }
    }
}

TEST_CASE("a tidy file passes") {
    CHECK(check_text("compiler/ir/op.h", "#pragma once\n// The operations.\n\nint f();\n").empty());
    CHECK(check_text("compiler/ir/op.h", "// The operations.\n#pragma once\n").empty());
    CHECK(check_text("compiler/ir/op.cpp", "int f() { return 1; }\n").empty());
    CHECK(check_text("policies/empty.pol", "").empty());
}

TEST_CASE("white space and length are reported") {
    CHECK(check_text("a.cpp", "int a;\n\tint b;\n") == one("a.cpp:2: has a tab"));
    CHECK(check_text("a.cpp", "int a; \n") == one("a.cpp:1: ends in white space"));
    CHECK(check_text("a.cpp", "int a;\r\n") == one("a.cpp:1: ends in white space"));
    CHECK(check_text("a.cpp", "int a;") == one("a.cpp:1: the last line has no newline"));
    CHECK(check_text("a.cpp", std::string(161, 'x') + "\n") ==
          one("a.cpp:1: is longer than 160 characters"));
    CHECK(check_text("a.cpp", std::string(160, 'x') + "\n").empty());
}

TEST_CASE("a Chinese character is one character wide") {
    std::string line = "// ";
    for (int count = 0; count < 157; ++count) {
        line += "费";
    }
    CHECK(check_text("a.cpp", line + "\n").empty());
    CHECK(check_text("a.cpp", line + "费\n").size() == 1);
}

TEST_CASE("a place of one machine is reported") {
    const std::string home = "/ho";
    CHECK(check_text("scripts/demo", "cd " + home + "me/ann\n") ==
          one("scripts/demo:1: names a place of one machine"));
    CHECK(check_text("a.cpp", "open(\"" + home + "me/ann/x\");\n").size() == 1);
    CHECK(check_text("tests/golden/a.pol", "# " + home + "me/ann/a.pol:1\n").size() == 1);
    CHECK(check_text("a.cpp", "// see compiler/ho"
                              "me/x and https://example.org" +
                                  home + "me/x\n")
              .empty());
}

TEST_CASE("a header needs its guard and its comment") {
    CHECK(check_text("a.h", "// What it is for.\nint f();\n") ==
          one("a.h:1: a header needs #pragma once"));
    CHECK(check_text("a.h", "#pragma once\nint f();\n") ==
          one("a.h:1: a header begins with a comment that says what it is for"));
    CHECK(check_text("a.h", "").size() == 2);
}

TEST_CASE("a source file has an end") {
    std::string text;
    for (int line = 0; line < 601; ++line) {
        text += "int a;\n";
    }
    CHECK(check_text("a.cpp", text) == one("a.cpp:601: a source file has at most 600 lines"));
    CHECK(check_text("policies/a.pol", text).empty());
}

TEST_CASE("the program of a test may be ugly on purpose") {
    CHECK(check_text("tests/golden/parse/a.pol", "\t \nno newline").empty());
    CHECK(check_text("policies/a.pol", "\t \nno newline").size() == 3);
}
