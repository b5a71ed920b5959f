// pol explain CODE: the page of a message.
#include <catch2/catch.hpp>

#include "tests/scenarios/process.h"

using namespace pol;
using Catch::Contains;
using Catch::StartsWith;

TEST_CASE("a message is explained by its code, in either language and either case") {
    const scenario::Ran en = scenario::run({"explain", "E0203"});
    CHECK(en.exit == 0);
    CHECK(en.err.empty());
    CHECK_THAT(en.out, StartsWith("E0203 a module can say this only once\n\n"));
    CHECK_THAT(en.out, Contains("\nBroken:\n\n    // file: 门诊.pol\n    模块 示例.小城\n"));
    CHECK_THAT(en.out, Contains("\nMended:\n\n    // file: "));
    CHECK_THAT(en.out, !Contains("```") && !Contains("##") && !Contains("错例"));

    const scenario::Ran zh = scenario::run({"explain", "e0203", "--lang", "zh"});
    CHECK(zh.exit == 0);
    CHECK_THAT(zh.out, StartsWith("E0203 同一模块里这一项只能写一次\n\n"));
    CHECK_THAT(zh.out, Contains("\n错例：\n\n    ") && Contains("\n改正：\n\n    "));
    CHECK_THAT(zh.out, !Contains("Jurisdiction") && !Contains("Broken"));

    CHECK(scenario::run({"explain", "w0207"}).exit == 0);
}

TEST_CASE("a code that there is not is answered with the nearest") {
    const auto nearest = [](const std::string& code, const std::string& near) {
        const scenario::Ran ran = scenario::run({"explain", code});
        INFO(code);
        CHECK(ran.exit == 2);
        CHECK(ran.out.empty());
        CHECK_THAT(ran.err, Contains("the nearest is " + near));
    };
    nearest("E0103", "E0102");
    nearest("w0302", "E0302");
    nearest("E0207", "W0207");
    nearest("E0000", "E0101");
    CHECK_THAT(scenario::run({"explain", "E0103", "--lang", "zh"}).err,
               Contains("没有代码 E0103；最接近的是 E0102"));
}

TEST_CASE("a code stands alone; claims are explained as before") {
    for (const std::vector<std::string>& rest : {std::vector<std::string>{"examples/first"},
                                                 {"E0302", "E0303"},
                                                 {"E0302", "--claim-id", "1"}}) {
        std::vector<std::string> call{"explain"};
        call.insert(call.end(), rest.begin(), rest.end());
        const scenario::Ran ran = scenario::run(call);
        CHECK(ran.exit == 2);
        CHECK_THAT(ran.err, Contains("--claims"));
    }
    const scenario::Folder folder;
    const std::string policy = folder.file("E0302.pol", scenario::small_policy());
    const std::string claims = folder.file("claims.jsonl", scenario::claim("1", "300.00"));
    const scenario::Ran ran = scenario::run({"explain", policy, "--claims", claims});
    CHECK(ran.exit == 0);
    CHECK_THAT(ran.out, StartsWith("settlement 1"));
}
