#include "compiler/check/classes.h"

#include <algorithm>
#include <numeric>
#include <set>

#include "compiler/check/facts.h"
#include "compiler/check/saturating.h"
#include "runtime/value/date.h"
#include "runtime/value/money.h"

namespace pol::check {
namespace {

using ir::NodeId;
using ir::Op;

// An enum with more values than this is known by those that are named and one that is not.
constexpr std::size_t kManyValues = 24;
// Days, amounts and numbers where nothing else is named to start from.
constexpr std::int64_t kSomeAmount = 100'000;
constexpr std::int64_t kNoPlace = 999'999;
constexpr std::size_t kMostClasses = 96;

// A distance that a comparison adds to one of its sides: days or months, or an amount.
struct Shift {
    std::int64_t amount = 0;
    bool months = false;
    friend auto operator<=>(const Shift&, const Shift&) = default;
};

struct Constant {
    abi::Kind kind = abi::Kind::number;
    int scale = 0;
    std::int64_t value = 0;
};

// What is compared with one another shares its constants.
struct Group {
    std::vector<Constant> constants;
    std::vector<Constant> keys;  ///< of rows: there may be many, and they come after the others
    std::set<Shift> shifts;

    // Those that a value of this type can be beside, at its own scale.
    [[nodiscard]] static std::vector<std::int64_t> beside(const std::vector<Constant>& constants,
                                                          const ir::Type& type) {
        std::vector<std::int64_t> values;
        for (const Constant& c : constants) {
            if (c.kind != type.kind) {
                continue;
            }
            std::int64_t value = c.value;
            for (int s = c.scale; s > type.scale; --s) {
                value /= 10;
            }
            values.push_back(value);
        }
        return values;
    }
};

class Classes {
  public:
    explicit Classes(const ir::Program& program) : program_(program) {}

    Unknowns run(const std::vector<NodeId>& conditions) {
        for (const NodeId id : conditions) {
            visit(id);
        }
        for (std::uint32_t u = 0; u < unknowns_.all.size(); ++u) {
            fill(u);
        }
        return std::move(unknowns_);
    }

  private:
    void visit(NodeId id) {
        if (!visited_.insert(id).second) {
            return;
        }
        const ir::Node& node = program_[id];
        if (node.op == Op::quantity) {
            return visit(program_[ir::QuantityId{node.ref}].expression);
        }
        if (node.op == Op::element && inside_ > 0) {
            return;
        }
        if (node.op == Op::field || !computable(node.op)) {
            unknown(id);
        }
        // What a quantifier asks of every element may fail by the claim's own fields.
        const bool quantifier = node.op == Op::exists || node.op == Op::count;
        if (node.op == Op::field || (!computable(node.op) && !quantifier)) {
            return;
        }
        inside_ += quantifier ? 1 : 0;
        for (const NodeId arg : node.args) {
            visit(arg);
        }
        inside_ -= quantifier ? 1 : 0;
        const bool compares = node.op == Op::equal || node.op == Op::less ||
                              node.op == Op::less_equal || node.op == Op::within;
        if (compares || node.op == Op::in_table || node.op == Op::lookup) {
            relate(node);
        }
    }

    std::uint32_t unknown(NodeId id) {
        if (const auto known = unknowns_.of_node.find(id); known != unknowns_.of_node.end()) {
            return known->second;
        }
        for (std::uint32_t u = 0; u < unknowns_.all.size(); ++u) {
            if (same(program_, unknowns_.all[u].node, id)) {
                unknowns_.of_node.emplace(id, u);
                return u;
            }
        }
        const auto u = static_cast<std::uint32_t>(unknowns_.all.size());
        unknowns_.all.push_back({id, program_[id].op == Op::field, {}});
        unknowns_.of_node.emplace(id, u);
        groups_.emplace_back();
        parents_.push_back(u);
        return u;
    }

    // All unknowns on the sides of a comparison become one group, with the constants among them.
    void relate(const ir::Node& node) {
        std::vector<std::uint32_t> members;
        Group found;
        for (const NodeId arg : node.args) {
            side(arg, members, found);
        }
        if (node.op == Op::in_table || node.op == Op::lookup) {
            keys(node);
            return;
        }
        if (members.empty()) {
            return;
        }
        const std::uint32_t root = root_of(members[0]);
        for (const std::uint32_t m : members) {
            merge(root, root_of(m));
        }
        Group& group = groups_[root];
        group.constants.insert(group.constants.end(), found.constants.begin(),
                               found.constants.end());
        group.shifts.insert(found.shifts.begin(), found.shifts.end());
        spans(node, group);
    }

    void side(NodeId id, std::vector<std::uint32_t>& members, Group& found) {
        const ir::Node& node = program_[id];
        switch (node.op) {
        case Op::constant:
            found.constants.push_back({node.type.kind, node.type.scale, node.value});
            return;
        case Op::quantity:
            return side(program_[ir::QuantityId{node.ref}].expression, members, found);
        case Op::add_days:
        case Op::add_months:
            side(node.args[0], members, found);
            if (program_[node.args[1]].op == Op::constant) {
                found.shifts.insert({program_[node.args[1]].value, node.op == Op::add_months});
            }
            return;
        case Op::add:
        case Op::subtract:
            for (const NodeId arg : node.args) {
                if (program_[arg].op == Op::constant) {
                    found.shifts.insert({program_[arg].value, false});
                } else {
                    side(arg, members, found);
                }
            }
            return;
        default:
            break;
        }
        if (node.op == Op::element && inside_ > 0) {
            return;
        }
        if (node.op == Op::field || !computable(node.op)) {
            members.push_back(unknown(id));
            return;
        }
        for (const NodeId arg : node.args) {
            side(arg, members, found);
        }
    }

    // `年龄(a, b) < 60`: days that lie so far apart.
    void spans(const ir::Node& node, Group& group) {
        for (std::size_t i = 0; i < 2; ++i) {
            const ir::Node& measured = program_[node.args[i]];
            const ir::Node& limit = program_[node.args[1 - i]];
            if (limit.op != Op::constant) {
                continue;
            }
            if (measured.op == Op::age) {
                group.shifts.insert({times(12, limit.value), true});
            }
            if (measured.op == Op::days_between) {
                group.shifts.insert({limit.value, false});
            }
        }
    }

    void keys(const ir::Node& node) {
        const ir::Table& table = program_.tables[node.ref];
        for (std::size_t k = 0; k < node.args.size(); ++k) {
            std::vector<std::uint32_t> members;
            Group found;
            side(node.args[k], members, found);
            for (const std::uint32_t m : members) {
                Group& group = groups_[root_of(m)];
                // A calendar is told from what lies beyond it by its ends.
                const std::size_t step =
                    table.misses ? std::max<std::size_t>(1, table.rows.size() - 1) : 1;
                const std::size_t most = table.misses ? table.rows.size() : kMostClasses;
                for (std::size_t i = 0; i < std::min(table.rows.size(), most); i += step) {
                    const ir::Row& row = table.rows[i];
                    for (const ir::KeyRange& r : row.keys[k].ranges) {
                        const ir::Type& type = table.keys[k].type;
                        group.keys.push_back({type.kind, type.scale, r.low});
                        group.keys.push_back({type.kind, type.scale, r.high});
                    }
                }
            }
        }
    }

    std::uint32_t root_of(std::uint32_t u) const {
        while (parents_[u] != u) {
            u = parents_[u];
        }
        return u;
    }
    void merge(std::uint32_t into, std::uint32_t from) {
        if (into == from) {
            return;
        }
        parents_[from] = into;
        Group& a = groups_[into];
        const Group& b = groups_[from];
        a.constants.insert(a.constants.end(), b.constants.begin(), b.constants.end());
        a.keys.insert(a.keys.end(), b.keys.begin(), b.keys.end());
        a.shifts.insert(b.shifts.begin(), b.shifts.end());
    }

    void fill(std::uint32_t u) {
        Unknown& unknown = unknowns_.all[u];
        const ir::Type& type = program_[unknown.node].type;
        const Group& group = groups_[root_of(u)];
        std::vector<std::int64_t> constants = Group::beside(group.constants, type);
        const std::vector<std::int64_t> keys = Group::beside(group.keys, type);
        constants.insert(constants.end(), keys.begin(), keys.end());
        const auto add = [&](std::int64_t value) {
            if (unknown.values.size() < kMostClasses && possible(type, value) &&
                std::find(unknown.values.begin(), unknown.values.end(), value) ==
                    unknown.values.end()) {
                unknown.values.emplace_back(value);
            }
        };
        switch (type.kind) {
        case abi::Kind::boolean:
            add(1);
            add(0);
            break;
        case abi::Kind::code:
            codes(type, constants, add);
            break;
        case abi::Kind::place:
        case abi::Kind::text:
            for (const std::int64_t c : constants) {
                add(c);
            }
            // One that nothing names, and another for whoever is compared with it.
            add(type.kind == abi::Kind::place ? kNoPlace : 1'000'000'000);
            add(type.kind == abi::Kind::place ? kNoPlace - 101 : 1'000'000'001);
            break;
        default:
            numbers(type, constants, constants.size() - keys.size(), group.shifts, add);
            break;
        }
        if (type.optional) {
            unknown.values.emplace_back(std::nullopt);
        }
    }

    template <class F>
    void codes(const ir::Type& type, const std::vector<std::int64_t>& constants, F add) const {
        const std::size_t count = program_.vocabulary.enums[type.enumeration].values.size();
        const auto named = [&](std::int64_t value) {
            return std::find(constants.begin(), constants.end(), value) != constants.end();
        };
        bool other = false;
        for (std::size_t v = 0; v < count; ++v) {
            const auto value = static_cast<std::int64_t>(v);
            if (count <= kManyValues || named(value)) {
                add(value);
            } else if (!other) {
                add(value);
                other = true;
            }
        }
    }

    template <class F>
    static void numbers(const ir::Type& type, std::vector<std::int64_t> from, std::size_t compared,
                        const std::set<Shift>& shifts, F add) {
        if (from.empty()) {
            from.push_back(type.kind == abi::Kind::date    ? *parse_date("2023-06-15")
                           : type.kind == abi::Kind::money ? kSomeAmount
                                                           : 1);
        }
        const auto around = [&](std::int64_t value) {
            add(value);
            add(minus(value, 1));
            add(plus(value, 1));
        };
        const auto near = [&](std::size_t begin, std::size_t end) {
            for (std::size_t i = begin; i < end; ++i) {
                around(from[i]);
            }
            for (std::size_t i = begin; i < end; ++i) {
                for (const Shift& s : shifts) {
                    around(moved(from[i], s.amount, s.months));
                    around(moved(from[i], minus(0, s.amount), s.months));
                }
            }
        };
        // What is compared first: of many keys not all find room.
        near(0, compared);
        near(compared, from.size());
    }

    static std::int64_t moved(std::int64_t value, std::int64_t amount, bool months) {
        constexpr std::int64_t kMostMonths = 4'800;
        if (!months) {
            return plus(value, amount);
        }
        const bool on_calendar = value >= kFirstDay && value <= kLastDay;
        return on_calendar && amount > -kMostMonths && amount < kMostMonths
                   ? add_months(value, amount)
                   : value;
    }

    // What a claim may bring: no day outside the calendar, no amount below zero.
    static bool possible(const ir::Type& type, std::int64_t value) {
        switch (type.kind) {
        case abi::Kind::date:
            return value >= kFirstDay && value <= kLastDay;
        case abi::Kind::money:
            return value >= 0 && value <= kMoneyBound;
        case abi::Kind::number:
            return value >= 0;
        default:
            return true;
        }
    }

    const ir::Program& program_;
    Unknowns unknowns_;
    std::vector<Group> groups_;
    std::vector<std::uint32_t> parents_;
    std::set<NodeId> visited_;
    int inside_ = 0;  ///< quantifiers around
};

}  // namespace

bool computable(Op op) {
    switch (op) {
    case Op::constant:
    case Op::absent:
    case Op::quantity:
    case Op::negate:
    case Op::add:
    case Op::subtract:
    case Op::rescale:
    case Op::minimum:
    case Op::maximum:
    case Op::equal:
    case Op::less:
    case Op::less_equal:
    case Op::negation:
    case Op::conjunction:
    case Op::disjunction:
    case Op::present:
    case Op::truth:
    case Op::choose:
    case Op::within:
    case Op::in_table:
    case Op::lookup:
    case Op::year_start:
    case Op::quarter_start:
    case Op::month_start:
    case Op::add_days:
    case Op::add_months:
    case Op::days_between:
    case Op::age:
        return true;
    case Op::field:
    case Op::element:
    case Op::multiply:
    case Op::round:
    case Op::quotient:
    case Op::exists:
    case Op::count:
    case Op::total:
    case Op::ranked:
    case Op::as_money:
    case Op::balance:
        return false;
    }
    return false;
}

Unknowns classes(const ir::Program& program, const std::vector<NodeId>& conditions) {
    return Classes(program).run(conditions);
}

}  // namespace pol::check
