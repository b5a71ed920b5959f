#include "compiler/check/properties.h"

#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "compiler/check/claim_source.h"
#include "compiler/check/linear.h"
#include "compiler/check/trial.h"
#include "compiler/ir/walk.h"
#include "runtime/value/money.h"

namespace pol::check {
namespace {

using claims::Claim;
using ir::QuantityId;

// The accounts that properties keep of themselves.
constexpr std::string_view kOwnAccounts = "恒有.";

struct Property {
    PropertyAnswer answer;
    bool of_period = false;
    bool compares = false;
    std::vector<QuantityId> checks;  ///< one of each benefit that it binds
};

class Searching {
  public:
    Searching(ir::Program program, const std::vector<Claim>& examples, Diagnostics& diagnostics)
        : program_(std::move(program)), examples_(examples), diagnostics_(diagnostics) {
        collect();
    }

    std::vector<PropertyAnswer> run(std::size_t trials) {
        prove();
        const auto open = [](const Property& p) {
            return p.answer.kind == PropertyAnswer::Kind::searched;
        };
        if (std::ranges::any_of(properties_, open)) {
            ClaimSource source(program_, examples_);
            const bool periods = std::ranges::any_of(
                properties_, [&](const Property& p) { return open(p) && p.of_period; });
            for (std::size_t t = 0; t < trials; ++t) {
                if (periods && t % 3 == 2) {
                    year(source);
                } else {
                    one(source, t % 2 == 0);
                }
            }
        }
        std::vector<PropertyAnswer> answers;
        answers.reserve(properties_.size());
        for (Property& p : properties_) {
            answers.push_back(std::move(p.answer));
        }
        return answers;
    }

  private:
    void collect() {
        for (const ir::Benefit& benefit : program_.benefits) {
            for (const ir::Step& step : benefit.steps) {
                const auto* require = std::get_if<ir::Require>(&step);
                if (require != nullptr && require->fault == FaultCode::broken_property) {
                    add(require->condition, false);
                }
            }
            for (const ir::NotFalling& one : benefit.not_falling) {
                add(one.value, true);
            }
        }
        std::ranges::sort(properties_, {}, [](const Property& p) { return p.answer.span; });
        for (std::size_t p = 0; p < properties_.size(); ++p) {
            for (const QuantityId check : properties_[p].checks) {
                of_check_[check] = p;
            }
        }
    }

    // A property is known by its place in the text.
    void add(QuantityId check, bool compares) {
        const ir::Quantity& q = program_[check];
        auto known = std::ranges::find_if(
            properties_, [&](const Property& p) { return p.answer.span == q.span; });
        if (known == properties_.end()) {
            Property fresh;
            fresh.answer.text = q.formula;
            fresh.answer.span = q.span;
            fresh.compares = compares;
            fresh.of_period = reads_own_accounts(q.expression);
            properties_.push_back(std::move(fresh));
            known = properties_.end() - 1;
        }
        known->checks.push_back(check);
    }

    bool reads_own_accounts(ir::NodeId expression) const {
        return std::ranges::any_of(ir::nodes_under(program_, expression), [&](ir::NodeId id) {
            const ir::Node& n = program_[id];
            return n.op == ir::Op::balance &&
                   program_.accounts[n.ref].name.find(kOwnAccounts) != std::string::npos;
        });
    }

    void prove() {
        for (Property& p : properties_) {
            const bool proved = !p.compares && std::ranges::all_of(p.checks, [&](QuantityId check) {
                return holds_by_adding(program_, program_[check].expression);
            });
            if (proved) {
                p.answer.kind = PropertyAnswer::Kind::proved;
            }
        }
    }

    // One claim, with accounts of nothing or of anything.
    void one(ClaimSource& source, bool empty) {
        const Draw draw = [&](const account::Key& key) {
            const std::string& name = program_.accounts[key.account].name;
            const bool own = name.find(kOwnAccounts) != std::string::npos;
            return own || source.chance(40) ? 0 : source.amount();
        };
        Trial trial{{}, {source.next()}};
        const Tried tried = empty ? check::run(program_, trial) : check::run(program_, trial, draw);
        look(trial, tried, empty);
        if (!tried.compared.empty()) {
            compare(source, trial, tried, draw);
        }
    }

    // Several claims of one person, from nothing.
    void year(ClaimSource& source) {
        Trial trial{{}, {source.next()}};
        for (std::int64_t more = source.between(1, 4); more > 0; --more) {
            trial.claims.push_back(source.like(trial.claims.back()));
        }
        if (source.chance(50)) {
            for (Claim& claim : trial.claims) {
                source.enlarge(claim);
            }
        }
        look(trial, check::run(program_, trial), true);
    }

    // Of a period only what claims came to from nothing counts.
    void look(const Trial& trial, const Tried& tried, bool from_nothing) {
        const auto fault = static_cast<FaultCode>(tried.settlement.fault);
        if (fault == FaultCode::none) {
            kept(tried);
        }
        const std::optional<std::size_t> broken = broken_by(tried);
        if (!broken || properties_[*broken].answer.kind != PropertyAnswer::Kind::searched ||
            (properties_[*broken].of_period && !from_nothing)) {
            return;
        }
        Trial found = trial;
        found.claims.resize(tried.claim + 1);
        const Trial small = smallest(program_, std::move(found), [&](Trial& t) {
            return broken_by(check::run(program_, t)) == broken;
        });
        Trial again = small;
        const Tried last = check::run(program_, again);
        const ir::NodeId expression =
            program_[QuantityId{last.settlement.fault_quantity}].expression;
        tell(*broken,
             fmt::format("{} ⇒ {}", words(program_, small), figures(program_, small, expression)));
    }

    [[nodiscard]] std::optional<std::size_t> broken_by(const Tried& tried) const {
        if (static_cast<FaultCode>(tried.settlement.fault) != FaultCode::broken_property) {
            return std::nullopt;
        }
        const auto found = of_check_.find(QuantityId{tried.settlement.fault_quantity});
        return found == of_check_.end() ? std::nullopt : std::optional(found->second);
    }

    // Counts the claim for what its benefit is bound by.
    void kept(const Tried& tried) {
        if (tried.settlement.status == static_cast<std::int32_t>(abi::Status::refused)) {
            return;
        }
        const auto b = static_cast<std::size_t>(tried.settlement.benefit);
        for (const ir::Step& step : program_.benefits[b].steps) {
            const auto* require = std::get_if<ir::Require>(&step);
            if (require != nullptr && of_check_.contains(require->condition)) {
                ++properties_[of_check_.at(require->condition)].answer.claims;
            }
        }
    }

    [[nodiscard]] const std::vector<ir::NotFalling>& comparisons(const Tried& tried) const {
        return program_.benefits[static_cast<std::size_t>(tried.settlement.benefit)].not_falling;
    }

    // What the property is at of a claim; nothing where it faulted or is not bound.
    [[nodiscard]] std::optional<Fen> value(const Tried& tried, std::size_t property) const {
        if (tried.compared.empty()) {
            return std::nullopt;
        }
        const auto& all = comparisons(tried);
        for (std::size_t k = 0; k < all.size(); ++k) {
            if (of_check_.at(all[k].value) == property) {
                return tried.compared[k];
            }
        }
        return std::nullopt;
    }

    static Claim with_more(Claim claim, const ir::Program& program, std::uint32_t field, Fen more) {
        claim.values[field] += more;
        set_total(program, claim);
        return claim;
    }

    // X of a claim and of the same with so much more of Y; nothing where one of the two is not
    // bound.
    struct Compared {
        Fen before = 0;
        Fen after = 0;
        [[nodiscard]] bool falls() const { return after < before; }
    };
    [[nodiscard]] std::optional<Compared> both(Trial& trial, std::size_t property,
                                               std::uint32_t field, Fen more,
                                               const Draw& draw) const {
        Trial other{trial.before, {with_more(trial.claims.front(), program_, field, more)}};
        const auto after = value(check::run(program_, other, draw), property);
        trial.before = other.before;  // what the second asked for is part of both
        const auto before = value(check::run(program_, trial, draw), property);
        return before && after ? std::optional(Compared{*before, *after}) : std::nullopt;
    }

    [[nodiscard]] bool falls(Trial& trial, std::size_t property, std::uint32_t field,
                             Fen more) const {
        const auto compared = both(trial, property, field, more, {});
        return compared && compared->falls();
    }

    // By halves to where it falls: in the lower half, or else in the upper.
    Fen narrowed(Trial& trial, std::size_t property, std::uint32_t field, Fen more) const {
        while (more > 1) {
            const Fen half = more / 2;
            if (falls(trial, property, field, half)) {
                more = half;
                continue;
            }
            Trial upper{trial.before, {with_more(trial.claims.front(), program_, field, half)}};
            if (!falls(upper, property, field, more - half)) {
                break;  // the middle is no such claim
            }
            trial = std::move(upper);
            more -= half;
        }
        return more;
    }

    void compare(ClaimSource& source, const Trial& trial, const Tried& tried, const Draw& draw) {
        for (const ir::NotFalling& one : comparisons(tried)) {
            const std::size_t property = of_check_.at(one.value);
            Trial pair = trial;
            Claim& claim = pair.claims.front();
            // Of a claim with fee lines the parts are theirs.
            if (claim.present[one.field] == 0 ||
                properties_[property].answer.kind != PropertyAnswer::Kind::searched) {
                continue;
            }
            // A step is at an amount of the text.
            if (source.chance(50)) {
                claim = with_more(claim, program_, one.field,
                                  source.constant() - claim.values[one.field]);
            }
            const Fen more = source.chance(50) ? 1 : std::max<Fen>(1, source.amount());
            const auto compared = both(pair, property, one.field, more, draw);
            if (compared && compared->falls()) {
                tell_fall(pair, property, one.field, more);
            } else if (compared) {
                ++properties_[property].answer.claims;
            }
        }
    }

    void tell_fall(const Trial& found, std::size_t property, std::uint32_t field, Fen more) {
        Trial small =
            smallest(program_, found, [&](Trial& t) { return falls(t, property, field, more); });
        const Fen least = narrowed(small, property, field, more);
        const auto fallen = both(small, property, field, least, {});
        const Fen from = small.claims.front().values[field];
        const std::string& text = properties_[property].answer.text;
        tell(property, fmt::format("{} ⇒ {} {} → {}, {} {} → {}", words(program_, small),
                                   program_.vocabulary.fields[field].name, format_fen(from),
                                   format_fen(from + least), text.substr(0, text.find(" 不减于")),
                                   format_fen(fallen->before), format_fen(fallen->after)));
    }

    void tell(std::size_t property, std::string example) {
        PropertyAnswer& answer = properties_[property].answer;
        answer.kind = PropertyAnswer::Kind::refuted;
        forget(property);
        diagnostics_.add(Code::E0421_property_refuted, answer.span, {std::move(example)});
    }

    // What is refuted is asked no more: a claim that breaks it too could break another.
    void forget(std::size_t property) {
        for (ir::Benefit& benefit : program_.benefits) {
            std::erase_if(benefit.steps, [&](const ir::Step& step) {
                const auto* require = std::get_if<ir::Require>(&step);
                if (require == nullptr) {
                    return false;
                }
                const auto check = of_check_.find(require->condition);
                return check != of_check_.end() && check->second == property;
            });
        }
    }

    ir::Program program_;
    const std::vector<Claim>& examples_;
    Diagnostics& diagnostics_;
    std::vector<Property> properties_;
    std::map<QuantityId, std::size_t> of_check_;
};

}  // namespace

std::vector<PropertyAnswer> properties(const ir::Program& program,
                                       const std::vector<Claim>& examples, std::size_t trials,
                                       Diagnostics& diagnostics) {
    return Searching(program, examples, diagnostics).run(trials);
}

}  // namespace pol::check
