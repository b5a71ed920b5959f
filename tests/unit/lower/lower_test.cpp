// The shape of lowered programs: what a tier, a condition and a jurisdiction become.
#include <catch2/catch.hpp>

#include "compiler/ir/describe.h"
#include "compiler/ir/verify.h"
#include "tests/support/policies.h"

using namespace pol;

namespace {

std::string head(const std::string& rounding = "四舍五入 到 分") {
    return "模块 测试\n引用 国家.结算\n辖区 640100 某市\n年度 7月1日 起 按 开始日期\n舍入 " +
           rounding + "\n";
}

struct Lowered {
    std::unique_ptr<driver::Compilation> compilation;

    explicit Lowered(const std::string& text) : compilation(test::compile_text(text)) {
        INFO(test::messages(*compilation));
        REQUIRE(compilation->program);
        CHECK(ir::verify(program()).empty());
    }
    [[nodiscard]] const ir::Program& program() const { return *compilation->program; }

    /// The one-line form of a quantity; empty where there is none.
    [[nodiscard]] std::string form(const std::string& name) const {
        for (const ir::Quantity& q : program().quantities) {
            if (q.name == name) {
                return ir::describe(program(), q.expression);
            }
        }
        return {};
    }
    [[nodiscard]] const ir::Benefit& benefit(const std::string& name) const {
        for (const ir::Benefit& b : program().benefits) {
            if (b.name == name) {
                return b;
            }
        }
        throw std::runtime_error("no benefit " + name);
    }
    /// What a benefit's steps are, in order: "compute 门诊.统筹基金.基数".
    [[nodiscard]] std::vector<std::string> steps(const std::string& name) const {
        std::vector<std::string> list;
        for (const ir::Step& step : benefit(name).steps) {
            if (const auto* compute = std::get_if<ir::Compute>(&step)) {
                list.push_back(program()[compute->quantity].name);
            } else if (const auto* require = std::get_if<ir::Require>(&step)) {
                list.push_back("require " + program()[require->condition].name);
            } else {
                list.push_back("post " + program()[std::get<ir::Post>(step).account].name);
            }
        }
        return list;
    }
};

}  // namespace

TEST_CASE("a tier is computed in the order that the language fixes, and posts at its end") {
    const Lowered l(head() + "待遇 甲 当 急危重 { 支付 统筹基金 {\n封顶 9元 每 月\n比例 5%\n"
                             "起付 1元 每 年度\n基数 医疗费总额 } }\n");
    const std::string t = "甲.统筹基金.";
    CHECK(l.steps("甲") ==
          std::vector<std::string>{"require 甲.明细与各部分一致", t + "基数", t + "起付标准",
                                   t + "已计起付", t + "起付剩余", t + "起付额", t + "起付以上",
                                   t + "比例", t + "应付", t + "封顶标准", t + "已计封顶",
                                   t + "封顶剩余", t + "支付", "require " + t + "不超未付",
                                   t + "超限额", "post " + t + "起付", "post " + t + "封顶"});
}

TEST_CASE("what a tier does not say does not exist") {
    const Lowered l(head() + "待遇 甲 当 急危重 { 支付 统筹基金 { 基数 医疗费总额; 比例 5% } }\n");
    CHECK(l.program().accounts.empty());
    CHECK(l.form("甲.统筹基金.起付额").empty());
    CHECK(l.form("甲.统筹基金.封顶标准").empty());
    CHECK(l.form("甲.统筹基金.支付") == "甲.统筹基金.应付");
}

TEST_CASE("a visit keeps no account") {
    const Lowered l(head() + "待遇 甲 当 急危重 { 支付 统筹基金 { 基数 医疗费总额; 比例 5%\n"
                             "起付 1元 每 次; 封顶 9元 每 次 } }\n");
    CHECK(l.program().accounts.empty());
    CHECK(l.form("甲.统筹基金.起付额") == "min(甲.统筹基金.基数, 甲.统筹基金.起付标准)");
}

TEST_CASE("periods are told apart by their first day, on the date that the module names") {
    const Lowered l(head() +
                    "待遇 甲 当 急危重 {\n"
                    "支付 统筹基金 { 基数 医疗费总额; 比例 5%; 封顶 9元 每 年度 }\n"
                    "支付 职工大额 { 基数 医疗费总额; 比例 5%; 封顶 9元 每 季度 }\n"
                    "支付 居民大病 { 基数 医疗费总额; 比例 5%; 封顶 9元 每 月 }\n"
                    "支付 医疗救助 { 基数 医疗费总额; 比例 5%; 封顶 9元 每 日 每 险种 } }\n");
    const auto balance = [&](const std::string& tier) {
        return l.form("甲." + tier + ".已计封顶");
    };
    CHECK(balance("统筹基金").find("[year-start(开始日期)]") != std::string::npos);
    CHECK(balance("职工大额").find("[quarter-start(开始日期)]") != std::string::npos);
    CHECK(balance("居民大病").find("[month-start(开始日期)]") != std::string::npos);
    CHECK(balance("医疗救助").find("[开始日期, 险种]") != std::string::npos);
    CHECK(l.program().accounts.size() == 4);
    CHECK(l.program().accounts[0].period == "年度");
}

TEST_CASE("the module's rounding is that of every stored amount") {
    const auto rounding = [](const std::string& words) {
        const Lowered l(head(words) +
                        "待遇 甲 当 急危重 { 支付 统筹基金 { 基数 医疗费总额; 比例 5% } }\n");
        for (const ir::Quantity& q : l.program().quantities) {
            if (q.name == "甲.统筹基金.应付") {
                return ir::Rounding::decode(l.program()[q.expression].value);
            }
        }
        return ir::Rounding{};
    };
    CHECK(rounding("四舍五入 到 分") == ir::Rounding{ir::RoundingMode::half_up, 0});
    CHECK(rounding("四舍六入五成双 到 角") == ir::Rounding{ir::RoundingMode::half_even, 1});
    CHECK(rounding("舍去 到 元") == ir::Rounding{ir::RoundingMode::down, 2});
    CHECK(rounding("进一 到 分") == ir::Rounding{ir::RoundingMode::up, 0});
}

TEST_CASE("each part of a condition is a quantity, so that a trace says which did not hold") {
    const Lowered l(head() +
                    "待遇 甲 当 急危重 且 险种 为 职工 { 提示 乙 当 直接结算 或 急危重 }\n");
    CHECK(l.form("待遇 甲.条件1") == "急危重");
    CHECK(l.form("待遇 甲.条件2") == "(险种 = 职工)");
    CHECK(l.form("待遇 甲") == "(待遇 甲.条件1 and 待遇 甲.条件2)");
    CHECK(l.form("甲.提示 乙") == "(直接结算 or 急危重)");
}

TEST_CASE("a lookup is done once, and a definition is one quantity") {
    const Lowered l(head() + "表 限 (级别) : 额 { 三级 : 5元; 其余 : 6元 }\n"
                             "定义 丙 = 限[级别] + 限[级别]\n"
                             "待遇 甲 当 丙 > 5元 且 丙 < 9元 { 提示 乙 当 限[级别] > 1元 }\n");
    std::size_t lookups = 0;
    std::size_t definitions = 0;
    for (const ir::Quantity& q : l.program().quantities) {
        lookups += q.role == ir::Role::lookup ? 1U : 0U;
        definitions += q.name == "丙" ? 1U : 0U;
    }
    CHECK(lookups == 1);
    CHECK(definitions == 1);
}

TEST_CASE("jurisdictions stand from the narrowest to the nation") {
    const auto module = [](const std::string& name, const std::string& place) {
        return driver::PolicyFile{name + ".pol", "模块 " + name + "\n引用 国家.结算\n辖区 " +
                                                     place + " " + name + "\n待遇 " + name +
                                                     " 当 急危重 { 提示 乙" + name + " }\n"};
    };
    const auto c = test::compile_files(
        {module("省", "640000"), module("区", "640104"), module("市", "640100")});
    INFO(test::messages(*c));
    REQUIRE(c->program);
    std::vector<std::string> names;
    for (const ir::Jurisdiction& j : c->program->jurisdictions) {
        names.push_back(j.name);
    }
    CHECK(names == std::vector<std::string>{"区", "市", "省", "全国"});
}

TEST_CASE("the text of the day is that in force, on the date that the module names") {
    const Lowered l(
        "模块 测试\n引用 国家.结算\n辖区 640100 某市\n适用 按 结束日期\n"
        "施行 2022-01-01 起 至 2023-12-31\n参数 丙 { 2022-01-01 起: 1元; 2023-01-01 起: 2元 }\n"
        "待遇 甲 当 医疗费总额 > 丙 { 提示 乙 }\n");
    CHECK(l.form("施行 测试") == "((2022-01-01 ≤ 结束日期) and (结束日期 ≤ 2023-12-31))");
    CHECK(l.form("待遇 甲.条件1").find("2023-01-01 ≤ 结束日期") != std::string::npos);
}

TEST_CASE("what nobody pays is the person's, and the hospital's part is outside the fund total") {
    const Lowered l(head() + "待遇 甲 当 急危重 { 支付 统筹基金 { 基数 医疗费总额; 比例 5% }\n"
                             "支付 统筹基金 之 二 { 基数 医疗费总额; 比例 6% }\n"
                             "支付 医疗机构 { 基数 医疗费总额; 比例 7% } }\n");
    CHECK(l.form("甲.结算.统筹基金") == "(甲.统筹基金.支付 + 甲.统筹基金.二.支付)");
    CHECK(l.form("甲.结算.基金支付总额").find("医疗机构") == std::string::npos);
    CHECK(l.form("甲.结算.个人负担总额").find("甲.结算.医院负担") != std::string::npos);
}
