#include "runtime/batch/words.h"

#include <fmt/format.h>

#include "runtime/claims/words.h"
#include "runtime/trace/render.h"

namespace pol::batch {
namespace {

using claims::Lang;
using claims::say;

std::string happened(Lang lang, FaultCode code) {
    switch (code) {
    case FaultCode::missing_field:
        return say(lang, "需要的字段没有给出", "a field that is needed here is not given");
    case FaultCode::bad_value:
        return say(lang, "字段的值不合要求", "a field's value has the wrong form");
    case FaultCode::out_of_bounds:
        return say(lang, "值超出允许范围", "a value lies outside its bounds");
    case FaultCode::unknown_code:
        return say(lang, "代码不在代码表中", "a code is not known");
    case FaultCode::parts_differ:
        return say(lang, "各部分之和与总额不等", "the parts do not sum to the total");
    case FaultCode::overflow:
        return say(lang, "算出的金额超过 {} 元", "the computed amount passes {} yuan",
                   format_fen(kMoneyBound));
    case FaultCode::no_row:
        return say(lang, "表中没有对应的行", "the table has no row for this key");
    case FaultCode::no_case:
        return say(lang, "没有一种情形成立", "none of its cases holds");
    case FaultCode::no_benefit:
        return say(lang, "没有适用的待遇", "no benefit holds for this claim");
    case FaultCode::overpaid:
        return say(lang, "支付超过尚未支付的金额", "it would pay more than is still unpaid");
    case FaultCode::divided_by_zero:
        return say(lang, "封顶截断了比例为零的一段，无法折算",
                   "a limit cut a part whose rate is zero");
    case FaultCode::calendar:
        return say(lang, "日期不在国家日历表内", "a day is not in the national calendar");
    case FaultCode::not_supported:
        return say(lang, "本版本尚不支持所需的部分",
                   "it needs a part of the language that this version does not have");
    case FaultCode::broken_property:
        return say(lang, "结算结果违反了“恒有”的性质",
                   "the settlement breaks what 恒有 promises of every settlement");
    case FaultCode::none:
    case FaultCode::duplicate:
    case FaultCode::unknown_original:
    case FaultCode::bad_record:
    case FaultCode::several_years:
        break;
    }
    return say(lang, "无法结算", "it could not be settled");
}

/// （流程 一(二)2，policies/…/policy.pol:31:5）
std::string source_of(Lang lang, const abi::StepRow& step) {
    const std::string cite = trace::show(step.cites);
    if (cite.empty() && step.place.empty()) {
        return "";
    }
    const std::string between = cite.empty() || step.place.empty() ? "" : say(lang, "，", ", ");
    return say(lang, "（{}{}{}）", " ({}{}{})", cite, between, step.place);
}

std::string reason(Lang lang, NoOriginal why) {
    switch (why) {
    case NoOriginal::unknown:
        return say(lang, "没有这一结算", "there is no such settlement");
    case NoOriginal::later:
        return say(lang, "它排在本次冲正之后",
                   "it comes after this reversal in the order of settlement");
    case NoOriginal::is_reversal:
        return say(lang, "它本身就是冲正", "it is a reversal itself");
    case NoOriginal::faulted:
        return say(lang, "它未能结算", "it could not be settled");
    case NoOriginal::not_paid:
        return say(lang, "它没有支付", "it was not paid");
    case NoOriginal::reversed_before:
        return say(lang, "它已经冲正过", "it has been reversed already");
    case NoOriginal::other_person:
        return say(lang, "它是另一人的结算", "it is another person's");
    }
    return "";
}

}  // namespace

claims::ClaimFault engine_fault(Lang lang, FaultCode code, std::uint32_t quantity,
                                const abi::Manifest& manifest) {
    const bool unanswered = code == FaultCode::no_benefit && !manifest.vocabulary.filed.empty();
    const std::string what =
        unanswered ? say(lang, "参保地没有答复这种申请的事项",
                         "the place of insurance has no filing that answers this record")
                   : happened(lang, code);
    if (quantity >= manifest.steps.size()) {
        return {code, "", what};
    }
    const abi::StepRow& step = manifest.steps[quantity];
    return {code, "",
            say(lang, "计算 {} 时：{}{}", "computing {}: {}{}", step.name, what,
                source_of(lang, step))};
}

claims::ClaimFault duplicate(Lang lang, std::string_view number, const std::string& setl_id,
                             std::size_t line) {
    if (number != "setl_id") {
        return {FaultCode::duplicate, std::string(number),
                say(lang, "编号 {} 已在第 {} 行出现，不能答复两次",
                    "the number {} stands in line {} already; a filing is not answered twice",
                    setl_id, line)};
    }
    return {FaultCode::duplicate, "setl_id",
            say(lang, "结算号 {} 已在第 {} 行出现，不能结算两次",
                "setl_id {} stands in line {} already; a claim cannot be settled twice", setl_id,
                line)};
}

claims::ClaimFault unknown_original(Lang lang, const std::string& init_setl_id, NoOriginal why) {
    return {FaultCode::unknown_original, "init_setl_id",
            say(lang, "不能冲正结算 {}：{}", "the settlement {} cannot be reversed: {}",
                init_setl_id, reason(lang, why))};
}

}  // namespace pol::batch
