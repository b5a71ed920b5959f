// What may be missing where it is needed: a table's row, or a value that the text allows to be
// absent. Each is looked for on the claims that the conditions on the way to it let through.
#include <algorithm>
#include <set>
#include <utility>

#include "compiler/check/check.h"
#include "compiler/check/claims.h"
#include "compiler/check/facts.h"

namespace pol::check {
namespace {

using ir::NodeId;
using ir::Op;

class Missing {
  public:
    Missing(const ir::Program& program, Diagnostics& diagnostics, Cancel cancel)
        : program_(program), diagnostics_(diagnostics), cancel_(cancel) {}

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
        for (const ir::Require& one : b.opening) {
            walk(program_[one.condition].expression, facts);
        }
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
        if (cancel_.is_asked()) {
            return;
        }
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
            lookup(id, node, facts);
            break;
        default:
            break;
        }
        for (const NodeId arg : node.args) {
            walk(arg, facts);
        }
    }

    void choose(const ir::Node& node, const Facts& facts) {
        if (needed(node)) {
            walk(node.args[1], facts);
            return absent(node.args[1], facts);
        }
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

    // A value that may be absent where it is needed: `ir::Builder::given`.
    bool needed(const ir::Node& node) const {
        return node.args.size() == 2 && program_[node.args[0]].op == Op::present &&
               program_[node.args[0]].args[0] == node.args[1];
    }

    void absent(NodeId value, const Facts& facts) {
        const Found found = find(value, Ask::absent, facts);
        if (found.kind == Found::Kind::none || !told_.insert(program_[value].span).second) {
            return;
        }
        diagnostics_.add(Code::E0353_may_be_absent, program_[value].span, {words(found)})
            .hint(Note::exclude_absence);
    }

    void lookup(NodeId id, const ir::Node& node, const Facts& facts) {
        const ir::Table& table = program_.tables[node.ref];
        const bool absent_key =
            std::ranges::any_of(node.args, [&](NodeId key) { return program_[key].type.optional; });
        if (table.misses || (!table.miss.empty() && !absent_key)) {
            return;
        }
        const Found found = find(id, Ask::no_row, facts);
        if (found.kind == Found::Kind::none) {
            return;
        }
        // One message for a table and key, however often it is looked up.
        const std::string key = name_of_key(node.args[0], table);
        if (!reported_.emplace(node.ref, key).second) {
            return;
        }
        diagnostics_.add(Code::E0401_lookup_may_miss, node.span, {table.name, words(found)})
            .hint(Note::exclude_miss, {key + " 不属于 " + table.name});
    }

    Found find(NodeId id, Ask ask, const Facts& facts) const {
        std::vector<Wanted> wanted{{id, ask}};
        for (const Fact& f : facts) {
            wanted.push_back({f.node, f.holds ? Ask::holds : Ask::fails});
        }
        return find_claim(program_, wanted, cancel_);
    }

    static std::string words(const Found& found) {
        return found.kind == Found::Kind::claim ? found.claim : "…";
    }

    std::string name_of_key(NodeId id, const ir::Table& table) const {
        const ir::Node& node = program_[id];
        if (node.op == Op::field) {
            return program_.vocabulary.fields[node.ref].name;
        }
        if (node.op == Op::quantity) {
            return program_.quantities[node.ref].name;
        }
        return table.keys[0].name;
    }

    const ir::Program& program_;
    Diagnostics& diagnostics_;
    Cancel cancel_;
    std::set<std::pair<std::uint32_t, std::size_t>> walked_;
    std::set<std::pair<std::uint32_t, std::string>> reported_;
    std::set<Span> told_;
};

}  // namespace

void missing(const ir::Program& program, Diagnostics& diagnostics, Cancel cancel) {
    Missing(program, diagnostics, cancel).run();
}

}  // namespace pol::check
