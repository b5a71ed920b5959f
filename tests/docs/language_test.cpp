// docs/language: every block marked `pol` compiles in each spelling and passes its own tests, and
// the page of keywords lists them all.
#include <algorithm>
#include <filesystem>

#include <catch2/catch.hpp>
#include <fmt/format.h>

#include "compiler/driver/all_tests.h"
#include "compiler/driver/policy_tests.h"
#include "compiler/parse/format.h"
#include "compiler/parse/keywords.h"
#include "tests/docs/page.h"
#include "tests/support/golden_file.h"
#include "tests/support/policies.h"

using namespace pol;
using parse::Keywords;

namespace {

std::filesystem::path folder() {
    return test::root() / "docs/language";
}

// The pages, that with the head first.
std::vector<std::string> pages() {
    std::vector<std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator(folder())) {
        names.push_back(entry.path().filename().string());
    }
    std::sort(names.begin(), names.end());
    return names;
}

std::string respelt(const std::string& text, Keywords keywords) {
    SourceMap sources;
    const FileId file = sources.add("example.pol", text);
    Diagnostics diagnostics;
    const auto formatted = parse::format(file, sources, keywords, diagnostics);
    CHECK(formatted);
    return formatted.value_or(text);
}

// What failed of the tests that stand in an example.
std::string failures(const driver::Compilation& c) {
    const auto outcomes =
        driver::run_all_tests(c, driver::EngineKind::interpreter, claims::Lang::en);
    REQUIRE(outcomes);
    std::string text;
    for (const driver::TestOutcome& outcome : *outcomes) {
        for (const auto& failure : outcome.failures) {
            text += fmt::format("{}: {}\n", outcome.name, failure.text);
        }
    }
    return text;
}

// One example in one spelling; the number of its tests.
std::size_t holds(const std::vector<driver::PolicyFile>& files, Keywords keywords) {
    std::vector<driver::PolicyFile> spelt;
    for (const driver::PolicyFile& file : files) {
        spelt.push_back({file.name, respelt(file.text, keywords)});
    }
    const auto c = test::compile_files(spelt);
    INFO(spelt.front().text << "\n" << test::messages(*c));
    CHECK(test::codes(*c).empty());
    if (!c->program) {
        FAIL_CHECK("does not compile");
        return 0;
    }
    CHECK(failures(*c).empty());
    return driver::count_tests(*c);
}

}  // namespace

TEST_CASE("the examples of the language pages compile in each spelling and pass their tests") {
    std::string head;
    std::size_t examples = 0;
    std::size_t tests = 0;
    for (const std::string& page : pages()) {
        INFO("docs/language/" << page);
        for (const docs::Block& block : docs::blocks_of(test::read_file(folder() / page))) {
            if (block.info != "pol") {
                continue;
            }
            if (head.empty()) {
                head = block.text;
            }
            // An example without a module stands after the head, in a file of its own.
            const bool own_head = block.text.find("模块 ") != std::string::npos;
            const auto files = docs::files_of(own_head ? block.text : head + "\n" + block.text);
            ++examples;
            tests += holds(files, Keywords::as_written);
            CHECK(holds(files, Keywords::en) == holds(files, Keywords::zh));
        }
    }
    CHECK(examples >= 25);
    CHECK(tests > 60);
}

TEST_CASE("the page of keywords lists each keyword in both spellings") {
    const std::string page = test::read_file(folder() / "keywords.md");
    for (const parse::Keyword& keyword : parse::keywords()) {
        const std::string row = fmt::format("| `{}` | `{}` |", keyword.zh, keyword.en);
        INFO(row);
        CHECK(page.find(row) != std::string::npos);
    }
}

TEST_CASE("the index of the language pages has all of them") {
    const std::string index = test::read_file(folder() / "README.md");
    for (const std::string& page : pages()) {
        INFO(page);
        CHECK((page == "README.md" || index.find("(" + page + ")") != std::string::npos));
    }
}
