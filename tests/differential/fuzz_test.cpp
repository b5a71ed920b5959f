// Policies out of nothing, settled by every engine: POL_SEED gives the first, POL_FUZZ_COUNT how
// many (40, fewer with sanitizers). POL_POLICY=77130 takes the policy of that seed alone, and
// prints it first.
#include <cstdio>
#include <map>

#include <catch2/catch.hpp>
#include <fmt/format.h>

#include "compiler/ir/print.h"
#include "compiler/ir/read.h"
#include "compiler/ir/verify.h"
#include "tests/differential/claim_maker.h"
#include "tests/differential/compare.h"
#include "tests/differential/policy_maker.h"
#include "tests/differential/telling.h"
#include "tests/support/policies.h"
#include "tests/support/sanitized.h"

using namespace pol;

namespace {

// What a generated policy may be refused for: a product of too many decimals or too many bits, and
// lines taken out by their parts.
bool may_be_refused(const driver::Compilation& c) {
    for (const Diagnostic& d : c.diagnostics.all()) {
        const bool is_error = severity_of(d.code) == Severity::error;
        if (is_error && d.code != Code::E0332_too_fine && d.code != Code::E0403_too_wide &&
            d.code != Code::E0388_parts_not_known_yet) {
            return false;
        }
    }
    return true;
}

void check_round_trip(const ir::Program& program) {
    CHECK(ir::verify(program).empty());
    const auto again = ir::read(ir::print(program));
    REQUIRE(again.has_value());
    CHECK(*again == program);
}

}  // namespace

TEST_CASE("a year that ends past the calendar is a fault in columns too") {
    const auto c = test::compile_text(R"(
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
    INFO(test::messages(*c));
    REQUIRE(c->program);
    const auto claim = [](const char* number, const char* begins) {
        return fmt::format(
            R"({{"setl_id":"{}","psn_no":"P","insutype":"310","psn_type":"11",)"
            R"("insuplc_admdvs":"640100","mdtrtarea_admvs":"640100","med_type":"11",)"
            R"("begndate":"{}","inscp_scp_amt":"300.00","medfee_sumamt":"300.00"}})"
            "\n",
            number, begins);
    };
    const std::string claims = claim("1", "2199-01-29") + claim("2", "2199-03-29");
    const auto found = differential::compare(*c->program, c->sources, claims, 1);
    CHECK(found.difference.empty());
    CHECK(found.obstacle.empty());
    CHECK(found.counts.status[0] == 1);
    CHECK(found.counts.status[4] == 1);
    CHECK(found.rows == 4);
}

TEST_CASE("a figure of a list faults in columns too where nothing depends on it") {
    const auto c = test::compile_text(R"(
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
    INFO(test::messages(*c));
    REQUIRE(c->program);
    std::string claims;
    for (const char* begins : {"2026-01-05", "2199-08-05"}) {
        claims += fmt::format(
            R"({{"setl_id":"{0}","psn_no":"{0}","insutype":"310","psn_type":"11",)"
            R"("insuplc_admdvs":"640100","mdtrtarea_admvs":"640100","med_type":"11",)"
            R"("begndate":"2026-03-10","inscp_scp_amt":"10.33","medfee_sumamt":"10.33",)"
            R"("disease_filings":[{{"opsp_dise_code":"M03900","begndate":"{0}"}}]}})"
            "\n",
            begins);
    }
    const auto found = differential::compare(*c->program, c->sources, claims, 1);
    CHECK(found.difference.empty());
    CHECK(found.obstacle.empty());
    CHECK(found.counts.status[0] == 1);
    CHECK(found.counts.status[4] == 1);
    CHECK(found.in_batches == 2);
}

TEST_CASE("what rivals pay is asked before the claim posts, in columns too") {
    const auto c = test::compile_text(R"(
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
    INFO(test::messages(*c));
    REQUIRE(c->program);
    std::string claims;
    for (int i = 0; i < 64; ++i) {
        claims += fmt::format(
            R"({{"setl_id":"{}","psn_no":"P{}","insutype":"310","psn_type":"11",)"
            R"("insuplc_admdvs":"640100","mdtrtarea_admvs":"640100","med_type":"11",)"
            R"("begndate":"2026-0{}-10","poor_flag":{},"direct":{},"urgent":{},)"
            R"("inscp_scp_amt":"{}.33","medfee_sumamt":"{}.33"}})"
            "\n",
            i, i / 16, 1 + i % 9, i % 2 == 0, i % 3 != 0, i % 4 < 2, 2 + i * i, 2 + i * i);
    }
    for (std::uint64_t turn = 0; turn < 4; ++turn) {
        const auto found = differential::compare(*c->program, c->sources, claims, turn);
        CHECK(found.difference.empty());
        CHECK(found.obstacle.empty());
        CHECK(found.counts.status[0] == 64);
        CHECK(found.rows == 128);
    }
}

TEST_CASE("the engines agree on policies out of nothing") {
    const std::uint64_t only = test::environment("POL_POLICY", 0);
    const std::uint64_t first = only != 0 ? only : test::environment("POL_SEED", 1) * 1'000;
    const std::uint64_t count =
        only != 0 ? 1 : test::environment("POL_FUZZ_COUNT", test::kSanitized ? 16 : 40);
    const std::uint64_t claims_each = test::environment("POL_CLAIMS", 150);
    differential::Counts counts;
    std::uint64_t refused = 0;
    std::map<std::string, std::uint64_t> obstacles;
    std::size_t rows = 0;
    std::size_t sums = 0;
    std::size_t in_batches = 0;
    for (std::uint64_t seed = first; seed < first + count; ++seed) {
        const std::string policy = differential::PolicyMaker(seed).policy();
        if (only != 0) {
            fmt::print("{}", policy);
            (void)std::fflush(stdout);  // it may be the last thing said
        }
        const auto c = test::compile_text(policy);
        INFO("policy of seed " << seed << "\n" << policy << test::messages(*c));
        if (!c->program) {
            CHECK(may_be_refused(*c));
            ++refused;
            continue;
        }
        std::vector<const ir::Program*> programs{&*c->program};
        for (const driver::Filings& filings : c->filings) {
            programs.push_back(&*filings.program);
        }
        for (const ir::Program* const& program : programs) {
            check_round_trip(*program);
            const std::string claims = differential::telling(
                *program, c->sources,
                differential::ClaimMaker(*program, seed).lines(4 * claims_each), claims_each);
            const auto found = differential::compare(*program, c->sources, claims, seed);
            if (!found.difference.empty()) {
                const auto least = differential::smallest(
                    {policy, claims, static_cast<std::size_t>(&program - programs.data())}, seed);
                FAIL_CHECK(found.difference << "\nThe least of it:\n"
                                            << least.policy << least.claims);
            }
            if (&program == programs.data()) {
                counts.add(found.counts);
            }
            if (!found.obstacle.empty()) {
                ++obstacles[found.obstacle];
            }
            in_batches += found.in_batches;
            rows += found.rows;
            sums += found.accounts;
        }
    }
    fmt::print("{} policies, {} refused; {} claims: {} paid, {} manual, {} pending, {} refused, "
               "{} faulted; {} settlements compared\n",
               count, refused, counts.claims, counts.status[0], counts.status[1], counts.status[2],
               counts.status[3], counts.status[4], counts.pairs);
    fmt::print("in columns: {} rows and {} sums compared; in batches {} rows\n", rows, sums,
               in_batches);
    std::uint64_t without_kernel = 0;
    for (const auto& [what, how_many] : obstacles) {
        fmt::print("no kernel for {}: {}\n", how_many, what);
        without_kernel += how_many;
    }
    CHECK((only != 0 || refused * 5 <= count));
    CHECK((only != 0 || without_kernel * 2 <= count));
    CHECK((only != 0 || counts.status[0] * 10 > counts.claims));
}
