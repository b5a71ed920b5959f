// Generated tiers, the allowances that they share, and amendments.
#include <fmt/format.h>

#include "tests/differential/policy_maker.h"

namespace pol::differential {

void PolicyMaker::allowances() {
    for (int i = 1, last = static_cast<int>(random_.between(0, 2)); i <= last; ++i) {
        const std::string name = fmt::format("额{}", i);
        const bool carried = chance(15);
        line(fmt::format("额度 {} {} 每 {}{}{}", name, chance(10) ? "无" : amount(),
                         carried ? "月" : pick({"年度", "季度"}), chance(20) ? " 每 险种" : "",
                         carried ? " 结转 至 年度" : ""));
        allowances_.push_back(name);
    }
    shared_tier_ = chance(40);
    if (shared_tier_) {
        line("支付 企业补充 之 共 {");
        line("    基数  自付");
        line("    起付  " + amount() + pick({"", " 每 年度"}));
        line("    比例  分段 每 年度 { 至 500元: " + percent() + "  以上: " + percent() + " }");
        if (!allowances_.empty()) {
            line("    封顶  " + allowances_.front());
        }
        line("}");
    }
}

void PolicyMaker::tier(int number, Place place) {
    if (number > 0 && chance(40)) {
        text_ += " 当 " + condition(place.with_factors(1));
    }
    line(" {");
    std::string base =
        number == 0 ? pick({"政策范围内金额", "政策范围内金额", money(place)})
                    : pick({"自付", "个人负担", place.tiers.back() + ".超限额", money(place)});
    if (!cut_by_.empty() && chance(30)) {
        base = random_.one_of(cut_by_) + ".超限额";
    }
    line("        基数  " + base);
    if (chance(60)) {
        const std::string keys = each(place, false);
        const bool kept = keys.find("每 ") != std::string::npos && !keys.starts_with(" 每 次");
        line("        起付  " + money(place.with_factors(2)) + keys +
             (kept && chance(25) ? " 按 基数 累计" : ""));
    }
    rate_clause(number, place);
    if (chance(8)) {
        line("        保底  最低(" + amount() + ", 个人负担)");
    }
    if (number == 0 && chance(5)) {
        line("        差额归 医疗机构");
    }
    limits(place);
    line("    }");
}

void PolicyMaker::rate_clause(int number, const Place& place) {
    if (chance(25)) {
        const std::int64_t first = random_.between(1, 50);
        line(fmt::format("        比例  分段{}{} {{ 至 {}元: {}  至 {}元: {}{} }}{}",
                         chance(30) ? " 起付以上" : "",
                         chance(50) ? " 每 " + pick({"年度", "季度"}) : "", 10 * first, percent(),
                         10 * first + random_.between(1, 900), percent(),
                         chance(70) ? "  以上: " + percent() : "", chance(25) ? " 合并舍入" : ""));
        return;
    }
    std::string value = rate(place);
    if (number > 0 && chance(20)) {
        value = place.tiers.front() + ".比例";
    } else if (chance(8)) {
        value = "100% - 15个百分点 × 最低(年内次数 - 1, 3)";
    }
    line("        比例  " + value);
}

void PolicyMaker::limits(const Place& place) {
    if (!allowances_.empty() && chance(30)) {
        line("        封顶  " + allowances_.back());
        cut_by_.push_back(allowances_.back());
    }
    if (chance(10)) {
        line("        封顶  无" + each(place, true));
    } else if (chance(65)) {
        std::string limit = money(place.with_factors(2));
        if (!tables_.empty() && chance(40)) {
            limit = lookup("限");
        } else if (place.disease_known && chance(60)) {
            limit = "病种表[病种].额";
        } else {
            // `封顶 a - b` would say what the limit looks at.
            limit = "最低(" + limit + ", 1000万元)";
        }
        const bool carried = chance(10);
        line("        封顶  " + pick({"", "", "", "基数 ", "起付以上 ", "医疗费总额 "}) + limit +
             (carried ? " 每 " + pick({"日", "月"}) + " 结转 至 " + pick({"季度", "年度"})
                      : each(place, true)));
    }
    if (allowances_.size() > 1 && chance(25)) {
        line("        封顶  " + allowances_.front());
        cut_by_.push_back(allowances_.front());
    }
}

std::string PolicyMaker::each(const Place& place, bool limit) {
    if (chance(limit ? 15 : 35)) {
        return chance(50) ? "" : splits_ && chance(50) ? " 每 次 每 年度" : " 每 次";
    }
    std::string text = " 每 " + pick({"年度", "年度", "季度", "月", "日"});
    if (chance(35)) {
        text += " 每 " + pick({"险种", "级别", "急危重", "就医地", "人员类别"});
    }
    if (place.disease_known && chance(40)) {
        text += " 每 病种表[病种].类";
    }
    return text;
}

// Amendments of one benefit, the later with an order to the earlier.
void PolicyMaker::amendments() {
    const Place place{1, 1, {}, false, false};
    for (const Made& made : made_) {
        const int count = chance(50) ? static_cast<int>(random_.between(1, 3)) : 0;
        std::vector<std::string> before;
        for (int i = 1; i <= count; ++i) {
            const std::string name = fmt::format("改{}{}", made.name, i);
            std::string head = fmt::format(
                "修订 {} 为 {} 当 {}", made.name, name,
                pick({"困难", "急危重", "险种 为 职工", "直接结算", "就医地 不属于 本辖区"}));
            // One order to all before: two kinds may leave claims that two versions answer, which
            // is refused.
            const std::string order = pick({"取代", "叠加于", "取代", "择优于"});
            for (const std::string& other : before) {
                head += fmt::format(" {} {}", order, other);
            }
            line(head + " {");
            changes(made, place, false);
            line("}");
            before.push_back(name);
        }
    }
}

void PolicyMaker::changes(const Made& made, const Place& place, bool within) {
    const std::string pad = within ? "        " : "    ";
    for (int i = 0, last = static_cast<int>(random_.between(1, 3)); i < last; ++i) {
        const std::string tier = random_.one_of(made.tiers);
        switch (random_.between(1, 6)) {
        case 1:
            line(pad + tier + ".比例 " +
                 pick({"下调 10个百分点", "上调 5个百分点", "按 90%", "不低于 50%", "不高于 60%"}));
            break;
        case 2:
            line(pad + tier + ".起付 为 " + amount());
            break;
        case 3:
            line(pad + tier + ".基数 " + pick({"加 ", "减 "}) + amount());
            break;
        case 4:
            line(pad + tier + ".比例 为 " + percent());
            break;
        case 5:
            line(pad + tier + ".封顶 为 " + amount());
            break;
        default:
            line(fmt::format("{}{} 改答{} 当 {}", pad, pick({"提示", "需补材料", "不予支付"}),
                             ++answers_, condition(place)));
            break;
        }
    }
}

}  // namespace pol::differential
