#include <algorithm>
#include <set>
#include <utility>

#include "compiler/check/check.h"
#include "compiler/check/facts.h"

namespace pol::check {
namespace {

using ir::NodeId;
using ir::Op;

// More keys than this are not tried one by one.
constexpr std::size_t kMostKeys = 65'536;

class Lookups {
  public:
    Lookups(const ir::Program& program, Diagnostics& diagnostics)
        : program_(program), diagnostics_(diagnostics) {}

    void run() {
        for (const ir::Jurisdiction& j : program_.jurisdictions) {
            for (const ir::BenefitId id : j.benefits) {
                benefit(program_[id]);
            }
        }
    }

  private:
    void benefit(const ir::Benefit& b) {
        walked_.clear();
        walk(program_[b.holds].expression, {});
        Facts facts;
        assume(program_, program_[b.holds].expression, true, facts);
        for (const ir::AnswerId id : b.answers) {
            walk(program_[program_[id].holds].expression, facts);
        }
        // The tiers run only where no refusal and no answer without amounts holds.
        for (const ir::AnswerId id : b.answers) {
            const ir::Answer& answer = program_[id];
            if (answer.no_calc || answer.kind == ir::AnswerKind::refused) {
                assume(program_, program_[answer.holds].expression, false, facts);
            }
        }
        for (const ir::Step& step : b.steps) {
            if (const auto* compute = std::get_if<ir::Compute>(&step)) {
                walk(program_[compute->quantity].expression, facts);
            }
            if (const auto* require = std::get_if<ir::Require>(&step)) {
                walk(program_[require->condition].expression, facts);
            }
            if (const auto* post = std::get_if<ir::Post>(&step)) {
                for (const NodeId key : post->keys) {
                    walk(key, facts);
                }
            }
        }
    }

    // Follows evaluation: what stands behind a condition knows it.
    void walk(NodeId id, const Facts& facts) {
        const ir::Node& node = program_[id];
        switch (node.op) {
        case Op::quantity:
            // The same quantity under the same facts says the same.
            if (walked_.emplace(node.ref, facts.size()).second) {
                walk(program_[ir::QuantityId{node.ref}].expression, facts);
            }
            return;
        case Op::conjunction:
        case Op::disjunction: {
            Facts inside = facts;
            for (const NodeId arg : node.args) {
                walk(arg, inside);
                assume(program_, arg, node.op == Op::conjunction, inside);
            }
            return;
        }
        case Op::choose:
            return choose(node, facts);
        case Op::lookup:
            lookup(node, facts);
            break;
        default:
            break;
        }
        for (const NodeId arg : node.args) {
            walk(arg, facts);
        }
    }

    void choose(const ir::Node& node, const Facts& facts) {
        Facts before = facts;
        for (std::size_t i = 0; i + 1 < node.args.size(); i += 2) {
            walk(node.args[i], before);
            Facts chosen = before;
            assume(program_, node.args[i], true, chosen);
            walk(node.args[i + 1], chosen);
            assume(program_, node.args[i], false, before);
        }
        if (node.args.size() % 2 == 1) {
            walk(node.args.back(), before);
        }
    }

    void lookup(const ir::Node& node, const Facts& facts) {
        const ir::Table& table = program_.tables[node.ref];
        const bool known = std::any_of(facts.begin(), facts.end(), [&](const Fact& f) {
            const ir::Node& fact = program_[f.node];
            return f.holds && fact.op == Op::in_table && fact.ref == node.ref &&
                   std::equal(fact.args.begin(), fact.args.end(), node.args.begin(),
                              node.args.end(),
                              [&](NodeId a, NodeId b) { return same(program_, a, b); });
        });
        if (known) {
            return;
        }
        const std::string example = missed(node, table, facts);
        if (!example.empty()) {
            report(node, table, example);
        }
    }

    // One message for a table and key, however often it is looked up.
    void report(const ir::Node& node, const ir::Table& table, const std::string& example) {
        const std::string key = name_of_key(node.args[0], table, 0);
        if (!reported_.emplace(node.ref, key).second) {
            return;
        }
        diagnostics_.add(Code::E0401_lookup_may_miss, node.span, {table.name, example})
            .hint(Note::exclude_miss, {key + " 不属于 " + table.name});
    }

    std::string name_of_key(NodeId id, const ir::Table& table, std::size_t key) const {
        const ir::Node& node = program_[id];
        if (node.op == Op::field) {
            return program_.vocabulary.fields[node.ref].name;
        }
        if (node.op == Op::quantity) {
            return program_.quantities[node.ref].name;
        }
        return table.keys[key].name;
    }

    // A key that no row has, in words; empty where each key that can come has one.
    std::string missed(const ir::Node& node, const ir::Table& table, const Facts& facts) const {
        std::vector<std::vector<std::int64_t>> values(node.args.size());
        std::size_t combinations = 1;
        for (std::size_t k = 0; k < node.args.size(); ++k) {
            const ir::Type& type = program_[node.args[k]].type;
            const std::string name = name_of_key(node.args[k], table, k);
            if (type.optional && !given(node.args[k], facts)) {
                return name + " 为 无";
            }
            if (!table.miss.empty()) {
                continue;
            }
            const bool every = std::all_of(table.rows.begin(), table.rows.end(),
                                           [&](const ir::Row& r) { return r.keys[k].any; });
            if (every && !table.rows.empty()) {
                values[k] = {0};
                continue;
            }
            const bool finite = type.kind == abi::Kind::code || type.kind == abi::Kind::boolean;
            if (!finite) {
                return name + " 不在表里";
            }
            const std::size_t count =
                type.kind == abi::Kind::boolean
                    ? 2
                    : program_.vocabulary.enums[type.enumeration].values.size();
            for (std::size_t v = 0; v < count; ++v) {
                const auto value = static_cast<std::int64_t>(v);
                const bool possible = std::none_of(facts.begin(), facts.end(), [&](const Fact& f) {
                    return allows(program_, f, node.args[k], value) == false;
                });
                if (possible) {
                    values[k].push_back(value);
                }
            }
            combinations *= std::max<std::size_t>(1, values[k].size());
            if (combinations > kMostKeys) {
                return name + " …";
            }
        }
        if (!table.miss.empty()) {
            return {};
        }
        return first_without_row(node, table, values);
    }

    bool given(NodeId key, const Facts& facts) const {
        return std::any_of(facts.begin(), facts.end(), [&](const Fact& f) {
            const ir::Node& fact = program_[f.node];
            if (fact.op == Op::present) {
                return f.holds && same(program_, fact.args[0], key);
            }
            // Only what is there can be equal to something.
            return f.holds && fact.op == Op::equal &&
                   (same(program_, fact.args[0], key) || same(program_, fact.args[1], key));
        });
    }

    std::string first_without_row(const ir::Node& node, const ir::Table& table,
                                  const std::vector<std::vector<std::int64_t>>& values) const {
        std::vector<std::size_t> at(values.size(), 0);
        if (std::any_of(values.begin(), values.end(), [](const auto& v) { return v.empty(); })) {
            return {};
        }
        while (true) {
            const bool found =
                std::any_of(table.rows.begin(), table.rows.end(), [&](const ir::Row& row) {
                    for (std::size_t k = 0; k < values.size(); ++k) {
                        const std::int64_t value = values[k][at[k]];
                        const auto& ranges = row.keys[k].ranges;
                        if (!row.keys[k].any &&
                            std::none_of(ranges.begin(), ranges.end(), [&](const ir::KeyRange& r) {
                                return r.low <= value && value <= r.high;
                            })) {
                            return false;
                        }
                    }
                    return true;
                });
            if (!found) {
                return words(node, table, values, at);
            }
            std::size_t k = 0;
            while (k < at.size() && ++at[k] == values[k].size()) {
                at[k++] = 0;
            }
            if (k == at.size()) {
                return {};
            }
        }
    }

    std::string words(const ir::Node& node, const ir::Table& table,
                      const std::vector<std::vector<std::int64_t>>& values,
                      const std::vector<std::size_t>& at) const {
        std::string text;
        for (std::size_t k = 0; k < values.size(); ++k) {
            const ir::Type& type = program_[node.args[k]].type;
            const std::int64_t value = values[k][at[k]];
            if (!text.empty()) {
                text += ", ";
            }
            text += name_of_key(node.args[k], table, k) + " 为 ";
            if (type.kind == abi::Kind::boolean) {
                text += value != 0 ? "是" : "否";
            } else if (type.kind == abi::Kind::code) {
                text += program_.vocabulary.enums[type.enumeration]
                            .values[static_cast<std::size_t>(value)]
                            .name;
            } else {
                text += "…";
            }
        }
        return text;
    }

    const ir::Program& program_;
    Diagnostics& diagnostics_;
    std::set<std::pair<std::uint32_t, std::size_t>> walked_;
    std::set<std::pair<std::uint32_t, std::string>> reported_;  ///< table and key
};

}  // namespace

void lookups(const ir::Program& program, Diagnostics& diagnostics) {
    Lookups(program, diagnostics).run();
}

}  // namespace pol::check
