// The includes of the tree against the DEPENDS lists of the build, and the check itself on small
// made-up trees.
#include <fstream>
#include <sstream>

#include <catch2/catch.hpp>

#include "tests/layering/layers.h"

using namespace pol::layering;

namespace {

const Layers made_up = parse_layers("compiler/source:\n"
                                    "compiler/syntax: compiler/source\n"
                                    "compiler/parse: compiler/syntax\n"
                                    "compiler/ir: compiler/source runtime/value\n"
                                    "compiler/codegen: compiler/ir\n"
                                    "compiler/check: compiler/ir\n"
                                    "compiler/check/smt: compiler/check\n"
                                    "runtime/value:\n"
                                    "tools/pol: compiler/parse\n");

std::vector<std::string> check(const std::string& path, const std::string& header) {
    return check_file(made_up, {.path = path, .includes = {{.header = header, .line = 7}}});
}

void expect_nothing(const std::vector<std::string>& wrong) {
    for (const std::string& message : wrong) {
        FAIL_CHECK(message);
    }
}

}  // namespace

TEST_CASE("the layers of the build are sound") {
    std::ostringstream text;
    text << std::ifstream(POL_BINARY_DIR "/layers.txt").rdbuf();
    const Layers layers = parse_layers(text.str());
    REQUIRE_FALSE(layers.empty());
    expect_nothing(check_layers(layers));
}

TEST_CASE("every include of the tree is declared") {
    std::ostringstream text;
    text << std::ifstream(POL_BINARY_DIR "/layers.txt").rdbuf();
    const Layers layers = parse_layers(text.str());
    for (const SourceFile& file : read_sources(POL_SOURCE_DIR, {"compiler", "runtime", "tools"})) {
        expect_nothing(check_file(layers, file));
    }
}

TEST_CASE("layers are read line by line") {
    const Layers layers = parse_layers("a/b: c/d e/f\nc/d:\n\n");
    CHECK(layers == Layers{{"a/b", {"c/d", "e/f"}}, {"c/d", {}}});
}

TEST_CASE("the closure follows DEPENDS and ends in a cycle") {
    CHECK(closure(made_up, "compiler/parse") ==
          std::set<Folder>{"compiler/parse", "compiler/syntax", "compiler/source"});
    CHECK(closure(parse_layers("a: b\nb: a\n"), "a") == std::set<Folder>{"a", "b"});
}

TEST_CASE("includes are found with their lines") {
    const std::vector<Include> found =
        find_includes("// first\n#include <vector>\n  # include \"a/b.h\" // why\n"
                      "// #include <not_this>\n");
    REQUIRE(found.size() == 2);
    CHECK(found[0].header == "vector");
    CHECK(found[0].line == 2);
    CHECK(found[1].header == "a/b.h");
    CHECK(found[1].line == 3);
}

TEST_CASE("what is declared passes") {
    expect_nothing(check("compiler/ir/print.cpp", "compiler/ir/program.h"));
    expect_nothing(check("compiler/ir/print.cpp", "runtime/value/money.h"));
    expect_nothing(check("compiler/parse/parse.cpp", "compiler/source/span.h"));
    expect_nothing(check("compiler/check/smt/solve.cpp", "compiler/check/obligation.h"));
    expect_nothing(check("compiler/parse/parse.cpp", "PolParser.h"));
    expect_nothing(check("compiler/codegen/emit.cpp", "llvm/IR/Module.h"));
    expect_nothing(check("compiler/ir/print.cpp", "fmt/format.h"));
    expect_nothing(check("runtime/value/money.cpp", "cstdint"));
    expect_nothing(check("runtime/value/money.cpp", "sys/mman.h"));
}

TEST_CASE("an undeclared folder is reported with file and line") {
    CHECK(check("compiler/syntax/print.cpp", "compiler/ir/program.h") ==
          std::vector<std::string>{
              "compiler/syntax/print.cpp:7: compiler/syntax includes \"compiler/ir/program.h\", "
              "but compiler/ir is not among its DEPENDS"});
    CHECK(check("compiler/check/hole.cpp", "compiler/check/smt/solve.h").size() == 1);
    CHECK(check("compiler/ir/print.cpp", "compiler/nowhere/a.h").size() == 1);
    CHECK(check("compiler/nowhere/a.cpp", "vector").size() == 1);
}

TEST_CASE("a ban holds whatever DEPENDS say") {
    const Layers loose = parse_layers("runtime/value: compiler/ir\ncompiler/ir: compiler/types\n"
                                      "compiler/types:\ncompiler/codegen: compiler/types\n");
    const auto includes = [&](const std::string& path, const std::string& header) {
        return check_file(loose, {.path = path, .includes = {{.header = header, .line = 1}}});
    };
    CHECK(
        includes("runtime/value/a.cpp", "compiler/ir/a.h") ==
        std::vector<std::string>{"runtime/value/a.cpp:1: runtime/value must not know compiler/ir"});
    CHECK(includes("compiler/ir/a.cpp", "compiler/types/a.h").size() == 1);
    CHECK(includes("compiler/codegen/a.cpp", "compiler/types/a.h").size() == 1);
    CHECK(check_layers(loose).size() == 4);
    CHECK(check_layers(made_up).empty());
}

TEST_CASE("a cycle of folders is reported") {
    CHECK(check_layers(parse_layers("compiler/a: compiler/b\ncompiler/b: compiler/a\n")).size() ==
          2);
}

TEST_CASE("a library is included behind its door only") {
    CHECK(check("compiler/ir/print.cpp", "llvm/IR/Module.h") ==
          std::vector<std::string>{"compiler/ir/print.cpp:7: <llvm/IR/Module.h> may be included in "
                                   "compiler/codegen only"});
    CHECK(check("compiler/syntax/tree.cpp", "PolParser.h").size() == 1);
    CHECK(check("compiler/syntax/tree.cpp", "antlr4-runtime.h").size() == 1);
    CHECK(check("compiler/codegen/emit.cpp", "boost/multiprecision/cpp_int.hpp").size() == 1);
    CHECK(check("tools/pol/main.cpp", "nlohmann/json.hpp").size() == 1);
    CHECK(check("compiler/parse/parse.cpp", "CLI/CLI.hpp").size() == 1);
}

TEST_CASE("a header nobody knows is reported") {
    CHECK(check("compiler/ir/print.cpp", "program.h").size() == 1);
    CHECK(check("compiler/ir/print.cpp", "boost/optional.hpp").size() == 1);
}
