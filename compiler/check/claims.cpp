#include "compiler/check/claims.h"

#include <algorithm>
#include <map>
#include <optional>
#include <unordered_map>

#include "compiler/check/classes.h"
#include "compiler/check/facts.h"
#include "compiler/check/saturating.h"
#include "runtime/value/date.h"
#include "runtime/value/money.h"
#include "runtime/value/place.h"

namespace pol::check {
namespace {

using ir::NodeId;
using ir::Op;

// More branches than this are not grown.
constexpr int kMostBranches = 20'000;
// More months than the calendar has.
constexpr std::int64_t kManyMonths = 4'800;

/// What is known of an expression on a branch: nothing yet, or its value (none: absent).
struct Known {
    bool known = false;
    std::optional<std::int64_t> value;
    [[nodiscard]] bool is(std::int64_t v) const { return known && value == v; }
};

class Search {
  public:
    Search(const ir::Program& program, const std::vector<Wanted>& wanted, Cancel cancel)
        : program_(program), wanted_(wanted), cancel_(cancel) {
        std::vector<NodeId> conditions;
        conditions.reserve(wanted.size());
        for (const Wanted& w : wanted) {
            conditions.push_back(w.node);
        }
        unknowns_ = classes(program, conditions);
        tested_.resize(unknowns_.all.size());
    }

    Found run() {
        if (contradicts()) {
            return {Found::Kind::none, {}, {}};
        }
        if (grow()) {
            return {Found::Kind::claim, words(), fields()};
        }
        return {sure_ ? Found::Kind::none : Found::Kind::undecided, {}, {}};
    }

  private:
    // Whether what is wanted cannot be, whatever its parts are: of a condition that is to fail
    // every part is wanted to hold. So an amendment excludes the benefit that it changes.
    [[nodiscard]] bool contradicts() const {
        Facts facts;
        for (const Wanted& w : wanted_) {
            if (w.ask == Ask::holds || w.ask == Ask::fails) {
                assume(program_, w.node, w.ask == Ask::holds, facts);
            }
        }
        return std::ranges::any_of(facts, [&](const Fact& one) {
            if (one.holds) {
                return std::ranges::any_of(facts, [&](const Fact& other) {
                    return other.holds && differ(one.node, other.node);
                });
            }
            Facts parts;
            assume(program_, one.node, true, parts);
            return std::ranges::all_of(parts, [&](const Fact& part) {
                return std::ranges::any_of(facts, [&](const Fact& fact) {
                    return fact.holds == part.holds && same(program_, fact.node, part.node);
                });
            });
        });
    }

    // Whether one thing is said to be two.
    [[nodiscard]] bool differ(NodeId a, NodeId b) const {
        const ir::Node& x = program_[a];
        const ir::Node& y = program_[b];
        if (x.op != Op::equal || y.op != Op::equal || program_[x.args[1]].op != Op::constant ||
            program_[y.args[1]].op != Op::constant) {
            return false;
        }
        return program_[x.args[1]].value != program_[y.args[1]].value &&
               program_[x.args[1]].type == program_[y.args[1]].type &&
               same(program_, x.args[0], y.args[0]);
    }

    // One node of the decision tree; whether a claim was found below it.
    bool grow() {
        if (++branches_ > kMostBranches || cancel_.is_asked()) {
            sure_ = false;
            return false;
        }
        next_.reset();
        bool all_met = true;
        for (const Wanted& w : wanted_) {
            const std::optional<bool> so = met(w);
            if (so == false) {
                return false;
            }
            all_met = all_met && so.has_value();
        }
        if (!next_) {
            sure_ = sure_ && all_met;
            return all_met && consistent();
        }
        const std::uint32_t tested = *next_;
        order_.push_back(tested);
        for (const auto& value : unknowns_.all[tested].values) {
            tested_[tested] = Known{true, value};
            if (grow()) {
                return true;
            }
        }
        tested_[tested] = {};
        order_.pop_back();
        return false;
    }

    // Several questions about one list may contradict each other; where they might, the branch is
    // no example.
    bool consistent() {
        std::map<std::uint32_t, std::vector<std::uint32_t>> lists;
        for (const std::uint32_t u : order_) {
            const Op op = program_[unknowns_.all[u].node].op;
            if (op == Op::exists || op == Op::count || op == Op::total || op == Op::ranked) {
                lists[program_[unknowns_.all[u].node].ref].push_back(u);
            }
        }
        for (const auto& entry : lists) {
            const std::vector<std::uint32_t>& asked = entry.second;
            if (asked.size() > 1 && !all_are(asked, 0) && !all_are(asked, 1)) {
                sure_ = false;
                return false;
            }
        }
        return true;
    }

    // Whether every question is whether some element is so, with this answer.
    bool all_are(const std::vector<std::uint32_t>& asked, std::int64_t answer) const {
        return std::all_of(asked.begin(), asked.end(), [&](std::uint32_t u) {
            return program_[unknowns_.all[u].node].op == Op::exists && tested_[u].is(answer);
        });
    }

    // Whether what is wanted is so; nothing where that cannot be told yet.
    std::optional<bool> met(const Wanted& w) {
        if (w.ask == Ask::no_row) {
            return misses(program_[w.node]);
        }
        const Known k = node(w.node);
        if (!k.known) {
            return std::nullopt;
        }
        return w.ask == Ask::absent ? !k.value.has_value()
                                    : (k.value.value_or(0) != 0) == (w.ask == Ask::holds);
    }

    std::optional<bool> misses(const ir::Node& lookup) {
        std::vector<std::optional<std::int64_t>> keys;
        for (const NodeId arg : lookup.args) {
            const Known k = node(arg);
            if (!k.known) {
                return std::nullopt;
            }
            if (!k.value) {
                return true;
            }
            keys.push_back(k.value);
        }
        return program_.tables[lookup.ref].miss.empty() && row(lookup, keys) == nullptr;
    }

    Known unknown(NodeId id) {
        const std::uint32_t u = unknowns_.of_node.at(id);
        if (!tested_[u].known && !next_) {
            next_ = u;
        }
        return tested_[u];
    }

    // What a branch knows of a node, worked out once; inside a quantifier an element is not the one
    // outside.
    Known node(NodeId id) {
        if (inside_ > 0) {
            return evaluated(id);
        }
        Remembered& memory = memory_[id.value];
        if (memory.branch != branches_) {
            memory.known = evaluated(id);
            memory.branch = branches_;
        }
        return memory.known;
    }

    Known evaluated(NodeId id) {
        const ir::Node& n = program_[id];
        switch (n.op) {
        case Op::constant:
            return {true, n.value};
        case Op::absent:
            return {true, std::nullopt};
        case Op::quantity:
            return node(program_[ir::QuantityId{n.ref}].expression);
        case Op::conjunction:
            return joined(n, 0);
        case Op::disjunction:
            return joined(n, 1);
        case Op::choose:
            return chosen(n);
        case Op::minimum:
        case Op::maximum:
            return extreme(n);
        default:
            break;
        }
        if (n.op == Op::element && inside_ > 0) {
            return {};
        }
        // No element meets a condition that fails whatever the element is.
        if (n.op == Op::exists || n.op == Op::count) {
            ++inside_;
            const bool fails = node(n.args[0]).is(0);
            --inside_;
            if (fails) {
                return {true, 0};
            }
        }
        if (!computable(n.op)) {
            return unknown(id);
        }
        std::vector<std::optional<std::int64_t>> args;
        bool all_known = true;
        for (const NodeId arg : n.args) {
            const Known k = node(arg);
            // A comparison with an absent side is false, whatever the other is.
            const bool compares = n.op == Op::equal || n.op == Op::less || n.op == Op::less_equal ||
                                  n.op == Op::within;
            if (compares && k.known && !k.value) {
                return {true, 0};
            }
            all_known = all_known && k.known;
            args.push_back(k.value);
        }
        return all_known ? Known{true, value(n, args)} : Known{};
    }

    // A conjunction ends with the first that is 0, a disjunction with the first that is 1.
    Known joined(const ir::Node& n, std::int64_t end) {
        bool all_known = true;
        for (const NodeId arg : n.args) {
            const Known k = node(arg);
            if (k.is(end)) {
                return {true, end};
            }
            all_known = all_known && k.known;
        }
        return all_known ? Known{true, 1 - end} : Known{};
    }

    Known chosen(const ir::Node& n) {
        for (std::size_t i = 0; i + 1 < n.args.size(); i += 2) {
            const Known holds = node(n.args[i]);
            if (!holds.known) {
                return {};
            }
            if (holds.is(1)) {
                return node(n.args[i + 1]);
            }
        }
        return n.args.size() % 2 == 1 ? node(n.args.back()) : Known{true, std::nullopt};
    }

    Known extreme(const ir::Node& n) {
        std::optional<std::int64_t> best;
        for (const NodeId arg : n.args) {
            const Known k = node(arg);
            if (!k.known || !k.value) {
                return k;
            }
            const bool better =
                !best || (n.op == Op::minimum ? *k.value < *best : *k.value > *best);
            best = better ? k.value : best;
        }
        return {true, best};
    }

    std::optional<std::int64_t> value(const ir::Node& n,
                                      const std::vector<std::optional<std::int64_t>>& a) const {
        const auto truth = [](bool holds) { return std::optional<std::int64_t>(holds ? 1 : 0); };
        const bool all =
            std::all_of(a.begin(), a.end(), [](const auto& v) { return v.has_value(); });
        switch (n.op) {
        case Op::present:
            return truth(all);
        case Op::truth:
            return truth(a[0].value_or(0) != 0);
        case Op::equal:
            return truth(all && *a[0] == *a[1]);
        case Op::less:
            return truth(all && *a[0] < *a[1]);
        case Op::less_equal:
            return truth(all && *a[0] <= *a[1]);
        case Op::within:
            return truth(all && lies_within(*a[0], *a[1]));
        case Op::negation:
            return truth(a[0].value_or(0) == 0);
        case Op::in_table:
            return truth(all && row(n, a) != nullptr);
        default:
            break;
        }
        if (!all) {
            return std::nullopt;
        }
        switch (n.op) {
        case Op::negate:
            return minus(0, *a[0]);
        case Op::add:
        case Op::add_days:
            return plus(*a[0], *a[1]);
        case Op::subtract:
            return minus(*a[0], *a[1]);
        case Op::rescale: {
            std::int64_t result = *a[0];
            for (int s = program_[n.args[0]].type.scale; s < n.type.scale; ++s) {
                result = times(result, 10);
            }
            return result;
        }
        case Op::lookup:
            return cell(n, a);
        default:
            return of_days(n, a);
        }
    }

    static std::optional<std::int64_t> of_days(const ir::Node& n,
                                               const std::vector<std::optional<std::int64_t>>& a) {
        if (*a[0] < kFirstDay || *a[0] > kLastDay) {
            return a[0];  // a day that no claim has: what follows is a fault
        }
        switch (n.op) {
        case Op::year_start:
            return year_start(*a[0], static_cast<int>(n.value / 100),
                              static_cast<int>(n.value % 100));
        case Op::quarter_start:
            return quarter_start(*a[0]);
        case Op::month_start:
            return month_start(*a[0]);
        case Op::add_months:
            return add_months(*a[0], std::clamp<std::int64_t>(*a[1], -kManyMonths, kManyMonths));
        case Op::days_between:
            return minus(*a[1], *a[0]);
        default:
            return age_on(*a[0], *a[1]);
        }
    }

    const ir::Row* row(const ir::Node& n, const std::vector<std::optional<std::int64_t>>& a) const {
        const auto matches = [&](const ir::Row& r) {
            for (std::size_t k = 0; k < a.size(); ++k) {
                const auto& ranges = r.keys[k].ranges;
                if (!r.keys[k].any &&
                    std::none_of(ranges.begin(), ranges.end(), [&](const ir::KeyRange& range) {
                        return range.low <= *a[k] && *a[k] <= range.high;
                    })) {
                    return false;
                }
            }
            return true;
        };
        const auto& rows = program_.tables[n.ref].rows;
        const auto found = std::find_if(rows.begin(), rows.end(), matches);
        return found == rows.end() ? nullptr : &*found;
    }

    std::optional<std::int64_t> cell(const ir::Node& n,
                                     const std::vector<std::optional<std::int64_t>>& a) const {
        const ir::Table& table = program_.tables[n.ref];
        const ir::Row* found = row(n, a);
        const auto& cells = found != nullptr ? found->cells : table.miss;
        const bool there = n.ref2 < cells.size() && cells[n.ref2].present;
        return there ? std::optional(cells[n.ref2].value) : std::nullopt;
    }

    std::vector<std::pair<std::uint32_t, std::optional<std::int64_t>>> fields() const {
        std::vector<std::pair<std::uint32_t, std::optional<std::int64_t>>> list;
        list.reserve(order_.size());
        for (const std::uint32_t u : order_) {
            if (unknowns_.all[u].field) {
                list.emplace_back(program_[unknowns_.all[u].node].ref, tested_[u].value);
            }
        }
        return list;
    }

    std::string words() const {
        std::string text;
        for (const std::uint32_t u : order_) {
            if (!unknowns_.all[u].field) {
                continue;
            }
            const ir::Node& field = program_[unknowns_.all[u].node];
            text += (text.empty() ? "" : ", ") + program_.vocabulary.fields[field.ref].name + " " +
                    shown(program_, field.type, tested_[u].value);
        }
        return text.empty() ? "…" : text;
    }

    const ir::Program& program_;
    const std::vector<Wanted>& wanted_;
    Cancel cancel_;
    Unknowns unknowns_;
    std::vector<Known> tested_;         ///< by unknown
    std::vector<std::uint32_t> order_;  ///< the unknowns on the way to this branch
    std::optional<std::uint32_t> next_;
    struct Remembered {
        int branch = 0;
        Known known;
    };
    std::unordered_map<std::uint32_t, Remembered> memory_;  ///< by node, of those that are asked
    int inside_ = 0;  ///< quantifiers around what is evaluated
    int branches_ = 0;
    bool sure_ = true;
};

}  // namespace

std::string shown(const ir::Program& program, const ir::Type& type,
                  const std::optional<std::int64_t>& value) {
    if (!value) {
        return "无";
    }
    switch (type.kind) {
    case abi::Kind::boolean:
        return *value != 0 ? "是" : "否";
    case abi::Kind::code:
        return program.vocabulary.enums[type.enumeration]
            .values[static_cast<std::size_t>(*value)]
            .name;
    case abi::Kind::date:
        return format_date(*value);
    case abi::Kind::money:
        return format_fen(*value);
    case abi::Kind::number:
        return format_decimal(*value, type.scale);
    case abi::Kind::text: {
        const auto index = static_cast<std::size_t>(*value);
        return index < program.texts.size() ? "\"" + program.texts[index] + "\"" : "…";
    }
    case abi::Kind::place:
        break;
    }
    return std::to_string(*value);
}

Found find_claim(const ir::Program& program, const std::vector<Wanted>& wanted, Cancel cancel) {
    if (cancel.is_asked()) {
        return {Found::Kind::undecided, {}, {}};
    }
    return Search(program, wanted, cancel).run();
}

}  // namespace pol::check
