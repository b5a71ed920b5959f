// Why a benefit did not apply: its condition evaluated part by part.
#include <algorithm>
#include <optional>
#include <set>

#include <fmt/format.h>

#include "compiler/driver/explain.h"
#include "compiler/interpret/evaluate.h"
#include "runtime/trace/render.h"

namespace pol::driver {
namespace {

/// A part of a condition that is not as the benefit needs it.
struct Failed {
    std::uint32_t quantity = 0;
    bool holds = false;  ///< it holds, and should not
    friend auto operator<=>(const Failed&, const Failed&) = default;
};

/// Looks for the failing parts of conditions of one claim.
class Search {
  public:
    Search(const ir::Program& program, interpret::Evaluator& evaluator)
        : program_(program), evaluator_(evaluator) {}

    std::vector<Failed> of_benefit(std::uint32_t benefit) {
        failed_.clear();
        for (const ir::Jurisdiction& j : program_.jurisdictions) {
            const bool stands_in = std::any_of(j.benefits.begin(), j.benefits.end(),
                                               [&](ir::BenefitId b) { return b.value == benefit; });
            if (stands_in && !evaluator_.holds(j.holds)) {
                failed_.push_back({j.holds.value, false});
            }
        }
        quantity(program_.benefits[benefit].holds);
        return std::move(failed_);
    }

  private:
    // A condition that does not hold: by its parts, else as a whole.
    void quantity(ir::QuantityId id) {
        if (evaluator_.holds(id)) {
            return;
        }
        const std::size_t before = failed_.size();
        const ir::Node& node = program_[program_[id].expression];
        if (node.op == ir::Op::conjunction) {
            for (const ir::NodeId part : node.args) {
                this->part(part);
            }
        } else if (node.op == ir::Op::quantity &&
                   program_[ir::QuantityId{node.ref}].role == ir::Role::condition) {
            quantity(ir::QuantityId{node.ref});
        }
        if (failed_.size() == before) {
            failed_.push_back({id.value, false});
        }
    }

    void part(ir::NodeId id) {
        const ir::Node& node = program_[id];
        if (node.op == ir::Op::quantity) {
            quantity(ir::QuantityId{node.ref});
        } else if (node.op == ir::Op::negation) {
            const ir::Node& of = program_[node.args[0]];
            if (of.op == ir::Op::quantity && evaluator_.holds(ir::QuantityId{of.ref})) {
                failed_.push_back({of.ref, true});
            }
        }
    }

    const ir::Program& program_;
    interpret::Evaluator& evaluator_;
    std::vector<Failed> failed_;
};

// Of 临时外出住院.条件 the amendment's name.
std::string owner_of(const std::string& condition) {
    return condition.substr(0, condition.find(".条件"));
}

}  // namespace

WhyNot why_not(const Explainable& of, const claims::Claim& claim, const claims::Settled& settled,
               account::Store& accounts, const claims::TextTable& texts, std::string_view benefit,
               claims::Lang lang) {
    const bool zh = lang == claims::Lang::zh;
    const ir::Program& program = of.program;
    const std::vector<abi::ListView> lists = claims::views_of(claim.lists);
    const abi::ClaimView view{claim.values.data(), claim.present.data(), lists.data()};
    account::Store::Session session(accounts, claim.psn_no);
    abi::Accounts own = session.view();
    trace::TapeBuffer buffer(program.quantities.size());
    abi::Tape tape = buffer.view();
    interpret::Evaluator evaluator(program, view, own, &tape);
    Search search(program, evaluator);

    // Of the versions of one name, the nearest to holding.
    std::set<std::string> names;
    std::optional<std::vector<Failed>> fewest;
    for (std::uint32_t b = 0; b < program.benefits.size(); ++b) {
        names.insert(program.benefits[b].name);
        if (program.benefits[b].name != benefit) {
            continue;
        }
        std::vector<Failed> failed = search.of_benefit(b);
        if (!fewest || failed.size() < fewest->size()) {
            fewest = std::move(failed);
        }
    }
    if (!fewest) {
        return {false,
                fmt::format(
                    "{}{}\n{}{}\n", zh ? "没有这个待遇：" : "there is no such benefit: ", benefit,
                    zh ? "待遇有：" : "the benefits are: ", fmt::join(names, zh ? "、" : ", "))};
    }
    if (settled.benefit == benefit) {
        return {true, fmt::format("{}{}\n", benefit, zh ? " 就是适用的待遇。" : " did apply.")};
    }
    std::string text =
        fmt::format("{}{}{}\n", zh ? "为什么不是 " : "why not ", benefit, zh ? "：" : ":");
    std::sort(fewest->begin(), fewest->end());
    const statement::Settled by{of.manifest, claim, settled, texts, {{claim, tape}}, {}, {}};
    for (const Failed& f : *fewest) {
        const abi::StepRow& step = of.manifest.steps[f.quantity];
        const std::string words = statement::condition_words(by, f.quantity, lang);
        text += f.holds ? fmt::format("  {} {}{}{}\n", owner_of(step.name),
                                      zh ? "也成立，由它取代：" : "holds too and stands instead: ",
                                      words, "")
                        : fmt::format("  {}{}\n", zh ? "不成立：" : "does not hold: ", words);
        const std::string cite = trace::show(step.cites);
        text += fmt::format("      {}{}{}\n", cite, cite.empty() ? "" : "  ", step.place);
    }
    if (evaluator.fault()) {
        text += fmt::format("  {}{}\n", zh ? "求值时出了故障：" : "evaluating it faults: ",
                            name_of(evaluator.fault().code));
    } else if (fewest->empty()) {
        text += zh ? "  它的条件成立，但排在前面的辖区已有待遇适用。\n"
                   : "  its condition holds, but a narrower jurisdiction had a benefit before.\n";
    }
    if (!settled.benefit.empty()) {
        std::string cite;
        for (const abi::BenefitRow& row : of.manifest.benefits) {
            if (row.name == settled.benefit && cite.empty()) {
                cite = trace::show(row.cites);
            }
        }
        text += fmt::format("{}{}  {}\n", zh ? "适用的是 " : "chosen was ", settled.benefit, cite);
    }
    return {true, text};
}

}  // namespace pol::driver
