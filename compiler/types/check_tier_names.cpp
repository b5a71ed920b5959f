// Names that a tier may use of the claim so far: earlier tiers and their parts, 个人负担, 自付.
#include <algorithm>
#include <array>

#include "compiler/source/nearest.h"
#include "compiler/syntax/walk.h"
#include "compiler/types/checker.h"

namespace pol::types {

using namespace syntax;

namespace {

struct PartWord {
    std::string_view zh, en;
    TierPart part;
};
constexpr std::array kParts{
    PartWord{"基数", "base", TierPart::base},
    PartWord{"起付标准", "deductible_standard", TierPart::standard},
    PartWord{"起付额", "deducted", TierPart::deductible},
    PartWord{"比例", "rate", TierPart::rate},
    PartWord{"应付", "payable", TierPart::payable},
    PartWord{"支付", "paid", TierPart::paid},
    PartWord{"超限额", "beyond", TierPart::beyond},
};

}  // namespace

std::optional<Type> Checker::tier_name(ExprId id, const std::string& name, const Scope& scope) {
    if (scope.tiers == nullptr) {
        return std::nullopt;
    }
    if (name == "个人负担" || name == "unpaid") {
        set(id, Ref{UnpaidRef{}});
        return Type{Kind::money, 0, false, 0};
    }
    if (name == "自付" || name == "self_paid") {
        set(id, Ref{SelfPaidRef{}});
        return Type{Kind::money, 0, false, 0};
    }
    if ((name == "年内次数" || name == "nth_in_year") && scope.tier != nullptr) {
        scope.tier->counts_claims = true;
        set(id, Ref{NthRef{}});
        return Type{Kind::integer, 0, false, 0};
    }
    for (std::uint32_t t = 0; t < scope.tiers->size(); ++t) {
        if ((*scope.tiers)[t].name == name) {
            set(id, Ref{WholeTierRef{t}});
            return Type{Kind::record, 0, false, 0};
        }
    }
    return std::nullopt;
}

Type Checker::tier_part(ExprId id, std::uint32_t tier, const Name& part) {
    std::vector<std::string> known;
    for (const PartWord& word : kParts) {
        known.emplace_back(word.zh);
        if (part.text != word.zh && part.text != word.en) {
            continue;
        }
        set(id, Ref{TierRef{tier, word.part}});
        const bool rate = word.part == TierPart::rate;
        return {rate ? Kind::rate : Kind::money, 0, false, 0};
    }
    Diagnostic& d = diagnostics_.add(Code::E0320_no_members, part.span, {Term::tier, part.text});
    if (const std::string near = nearest(part.text, known); !near.empty()) {
        d.hint(Note::did_you_mean, {near});
    }
    return error();
}

// 统筹年度额度.超限额: of the tiers before that have this limit.
Type Checker::allowance_part(ExprId id, std::uint32_t allowance, const Name& part,
                             const Scope& scope) {
    const std::string& name = typed_.allowances[allowance].name;
    if (part.text != "超限额" && part.text != "beyond") {
        diagnostics_.add(Code::E0320_no_members, part.span, {Term::limit, part.text})
            .hint(Note::did_you_mean, {std::string("超限额")});
        return error();
    }
    const auto limits = [&](const TierInfo& tier) {
        return std::any_of(tier.limits.begin(), tier.limits.end(),
                           [&](const TierInfo::Limit& l) { return l.allowance == allowance; });
    };
    if (scope.tiers == nullptr || std::none_of(scope.tiers->begin(), scope.tiers->end(), limits)) {
        diagnostics_.add(Code::E0363_allowance_not_used, span(id), {name});
        return error();
    }
    set(id, Ref{BeyondRef{allowance}});
    return {Kind::money, 0, false, 0};
}

// A tier whose base holds in-scope money lessens 自付.
bool Checker::holds_in_scope(ExprId id, const std::vector<TierInfo>& tiers) const {
    const Ref& ref = typed_.ref(id);
    if (const auto* field = std::get_if<FieldRef>(&ref)) {
        return typed_.vocabulary.fields[field->field].external == "inscp_scp_amt";
    }
    if (std::holds_alternative<UnpaidRef>(ref) || std::holds_alternative<SelfPaidRef>(ref)) {
        return true;
    }
    if (const auto* tier = std::get_if<TierRef>(&ref)) {
        return tiers[tier->tier].in_scope;
    }
    if (const auto* beyond = std::get_if<BeyondRef>(&ref)) {
        return std::any_of(tiers.begin(), tiers.end(), [&](const TierInfo& tier) {
            return tier.in_scope &&
                   std::any_of(tier.limits.begin(), tier.limits.end(),
                               [&](const auto& l) { return l.allowance == beyond->allowance; });
        });
    }
    if (const auto* define = std::get_if<DefineRef>(&ref)) {
        const DefineDecl& decl = *typed_.defines[define->define].decl;
        if (decl.value) {
            return holds_in_scope(*decl.value, tiers);
        }
        return std::any_of(decl.cases.begin(), decl.cases.end(),
                           [&](const DefineCase& c) { return holds_in_scope(c.value, tiers); });
    }
    const std::vector<ExprId> parts = parts_of(tree_, id);
    return std::any_of(parts.begin(), parts.end(),
                       [&](ExprId part) { return holds_in_scope(part, tiers); });
}

}  // namespace pol::types
