// Benefits: conditions, answers, and the fields of the settlement.
#include <array>
#include <utility>

#include <fmt/format.h>

#include "compiler/lower/lowering.h"
#include "runtime/value/overloaded.h"

namespace pol::lower {

using namespace syntax;
using ir::NodeId;
using ir::QuantityId;
using ir::Role;

namespace {

std::string answer_name(const AnswerDecl& decl) {
    constexpr std::array<std::string_view, 4> kWords{"提示", "转手工报销", "需补材料", "不予支付"};
    const auto kind = static_cast<std::size_t>(decl.kind);
    return fmt::format("{} {}", decl.reject ? "不予受理" : kWords[kind], decl.code.text);
}

}  // namespace

// The parts of a condition that `且` joins.
void Lowering::conjuncts(ExprId id, std::vector<ExprId>& into) const {
    const auto* both = std::get_if<BinaryExpr>(&tree_[id].node);
    if (both == nullptr || both->op != BinaryOp::conjunction) {
        into.push_back(id);
        return;
    }
    conjuncts(both->left, into);
    conjuncts(both->right, into);
}

// A condition, and each of its parts, is a quantity of its own: a trace says which part did not
// hold.
QuantityId Lowering::condition(const std::string& name, std::optional<ExprId> when,
                               const std::vector<NodeId>& before, const Context& context, Span span,
                               const std::vector<ir::CiteId>& cited,
                               const std::vector<NodeId>& after) {
    std::vector<NodeId> all = before;
    std::vector<ExprId> parts;
    if (when) {
        conjuncts(*when, parts);
    }
    for (std::size_t i = 0; i < parts.size(); ++i) {
        const NodeId part = boolean(parts[i], context);
        const Span where = tree_[parts[i]].span;
        if (parts.size() == 1 && all.empty() && after.empty()) {
            all.push_back(part);
            break;
        }
        const QuantityId q = add(ir::Quantity{fmt::format("{}.条件{}", name, i + 1),
                                              Role::condition, part, text(where), cited, where});
        build_.at(where);
        all.push_back(build_.quantity(q));
    }
    all.insert(all.end(), after.begin(), after.end());
    build_.at(span);
    const NodeId node = all.empty()       ? build_.boolean(true)
                        : all.size() == 1 ? all[0]
                                          : build_.conjunction(std::move(all));
    const std::string formula = when ? text(tree_[*when].span) : "是";
    return add(ir::Quantity{name, Role::condition, node, formula, cited, span});
}

// All answers that a benefit may give: those of its jurisdiction's modules and of the catalogues,
// which stand outside, come first.
std::vector<Lowering::PlacedAnswer> Lowering::answers_of(std::uint32_t index) const {
    const types::BenefitInfo& info = typed_.benefits[index];
    std::vector<PlacedAnswer> all;
    for (const LoweredCatalogue& c : catalogues_) {
        for (const AnswerDecl& a : c.info->decl->answers) {
            all.push_back({&a, c.info->module, "", a.code.span, c.applies});
        }
    }
    for (resolve::ModuleIndex m = 0; m < names_.modules.size() && typed_.filed == nullptr; ++m) {
        if (typed_.modules[m].place != typed_.modules[info.module].place) {
            continue;
        }
        for (const File* file : names_.modules[m].files) {
            for (const Decl& d : file->decls) {
                if (const auto* a = std::get_if<AnswerDecl>(&d.node)) {
                    all.push_back({a, m, "", d.span, std::nullopt});
                }
            }
        }
    }
    for (const BenefitItem& item : info.decl->items) {
        if (const auto* a = std::get_if<AnswerDecl>(&item.node)) {
            all.push_back({a, info.module, info.decl->variant + info.decl->name.text + ".",
                           item.span, std::nullopt});
        }
    }
    return all;
}

std::vector<LineAnswer> Lowering::line_answers(std::uint32_t index) const {
    std::vector<LineAnswer> list;
    for (const PlacedAnswer& a : answers_of(index)) {
        if (a.decl->line) {
            list.push_back({a.decl, a.module, a.applies});
        }
    }
    return list;
}

ir::AnswerId Lowering::answer(const PlacedAnswer& placed, const Context& around) {
    const AnswerDecl& decl = *placed.decl;
    // An answer that several benefits give is one, unless it asks for what they make different.
    const bool shared = placed.owner.empty() && (!decl.when || !asks_for_parts(*decl.when));
    if (const auto known = answers_.find(&decl); shared && known != answers_.end()) {
        return known->second;
    }
    const std::vector<ir::CiteId> cited = cites(decl.cites, placed.module);
    Context context = around;
    context.module = placed.module;
    std::vector<NodeId> before;
    if (placed.applies) {
        before.push_back(build_.quantity(*placed.applies));
    }
    const QuantityId holds =
        condition(placed.owner + answer_name(decl), decl.when, before, context, placed.span, cited);
    const ir::AnswerId id =
        build_.add(ir::Answer{static_cast<ir::AnswerKind>(decl.kind), decl.code.text, holds,
                              decl.no_calc, cited, placed.span, std::nullopt});
    answers_.emplace(&decl, id);
    return id;
}

// The condition of an amendment that is asked besides the benefit's own, one quantity wherever it
// is asked; of an amendment of another place or another text with its place and days.
NodeId Lowering::guard(const Guard& guard, const Context& context) {
    if (!guard.with.empty()) {
        std::vector<NodeId> together;
        together.reserve(guard.with.size() + 1);
        for (const Guard& with : guard.with) {
            together.push_back(this->guard(with, context));
        }
        together.push_back(this->guard({guard.when, true, guard.amendment, {}}, context));
        build_.at(tree_[guard.when].span);
        return build_.negation(build_.conjunction(std::move(together)));
    }
    const Span where = tree_[guard.when].span;
    const auto known = guards_.find({where, context.module});
    if (known != guards_.end()) {
        const NodeId holds = build_.quantity(known->second);
        return guard.holds ? holds : build_.negation(holds);
    }
    const resolve::ModuleIndex home = names_.home(where, context.module);
    std::vector<NodeId> all;
    build_.at(where);
    const auto& place = typed_.modules[home].place;
    if (place && place != typed_.modules[context.module].place) {
        all.push_back(build_.within(benefit_place(), build_.place(*place)));
    }
    if (home != context.module && names_.modules[home].in_force != nullptr) {
        all.push_back(in_force(home, context));
    }
    Context there = context;
    there.module = home;
    const QuantityId q =
        condition(guard.amendment.text + ".条件", guard.when, all, there, where, {});
    guards_.emplace(std::pair{where, context.module}, q);
    const NodeId holds = build_.quantity(q);
    return guard.holds ? holds : build_.negation(holds);
}

ir::BenefitId Lowering::benefit(std::uint32_t index) {
    const types::BenefitInfo& info = typed_.benefits[index];
    const BenefitDecl& decl = *info.decl;
    Context context;
    context.module = info.module;
    context.label = decl.variant + decl.name.text;
    context.root = decl.root.empty() ? decl.name.text : decl.root;
    context.year = info.year ? &*info.year : nullptr;
    context.applies = info.applies;
    const types::YearInfo& year = year_of(info.module, context);
    context.splits = year.line_field.has_value();
    context.competes = !decl.contest.empty();
    posts_.emplace_back();
    context.posts = &posts_.back();
    ir::Benefit result;
    result.name = decl.name.text;
    result.root = context.root == result.name ? "" : context.root;
    result.version = decl.variant;
    result.cites = cites(decl.cites, info.module);
    result.span = info.span;
    build_.at(decl.name.span);
    std::vector<NodeId> before;
    std::vector<NodeId> after;
    if (names_.modules[info.module].in_force != nullptr) {
        before.push_back(in_force(info.module, context));
    }
    for (const Guard& g : decl.guards) {
        (g.holds ? before : after).push_back(guard(g, context));
    }
    const Span condition_span =
        decl.when ? join(decl.name.span, tree_[*decl.when].span) : decl.name.span;
    const std::string kind = typed_.filed == nullptr ? "待遇 " : "事项 ";
    result.holds = condition(kind + context.label, decl.when, before, context, condition_span,
                             result.cites, after);

    // Line answers come before the sums that all else reads.
    const std::vector<LineAnswer> about_lines = line_answers(index);
    if (!about_lines.empty() || !decl.lines.empty()) {
        benefit_sums_.push_back({context.label + ".", {}, {}, nullptr});
        line_sums(about_lines, &decl.lines, benefit_sums_.back());
        context.sums = &benefit_sums_.back();
    }
    for (const PlacedAnswer& a : answers_of(index)) {
        const bool line = a.decl->line;
        result.answers.push_back(line ? line_answer({a.decl, a.module, a.applies},
                                                    a.owner + answer_name(*a.decl), a.span,
                                                    about_lines)
                                      : answer(a, context));
    }
    if (typed_.filed != nullptr) {
        return build_.add(std::move(result));
    }
    build_.at(info.span);
    if (context.splits) {
        split_by_years(result, context, year);
    } else if (const auto agree = parts_agree(result, context.label)) {
        result.steps.emplace_back(*agree);
    }
    std::vector<LoweredTier> tiers;
    for (const types::TierInfo& one : info.tiers) {
        tiers.push_back(tier(one, result, context, tiers));
    }
    outputs(result, tiers, context);
    properties(result, info.module, context);
    const ir::BenefitId id = build_.add(std::move(result));
    if (!decl.contest.empty()) {
        contests_[context.root + " " + decl.contest].push_back(id);
    }
    return id;
}

// 择优于: of the versions that hold together the one whose funds pay most answers, the first of
// equals. Each is computed to the end before one is chosen; what is refused pays nothing.
void Lowering::contests() {
    const auto fund_total = typed_.vocabulary.result("fund_pay_sumamt");
    for (const auto& [name, rivals] : contests_) {
        std::vector<QuantityId> pays;
        for (const ir::BenefitId id : rivals) {
            const ir::Benefit& b = program_.benefits[id.value];
            build_.at(b.span);
            std::vector<NodeId> stops;
            for (const ir::AnswerId answer : b.answers) {
                const ir::Answer& a = program_[answer];
                if (a.kind != ir::AnswerKind::refused && !a.no_calc) {
                    continue;
                }
                NodeId holds = build_.quantity(a.holds);
                if (a.counts) {
                    holds = build_.conjunction({holds, build_.quantity(*a.counts)});
                }
                stops.push_back(holds);
            }
            const auto total =
                std::find_if(b.outputs.begin(), b.outputs.end(),
                             [&](const ir::Output& o) { return o.result == fund_total; });
            NodeId paid =
                total == b.outputs.end() ? build_.money(0) : build_.quantity(total->quantity);
            if (!stops.empty()) {
                paid =
                    build_.choose({{build_.disjunction(std::move(stops)), build_.money(0)}}, paid);
            }
            pays.push_back(add(ir::Quantity{program_[b.holds].name + ".择优",
                                            Role::definition,
                                            paid,
                                            "基金支付总额，不予支付为零",
                                            {},
                                            b.span}));
        }
        for (std::size_t i = 0; i < rivals.size(); ++i) {
            ir::Benefit& b = program_.benefits[rivals[i].value];
            build_.at(b.span);
            std::vector<NodeId> all{build_.quantity(b.holds)};
            for (std::size_t j = 0; j < rivals.size(); ++j) {
                const NodeId own = build_.quantity(pays[i]);
                const NodeId other = build_.quantity(pays[j]);
                if (j != i) {
                    all.push_back(j < i ? build_.less(other, own) : build_.less_equal(other, own));
                }
            }
            b.holds = add(ir::Quantity{program_[b.holds].name + ".为优",
                                       Role::condition,
                                       build_.conjunction(std::move(all)),
                                       "择优于：基金支付最多",
                                       {},
                                       b.span});
        }
    }
    contests_.clear();
}

QuantityId Lowering::output(const ir::Benefit& benefit, const std::string& label,
                            const std::string& kind, std::uint32_t result, NodeId node,
                            const std::string& formula) {
    return add(
        ir::Quantity{fmt::format("{}.{}.{}", label, kind, typed_.vocabulary.results[result].name),
                     Role::output,
                     node,
                     formula,
                     {},
                     benefit.span});
}

void Lowering::outputs(ir::Benefit& benefit, const std::vector<LoweredTier>& tiers,
                       const Context& context) {
    const Sums* sums = context.sums;
    const abi::Vocabulary& v = typed_.vocabulary;
    build_.at(benefit.span);
    const auto give = [&](std::vector<ir::Output>& into, const char* kind, const char* external,
                          NodeId node, const std::string& formula) {
        if (const auto result = v.result(external)) {
            into.push_back({*result, output(benefit, context.label, kind, *result, node, formula)});
        }
    };
    // What the claim says itself.
    for (const char* external : {"medfee_sumamt", "fulamt_ownpay_amt", "overlmt_selfpay",
                                 "preselfpay_amt", "inscp_scp_amt"}) {
        const auto field = v.field(external);
        if (!field) {
            continue;
        }
        const NodeId node = is_part(*field) ? claim_part(*field, sums) : build_.field(*field);
        give(benefit.outputs, "结算", external, node, v.fields[*field].name);
        give(benefit.outputs_skipped, "未结算", external, node, v.fields[*field].name);
    }
    give(benefit.outputs_skipped, "未结算", "psn_part_amt", total(), "医疗费总额");

    // The deductible and rate shown are those of the first tier that ran.
    const auto first = [&](auto of, NodeId none) {
        std::vector<ir::Case> cases;
        for (const LoweredTier& t : tiers) {
            if (!t.holds) {
                return cases.empty() ? of(t) : build_.choose(cases, of(t));
            }
            cases.push_back({build_.quantity(*t.holds), of(t)});
        }
        return cases.empty() ? none : build_.choose(cases, none);
    };
    const auto money_of = [&](std::optional<QuantityId> q) {
        return q ? build_.quantity(*q) : build_.money(0);
    };
    give(benefit.outputs, "结算", "dedc_std",
         first([&](const LoweredTier& t) { return money_of(t.standard); }, build_.money(0)),
         "首个支付的起付标准");
    give(benefit.outputs, "结算", "act_pay_dedc",
         first([&](const LoweredTier& t) { return money_of(t.deductible); }, build_.money(0)),
         "首个支付的起付额");
    const auto shown_rate = [&](const LoweredTier& t) {
        NodeId rate = build_.quantity(t.rate);
        if (build_.type(rate).scale > kRateScale) {
            rate = build_.round(rate, {}, kRateScale);
        }
        return build_.choose({{build_.less(build_.money(0), build_.quantity(t.above)), rate}},
                             build_.number(0, kRateScale));
    };
    give(benefit.outputs, "结算", "pool_prop_selfpay",
         first(shown_rate, build_.number(0, kRateScale)), "首个支付的比例");

    // Each fund is the sum of its tiers and of those of finer funds; what nobody pays is the
    // person's, and so is what an account of the person pays.
    NodeId fund_total = build_.money(0);
    NodeId hospital = build_.money(0);
    std::string formula;
    for (std::uint32_t r = 0; r < v.results.size(); ++r) {
        std::optional<NodeId> sum;
        std::optional<types::Payer> payer;  // of what no wider field holds
        for (const LoweredTier& t : tiers) {
            const auto take = [&](const types::FundInfo& fund, QuantityId amount) {
                if (fund.result != r &&
                    std::find(fund.wider.begin(), fund.wider.end(), r) == fund.wider.end()) {
                    return;
                }
                const NodeId part = build_.quantity(amount);
                sum = sum ? build_.add(*sum, part) : part;
                if (fund.wider.empty() || fund.wider.back() == r) {
                    payer = fund.payer;
                }
            };
            take(t.info->fund, t.paid);
            if (t.difference) {
                take(*t.info->difference, *t.difference);
            }
        }
        if (!sum) {
            continue;
        }
        const QuantityId q = output(benefit, context.label, "结算", r, *sum, v.results[r].name);
        benefit.outputs.push_back({r, q});
        if (!payer || payer == types::Payer::person) {
            continue;
        }
        NodeId& into = payer == types::Payer::hospital ? hospital : fund_total;
        into = build_.add(into, build_.quantity(q));
        if (payer == types::Payer::fund) {
            formula += (formula.empty() ? "" : " + ") + v.results[r].name;
        }
    }
    give(benefit.outputs, "结算", "fund_pay_sumamt", fund_total, formula.empty() ? "0" : formula);
    const NodeId person = build_.subtract(build_.subtract(total(), fund_total), hospital);
    give(benefit.outputs, "结算", "psn_part_amt", person, "医疗费总额 - 基金支付总额 - 医院负担");
}

}  // namespace pol::lower
