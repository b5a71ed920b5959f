#include "runtime/statement/words.h"

#include <array>
#include <utility>

namespace pol::statement {
namespace {

constexpr Words kChinese{
    .settlement = "结算",
    .filing = "事项",
    .person = "人员",
    .benefit = "待遇",
    .because = "因为",
    .fee = "费用",
    .amount = "金额",
    .how = "怎么算",
    .clause = "依据",
    .base = "基数",
    .deductible = "起付额",
    .above = "起付以上",
    .rate = "比例",
    .band = "第{}段",
    .payable = "应付",
    .limit = "封顶",
    .pays = "支付",
    .beyond = "超限额",
    .hospital = "差额",
    .posted = "已计",
    .left = "剩余",
    .unpaid = "尚未支付",
    .not_run = "不支付",
    .together = "合计",
    .accounts = "账户",
    .account = "账户",
    .period = "期间",
    .before = "此前",
    .change = "本次",
    .after = "此后",
    .readings = "采用的口径",
    .reading = "口径",
    .option = "采用",
    .question = "问题",
    .chosen = "另选",
    .waterfall = "从医疗费总额到个人负担",
    .steps = "全部步骤",
    .fault = "故障",
    .statuses = {"支付", "转手工报销", "需补材料", "不予支付", "故障"},
    .accepted = "受理",
    .refused_filing = "不予受理",
    .stop = "；",
    .comma = "，",
    .colon = "：",
    .open = "（",
    .close = "）",
};

constexpr Words kEnglish{
    .settlement = "settlement",
    .filing = "filing",
    .person = "person",
    .benefit = "benefit",
    .because = "because",
    .fee = "fee",
    .amount = "amount",
    .how = "how",
    .clause = "clause",
    .base = "base",
    .deductible = "deductible",
    .above = "above the deductible",
    .rate = "rate",
    .band = "band {}",
    .payable = "payable",
    .limit = "limit",
    .pays = "pays",
    .beyond = "beyond the limit",
    .hospital = "difference",
    .posted = "used",
    .left = "left",
    .unpaid = "unpaid so far",
    .not_run = "does not pay",
    .together = "in all",
    .accounts = "accounts",
    .account = "account",
    .period = "period",
    .before = "before",
    .change = "this claim",
    .after = "after",
    .readings = "readings assumed",
    .reading = "reading",
    .option = "option",
    .question = "question",
    .chosen = "asked for",
    .waterfall = "from the total fee to the person's part",
    .steps = "all steps",
    .fault = "fault",
    .statuses = {"paid", "manual", "pending", "refused", "fault"},
    .accepted = "accepted",
    .refused_filing = "refused",
    .stop = "; ",
    .comma = ", ",
    .colon = ": ",
    .open = " (",
    .close = ")",
};

constexpr std::array<std::pair<std::string_view, std::string_view>, 28> kFields{{
    {"medfee_sumamt", "total fee"},
    {"fulamt_ownpay_amt", "own-pay"},
    {"overlmt_selfpay", "over the price limit"},
    {"preselfpay_amt", "pre-self-pay"},
    {"inscp_scp_amt", "in scope"},
    {"dedc_std", "deductible standard"},
    {"act_pay_dedc", "deductible paid"},
    {"pool_prop_selfpay", "rate of the fund"},
    {"hifp_pay", "pooling fund"},
    {"hifob_pay", "large-amount fund"},
    {"hifmi_pay", "serious-illness fund"},
    {"hifes_pay", "enterprise supplement"},
    {"cvlserv_pay", "civil-servant aid"},
    {"maf_pay", "medical aid"},
    {"oth_pay", "other funds"},
    {"fund_pay_sumamt", "all funds"},
    {"hosp_part_amt", "hospital"},
    {"psn_part_amt", "person"},
    {"insutype", "insurance"},
    {"psn_type", "person type"},
    {"insuplc_admdvs", "insured in"},
    {"mdtrtarea_admvs", "treated in"},
    {"med_type", "kind of care"},
    {"urgent", "urgent"},
    {"begndate", "begins"},
    {"dise_codg", "disease"},
    {"dedc_hosp_lv", "level"},
    {"setl_date", "settled on"},
}};

}  // namespace

const Words& words_of(claims::Lang lang) {
    return lang == claims::Lang::zh ? kChinese : kEnglish;
}

std::string field_word(std::string_view name, std::string_view external, claims::Lang lang) {
    if (lang == claims::Lang::zh) {
        return std::string(name);
    }
    for (const auto& [known, word] : kFields) {
        if (known == external) {
            return std::string(word);
        }
    }
    return std::string(external);
}

}  // namespace pol::statement
