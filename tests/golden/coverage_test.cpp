// What all golden files together must hold: every code of the catalogue, both spellings of a
// policy, and the round trip of every policy of the tree through printed IR.
#include <map>
#include <regex>
#include <set>

#include <catch2/catch.hpp>

#include "compiler/diagnostics/catalogue.h"
#include "compiler/ir/order.h"
#include "compiler/ir/print.h"
#include "compiler/ir/read.h"
#include "compiler/ir/verify.h"
#include "tests/golden/commands.h"
#include "tests/support/policies.h"

using namespace pol;

namespace {

// The codes that catalogue.h declares.
std::set<std::string> catalogue() {
    const std::string text = test::read_file(test::root() / "compiler/diagnostics/catalogue.h");
    static const std::regex code(R"(\b([EW][0-9]{4})_[a-z0-9_]+,)");
    std::set<std::string> codes;
    for (std::sregex_iterator it(text.begin(), text.end(), code), end; it != end; ++it) {
        codes.insert((*it)[1]);
    }
    return codes;
}

// The lines "E0107  why" of not_triggered.txt.
std::map<std::string, std::string> exceptions() {
    std::map<std::string, std::string> list;
    const std::string text = test::read_file(test::root() / "tests/golden/not_triggered.txt");
    for (const std::string& line : test::lines_of(text)) {
        if (!line.empty() && !line.starts_with('#')) {
            list.emplace(line.substr(0, 5), line.substr(std::min<std::size_t>(line.size(), 7)));
        }
    }
    return list;
}

std::set<std::string> triggered() {
    std::set<std::string> codes;
    for (const test::GoldenFile& file : test::golden_files()) {
        if (file.defect.empty()) {
            codes.merge(golden::run(file).codes);
        }
    }
    return codes;
}

std::string rules_of(const test::GoldenFile& file) {
    const auto c = test::compile_files(file.policies());
    INFO(file.path);
    REQUIRE(c->program);
    return golden::bare_rules(*c->program);
}

}  // namespace

TEST_CASE("every code of the catalogue is triggered by a golden file") {
    const std::set<std::string> codes = catalogue();
    CHECK(codes.size() > 80);
    const std::set<std::string> seen = triggered();
    const std::map<std::string, std::string> excused = exceptions();
    for (const std::string& code : codes) {
        INFO(code);
        CHECK(seen.contains(code) != excused.contains(code));
    }
    for (const auto& [code, reason] : excused) {
        INFO(code);
        CHECK(codes.contains(code));
        CHECK(reason.size() > 10);
    }
}

TEST_CASE("every message has both languages and shows its arguments in each") {
    for (std::uint16_t i = 0; i < catalogue().size(); ++i) {
        const auto code = static_cast<Code>(i);
        const Texts texts = texts_of(code);
        INFO(name_of(code));
        CHECK_FALSE(texts.zh.empty());
        CHECK_FALSE(texts.en.empty());
        for (const std::string_view argument : {"{0}", "{1}", "{2}"}) {
            CHECK((texts.zh.find(argument) == std::string_view::npos) ==
                  (texts.en.find(argument) == std::string_view::npos));
        }
    }
}

TEST_CASE("two spellings of one policy come to the same rules") {
    std::size_t twins = 0;
    for (const test::GoldenFile& file : test::golden_files()) {
        if (file.twin.empty()) {
            continue;
        }
        ++twins;
        const std::string path =
            (std::filesystem::path(file.path).parent_path() / file.twin).generic_string();
        const auto other = test::parse_golden(path, test::read_file(test::root() / path));
        CHECK(rules_of(file) == rules_of(other));
    }
    CHECK(twins >= 2);
}

TEST_CASE("the rules of every policy print and read back, and keep their invariants") {
    const std::vector<test::Project> projects = test::good_projects();
    CHECK(projects.size() > 40);
    for (const test::Project& project : projects) {
        const auto c = test::compile_files(project.files);
        INFO(project.name << "\n" << test::messages(*c));
        if (!c->program) {
            FAIL_CHECK("does not compile");
            continue;
        }
        CHECK(ir::verify(*c->program).empty());
        CHECK(ir::in_order(*c->program) == *c->program);
        const std::string text = ir::print(*c->program);
        const auto again = ir::read(text);
        if (!again) {
            FAIL_CHECK("line " << again.error().line << ": " << again.error().message);
            continue;
        }
        CHECK(*again == *c->program);
        CHECK(ir::print(*again) == text);
    }
}
