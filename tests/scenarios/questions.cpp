#include "tests/scenarios/questions.h"

#include <catch2/catch.hpp>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "tests/scenarios/process.h"
#include "tests/support/golden_file.h"

namespace pol::scenario {

using Json = nlohmann::json;

namespace {

// Its digits: a parsed number would be a binary float.
std::string digits(const std::string& line, const std::string& field) {
    const std::size_t begin = line.find("\"" + field + "\":") + field.size() + 3;
    return line.substr(begin, line.find_first_of(",}", begin) - begin);
}

}  // namespace

std::vector<std::string> answers(const City& city, const std::vector<std::string>& claims,
                                 const std::vector<std::string>& more) {
    std::string input;
    for (std::size_t i = 0; i < claims.size(); ++i) {
        Json claim = Json::parse(city.claim);
        claim.merge_patch(Json::parse("{" + claims[i] + "}"));
        claim["setl_id"] = fmt::format("S{}", i + 1);
        input += claim.dump() + "\n";
    }
    std::vector<std::string> call{"settle",   city.policy, "--claims",  "-",
                                  "--format", "jsonl",     "--in-order"};
    call.insert(call.end(), more.begin(), more.end());
    const Ran ran = run(call, input);
    INFO(ran.err);
    CHECK(ran.exit == 0);
    std::vector<std::string> all;
    for (const std::string& line : test::lines_of(ran.out)) {
        const Json settled = Json::parse(line);
        std::string one = settled["status"].get<std::string>();
        for (const std::string& field : city.shown) {
            one += " " + digits(line, field);
        }
        for (const Json& reason : settled["reasons"]) {
            one += " " + reason["code"].get<std::string>();
        }
        all.push_back(std::move(one));
    }
    return all;
}

void check(const City& city, const std::vector<Question>& questions) {
    for (const Question& q : questions) {
        INFO(q.reading);
        CHECK(answers(city, q.claims) == q.adopted);
        CHECK(answers(city, q.claims, {"--reading", q.reading}) == q.other);
    }
}

}  // namespace pol::scenario
