// Fee lines: the catalogue that parts them, the answers that take one out, and their sums.
//
// A claim that came without lines says its parts itself. Otherwise each line is parted by the
// catalogue of the place that the settlement names: the parts in order, each rounded and at most
// what is left of the line; what is left is in scope. A line that an answer takes out is own-pay.
#include <algorithm>
#include <array>

#include "compiler/lower/lowering.h"
#include "compiler/types/types.h"

namespace pol::lower {

using namespace syntax;
using ir::NodeId;
using ir::QuantityId;
using ir::Role;

namespace {

constexpr std::array kSums{"fulamt_ownpay_amt", "overlmt_selfpay", "preselfpay_amt",
                           "inscp_scp_amt"};

}  // namespace

std::optional<std::uint32_t> Lowering::line_list() const {
    return typed_.vocabulary.list(types::kLineList);
}

NodeId Lowering::no_lines() {
    const NodeId count = build_.count(*line_list(), build_.boolean(true));
    return build_.equal(count, build_.number(0));
}

// A field of the line at hand; of a claim without lines, of its one line: the claim's first day and
// its total, the rest is not known.
NodeId Lowering::line_field(const types::LineRef& ref, const Context& context) {
    if (context.lines == Context::Lines::each) {
        NodeId value =
            build_.element(ref.list, ref.field, static_cast<std::uint32_t>(context.lists - 1));
        const abi::Field& own = typed_.vocabulary.lists[ref.list].fields[ref.field];
        if (context.changes != nullptr && own.external == "selfpay_prop") {
            Context around = context;
            around.changes = nullptr;
            value = adjusted(value, *context.changes, around, Nothing::zero);
        }
        return value;
    }
    const abi::Field& field = typed_.vocabulary.lists[ref.list].fields[ref.field];
    const auto of_claim = [&](const char* external) { return typed_.vocabulary.field(external); };
    if (field.external == "fee_ocur_date") {
        if (const auto begin = of_claim("begndate")) {
            return build_.field(*begin);
        }
    }
    if (field.external == "det_item_fee_sumamt") {
        if (const auto sum = of_claim("medfee_sumamt")) {
            return build_.field(*sum);
        }
    }
    return build_.absent(
        {field.kind, field.scale, true, field.kind == abi::Kind::code ? field.enumeration : 0});
}

Context Lowering::each_line(resolve::ModuleIndex module) {
    Context context;
    context.module = module;
    context.lists = 1;
    context.lines = Context::Lines::each;
    return context;
}

// The place whose catalogue counts: of those in force the narrowest that it lies in.
NodeId Lowering::catalogue_place() {
    if (typed_.settlement != nullptr && typed_.settlement->catalogue) {
        Context context;
        context.module = typed_.settlement_module;
        return expr(*typed_.settlement->catalogue, context);
    }
    return build_.field(typed_.vocabulary.field("insuplc_admdvs").value_or(0));
}

void Lowering::catalogues() {
    std::vector<std::uint32_t> order(typed_.catalogues.size());
    for (std::uint32_t i = 0; i < order.size(); ++i) {
        order[i] = i;
    }
    const auto width = [&](std::uint32_t i) {
        return width_of(typed_.modules[typed_.catalogues[i].module].place);
    };
    std::stable_sort(order.begin(), order.end(),
                     [&](std::uint32_t a, std::uint32_t b) { return width(a) < width(b); });
    std::vector<NodeId> narrower;
    for (const std::uint32_t i : order) {
        const types::CatalogueInfo& info = typed_.catalogues[i];
        const auto& place = typed_.modules[info.module].place;
        build_.at(info.decl->name.span);
        NodeId here =
            place ? build_.within(catalogue_place(), build_.place(*place)) : build_.boolean(true);
        if (names_.modules[info.module].in_force != nullptr) {
            Context context;
            context.module = info.module;
            here = build_.conjunction({here, in_force(info.module, context)});
        }
        const NodeId inside = here;
        if (!narrower.empty()) {
            here = build_.conjunction({here, build_.negation(build_.disjunction(narrower))});
        }
        narrower.push_back(inside);
        const QuantityId applies = add(ir::Quantity{"目录 " + info.decl->name.text,
                                                    Role::condition,
                                                    here,
                                                    "目录所在地",
                                                    {},
                                                    info.decl->name.span});
        catalogues_.push_back({&info, applies});
    }
}

void Lowering::add_line_answers(const LoweredCatalogue& catalogue,
                                std::vector<LineAnswer>& into) const {
    for (const AnswerDecl& answer : catalogue.info->decl->answers) {
        if (answer.line) {
            into.push_back({&answer, catalogue.info->module, catalogue.applies});
        }
    }
}

// What takes a line out: the line answers that refuse, of the benefit, its modules and the
// catalogue.
NodeId Lowering::line_refused(const std::vector<LineAnswer>& answers) {
    std::vector<NodeId> any;
    for (const LineAnswer& a : answers) {
        if (a.decl->kind != AnswerKind::refused) {
            continue;
        }
        NodeId holds =
            a.decl->when ? boolean(*a.decl->when, each_line(a.module)) : build_.boolean(true);
        if (a.applies) {
            holds = build_.conjunction({build_.quantity(*a.applies), holds});
        }
        any.push_back(holds);
    }
    return any.empty() ? build_.boolean(false) : build_.disjunction(std::move(any));
}

// The parts of the line at hand under one catalogue, by the claim's amounts; the last is in scope.
std::array<NodeId, 4> Lowering::line_amounts(const types::CatalogueInfo& info,
                                             const std::vector<LineAnswer>& answers,
                                             const std::vector<Adjust>* changes) {
    Context context = each_line(info.module);
    context.changes = changes;
    std::vector<NodeId> taken;
    context.parts = &taken;
    const auto& fields = typed_.vocabulary.lists[*line_list()].fields;
    const auto amount_field = std::find_if(fields.begin(), fields.end(), [](const abi::Field& f) {
        return f.external == "det_item_fee_sumamt";
    });
    const auto field = static_cast<std::uint32_t>(amount_field - fields.begin());
    const auto amount = [&] { return build_.element(*line_list(), field, 0); };
    const NodeId zero = build_.money(0);
    std::array<NodeId, 4> sums{zero, zero, zero, zero};
    NodeId left = amount();
    for (std::size_t p = 0; p < info.decl->parts.size(); ++p) {
        const LinePart& part = info.decl->parts[p];
        build_.at(part.span);
        NodeId value = stored_money(expr(part.value, context), info.module);
        if (build_.type(value).optional) {
            value = build_.or_else(value, zero);
        }
        value = build_.minimum({build_.maximum({zero, value}), left});
        if (part.when) {
            value = build_.choose({{boolean(*part.when, context), value}}, zero);
        }
        taken.push_back(value);
        NodeId& sum = sums[static_cast<std::size_t>(info.parts[p])];
        sum = build_.add(sum, value);
        left = build_.subtract(left, value);
    }
    sums[3] = left;
    const NodeId refused = line_refused(answers);
    sums[0] = build_.choose({{refused, amount()}}, sums[0]);
    for (std::size_t i = 1; i < sums.size(); ++i) {
        sums[i] = build_.choose({{refused, zero}}, sums[i]);
    }
    return sums;
}

// A part of the line at hand, under the catalogue that is the claim's; without any the whole line
// is in scope.
NodeId Lowering::line_amount(std::uint32_t amount, const Context& context) {
    const Sums& sums = context.sums != nullptr ? *context.sums : sums_;
    std::vector<ir::Case> cases;
    cases.reserve(catalogues_.size());
    for (const LoweredCatalogue& c : catalogues_) {
        cases.push_back({build_.quantity(c.applies),
                         line_amounts(*c.info, sums.answers, sums.changes)[amount]});
    }
    if (cases.empty()) {
        const CatalogueDecl undivided;
        const types::CatalogueInfo whole{&undivided, context.module, {}, {}};
        return line_amounts(whole, sums.answers, sums.changes)[amount];
    }
    return build_.choose(cases);
}

// The parts of the claim: as it says them, or the sums of its lines.
void Lowering::line_sums(const std::vector<LineAnswer>& answers, const std::vector<Adjust>* changes,
                         Sums& into) {
    const abi::Vocabulary& v = typed_.vocabulary;
    into.answers = answers;
    into.changes = changes;
    if (catalogues_.empty() || !line_list()) {
        return;
    }
    std::array<std::vector<ir::Case>, 4> cases;
    for (const LoweredCatalogue& c : catalogues_) {
        const std::array<NodeId, 4> amounts = line_amounts(*c.info, answers, changes);
        for (std::size_t i = 0; i < amounts.size(); ++i) {
            cases[i].push_back(
                {build_.quantity(c.applies), build_.total(*line_list(), amounts[i])});
        }
    }
    for (std::size_t i = 0; i < kSums.size(); ++i) {
        const auto field = v.field(kSums[i]);
        if (!field) {
            continue;
        }
        build_.at(catalogues_.front().info->span);
        NodeId given = build_.field(*field);
        if (build_.type(given).optional) {
            given = build_.or_else(given, build_.money(0));
        }
        std::vector<ir::Case> all{{no_lines(), given}};
        all.insert(all.end(), cases[i].begin(), cases[i].end());
        const QuantityId sum = add(ir::Quantity{into.owner + v.fields[*field].name,
                                                Role::base,
                                                build_.choose(all),
                                                "各明细合计",
                                                {},
                                                catalogues_.front().info->span});
        into.parts.emplace(*field, sum);
    }
}

// A claim that says its parts and has lines too says the same twice, before any benefit takes a
// line out: a difference is a fault, and neither is taken for right.
std::optional<ir::Require> Lowering::parts_agree(const ir::Benefit& benefit,
                                                 const std::string& label) {
    if (sums_.parts.empty()) {
        return std::nullopt;
    }
    std::vector<NodeId> agree;
    for (const auto& [field, sum] : sums_.parts) {
        const NodeId given = build_.field(field);
        const NodeId same = build_.equal(given, build_.quantity(sum));
        agree.push_back(build_.type(given).optional
                            ? build_.disjunction({build_.negation(build_.present(given)), same})
                            : same);
    }
    const QuantityId check = add(ir::Quantity{label + ".明细与各部分一致",
                                              Role::check,
                                              build_.conjunction(std::move(agree)),
                                              "各部分金额 = 各明细合计",
                                              {},
                                              benefit.span});
    return ir::Require{check, FaultCode::parts_differ};
}

// A stay over several years is settled as one claim a year; what it says of its parts is compared
// with its lines before it is split.
void Lowering::split_by_years(ir::Benefit& benefit, const Context& context,
                              const types::YearInfo& year) {
    const std::uint32_t lines = *line_list();
    const auto day_of = [&](int rank) {
        return build_.ranked(lines, build_.boolean(true),
                             build_.element(lines, *year.line_field, 0), rank);
    };
    const auto year_with = [&](int rank) {
        return build_.year_start(day_of(rank), year.month, year.day);
    };
    const QuantityId one = add(
        ir::Quantity{context.label + ".同一年度", Role::check,
                     build_.disjunction({no_lines(), build_.equal(year_with(-1), year_with(1))}),
                     "明细都在一个年度", benefit.cites, benefit.span});
    if (const auto agree = parts_agree(benefit, context.label)) {
        benefit.opening.push_back(*agree);
    }
    benefit.opening.push_back({one, FaultCode::several_years});
    benefit.years = ir::YearSplit{lines, *year.line_field, year.month, year.day};
}

// A part of the claim's total, in the benefit at hand if there is one.
NodeId Lowering::claim_part(std::uint32_t field, const Sums* own) {
    const Sums& sums = own != nullptr ? *own : sums_;
    if (const auto sum = sums.parts.find(field); sum != sums.parts.end()) {
        return build_.quantity(sum->second);
    }
    const NodeId node = build_.field(field);
    return build_.type(node).optional ? build_.or_else(node, build_.money(0)) : node;
}

bool Lowering::is_part(std::uint32_t field) const {
    return std::any_of(kSums.begin(), kSums.end(), [&](const char* external) {
        return typed_.vocabulary.fields[field].external == external;
    });
}

// 不予支付 明细: listed where some line is taken out, refuses the claim where none is left.
ir::AnswerId Lowering::line_answer(const LineAnswer& a, const std::string& name, Span span,
                                   const std::vector<LineAnswer>& all) {
    const std::vector<ir::CiteId> cited = cites(a.decl->cites, a.module);
    Context whole;
    whole.module = a.module;
    NodeId alone = a.decl->when ? boolean(*a.decl->when, whole) : build_.boolean(true);
    NodeId some = alone;
    if (line_list()) {
        const NodeId one =
            a.decl->when ? boolean(*a.decl->when, each_line(a.module)) : build_.boolean(true);
        build_.at(span);
        some = build_.choose({{no_lines(), alone}}, build_.exists(*line_list(), one));
    }
    if (a.applies) {
        some = build_.conjunction({build_.quantity(*a.applies), some});
    }
    const std::string formula = a.decl->when ? text(tree_[*a.decl->when].span) : "是";
    const QuantityId holds = add(ir::Quantity{name, Role::condition, some, formula, cited, span});
    std::optional<QuantityId> counts;
    if (line_list() && a.decl->kind == AnswerKind::refused) {
        const NodeId left = build_.exists(*line_list(), build_.negation(line_refused(all)));
        const NodeId none = build_.disjunction({no_lines(), build_.negation(left)});
        counts =
            add(ir::Quantity{name + ".无余", Role::condition, none, "没有余下的明细", cited, span});
    }
    return build_.add(ir::Answer{static_cast<ir::AnswerKind>(a.decl->kind), a.decl->code.text,
                                 holds, a.decl->no_calc, cited, span, counts});
}

}  // namespace pol::lower
