#include "bench/cities.h"

#include <cstdint>
#include <filesystem>
#include <fstream>

#include <fmt/format.h>

namespace pol::bench {
namespace {

/// Figures of one city: SplitMix64 of its number.
class Figures {
  public:
    explicit Figures(int city) : state_(static_cast<std::uint64_t>(city) * 7919) {}
    /// One of first, first + step, … below `end`.
    int next(int first, int end, int step) {
        std::uint64_t z = (state_ += 0x9e3779b97f4a7c15);
        z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
        z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
        const auto choices = static_cast<std::uint64_t>((end - first + step - 1) / step);
        return first + static_cast<int>((z ^ (z >> 31)) % choices) * step;
    }
    bool chance(int percent) { return next(0, 100, 1) < percent; }

  private:
    std::uint64_t state_;
};

std::string head(int number) {
    // Forty cities a province, with codes as divisions have them.
    const int code = (number / 40 + 13) * 10000 + (number % 40 + 1) * 100;
    return fmt::format(R"(模块 生成.省{0}.市{1}.基本医保
引用 国家.结算, 国家.备案

辖区  {2} 市{1}
施行  2023-01-01 起
适用  按 开始日期
年度  1月1日 起 按 结算日期
舍入  四舍五入 到 分
出处  办法 = "市{1}基本医疗保险待遇办法"

定义 长期备案 = 备案.类别 为 异地长期居住 且 开始日期 在 备案.起始 到 备案.终止     依据 办法 "二"
定义 异地类别 {{
    本地      当 就医地 属于 本辖区
    长期居住  当 就医地 不属于 本辖区 且 长期备案 且 就医地 属于 备案.备案地     依据 办法 "二"
    临时外出  其余                                                               依据 办法 "二"
}}
)",
                       number / 40 + 1, number + 1, code);
}

std::string standards(Figures& figures) {
    std::string text = R"(定义 身份 {
    在职  当 险种 为 职工 且 人员类别 为 在职
    退休  当 险种 为 职工 且 人员类别 不为 在职
    居民  当 险种 为 居民
}
表 住院标准 (身份, 级别) : 起付, 比例     依据 办法 "一" {
)";
    for (const char* who : {"在职", "退休", "居民"}) {
        const bool resident = std::string(who) == "居民";
        int deductible = figures.next(900, 1500, 50);
        int rate = resident ? figures.next(60, 70, 1) : figures.next(80, 86, 1);
        for (const char* level : {"特三级", "三级", "二级", "一级", "未定级"}) {
            text += fmt::format("    {}, {} : {}元, {}%\n", who, level, deductible, rate);
            deductible -= figures.next(50, 250, 25);
            rate += figures.next(1, 4, 1);
        }
    }
    text += "}\n表 病种限额 (病种) : 类别, 职工限额, 居民限额     依据 办法 \"四\" {\n";
    const char* diseases[][2] = {{"M03900", "高血压"},
                                 {"M01600", "糖尿病"},
                                 {"M00500", "恶性肿瘤门诊治疗"},
                                 {"M07801", "透析"},
                                 {"M08301 到 M08306", "器官移植抗排异治疗"}};
    for (const auto& disease : diseases) {
        const int limit = figures.next(2000, 30000, 500);
        text += fmt::format("    {} : {}, {}元, {}元\n", disease[0], disease[1], limit,
                            limit * 3 / 5 / 100 * 100);
    }
    text += fmt::format("}}\n参数 门诊限额 {{ 2023-01-01 起: {}元; 2024-01-01 起: {}元 }}"
                        "     依据 办法 \"三\"\n",
                        figures.next(2000, 6000, 100), figures.next(6000, 12000, 100));
    return text;
}

std::string shared_tiers(Figures& figures) {
    return fmt::format(R"(额度 统筹年度额度  {}万元 每 年度     依据 办法 "一"
额度 大额年度额度  {}万元 每 年度     依据 办法 "一"
支付 职工大额 当 险种 为 职工     依据 办法 "一" {{
    基数  统筹年度额度.超限额
    比例  {}%
    封顶  大额年度额度
}}
支付 居民大病 当 险种 为 居民     依据 办法 "一" {{
    基数  自付
    起付  {}元 每 年度
    比例  分段 每 年度 {{ 至 5万元: {}%  至 10万元: 65%  以上: 70% }}
}}
不予支付 待遇异常  当 参保状态 不为 正常     依据 办法 "一"
)",
                       figures.next(10, 31, 1), figures.next(20, 51, 5), figures.next(80, 96, 1),
                       figures.next(10000, 20000, 500), figures.next(55, 63, 1));
}

std::string stays(Figures& figures) {
    std::string text = R"(待遇 住院 当 医疗类别 属于 (普通住院, 急诊转住院)     依据 办法 "一" {
    支付 统筹基金     依据 办法 "一" {
        基数  政策范围内金额
        起付  住院标准[身份, 级别].起付 每 次
        比例  住院标准[身份, 级别].比例
        封顶  统筹年度额度
    }
    支付 职工大额
    支付 居民大病
}
)";
    const int less = figures.next(5, 21, 5);
    text += fmt::format(R"(修订 住院 为 临时外出住院 当 异地类别 为 临时外出     依据 办法 "二" {{
    统筹基金.起付   上调至 {}倍
    统筹基金.比例   下调 {}个百分点
    居民大病.比例   下调 {}个百分点
}}
)",
                        figures.chance(50) ? "1.5" : "2", less, figures.next(5, 11, 5));
    if (figures.chance(60)) {
        text +=
            R"(修订 住院 为 急危重住院 当 异地类别 为 临时外出 且 急危重  取代 临时外出住院     依据 办法 "二" {
    统筹基金.起付   上调至 1.2倍
}
)";
    }
    if (figures.chance(50)) {
        text +=
            fmt::format(R"(修订 住院 为 长期居住住院 当 异地类别 为 长期居住     依据 办法 "二" {{
    统筹基金.比例   下调 {}个百分点
}}
)",
                        figures.next(1, 6, 1));
    }
    return text;
}

std::string outpatients(Figures& figures) {
    std::string text =
        fmt::format(R"(待遇 门诊统筹 当 医疗类别 属于 (普通门诊, 药店购药)     依据 办法 "三" {{
    不予支付 机构未定级  当 医疗类别 为 普通门诊 且 异地类别 不为 本地 且 级别 为 未定级
    支付 统筹基金     依据 办法 "三" {{
        基数  政策范围内金额
        起付  {}元 每 年度
        比例  按 身份 {{ 在职: {}%  退休: {}%  居民: {}% }}
        封顶  门诊限额 每 年度
        封顶  统筹年度额度
    }}
}}
待遇 门诊慢特病 当 医疗类别 为 门诊慢特病     依据 办法 "四" {{
    不予支付 未认定        当 没有 病种备案 满足 (病种 为 就诊.病种 且 开始日期 在 起始 到 终止)
    转手工报销 病种未列    不计 当 病种 不属于 病种限额
    转手工报销 凭证不符    当 直接结算 且 凭证 为 身份证
    支付 统筹基金     依据 办法 "四" {{
        基数  政策范围内金额
        起付  {}元 每 年度
        比例  按 险种 {{ 职工: {}%  居民: {}% }}
        封顶  按 险种 {{ 职工: 病种限额[病种].职工限额  居民: 病种限额[病种].居民限额 }} 每 年度 每 病种限额[病种].类别
        封顶  统筹年度额度
    }}
}}
)",
                    figures.next(100, 600, 50), figures.next(50, 60, 1), figures.next(60, 70, 1),
                    figures.next(45, 55, 1), figures.next(200, 900, 100), figures.next(75, 90, 1),
                    figures.next(60, 75, 1));
    if (figures.chance(50)) {
        text += fmt::format(R"(待遇 急诊抢救 当 医疗类别 为 急诊     依据 办法 "五" {{
    不予支付 未认定急危重  当 非 急危重
    支付 统筹基金     依据 办法 "五" {{
        基数  政策范围内金额
        比例  按 险种 {{ 职工: {}%  居民: {}% }}
        封顶  统筹年度额度
    }}
    支付 职工大额
}}
修订 急诊抢救 为 临时外出急诊抢救 当 异地类别 为 临时外出     依据 办法 "五" {{
    统筹基金.比例   下调 10个百分点
}}
)",
                            figures.next(80, 90, 1), figures.next(65, 75, 1));
    }
    return text;
}

}  // namespace

std::string city(int number) {
    Figures figures(number);
    std::string text = head(number);
    text += standards(figures);
    text += shared_tiers(figures);
    text += stays(figures);
    text += outpatients(figures);
    return text;
}

void write_cities(const std::string& folder, int count) {
    std::filesystem::create_directories(folder);
    for (int number = 0; number < count; ++number) {
        std::ofstream(fmt::format("{}/city{:03}.pol", folder, number + 1)) << city(number);
    }
}

}  // namespace pol::bench
