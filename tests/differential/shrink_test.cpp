#include "tests/support/shrink.h"

#include <catch2/catch.hpp>
#include <fmt/format.h>

#include "tests/differential/policy_maker.h"
#include "tests/support/policies.h"

using namespace pol;

TEST_CASE("of a thousand lines those are left that fail together") {
    std::string text;
    for (int i = 0; i < 1'000; ++i) {
        text += fmt::format("claim {}\n", i);
    }
    int asked = 0;
    const auto has = [](const std::string& all, const char* line) {
        return all.find(line) != std::string::npos;
    };
    const auto fails = [&](const std::string& some) {
        ++asked;
        return has(some, "claim 77\n") && (has(some, "claim 500\n") || has(some, "claim 998\n"));
    };
    CHECK(test::smallest(text, fails) == "claim 77\nclaim 998\n");
    CHECK(asked < 200);
    CHECK(test::smallest("a\nb", [](const std::string&) { return true; }).empty());
    CHECK(test::smallest("a\nb", [](const std::string& some) { return some == "a\nb"; }) == "a\nb");
}

TEST_CASE("of a policy the clauses and words are left that fail together") {
    const auto fails = [](const std::string& policy) {
        const auto c = test::compile_text(policy);
        return c->program && policy.find("支付 医疗救助") != std::string::npos;
    };
    std::string policy;
    for (std::uint64_t seed = 1; !fails(policy); ++seed) {
        policy = differential::PolicyMaker(seed).policy();
    }
    CHECK(test::smallest_policy(policy, fails) == R"(模块 生成
引用 国家.结算
辖区  110105
舍入  四舍五入 到 角
待遇 待2 {
    支付 医疗救助 {
        基数  政策范围内金额
        比例  70%
    }
}
)");
}
