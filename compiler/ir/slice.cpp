#include "compiler/ir/slice.h"

#include <algorithm>
#include <optional>
#include <unordered_map>
#include <utility>

#include "runtime/value/overloaded.h"

namespace pol::ir {
namespace {

/// The place and the field of `field within place`.
struct Within {
    std::uint32_t field = 0;
    Place place = 0;
};

std::optional<Within> within_of(const Program& program, NodeId id) {
    const Node& node = program[id];
    if (node.op != Op::within) {
        return std::nullopt;
    }
    const Node& place = program[node.args[0]];
    const Node& wider = program[node.args[1]];
    if (place.op != Op::field || wider.op != Op::constant) {
        return std::nullopt;
    }
    return Within{place.ref, wider.value};
}

/// Copies what is needed; of places of insurance it knows what the slice is of.
class Copying {
  public:
    Copying(const Program& from, const abi::InsuredPlaces* places, std::size_t which)
        : from_(from), places_(places), which_(which) {
        into_.vocabulary = from.vocabulary;
        into_.texts = from.texts;
        into_.files = from.files;
    }

    void jurisdictions() {
        for (const Jurisdiction& one : from_.jurisdictions) {
            const auto known = truth_of(from_[one.holds].expression);
            if (known && !*known) {
                continue;
            }
            Jurisdiction copy{one.name, quantity(one.holds), {}};
            for (const BenefitId id : one.benefits) {
                copy.benefits.push_back(benefit(from_[id], id));
            }
            into_.jurisdictions.push_back(std::move(copy));
        }
        finish();
    }

    NodeId expression(NodeId id) {
        const NodeId copy = node(id);
        finish();
        return copy;
    }

    Program take() { return std::move(into_); }
    Numbers numbers() { return std::move(numbers_); }

  private:
    using Known = std::unordered_map<std::uint32_t, std::uint32_t>;

    /// Whether a place of insurance of the slice lies in another place, where that is the same for
    /// all of them.
    [[nodiscard]] std::optional<bool> lies_in(Place wider) const {
        if (wider == 0) {
            return true;
        }
        if (which_ < places_->places.size()) {
            const Place own = places_->places[which_];
            if (lies_within(own, wider)) {
                return true;
            }
            if (!lies_within(wider, own)) {
                return false;
            }
        }
        const bool is_other =
            std::binary_search(places_->places.begin(), places_->places.end(), wider);
        return is_other ? std::optional(false) : std::nullopt;
    }

    /// A condition that the place of insurance decides alone.
    [[nodiscard]] std::optional<bool> truth_of(NodeId id) const {
        const Node& node = from_[id];
        if (node.op == Op::constant) {
            return node.value != 0;
        }
        const auto within = within_of(from_, id);
        if (!within || places_ == nullptr || within->field != places_->field) {
            return std::nullopt;
        }
        // A field that may be absent lies in no place.
        const auto lies = lies_in(within->place);
        const bool may_be_absent = from_[node.args[0]].type.optional && within->place == 0;
        return may_be_absent ? std::nullopt : lies;
    }

    QuantityId quantity(QuantityId id) {
        const auto [at, is_new] =
            quantities_.emplace(id.value, static_cast<std::uint32_t>(numbers_.quantities.size()));
        if (is_new) {
            numbers_.quantities.push_back(id.value);
            const Quantity& whole = from_[id];
            into_.quantities.push_back({whole.name, whole.role, {}, whole.formula, {}, whole.span});
        }
        return {at->second};
    }

    /// Expressions of quantities come when nothing else is open, so that chains of quantities are
    /// no deep recursion.
    void finish() {
        for (; done_ < numbers_.quantities.size(); ++done_) {
            const NodeId copy = node(from_.quantities[numbers_.quantities[done_]].expression);
            into_.quantities[done_].expression = copy;
        }
    }

    NodeId node(NodeId id) {
        if (const auto known = nodes_.find(id.value); known != nodes_.end()) {
            return {known->second};
        }
        Node copy = from_[id];
        const auto known = copy.op == Op::constant ? std::nullopt : truth_of(id);
        if (known) {
            copy = {Op::constant, {abi::Kind::boolean}, {}, 0, 0, *known ? 1 : 0, copy.span};
        } else if (copy.op == Op::choose) {
            copy.args = open_cases(copy);
        } else if (copy.op == Op::conjunction || copy.op == Op::disjunction) {
            copy.args = open_operands(copy);
        }
        for (NodeId& arg : copy.args) {
            arg = node(arg);
        }
        refs(copy);
        const NodeId made{static_cast<std::uint32_t>(into_.nodes.size())};
        into_.nodes.push_back(std::move(copy));
        nodes_.emplace(id.value, made.value);
        return made;
    }

    /// Cases without those that never hold, but for one that must stay.
    [[nodiscard]] std::vector<NodeId> open_cases(const Node& node) const {
        std::vector<NodeId> open;
        std::size_t i = 0;
        for (; i + 1 < node.args.size(); i += 2) {
            const auto known = truth_of(node.args[i]);
            if (!known || *known) {
                open.push_back(node.args[i]);
                open.push_back(node.args[i + 1]);
            }
        }
        if (open.empty()) {
            return node.args;
        }
        if (i < node.args.size()) {
            open.push_back(node.args[i]);
        }
        return open;
    }

    /// Operands up to the first that decides, without those that never do.
    [[nodiscard]] std::vector<NodeId> open_operands(const Node& node) const {
        const bool decisive = node.op == Op::disjunction;
        std::vector<NodeId> open;
        for (const NodeId arg : node.args) {
            const auto known = truth_of(arg);
            if (!known || *known == decisive) {
                open.push_back(arg);
            }
            if (known && *known == decisive) {
                break;
            }
        }
        if (open.empty()) {
            open.push_back(node.args.front());
        }
        return open;
    }

    void refs(Node& node) {
        switch (node.op) {
        case Op::quantity:
            node.ref = quantity({node.ref}).value;
            break;
        case Op::in_table:
        case Op::lookup:
            node.ref = table(node.ref);
            break;
        case Op::balance:
            node.ref = account(node.ref);
            break;
        default:
            break;
        }
    }

    std::uint32_t table(std::uint32_t index) {
        const auto [at, is_new] =
            tables_.emplace(index, static_cast<std::uint32_t>(into_.tables.size()));
        if (is_new) {
            Table copy = from_.tables[index];
            for (Row& row : copy.rows) {
                row.cites.clear();
            }
            into_.tables.push_back(std::move(copy));
        }
        return at->second;
    }

    std::uint32_t account(std::uint32_t index) {
        const auto [at, is_new] =
            accounts_.emplace(index, static_cast<std::uint32_t>(into_.accounts.size()));
        if (is_new) {
            numbers_.accounts.push_back(index);
            into_.accounts.push_back(from_.accounts[index]);
        }
        return at->second;
    }

    AnswerId answer(AnswerId id) {
        const auto [at, is_new] =
            answers_.emplace(id.value, static_cast<std::uint32_t>(into_.answers.size()));
        if (is_new) {
            numbers_.answers.push_back(id.value);
            Answer copy = from_[id];
            copy.cites.clear();
            copy.holds = quantity(copy.holds);
            if (copy.counts) {
                copy.counts = quantity(*copy.counts);
            }
            into_.answers.push_back(std::move(copy));
        }
        return {at->second};
    }

    Step step(Step step) {
        std::visit(Overloaded{
                       [&](Compute& s) { s.quantity = quantity(s.quantity); },
                       [&](Require& s) { s.condition = quantity(s.condition); },
                       [&](Post& s) {
                           s.account = {account(s.account.value)};
                           s.amount = quantity(s.amount);
                           s.period = node(s.period);
                           for (NodeId& key : s.keys) {
                               key = node(key);
                           }
                       },
                   },
                   step);
        return step;
    }

    BenefitId benefit(const Benefit& whole, BenefitId id) {
        Benefit copy = whole;
        copy.cites.clear();
        copy.not_falling.clear();
        copy.holds = quantity(copy.holds);
        for (Require& one : copy.opening) {
            one.condition = quantity(one.condition);
        }
        for (AnswerId& one : copy.answers) {
            one = answer(one);
        }
        for (Step& one : copy.steps) {
            one = step(one);
        }
        for (auto* outputs : {&copy.outputs, &copy.outputs_skipped}) {
            for (Output& one : *outputs) {
                one.quantity = quantity(one.quantity);
            }
        }
        numbers_.benefits.push_back(id.value);
        into_.benefits.push_back(std::move(copy));
        return {static_cast<std::uint32_t>(into_.benefits.size() - 1)};
    }

    const Program& from_;
    const abi::InsuredPlaces* places_;  ///< null: none is known
    std::size_t which_;
    Program into_;
    Numbers numbers_;
    std::size_t done_ = 0;  ///< quantities whose expressions are copied
    Known nodes_, quantities_, tables_, accounts_, answers_;
};

}  // namespace

std::optional<Place> place_of(const Program& program, const Jurisdiction& one) {
    const auto within = within_of(program, program[one.holds].expression);
    return within ? std::optional(within->place) : std::nullopt;
}

abi::InsuredPlaces places_of_insurance(const Program& program) {
    abi::InsuredPlaces places;
    bool is_first = true;
    for (const Jurisdiction& one : program.jurisdictions) {
        const NodeId holds = program[one.holds].expression;
        if (program[holds].op == Op::constant) {
            continue;
        }
        const auto within = within_of(program, holds);
        if (!within || within->place == 0 || (!is_first && within->field != places.field)) {
            return {};
        }
        is_first = false;
        places.field = within->field;
        places.places.push_back(within->place);
    }
    std::sort(places.places.begin(), places.places.end());
    places.places.erase(std::unique(places.places.begin(), places.places.end()),
                        places.places.end());
    return places;
}

Slice slice(const Program& program, const abi::InsuredPlaces& places, std::size_t which) {
    Copying copying(program, places.places.empty() ? nullptr : &places, which);
    copying.jurisdictions();
    return {copying.take(), copying.numbers()};
}

Extract extract(const Program& program, const std::vector<NodeId>& expressions) {
    Copying copying(program, nullptr, 0);
    Extract made;
    made.expressions.reserve(expressions.size());
    for (const NodeId id : expressions) {
        made.expressions.push_back(copying.expression(id));
    }
    made.program = copying.take();
    return made;
}

}  // namespace pol::ir
