// Two benefits of one jurisdiction do not both hold.
//
// Both conditions are tried on every claim that they can tell apart: each field that they compare
// with constants takes the values at and around those constants (all of an enum), and a condition
// that is none of these is a coin of its own. A claim on which both hold is the message.
#include <algorithm>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <utility>

#include "compiler/check/check.h"
#include "compiler/check/facts.h"
#include "runtime/value/date.h"
#include "runtime/value/money.h"
#include "runtime/value/place.h"

namespace pol::check {
namespace {

using ir::NodeId;
using ir::Op;

// More claims than this are not tried: the conditions are left to whoever tells them apart.
constexpr std::size_t kMostClaims = 200'000;

/// One field of the claim, or a condition that is not understood, and what it may be.
struct Unknown {
    NodeId node;
    bool coin = false;  ///< a condition: 0 or 1
    std::vector<std::optional<std::int64_t>> values;
};

class Pair {
  public:
    Pair(const ir::Program& program, NodeId a, NodeId b) : program_(program), roots_{a, b} {
        collect(a);
        collect(b);
    }

    /// A claim on which both hold, in words; nothing where there is none or too many to try.
    std::optional<std::string> example() {
        std::size_t claims = 1;
        for (const Unknown& u : unknowns_) {
            claims *= u.values.size();
            if (claims > kMostClaims) {
                return std::nullopt;
            }
        }
        at_.assign(unknowns_.size(), 0);
        do {
            if (holds(roots_[0]) && holds(roots_[1])) {
                return words();
            }
        } while (next());
        return std::nullopt;
    }

  private:
    bool next() {
        for (std::size_t u = 0; u < at_.size(); ++u) {
            if (++at_[u] < unknowns_[u].values.size()) {
                return true;
            }
            at_[u] = 0;
        }
        return false;
    }

    // Whether a condition compares one field with constants.
    bool understood(const ir::Node& node) const {
        switch (node.op) {
        case Op::equal:
        case Op::less:
        case Op::less_equal:
        case Op::within:
            return (is_field(node.args[0]) && is_constant(node.args[1])) ||
                   (is_constant(node.args[0]) && is_field(node.args[1]));
        case Op::present:
        case Op::truth:
            return is_field(node.args[0]);
        case Op::in_table:
            return node.args.size() == 1 && is_field(node.args[0]);
        default:
            return false;
        }
    }
    bool is_field(NodeId id) const { return program_[id].op == Op::field; }
    bool is_constant(NodeId id) const { return program_[id].op == Op::constant; }

    void collect(NodeId id) {
        const ir::Node& node = program_[id];
        switch (node.op) {
        case Op::constant:
            return;
        case Op::quantity:
            return collect(program_[ir::QuantityId{node.ref}].expression);
        case Op::conjunction:
        case Op::disjunction:
        case Op::negation:
            for (const NodeId arg : node.args) {
                collect(arg);
            }
            return;
        case Op::field:
            add_values(id, {0, 1});
            return;
        default:
            break;
        }
        if (!understood(node)) {
            const bool known =
                std::any_of(unknowns_.begin(), unknowns_.end(),
                            [&](const Unknown& u) { return u.coin && same(program_, u.node, id); });
            if (!known) {
                unknowns_.push_back({id, true, {0, 1}});
            }
            return;
        }
        const NodeId field = is_field(node.args[0]) ? node.args[0] : node.args[1];
        add_values(field, values_around(node));
    }

    std::vector<std::int64_t> values_around(const ir::Node& node) const {
        std::vector<std::int64_t> values;
        for (const NodeId arg : node.args) {
            if (!is_constant(arg)) {
                continue;
            }
            const std::int64_t value = program_[arg].value;
            values.push_back(value);
            if (program_[arg].type.kind != abi::Kind::code) {
                values.insert(values.end(), {value - 1, value + 1});
            }
        }
        if (node.op == Op::in_table) {
            for (const ir::Row& row : program_.tables[node.ref].rows) {
                for (const ir::KeyRange& r : row.keys[0].ranges) {
                    values.push_back(r.low);
                }
            }
        }
        return values;
    }

    void add_values(NodeId field, const std::vector<std::int64_t>& values) {
        auto at = std::find_if(unknowns_.begin(), unknowns_.end(), [&](const Unknown& u) {
            return !u.coin && program_[u.node].ref == program_[field].ref;
        });
        const ir::Type& type = program_[field].type;
        if (at == unknowns_.end()) {
            unknowns_.push_back({field, false, {}});
            at = unknowns_.end() - 1;
            if (type.optional) {
                at->values.emplace_back(std::nullopt);
            }
            const std::size_t count =
                type.kind == abi::Kind::code
                    ? program_.vocabulary.enums[type.enumeration].values.size()
                : type.kind == abi::Kind::boolean ? 2
                                                  : 0;
            for (std::size_t v = 0; v < count; ++v) {
                at->values.emplace_back(static_cast<std::int64_t>(v));
            }
            if (type.kind == abi::Kind::place) {
                at->values.emplace_back(999999);
            }
        }
        const bool finite = type.kind == abi::Kind::code || type.kind == abi::Kind::boolean;
        for (const std::int64_t v : values) {
            if (!finite && std::find(at->values.begin(), at->values.end(), v) == at->values.end()) {
                at->values.emplace_back(v);
            }
        }
    }

    std::optional<std::int64_t> value(NodeId id) const {
        if (is_constant(id)) {
            return program_[id].value;
        }
        for (std::size_t u = 0; u < unknowns_.size(); ++u) {
            if (!unknowns_[u].coin && program_[unknowns_[u].node].ref == program_[id].ref) {
                return unknowns_[u].values[at_[u]];
            }
        }
        return std::nullopt;
    }

    bool compared(const ir::Node& node,
                  const std::function<bool(std::int64_t, std::int64_t)>& of) const {
        const auto a = value(node.args[0]);
        const auto b = value(node.args[1]);
        return a && b && of(*a, *b);
    }

    bool holds(NodeId id) const {
        const ir::Node& node = program_[id];
        const auto holds_one = [&](NodeId arg) { return holds(arg); };
        switch (node.op) {
        case Op::constant:
            return node.value != 0;
        case Op::quantity:
            return holds(program_[ir::QuantityId{node.ref}].expression);
        case Op::conjunction:
            return std::all_of(node.args.begin(), node.args.end(), holds_one);
        case Op::disjunction:
            return std::any_of(node.args.begin(), node.args.end(), holds_one);
        case Op::negation:
            return !holds(node.args[0]);
        case Op::field:
            return value(id).value_or(0) != 0;
        default:
            break;
        }
        if (!understood(node)) {
            return coin(id);
        }
        switch (node.op) {
        case Op::equal:
            return compared(node, std::equal_to<>());
        case Op::less:
            return compared(node, std::less<>());
        case Op::less_equal:
            return compared(node, std::less_equal<>());
        case Op::within:
            return compared(node, lies_within);
        case Op::present:
            return value(node.args[0]).has_value();
        case Op::truth:
            return value(node.args[0]).value_or(0) != 0;
        default:
            return in_table(node);
        }
    }

    bool in_table(const ir::Node& node) const {
        const auto key = value(node.args[0]);
        const auto& rows = program_.tables[node.ref].rows;
        return key && std::any_of(rows.begin(), rows.end(), [&](const ir::Row& row) {
                   const auto& ranges = row.keys[0].ranges;
                   return row.keys[0].any ||
                          std::any_of(ranges.begin(), ranges.end(), [&](const ir::KeyRange& r) {
                              return r.low <= *key && *key <= r.high;
                          });
               });
    }

    bool coin(NodeId id) const {
        for (std::size_t u = 0; u < unknowns_.size(); ++u) {
            if (unknowns_[u].coin && same(program_, unknowns_[u].node, id)) {
                return unknowns_[u].values[at_[u]].value_or(0) != 0;
            }
        }
        return false;
    }

    std::string words() const {
        std::string text;
        for (std::size_t u = 0; u < unknowns_.size(); ++u) {
            if (unknowns_[u].coin) {
                continue;
            }
            const ir::Node& field = program_[unknowns_[u].node];
            text += (text.empty() ? "" : ", ") + program_.vocabulary.fields[field.ref].name + " " +
                    shown(field.type, unknowns_[u].values[at_[u]]);
        }
        return text.empty() ? "…" : text;
    }

    std::string shown(const ir::Type& type, const std::optional<std::int64_t>& value) const {
        if (!value) {
            return "无";
        }
        switch (type.kind) {
        case abi::Kind::boolean:
            return *value != 0 ? "是" : "否";
        case abi::Kind::code:
            return program_.vocabulary.enums[type.enumeration]
                .values[static_cast<std::size_t>(*value)]
                .name;
        case abi::Kind::date:
            return format_date(*value);
        case abi::Kind::money:
            return format_fen(*value);
        case abi::Kind::number:
            return format_decimal(*value, type.scale);
        case abi::Kind::text:
        case abi::Kind::place:
            break;
        }
        return std::to_string(*value);
    }

    const ir::Program& program_;
    NodeId roots_[2];
    std::vector<Unknown> unknowns_;
    std::vector<std::size_t> at_;
};

}  // namespace

void overlaps(const ir::Program& program, Diagnostics& diagnostics) {
    for (const ir::Jurisdiction& j : program.jurisdictions) {
        for (std::size_t a = 0; a < j.benefits.size(); ++a) {
            for (std::size_t b = a + 1; b < j.benefits.size(); ++b) {
                const ir::Benefit& first = program[j.benefits[a]];
                const ir::Benefit& second = program[j.benefits[b]];
                const auto example =
                    Pair(program, program[first.holds].expression, program[second.holds].expression)
                        .example();
                if (example) {
                    diagnostics
                        .add(Code::E0402_benefits_overlap, program[second.holds].span,
                             {first.name, second.name, *example})
                        .label(program[first.holds].span, Note::first_is_here)
                        .hint(Note::narrow_condition);
                }
            }
        }
    }
}

}  // namespace pol::check
