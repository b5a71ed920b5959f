// The formatter on every policy of the repository: it moves blanks and spells words, and nothing
// else.
#include "compiler/parse/format.h"

#include <algorithm>

#include <catch2/catch.hpp>

#include "compiler/parse/keywords.h"
#include "compiler/parse/tokens.h"
#include "tests/golden/commands.h"
#include "tests/support/policies.h"

using namespace pol;
using parse::Keywords;

namespace {

std::optional<std::string> format(const std::string& text, Keywords keywords) {
    SourceMap sources;
    const FileId file = sources.add("a.pol", text);
    Diagnostics diagnostics;
    return parse::format(file, sources, keywords, diagnostics);
}

// The tokens of a text, and where clauses end.
std::vector<std::string> tokens(const std::string& text) {
    SourceMap sources;
    const FileId file = sources.add("a.pol", text);
    Diagnostics diagnostics;
    std::vector<std::string> list;
    for (const parse::Token& t : parse::tokenize(file, sources, diagnostics)) {
        list.push_back(text.substr(t.begin, t.end - t.begin));
    }
    return list;
}

std::vector<std::string> all_files() {
    std::vector<std::string> all;
    for (const char* folder : {"policies", "examples", "tests/golden"}) {
        const auto some = test::policy_files(folder);
        all.insert(all.end(), some.begin(), some.end());
    }
    return all;
}

bool is_tidy(const std::string& text) {
    return text.find(" \n") == std::string::npos && text.find("\n\n\n") == std::string::npos &&
           text.find('\t') == std::string::npos && (text.empty() || text.back() == '\n');
}

// Nothing where a file of the project has no format.
std::optional<std::vector<driver::PolicyFile>> formatted(const test::Project& project,
                                                         Keywords keywords) {
    std::vector<driver::PolicyFile> files;
    for (const driver::PolicyFile& file : project.files) {
        auto text = format(file.text, keywords);
        if (!text) {
            return std::nullopt;
        }
        files.push_back({file.name, std::move(*text)});
    }
    return files;
}

}  // namespace

TEST_CASE("every file that can be read has a format, with the same tokens") {
    std::size_t count = 0;
    for (const std::string& path : all_files()) {
        INFO(path);
        const std::string text = test::read_file(test::root() / path);
        const auto plain = format(text, Keywords::as_written);
        if (!plain) {
            continue;
        }
        ++count;
        CHECK(is_tidy(*plain));
        CHECK(format(*plain, Keywords::as_written) == plain);
        CHECK((tokens(*plain) == tokens(text)));

        const auto zh = format(text, Keywords::zh);
        const auto en = format(text, Keywords::en);
        REQUIRE(zh);
        REQUIRE(en);
        CHECK(format(*en, Keywords::en) == en);
        const auto back = format(*en, Keywords::zh);
        REQUIRE(back);
        CHECK((tokens(*back) == tokens(*zh)));
        CHECK(tokens(*en).size() == tokens(text).size());
    }
    CHECK(count > 100);
}

TEST_CASE("a formatted policy has the same rules, in either spelling") {
    std::size_t count = 0;
    for (const test::Project& project : test::good_projects()) {
        INFO(project.name);
        const auto written = test::compile_files(project.files);
        if (!written->program) {
            continue;
        }
        const std::string rules = golden::bare_rules(*written->program);
        for (const Keywords keywords : {Keywords::as_written, Keywords::zh, Keywords::en}) {
            auto files = formatted(project, keywords);
            REQUIRE(files);
            const auto again = test::compile_files(std::move(*files));
            INFO(test::messages(*again));
            REQUIRE(again->program);
            CHECK(golden::bare_rules(*again->program) == rules);
            CHECK(again->tests.size() == written->tests.size());
        }
        ++count;
    }
    CHECK(count > 50);
}

TEST_CASE("in English no Chinese keyword is left where it is none of a name") {
    const auto en = format(test::read_file(test::root() / "examples/first/city.pol"), Keywords::en);
    REQUIRE(en);
    for (const char* word : {"模块", "待遇 ", "支付", "依据", "当 ", "得 ", "元"}) {
        INFO(word);
        CHECK(en->find(std::string(word) + " ") == std::string::npos);
    }
}
