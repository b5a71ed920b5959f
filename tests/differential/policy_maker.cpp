#include "tests/differential/policy_maker.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "runtime/value/date.h"
#include "tests/support/policies.h"

namespace pol::differential {

void PolicyMaker::line(const std::string& text) {
    text_ += text + "\n";
}

std::string PolicyMaker::amount() {
    if (chance(20)) {
        return pick({"0元", "0.01元", "1分", "0.05元", "99.99元", "1万元", "1.5万元", "33.33元"});
    }
    const std::int64_t size = random_.between(1, 5);
    const std::int64_t most = size == 1 ? 10 : size == 2 ? 100 : size < 5 ? 2'000 : 200'000;
    return fmt::format("{}元", random_.between(1, most));
}

std::string PolicyMaker::percent() {
    return chance(60) ? fmt::format("{}%", random_.between(0, 20) * 5)
                      : fmt::format("{}.{:02}%", random_.between(0, 99), random_.between(0, 99));
}

std::string PolicyMaker::times() {
    return pick({"2倍", "0.5倍", "2.5倍", "1倍", "0.3333倍", "1.0001倍", "3倍"});
}

std::string PolicyMaker::day() {
    return format_date(*parse_date("2022-06-01") + random_.between(0, 1'000));
}

std::string PolicyMaker::policy() {
    head();
    params();
    tables();
    if (chance(35)) {
        filing();
    }
    definitions();
    module_answers();
    allowances();
    const int last = static_cast<int>(random_.between(1, 3));
    // A definition of what is in scope would be another for each benefit that takes lines out.
    line_answers_ = last == 1;
    for (int i = 1; i <= last; ++i) {
        benefit(i);
    }
    amendments();
    properties();
    return text_;
}

// A filing over a record with the fields of the claim, so that it asks what a benefit could ask,
// and a definition that both ask for.
void PolicyMaker::filing() {
    const test::Random before = random_;  // what claims are settled by stays as it is
    const std::string national = test::read_file(test::root() / "policies/national/settlement.pol");
    const std::string begin = "as setl_id             : 文本\n";
    const std::size_t from = national.find(begin) + begin.size();
    line("记录 申请 {\n    申请号 as aply_no : 文本");
    line(national.substr(from, national.find("\n}", from) - from));
    line("    困难 as poor_flag : 是否 = 否\n    上年自付 as last_year : 金额 = 5元\n}");
    const auto asked = [&] {
        std::string text = condition(Place{});
        const std::string claim = "就诊.";
        for (std::size_t at = text.find(claim); at != std::string::npos; at = text.find(claim)) {
            text.replace(at, claim.size(), "申请.");
        }
        return text;
    };
    // Fee lines that are filed have not been parted by a catalogue.
    const std::vector<std::string> all_moneys = moneys_;
    moneys_.erase(std::remove(moneys_.begin(), moneys_.end(), "乙类部分"), moneys_.end());
    const std::string shared = condition(Place{});
    if (shared.find("就诊") == std::string::npos) {
        line("定义 共用 = " + shared);
        line("提示 共用 当 共用");
    }
    line("事项 生成事项 (申请) {");
    line("    适用 按 " + pick({"开始日期", "结束日期"}));
    for (int i = 1, last = static_cast<int>(random_.between(1, 4)); i <= last; ++i) {
        line(
            fmt::format("    {} 申答{} 当 {}", pick({"不予受理", "需补材料", "提示"}), i, asked()));
    }
    line("}");
    moneys_ = all_moneys;
    random_ = before;
}

// What may be broken by some claims and holds of others.
void PolicyMaker::properties() {
    if (chance(30)) {
        line("恒有 基金支付总额 + 个人负担总额 + 医院负担 = 医疗费总额");
    }
    if (chance(25)) {
        line(fmt::format("恒有 {} ≤ {}", pick({"统筹基金", "基金支付总额 - 起付额", "职工大额"}),
                         amount()));
    }
    if (chance(25)) {
        line(fmt::format("恒有 每 {}{} {} ≤ {}", pick({"年度", "月"}),
                         pick({"", " 每 险种", " 每 就医地"}),
                         pick({"统筹基金", "基金支付总额 + 医院负担"}), amount()));
    }
    if (chance(20)) {
        line(fmt::format("恒有 {} 不减于 {}", pick({"统筹基金", "个人负担总额 - 起付额"}),
                         pick({"政策范围内金额", "全自费金额"})));
    }
}

void PolicyMaker::head() {
    line("模块 生成");
    line("引用 国家.结算, 国家.日历");
    line("辖区  " + pick({"640100", "640000", "110105"}) + " 某地");
    if (chance(60)) {
        line("施行  2022-01-01 起" + std::string(chance(30) ? " 至 2024-06-30" : ""));
    }
    line("适用  按 " + pick({"开始日期", "结束日期", "结算日期"}));
    const std::string by = pick({"结算日期", "开始日期"});
    line(fmt::format("年度  {}月{}日 起 按 {}", random_.between(1, 12), random_.between(1, 28),
                     splits_ ? "费用日期 跨年拆分" : by));
    line("舍入  " + pick({"四舍五入", "四舍六入五成双", "舍去", "进一"}) + " 到 " +
         pick({"分", "分", "分", "角", "元"}));
    line("扩展 枚举 人员类别 { 大学生 as 1401 属于 学生儿童 }");
    line("扩展 结算 { 特惠保 as special_pay : 金额, 个人账户 as acct_pay : 金额 }");
    line("扩展 枚举 基金 { 特惠保 as special_pay 属于 其他基金, 个人账户 as acct_pay 属于 个人负担 "
         "}");
    line("扩展 就诊 { 困难 as poor_flag : 是否 = 否, 上年自付 as last_year : 金额 = 5元 }");
    moneys_ = {"医疗费总额", "政策范围内金额", "政策范围内金额", "全自费金额", "上年自付"};
    conditions_ = {"急危重", "直接结算", "困难", "备案.要件审核"};
    integers_ = {"天数(开始日期, 结束日期)", "个数 病种备案",
                 "个数 备案.签约机构 满足 (代码 为 机构)"};
    // Of the claim's lines: sums and ranks, the second of which may not be there.
    if (chance(50)) {
        line("定义 甲类金额 = 合计 明细.金额 满足 (目录等级 为 甲)");
        line("定义 整百 = 取整(医疗费总额, " + pick({"100元", "0.05元", "7元"}) + ")");
        moneys_.insert(moneys_.end(), {"甲类金额", "整百"});
        if (chance(40)) {
            line("定义 乙类部分 = 合计 明细." + pick({"政策范围内", "先自付", "全自费", "超限价"}) +
                 " 满足 (目录等级 为 乙 或 先自付 > 1元)");
            moneys_.emplace_back("乙类部分");
        }
        conditions_.insert(conditions_.end(),
                           {"第2高 (金额) 于 明细 > 50元",
                            "最低 (金额) 于 明细 满足 (数量 不为 无) ≤ 最高 (金额) 于 明细",
                            "最高 (起始) 于 病种备案 满足 (病种 为 就诊.病种) < 开始日期"});
    }
}

void PolicyMaker::params() {
    for (int i = 1, last = static_cast<int>(random_.between(0, 2)); i <= last; ++i) {
        const bool dated = chance(60);
        const bool of_money = chance(60);
        const auto value = [&] { return of_money ? amount() : percent(); };
        const std::string name = fmt::format("参{}", i);
        line(dated ? fmt::format("参数 {} {{ {} 起: {}; 2023-07-01 起: {} }}", name,
                                 chance(80) ? "2000-01-01" : "2022-03-01", value(), value())
                   : fmt::format("参数 {} = {}", name, value()));
        (of_money ? moneys_ : rates_).push_back(name);
    }
}

// Each table has a column of amounts, one of rates and one of limits; the rest has a row too.
void PolicyMaker::tables() {
    struct Keys {
        std::string names;
        std::vector<std::string> rows;
    };
    const std::vector<Keys> all{
        {"险种, 级别", {"职工, 任意", "居民, 三级", "居民, 一级 到 二级", "居民, 特三级"}},
        {"人员类别", {"在职", "学生儿童", "成年居民 到 老年居民"}},
        {"医疗费总额", {"至 100元", "100.01元 到 1000元", "1000.01元 到 2万元"}},
        {"急危重, 险种", {"是, 职工", "否, 任意"}},
        {"开始日期", {"2023-07-01 起"}},
        {"参保地", {"640104", "640100"}},
    };
    for (int i = 1, last = static_cast<int>(random_.between(0, 2)); i <= last; ++i) {
        const Keys& keys = random_.one_of(all);
        const std::string name = fmt::format("表{}", i);
        line(fmt::format("表 {} ({}) : 额, 率, 限 {{", name, keys.names));
        for (const std::string& row : keys.rows) {
            if (chance(80)) {
                line(fmt::format("    {} : {}, {}, {}", row, amount(), percent(),
                                 chance(40) ? "无" : amount()));
            }
        }
        line(fmt::format("    其余 : {}, {}, {}", amount(), percent(), amount()));
        line("}");
        tables_.push_back({name, keys.names});
    }
    if (chance(25)) {
        // Enough rows to be searched and not compared.
        line("表 大表 (医疗费总额, 险种) : 额, 率, 限 {");
        std::int64_t low = 0;
        for (int i = 0, last = static_cast<int>(random_.between(16, 40)); i < last; ++i) {
            const std::int64_t high = low + random_.between(1, 60);
            const std::string range = fmt::format("{}元 到 {}.99元", low, high);
            if (chance(50)) {
                line(fmt::format("    {}, 任意 : {}, {}, 无", range, amount(), percent()));
            } else {
                line(
                    fmt::format("    {}, 职工 : {}, {}, {}", range, amount(), percent(), amount()));
                line(fmt::format("    {}, 居民 : {}, {}, 无", range, amount(), percent()));
            }
            low = high + random_.between(1, 3);
        }
        line(fmt::format("    其余 : {}, {}, {}", amount(), percent(), amount()));
        line("}");
        tables_.push_back({"大表", "医疗费总额, 险种"});
    }
    disease_table_ = chance(30);
    if (disease_table_) {
        line("表 病种表 (病种) : 类, 额 {");
        line("    M03900 : 慢, " + amount());
        line("    M01600 : 慢, 无");
        line("    M08301 到 M08306 : 移植, " + amount());
        line("}");
    }
}

std::string PolicyMaker::lookup(const std::string& column) {
    const Table& table = random_.one_of(tables_);
    return fmt::format("{}[{}].{}", table.name, table.keys, column);
}

void PolicyMaker::definitions() {
    const Place place{2, 2, {}, false, false};
    for (int i = 1, last = static_cast<int>(random_.between(0, 4)); i <= last; ++i) {
        const std::string name = fmt::format("定{}", i);
        const std::int64_t kind = random_.between(1, 5);
        const bool several = chance(40);
        const auto define = [&](auto value) {
            if (!several) {
                line(fmt::format("定义 {} = {}", name, value()));
                return;
            }
            const std::string first = condition(place);
            const std::string second = condition(place);
            if (chance(20)) {
                line(fmt::format("定义 {} {{ {} 当 {}; {} 当 非 ({}) }}", name, value(), first,
                                 value(), first));
                return;
            }
            line(fmt::format("定义 {} {{ {} 当 {}; {} 当 非 ({}) 且 ({}); {} 其余 }}", name,
                             value(), first, value(), first, second, value()));
        };
        if (kind <= 2) {
            define([&] { return money(place); });
            moneys_.push_back(name);
        } else if (kind == 3) {
            define([&] { return rate(place); });
            rates_.push_back(name);
        } else if (kind == 4) {
            define([&] { return condition(place); });
            conditions_.push_back(name);
        } else {
            define([&] { return integer(place); });
            integers_.push_back(name);
        }
    }
}

void PolicyMaker::module_answers() {
    if (chance(40)) {
        line(fmt::format("{} 全市 当 {}", pick({"提示", "需补材料", "不予支付"}),
                         condition({2, 2, {}, false, false})));
    }
}

void PolicyMaker::benefit(int number) {
    Place place{2, 2, {}, false, false};
    // Two benefits never hold together: each has kinds of care of its own.
    constexpr std::array<const char*, 4> kCare{"(普通门诊, 门诊慢特病)", "(普通住院, 急诊转住院)",
                                               "(急诊, 药店购药)", "(其他, 其他)"};
    const std::string more =
        pick({"", "", " 且 险种 为 职工", " 且 (" + condition({0, 0, {}, false, false}) + ")"});
    const std::string own_care = fmt::format(
        "医疗类别 属于 {}{}", kCare[static_cast<std::size_t>(number) % kCare.size()], more);
    const std::string alone = pick({"医疗类别 不为 药店购药", "急危重 或 险种 为 职工", "非 困难",
                                    condition({0, 0, {}, false, false})});
    const std::string when = line_answers_ ? alone : own_care;
    line(fmt::format("待遇 待{} 当 {} {{", number, when));
    for (int i = 1, last = static_cast<int>(random_.between(0, 3)); i <= last; ++i) {
        const std::string kind = pick({"不予支付", "需补材料", "转手工报销", "提示"});
        const bool line_answer = line_answers_ && kind == "不予支付" && chance(50);
        line(fmt::format("    {}{} 答{}{} 当 {}", kind, line_answer ? " 明细" : "", i,
                         chance(15) ? " 不计" : "",
                         line_answer ? pick({"费用日期 < 开始日期", "金额 > " + amount(),
                                             "目录等级 为 丙", "费用日期 在 停保起 到 停保止"})
                                     : condition(place) + " 且 " + condition(place)));
    }
    if (disease_table_) {
        line("    转手工报销 未开通 不计 当 病种 不属于 病种表");
    }
    place.disease_known = disease_table_;
    place.in_tier = true;
    const std::vector<std::string> funds{"统筹基金",   "职工大额", "居民大病",
                                         "公务员补助", "医疗救助", "其他基金",
                                         "医疗机构",   "特惠保",   "个人账户"};
    const std::size_t first = random_.below(funds.size());
    made_.push_back({fmt::format("待{}", number), {}});
    cut_by_.clear();
    for (int i = 0, last = static_cast<int>(random_.between(1, 4)); i < last; ++i) {
        text_ += "    支付 " + funds[(first + static_cast<std::size_t>(i)) % funds.size()];
        tier(i, place);
        place.tiers.push_back(funds[(first + static_cast<std::size_t>(i)) % funds.size()]);
        made_.back().tiers.push_back(place.tiers.back());
    }
    if (shared_tier_ && chance(50)) {
        line("    支付 企业补充 之 共" + std::string(chance(30) ? " 当 急危重" : ""));
        made_.back().tiers.emplace_back("企业补充.共");
    }
    if (chance(25)) {
        const Place outside{1, 0, {}, false, disease_table_};
        line("    其中 当 " + condition(outside) + " {");
        changes(made_.back(), outside, true);
        line("    }");
    }
    line("}");
}

std::string PolicyMaker::money_leaf(const Place& place) {
    if (!place.tiers.empty() && chance(35)) {
        return random_.one_of(place.tiers) + "." +
               pick({"基数", "起付标准", "起付额", "应付", "支付", "超限额"});
    }
    if (place.in_tier && chance(20)) {
        if (!allowances_.empty() && chance(30)) {
            return pick({"已计 ", "剩余 "}) + random_.one_of(allowances_);
        }
        return pick({"个人负担", "自付"});
    }
    if (!tables_.empty() && chance(25)) {
        return lookup("额");
    }
    return chance(35) ? amount() : random_.one_of(moneys_);
}

std::string PolicyMaker::money_product(const Place& place) {
    const Place rest = place.with_factors(place.factors - 1);
    switch (random_.between(1, 4)) {
    case 1:
        return "(" + money(rest) + ") × " + percent();
    case 2:
        return money_leaf(place) + " × " + times();
    case 3:
        return money_leaf(place) + " × (" +
               rate(place.with_factors(std::max(0, place.factors - 2))) + ")";
    default:
        return fmt::format("{} × {}", money_leaf(place), random_.between(2, 5));
    }
}

std::string PolicyMaker::money(const Place& place) {
    if (place.depth <= 0) {
        return money_leaf(place);
    }
    const Place next = place.inside();
    switch (random_.between(1, 9)) {
    case 1:
        return money(next) + " + " + money(next);
    case 2:
        return money(next) + " - " + money_leaf(place);
    case 3:
    case 4:
        return place.factors > 0 ? money_product(place) : money_leaf(place);
    case 5:
        return fmt::format("{}({}, {})", pick({"最低", "最高"}), money(next), money(next));
    case 6:
        return cases(next, [&] { return money(next); });
    case 7:
        return "(" + money(next) + ")";
    default:
        return money_leaf(place);
    }
}

std::string PolicyMaker::rate(const Place& place) {
    const Place next = place.inside();
    const std::int64_t kind = place.depth <= 0 ? 1 : random_.between(1, 8);
    switch (kind) {
    case 2:
        return cases(next, [&] { return rate(next); });
    case 3:
        return percent() + (chance(70) ? " - " : " + ") +
               pick({"5个百分点", "10个百分点", "2.5个百分点"});
    case 4:
        return place.factors > 1 ? percent() + " × " + percent() : percent();
    case 5:
        return percent() + pick({" - 5个百分点 × 2", " - 5个百分点 × 0.5倍", ""});
    case 6:
        return tables_.empty() ? percent() : lookup("率");
    default:
        return !rates_.empty() && chance(50) ? random_.one_of(rates_) : percent();
    }
}

std::string PolicyMaker::integer(const Place& place) {
    if (place.depth > 0 && chance(25)) {
        return integer(place.inside()) + " + " + fmt::format("{}", random_.between(0, 9));
    }
    if (place.depth > 0 && chance(15)) {
        return cases(place.inside(), [&] { return fmt::format("{}", random_.between(0, 9)); });
    }
    return chance(20) ? fmt::format("{}", random_.between(0, 40)) : random_.one_of(integers_);
}

std::string PolicyMaker::optional_integer(const Place& place) {
    return pick(
        {"年度住院次数", "年龄(出生日期, 开始日期)", "天数(备案.起始, 开始日期)", integer(place)});
}

std::string PolicyMaker::date(const Place& place) {
    const std::string leaf = pick({"开始日期", "结束日期", "结算日期", "备案.起始", "停保起",
                                   "停保止", "出生日期", "备案.要件补齐"});
    if (place.depth > 0 && chance(10)) {
        return "开始日期" + pick({" + ", " - "}) + pick({"5个工作日", "1个工作日", "30个工作日"});
    }
    if (place.depth > 0 && chance(40)) {
        return leaf + pick({" + ", " - "}) + pick({"3日", "6月", "1年", "31日", "1月", "0日"});
    }
    return chance(20) ? day() : leaf;
}

template <class F>
std::string PolicyMaker::cases(const Place& place, F value) {
    switch (random_.between(1, 6)) {
    case 1:
        return fmt::format("按 险种 {{ 职工: {}  居民: {} }}", value(), value());
    case 2:
        return fmt::format("按 级别 {{ 三级: {}; 一级 到 二级: {}; 其余: {} }}", value(), value(),
                           value());
    case 3:
        return fmt::format(
            "按 年龄(出生日期, 开始日期) {{ 至 17岁: {}  18岁 到 59岁: {}  其余: {} }}", value(),
            value(), value());
    case 4:
        return fmt::format("按 医疗费总额 {{ 至 {}: {}  以上: {} }}", amount(), value(), value());
    case 5:
        return fmt::format("按 {} {{ 是: {}  其余: {} }}",
                           pick({"急危重", "备案.要件审核", "困难"}), value(), value());
    default:
        return fmt::format("按 {} {{ {} 起: {}  其余: {} }}", date(place.with_factors(0)), day(),
                           value(), value());
    }
}

std::string PolicyMaker::condition(const Place& place) {
    if (place.depth <= 0) {
        return chance(50) ? random_.one_of(conditions_) : comparison(place);
    }
    const Place next = place.inside();
    switch (random_.between(1, 9)) {
    case 1:
        return condition(next) + " 且 " + condition(next);
    case 2:
        return "(" + condition(next) + " 或 " + condition(next) + ")";
    case 3:
        return "非 (" + condition(next) + ")";
    case 4:
        return random_.one_of(conditions_);
    case 5:
        return of_list(next);
    default:
        return comparison(next);
    }
}

std::string PolicyMaker::comparison(const Place& place) {
    const std::string sign = pick({" < ", " ≤ ", " > ", " ≥ ", " 为 ", " 不为 "});
    const Place leaf{0, 1, place.tiers, place.in_tier, place.disease_known};
    switch (random_.between(1, 8)) {
    case 1:
        return money(place.depth > 0 ? place : leaf) + sign + amount();
    case 2:
        return optional_integer(leaf) + sign + fmt::format("{}", random_.between(0, 70));
    case 3:
        return date(place) + sign + date(place);
    case 4:
        return date(leaf) + " 在 " + date(leaf) + " 到 " + date(leaf);
    case 5:
        return of_place();
    case 6:
        return pick({"停保起", "备案", "病种", "备案.类别", "机构"}) + pick({" 为 无", " 不为 无"});
    default:
        return of_code(leaf);
    }
}

std::string PolicyMaker::of_code(const Place& place) {
    switch (random_.between(1, 8)) {
    case 1:
        return "险种 " + pick({"为", "不为"}) + " " + pick({"职工", "居民"});
    case 2:
        return "人员类别 " + pick({"为", "不为"}) + " " + pick({"学生儿童", "在职", "大学生"});
    case 3:
        return "病种 " + pick({"属于", "不属于"}) + " (M03900, M01600, M08301)";
    case 4:
        return "凭证 " + pick({"为", "不为"}) + " " + pick({"身份证", "社保卡"});
    case 5:
        return disease_table_ ? "病种 属于 病种表" : "病种 为 M03900";
    case 6:
        return "医疗费总额 属于 " + pick({"(5元, 100元)", "(5元)", "1元 到 500元"});
    case 7:
        return "机构 " + pick({"为", "不为"}) + " " + pick({"\"H1\"", "\"甲\""});
    default:
        return integer(place) + " 属于 " + pick({"(1, 2, 3)", "1 到 20"});
    }
}

std::string PolicyMaker::of_place() {
    return pick({"就医地", "参保地", "备案.备案地"}) + pick({" 属于 ", " 不属于 "}) +
           pick({"本辖区", "(110000, 310000)", "备案.备案地", "640100", "640000", "就医地"});
}

std::string PolicyMaker::of_list(const Place& place) {
    const std::string such = pick({
        "病种 为 就诊.病种",
        "病种 为 就诊.病种 且 起始 ≤ 开始日期",
        "开始日期 在 起始 到 终止",
        "起始 + 6月 ≤ 开始日期 且 终止 为 无",
        "有 备案.签约机构 满足 (代码 为 机构 且 病种 为 M03900)",
    });
    const std::string contract =
        pick({"代码 为 机构", "级别 为 三级 或 级别 为 无", "代码 不为 \"H1\""});
    switch (random_.between(1, 4)) {
    case 1:
        return pick({"有", "没有"}) + " 病种备案 满足 (" + such + ")";
    case 2:
        return pick({"有", "没有"}) + " 备案.签约机构 满足 (" + contract + ")";
    case 3:
        return "个数 病种备案 满足 (" + such + ") ≥ " + fmt::format("{}", random_.between(0, 2));
    default:
        return comparison(place);
    }
}

}  // namespace pol::differential
