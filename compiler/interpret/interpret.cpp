#include "compiler/interpret/interpret.h"

#include <algorithm>
#include <optional>

#include "compiler/interpret/evaluate.h"
#include "runtime/fault/assert.h"

namespace pol::interpret {
namespace {

/// One claim on its way through jurisdictions, answers, steps and outputs.
class Settling {
  public:
    Settling(const ir::Program& program, const abi::ClaimView& claim, abi::Accounts& accounts,
             abi::Settlement& settlement, abi::Tape* tape)
        : program_(program),
          accounts_(accounts),
          settlement_(settlement),
          evaluator_(program, claim, accounts, tape) {}

    void run() {
        settlement_.status = static_cast<std::int32_t>(abi::Status::paid);
        settlement_.benefit = -1;
        settlement_.fault = 0;
        settlement_.fault_quantity = Fault::kNoQuantity;
        if (const ir::Benefit* benefit = choose_benefit()) {
            settle(*benefit);
        }
        if (evaluator_.fault()) {
            answer_fault(evaluator_.fault());
        }
    }

    std::vector<std::int64_t> compared() {
        std::vector<std::int64_t> values;
        if (settlement_.fault != 0 || !calculated_) {
            return values;
        }
        const auto& asked =
            program_.benefits[static_cast<std::size_t>(settlement_.benefit)].not_falling;
        values.reserve(asked.size());
        for (const ir::NotFalling& one : asked) {
            const Value value = evaluator_.quantity(one.value);
            values.push_back(value ? to_word(*value) : 0);
        }
        if (evaluator_.fault()) {
            answer_fault(evaluator_.fault());
            values.clear();
        }
        return values;
    }

  private:
    const ir::Benefit* choose_benefit() {
        for (const ir::Jurisdiction& jurisdiction : program_.jurisdictions) {
            if (!evaluator_.holds(jurisdiction.holds)) {
                continue;
            }
            for (const ir::BenefitId id : jurisdiction.benefits) {
                if (evaluator_.holds(program_[id].holds)) {
                    settlement_.benefit = static_cast<std::int32_t>(id.value);
                    return &program_[id];
                }
            }
        }
        evaluator_.fail(FaultCode::no_benefit, Fault::kNoQuantity);
        return nullptr;
    }

    void settle(const ir::Benefit& benefit) {
        for (const ir::Require& one : benefit.opening) {
            step(one);
        }
        const bool calculates = decide(benefit.answers);
        calculated_ = calculates;
        if (calculates) {
            for (const ir::Step& any : benefit.steps) {
                std::visit([this](const auto& one) { step(one); }, any);
            }
        }
        answer(calculates ? benefit.outputs : benefit.outputs_skipped);
    }

    /// Decides all answers and the status; whether the tiers run.
    bool decide(const std::vector<ir::AnswerId>& answers) {
        bool calculates = true;
        ir::AnswerKind strongest = ir::AnswerKind::notice;
        for (const ir::AnswerId id : answers) {
            if (!evaluator_.holds(program_[id].holds)) {
                continue;
            }
            const ir::Answer& answer = program_[id];
            settlement_.answers[id.value] = 1;
            if (answer.counts && !evaluator_.holds(*answer.counts)) {
                continue;
            }
            strongest = std::max(strongest, answer.kind);
            calculates = calculates && !answer.no_calc && answer.kind != ir::AnswerKind::refused;
        }
        settlement_.status = static_cast<std::int32_t>(status_of(strongest));
        return calculates;
    }

    static abi::Status status_of(ir::AnswerKind strongest) {
        switch (strongest) {
        case ir::AnswerKind::notice:
            return abi::Status::paid;
        case ir::AnswerKind::manual:
            return abi::Status::manual;
        case ir::AnswerKind::pending:
            return abi::Status::pending;
        case ir::AnswerKind::refused:
            return abi::Status::refused;
        }
        unreachable_state("a kind of answer out of range");
    }

    void step(const ir::Compute& step) { evaluator_.quantity(step.quantity); }

    void step(const ir::Require& step) {
        if (!evaluator_.holds(step.condition)) {
            evaluator_.fail(step.fault, step.condition.value);
        }
    }

    void step(const ir::Post& step) {
        const Value amount = evaluator_.quantity(step.amount);
        if (!amount || *amount == 0) {
            return;
        }
        const std::optional<std::int64_t> period = word(step.period);
        std::vector<std::int64_t> keys;
        keys.reserve(step.keys.size());
        for (const ir::NodeId id : step.keys) {
            keys.push_back(word(id).value_or(0));
        }
        if (!evaluator_.fault()) {
            const abi::AccountKey key{step.account.value, static_cast<std::uint32_t>(keys.size()),
                                      period.value_or(0), keys.data()};
            accounts_.post(accounts_.self, &key, to_word(*amount));
        }
    }

    /// Nothing after a fault only.
    std::optional<std::int64_t> word(ir::NodeId id) {
        const Value value = evaluator_.node(id);
        return value ? std::optional{to_word(*value)} : std::nullopt;
    }

    void answer(const std::vector<ir::Output>& outputs) {
        for (const ir::Output& output : outputs) {
            if (const Value& value = evaluator_.quantity(output.quantity)) {
                settlement_.outputs[output.result] = to_word(*value);
            }
        }
    }

    void answer_fault(const Fault& fault) {
        settlement_.status = static_cast<std::int32_t>(abi::Status::fault);
        settlement_.fault = static_cast<std::int32_t>(fault.code);
        settlement_.fault_quantity = fault.quantity;
        std::fill_n(settlement_.outputs, program_.vocabulary.results.size(), 0);
    }

    const ir::Program& program_;
    abi::Accounts& accounts_;
    abi::Settlement& settlement_;
    Evaluator evaluator_;
    bool calculated_ = false;  ///< the tiers ran
};

}  // namespace

void settle_one(const ir::Program& program, const abi::ClaimView& claim, abi::Accounts& accounts,
                abi::Settlement& settlement, abi::Tape* tape) {
    Settling{program, claim, accounts, settlement, tape}.run();
}

std::vector<std::int64_t> settle_to_compare(const ir::Program& program, const abi::ClaimView& claim,
                                            abi::Accounts& accounts, abi::Settlement& settlement) {
    Settling settling{program, claim, accounts, settlement, nullptr};
    settling.run();
    return settling.compared();
}

std::optional<std::int64_t> value_of(const ir::Program& program, ir::NodeId node,
                                     const abi::ClaimView& claim, abi::Accounts& accounts) {
    const Value value = Evaluator{program, claim, accounts, nullptr}.node(node);
    return value ? std::optional{to_word(*value)} : std::nullopt;
}

}  // namespace pol::interpret
