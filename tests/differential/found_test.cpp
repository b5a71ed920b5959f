// What generated policies have found, in few words.
#include <memory>
#include <string>

#include <catch2/catch.hpp>
#include <fmt/format.h>

#include "tests/differential/compare.h"
#include "tests/support/policies.h"

using namespace pol;

namespace {

std::unique_ptr<driver::Compilation> compiled(const char* text) {
    auto c = test::compile_text(text);
    INFO(test::messages(*c));
    REQUIRE(c->program);
    return c;
}

/// Of an employee of Yinchuan, treated there; `more` begins with a comma.
std::string claim(const std::string& number, const std::string& person, const std::string& begins,
                  const std::string& amount, const std::string& more = "") {
    return fmt::format(R"({{"setl_id":"{}","psn_no":"{}","insutype":"310","psn_type":"11",)"
                       R"("insuplc_admdvs":"640100","mdtrtarea_admvs":"640100","med_type":"11",)"
                       R"("begndate":"{}","inscp_scp_amt":"{}","medfee_sumamt":"{}"{}}})"
                       "\n",
                       number, person, begins, amount, amount, more);
}

}  // namespace

TEST_CASE("a year that ends past the calendar is a fault in columns too") {
    const auto c = compiled(R"(
模块 生成
引用 国家.结算
辖区  640100 某地
适用  按 开始日期
年度  2月14日 起 按 开始日期
舍入  四舍五入 到 分
额度 逐月 100元 每 月 结转 至 年度
待遇 门诊 {
    支付 统筹基金 {
        基数  政策范围内金额
        比例  60%
        封顶  逐月
    }
}
)");
    const std::string claims =
        claim("1", "P", "2199-01-29", "300.00") + claim("2", "P", "2199-03-29", "300.00");
    const auto found = differential::compare(*c->program, c->sources, claims, 1);
    CHECK(found.difference.empty());
    CHECK(found.obstacle.empty());
    CHECK(found.counts.status[0] == 1);
    CHECK(found.counts.status[4] == 1);
    CHECK(found.rows == 4);
}

TEST_CASE("a figure of a list faults in columns too where nothing depends on it") {
    const auto c = compiled(R"(
模块 生成
引用 国家.结算
辖区  640100 某地
舍入  四舍五入 到 分
待遇 待 {
    提示 备过案 当 个数 病种备案 满足 (起始 + 6月 为 无) ≥ 0
    支付 统筹基金 {
        基数  政策范围内金额
        比例  60%
    }
}
)");
    std::string claims;
    for (const char* begins : {"2026-01-05", "2199-08-05"}) {
        const std::string filed = R"(,"disease_filings":[{"opsp_dise_code":"M03900","begndate":")";
        claims += claim(begins, begins, "2026-03-10", "10.33", filed + begins + "\"}]");
    }
    const auto found = differential::compare(*c->program, c->sources, claims, 1);
    CHECK(found.difference.empty());
    CHECK(found.obstacle.empty());
    CHECK(found.counts.status[0] == 1);
    CHECK(found.counts.status[4] == 1);
    CHECK(found.in_batches == 2);
}

TEST_CASE("what rivals pay is asked before the claim posts, in columns too") {
    const auto c = compiled(R"(
模块 生成
引用 国家.结算
辖区  640100 某地
适用  按 开始日期
年度  1月1日 起 按 开始日期
舍入  四舍五入 到 分
扩展 就诊 { 困难 as poor_flag : 是否 = 否 }
额度 额1 1173元 每 季度
支付 企业补充 之 共 当 急危重 {
    基数  自付
    比例  75%
    封顶  额1
}
待遇 待 {
    提示 太小 不计 当 医疗费总额 < 5元
    支付 职工大额 {
        基数  政策范围内金额
        比例  30%
        封顶  额1
    }
    支付 企业补充 之 共
}
修订 待 为 改1 当 困难 {
    职工大额.比例 为 40%
}
修订 待 为 改2 当 直接结算 择优于 改1 {
    职工大额.比例 为 45%
}
)");
    std::string claims;
    for (int i = 0; i < 64; ++i) {
        const std::string flags = fmt::format(R"(,"poor_flag":{},"direct":{},"urgent":{})",
                                              i % 2 == 0, i % 3 != 0, i % 4 < 2);
        claims +=
            claim(fmt::format("{}", i), fmt::format("P{}", i / 16),
                  fmt::format("2026-0{}-10", 1 + i % 9), fmt::format("{}.33", 2 + i * i), flags);
    }
    for (std::uint64_t turn = 0; turn < 4; ++turn) {
        const auto found = differential::compare(*c->program, c->sources, claims, turn);
        CHECK(found.difference.empty());
        CHECK(found.obstacle.empty());
        CHECK(found.counts.status[0] == 64);
        CHECK(found.rows == 128);
    }
}
