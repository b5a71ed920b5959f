// Explanations of worked examples, as the program prints them. POL_BLESS=1 writes what it prints
// now in their place.
#include <cstdlib>
#include <fstream>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "runtime/value/text.h"
#include "tests/scenarios/process.h"
#include "tests/support/golden_file.h"
#include "tests/support/policies.h"

using namespace pol;
using namespace pol::scenario;

namespace {

struct Example {
    std::string file;  ///< what is expected
    std::string city;  ///< shenyang, yinchuan; years: a policy of our own beside the claims
    std::string claim;
    std::vector<std::string> options;
};

const std::vector<Example>& examples() {
    static const std::vector<Example> list{
        {"G1.txt", "yinchuan", "G1", {"--lang", "zh"}},
        {"G2.txt", "yinchuan", "G2", {"--lang", "zh"}},
        {"G2.en.txt", "yinchuan", "G2", {}},
        {"G3.txt", "yinchuan", "G3", {"--lang", "zh"}},
        {"G11.txt", "yinchuan", "G11", {"--lang", "zh"}},
        {"R1.txt", "yinchuan", "R1", {"--lang", "zh"}},
        {"G1.trace.txt", "yinchuan", "G1", {"--lang", "zh", "--trace"}},
        {"S3-1.txt", "shenyang", "S3-1", {"--lang", "zh"}},
        {"S13-1B.txt", "shenyang", "S13-1B", {"--lang", "zh"}},
        {"S13-1B.en.txt", "shenyang", "S13-1B", {}},
        {"S13-1B.md", "shenyang", "S13-1B", {"--lang", "zh", "--format", "markdown"}},
        {"S13-1B.html", "shenyang", "S13-1B", {"--lang", "zh", "--format", "html"}},
        {"S15-1.txt", "shenyang", "S15-1", {"--lang", "zh"}},
        {"S17-1.txt", "shenyang", "S17-1", {"--lang", "zh"}},
        {"S17-1.reading.txt",
         "shenyang",
         "S17-1",
         {"--lang", "zh", "--reading", "起付线上调2倍=增加两倍"}},
        {"H1.why-not.txt", "shenyang", "H1", {"--lang", "zh", "--why-not", "临时外出住院"}},
        {"years.txt", "years", "Y1", {"--lang", "zh"}},
        {"years.en.txt", "years", "Y1", {}},
        {"years.trace.txt", "years", "Y1", {"--lang", "zh", "--trace"}},
        {"S17-1.why-not.txt", "shenyang", "S17-1", {"--why-not", "临时外出住院"}},
    };
    return list;
}

std::filesystem::path folder() {
    return test::root() / "tests/scenarios/statements";
}

Ran explain(const std::string& city, const std::string& claim,
            const std::vector<std::string>& options) {
    const std::string policies = city == "years"      ? "tests/scenarios/statements/years.pol"
                                 : city == "shenyang" ? "policies/liaoning/shenyang"
                                                      : "policies/ningxia/yinchuan";
    std::vector<std::string> arguments{
        "explain",    policies, "--claim", "tests/scenarios/statements/" + city + ".jsonl",
        "--claim-id", claim};
    arguments.insert(arguments.end(), options.begin(), options.end());
    return run(arguments);
}

}  // namespace

TEST_CASE("worked examples are explained as expected") {
    const char* bless = std::getenv("POL_BLESS");
    for (const Example& example : examples()) {
        const Ran ran = explain(example.city, example.claim, example.options);
        INFO(example.file << "\n" << ran.err);
        CHECK(ran.exit == 0);
        if (bless != nullptr && std::string(bless) == "1") {
            std::ofstream(folder() / example.file, std::ios::binary) << ran.out;
            continue;
        }
        const auto expected = test::lines_of(test::read_file(folder() / example.file));
        const auto got = test::lines_of(ran.out);
        INFO(test::line_diff(expected, got));
        CHECK(got == expected);
    }
}

TEST_CASE("no line of a statement is wider than a hundred columns") {
    for (const Example& example : examples()) {
        if (!example.file.ends_with(".txt")) {
            continue;
        }
        for (const std::string& line : test::lines_of(test::read_file(folder() / example.file))) {
            INFO(example.file << ": " << line);
            CHECK(display_width(line) <= 100);
        }
    }
}

TEST_CASE("a statement as data has its figures and every step") {
    const Ran ran = explain("shenyang", "S13-1B", {"--format", "json"});
    const auto record = nlohmann::json::parse(ran.out);
    CHECK(record["status"] == "paid");
    CHECK(record["benefit"] == "临时外出住院");
    REQUIRE(record["tiers"].size() == 3);
    CHECK(record["tiers"][0]["paid"] == 150000.00);
    CHECK(record["tiers"][1]["paid"] == 48450.00);
    CHECK(record["tiers"][1]["unpaid"] == 63550.00);
    CHECK(record["tiers"][2]["applies"] == false);
    bool cut = false;
    for (const auto& line : record["tiers"][0]["lines"]) {
        cut = cut || (line["kind"] == "cut" && line["value"] == "42750.00");
    }
    CHECK(cut);
    CHECK(record["setl_proc_info"].size() > 50);
    for (const auto& step : record["setl_proc_info"]) {
        for (const char* part :
             {"quantity", "value", "formula", "inputs", "rounding", "clause", "position"}) {
            CHECK(step.contains(part));
        }
    }
}

TEST_CASE("a page needs nothing from elsewhere") {
    const Ran ran = explain("shenyang", "S13-1B", {"--format", "html", "--lang", "zh"});
    CHECK(ran.out.find("<svg") != std::string::npos);
    for (const char* foreign : {"<script", "<link", "<img", "src=", "href=", "url(", "@import"}) {
        INFO(foreign);
        CHECK(ran.out.find(foreign) == std::string::npos);
    }
}

TEST_CASE("a benefit that is not there is told with those that are") {
    const Ran ran = explain("shenyang", "H1", {"--why-not", "没有的"});
    CHECK(ran.exit == 2);
    CHECK(ran.err.find("临时外出住院") != std::string::npos);
}
