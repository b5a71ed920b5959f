// docs/errors: a page for every code of the catalogue, whose examples do what the page says.
#include <algorithm>
#include <filesystem>
#include <regex>
#include <set>

#include <catch2/catch.hpp>
#include <fmt/format.h>

#include "compiler/diagnostics/catalogue.h"
#include "compiler/driver/search.h"
#include "tests/docs/page.h"
#include "tests/support/golden_file.h"
#include "tests/support/policies.h"

using namespace pol;

namespace {

// All codes, in the order of the catalogue.
std::vector<Code> catalogue() {
    const std::string text = test::read_file(test::root() / "compiler/diagnostics/catalogue.h");
    static const std::regex code(R"(\b[EW][0-9]{4}_[a-z0-9_]+,)");
    const std::sregex_iterator begin(text.begin(), text.end(), code);
    std::vector<Code> codes;
    for (auto i = std::distance(begin, std::sregex_iterator()); i > 0; --i) {
        codes.push_back(static_cast<Code>(codes.size()));
    }
    return codes;
}

std::filesystem::path folder() {
    return test::root() / "docs/errors";
}

// The texts of a code, with … for what a message fills in.
std::string meaning(Code code, std::string_view between) {
    static const std::regex argument(R"(\{[0-9]\})");
    const Texts texts = texts_of(code);
    return std::regex_replace(fmt::format("{}{}{}", texts.zh, between, texts.en), argument, "…");
}

std::set<std::string> codes_of(const driver::Compilation& compilation) {
    std::set<std::string> codes;
    for (const Diagnostic& d : compilation.diagnostics.all()) {
        codes.emplace(name_of(d.code));
    }
    return codes;
}

void check_examples(const std::string& code, const docs::Page& page) {
    std::set<std::string> expected(page.also.begin(), page.also.end());
    expected.insert(code);
    // As `pol check` does.
    constexpr std::size_t kTrials = 500;
    const auto broken = test::compile_files(page.broken);
    (void)driver::search_properties(*broken, kTrials);
    INFO("the broken example:\n" << test::messages(*broken).substr(0, 2000));
    CHECK(codes_of(*broken) == expected);
    const auto mended = test::compile_files(page.mended);
    (void)driver::search_properties(*mended, kTrials);
    INFO("the mended example:\n" << test::messages(*mended).substr(0, 2000));
    CHECK(codes_of(*mended).empty());
    CHECK(mended->program.has_value());
}

}  // namespace

TEST_CASE("every code has a page, and its examples give that code alone and nothing") {
    for (const Code code : catalogue()) {
        const std::string name(name_of(code));
        const auto path = folder() / (name + ".md");
        if (!std::filesystem::exists(path)) {
            FAIL_CHECK("docs/errors/" + name + ".md is missing");
            continue;
        }
        const docs::Page page = docs::parse_page(test::read_file(path));
        INFO("docs/errors/" << name << ".md");
        CHECK(page.title == name + " " + meaning(code, " / "));
        if (page.wrong.empty()) {
            check_examples(name, page);
        } else {
            FAIL_CHECK(page.wrong.front());
        }
    }
}

TEST_CASE("every page of docs/errors is a code's") {
    std::set<std::string> pages{"README.md"};
    for (const Code code : catalogue()) {
        pages.insert(std::string(name_of(code)) + ".md");
    }
    for (const auto& entry : std::filesystem::directory_iterator(folder())) {
        INFO(entry.path().filename());
        CHECK(pages.contains(entry.path().filename().string()));
    }
}

TEST_CASE("the index of docs/errors lists all codes with their texts, by group") {
    std::vector<std::string> expected;
    for (const Code code : catalogue()) {
        const std::string_view name = name_of(code);
        const std::string group = fmt::format("## E{}", name.substr(1, 2));
        if (std::ranges::find(expected, group) == expected.end()) {
            expected.push_back(group);
        }
        expected.push_back(fmt::format("| [{0}]({0}.md) | {1} |", name, meaning(code, " | ")));
    }
    std::vector<std::string> listed;
    for (const std::string& line : test::lines_of(test::read_file(folder() / "README.md"))) {
        if (line.starts_with("## ")) {
            listed.push_back(line.substr(0, 6));
        } else if (line.starts_with("| [")) {
            listed.push_back(line);
        }
    }
    INFO(test::line_diff(expected, listed));
    CHECK(listed == expected);
}

TEST_CASE("the notation of examples") {
    CHECK(docs::expanded(R"(a{{repeat 3 "(1"}}b)") == "a(1(1(1b");
    CHECK(docs::expanded(R"({{repeat 2 "x\n"}})") == "x\nx\n");
    CHECK(docs::expanded("{{byte C6 F0}}-{{byte 41}}") == "\xC6\xF0-A");
    CHECK(docs::expanded("{ a } {{ b }}") == "{ a } {{ b }}");
}

TEST_CASE("a page with its parts out of order says where") {
    const std::string good = "# E0101 甲 / a\n\n中。\n\nEn.\n\n## 错例 / Broken\n\n"
                             "```pol broken also E0112\nx\n```\n\n## 改正 / Mended\n\n"
                             "```pol mended\n// file: a.pol\ny\n```\n\n```pol mended\nz\n```\n";
    const docs::Page page = docs::parse_page(good);
    CHECK(page.wrong.empty());
    CHECK(page.title == "E0101 甲 / a");
    CHECK(page.also == std::vector<std::string>{"E0112"});
    REQUIRE(page.mended.size() == 2);
    CHECK(page.mended[0].name == "a.pol");
    CHECK(page.mended[1].text == "z\n");
    for (const std::string_view part : {"# E", "。", "En.", "## 错例", "pol broken", "## 改正"}) {
        std::string bad = good;
        bad.erase(bad.find(part), part.size());
        INFO(bad);
        CHECK_FALSE(docs::parse_page(bad).wrong.empty());
    }
    CHECK_FALSE(docs::parse_page(good + "\nmore\n").wrong.empty());
}
