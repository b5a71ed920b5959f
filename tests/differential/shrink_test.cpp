#include "tests/support/shrink.h"

#include <catch2/catch.hpp>
#include <fmt/format.h>

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
    const std::string policy = R"(模块 生成
引用 国家.结算, 国家.日历
辖区  110105 某地
施行  2022-01-01 起 至 2024-06-30
适用  按 开始日期
年度  1月1日 起 按 结算日期
舍入  四舍五入 到 角
参数 参1 = 21元
定义 定1 = 最低(医疗费总额, 参1) + 5元
待遇 待1 当 急危重 {
    提示 答1 当 直接结算
    支付 统筹基金 {
        基数  政策范围内金额
        比例  60%
    }
}
待遇 待2 当 (险种 为 职工 或 险种 为 居民) 且 非 急危重 {
    不予支付 答2 不计 当 医疗费总额 < 5元
    支付 医疗救助 {
        基数  政策范围内金额 - 最低(定1, 7元)
        比例  按 险种 { 职工: 70%  居民: 60% }
        封顶  1000元 每 年度
    }
}
恒有 医疗救助 ≤ 1000元
)";
    REQUIRE(fails(policy));
    // What is left of the benefit's condition is taken for its name.
    CHECK(test::smallest_policy(policy, fails) == R"(模块 生成
引用 国家.结算
辖区  110105
舍入  四舍五入 到 角
待遇 急危重 {
    支付 医疗救助 {
        基数  政策范围内金额
        比例  按 险种 { 职工: 70%  居民: 60% }
    }
}
)");
}
