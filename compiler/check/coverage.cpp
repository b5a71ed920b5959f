#include "compiler/check/coverage.h"

#include <algorithm>
#include <set>

#include "compiler/check/claims.h"
#include "compiler/ir/builder.h"
#include "runtime/value/place.h"

namespace pol::check {
namespace {

using ir::NodeId;
using ir::Op;

// A condition that is no condition.
bool is_always(const ir::Program& program, NodeId id) {
    const ir::Node& node = program[id];
    return node.op == Op::constant && node.value != 0;
}

// The place that a jurisdiction's condition names; none for the nation.
std::optional<std::int64_t> division_of(const ir::Program& program, const ir::Jurisdiction& j) {
    const ir::Node& holds = program[program[j.holds].expression];
    if (holds.op != Op::within || program[holds.args[1]].op != Op::constant) {
        return std::nullopt;
    }
    return program[holds.args[1]].value;
}

class Covering {
  public:
    /// Adds what is asked to the program.
    Covering(ir::Program& program, std::int64_t insured, std::optional<std::int64_t> treated)
        : program_(program), build_(program) {
        given(insured, treated);
    }

    std::vector<Coverage> run() {
        std::vector<Coverage> list;
        const auto care = program_.vocabulary.field("med_type");
        if (!care || program_.vocabulary.fields[*care].kind != abi::Kind::code) {
            return list;
        }
        const std::uint32_t of = program_.vocabulary.fields[*care].enumeration;
        const auto& values = program_.vocabulary.enums[of].values;
        list.reserve(values.size());
        for (std::uint32_t v = 0; v < values.size(); ++v) {
            const NodeId is = build_.equal(build_.field(*care), build_.code(of, v));
            list.push_back(one(values[v].name, is));
        }
        return list;
    }

    std::optional<std::vector<std::int64_t>> places_named() const {
        std::vector<NodeId> open = benefits_;
        for (const Wanted& one : given_) {
            open.push_back(one.node);
        }
        std::set<NodeId> seen;
        std::set<std::int64_t> places;
        while (!open.empty()) {
            const NodeId id = open.back();
            open.pop_back();
            if (!seen.insert(id).second) {
                continue;
            }
            const ir::Node& node = program_[id];
            if (node.op == Op::quantity) {
                open.push_back(program_[ir::QuantityId{node.ref}].expression);
            }
            if (node.op == Op::constant && node.type.kind == abi::Kind::place) {
                places.insert(node.value);
            }
            const bool looks_up = node.op == Op::in_table || node.op == Op::lookup;
            if (looks_up && std::ranges::any_of(node.args, [&](NodeId key) {
                    return program_[key].type.kind == abi::Kind::place;
                })) {
                return std::nullopt;
            }
            open.insert(open.end(), node.args.begin(), node.args.end());
        }
        return std::vector<std::int64_t>(places.begin(), places.end());
    }

  private:
    // The claims that are asked about, and the conditions of the benefits that they may have.
    void given(std::int64_t insured, std::optional<std::int64_t> treated) {
        for (const ir::Jurisdiction& j : program_.jurisdictions) {
            const auto division = division_of(program_, j);
            if (division && *division != insured && lies_within(*division, insured)) {
                // A narrower place has texts of its own.
                given_.push_back({program_[j.holds].expression, Ask::fails});
            }
            if (division && !lies_within(insured, *division)) {
                continue;
            }
            if (division == insured) {
                given_.push_back({program_[j.holds].expression, Ask::holds});
            }
            for (const ir::BenefitId id : j.benefits) {
                const NodeId holds = program_[program_[id].holds].expression;
                const bool amends = !program_[id].root.empty();
                if (!amends && (division || !is_always(program_, holds))) {
                    benefits_.push_back(unamended(holds));
                }
                if (division == insured) {
                    in_force(holds);
                }
            }
        }
        if (!days_.empty() && !always_in_force_) {
            given_.push_back({build_.disjunction(days_), Ask::holds});
        }
        if (const auto field = program_.vocabulary.field("mdtrtarea_admvs"); field && treated) {
            given_.push_back(
                {build_.within(build_.field(*field), build_.place(*treated)), Ask::holds});
        }
    }

    // A benefit and its amendments hold together where the benefit's own condition does: without
    // the guards that no amendment holds.
    NodeId unamended(NodeId holds) {
        const ir::Node& node = program_[holds];
        if (node.op != Op::conjunction) {
            return holds;
        }
        std::vector<NodeId> own;
        for (const NodeId part : node.args) {
            const ir::Node& one = program_[part];
            const bool guard = one.op == Op::negation && program_[one.args[0]].op == Op::quantity &&
                               program_.quantities[program_[one.args[0]].ref].name.find(".条件") !=
                                   std::string::npos;
            if (!guard) {
                own.push_back(part);
            }
        }
        return own.empty() ? build_.boolean(true) : build_.conjunction(std::move(own));
    }

    // A benefit's condition begins with its module's days.
    void in_force(NodeId holds) {
        std::vector<NodeId> parts = program_[holds].args;
        parts.push_back(holds);
        bool dated = false;
        for (const NodeId part : parts) {
            const ir::Node& node = program_[part];
            if (node.op == Op::quantity &&
                program_.quantities[node.ref].name.starts_with("施行 ")) {
                days_.push_back(program_.quantities[node.ref].expression);
                dated = true;
            }
        }
        always_in_force_ = always_in_force_ || !dated;
    }

    Coverage one(const std::string& name, NodeId is) const {
        std::vector<Wanted> wanted = given_;
        wanted.push_back({is, Ask::holds});
        std::vector<Wanted> without = wanted;
        for (const NodeId benefit : benefits_) {
            without.push_back({benefit, Ask::fails});
        }
        const Found found = find_claim(program_, without);
        if (found.kind != Found::Kind::claim) {
            return {name,
                    found.kind == Found::Kind::none ? Coverage::Kind::covered
                                                    : Coverage::Kind::undecided,
                    ""};
        }
        const bool some = std::ranges::any_of(benefits_, [&](NodeId benefit) {
            std::vector<Wanted> with = wanted;
            with.push_back({benefit, Ask::holds});
            return find_claim(program_, with).kind != Found::Kind::none;
        });
        return {name, some ? Coverage::Kind::in_part : Coverage::Kind::none, found.claim};
    }

    ir::Program& program_;
    ir::Builder build_;
    std::vector<Wanted> given_;
    std::vector<NodeId> benefits_;
    std::vector<NodeId> days_;  ///< in force, of the modules of the place
    bool always_in_force_ = false;
};

}  // namespace

std::vector<InsuredPlace> insured_places(const ir::Program& program) {
    std::vector<InsuredPlace> list;
    for (const ir::Jurisdiction& j : program.jurisdictions) {
        if (const auto division = division_of(program, j)) {
            list.push_back({j.name, *division});
        }
    }
    return list;
}

Coverages::Coverages(const ir::Program& program)
    : program_(program), nodes_(program.nodes.size()) {}

std::vector<Coverage> Coverages::of(std::int64_t insured, std::optional<std::int64_t> treated) {
    std::vector<Coverage> found = Covering(program_, insured, treated).run();
    program_.nodes.resize(nodes_);
    return found;
}

std::optional<std::vector<std::int64_t>> Coverages::places_named(std::int64_t insured) {
    auto places = Covering(program_, insured, std::nullopt).places_named();
    program_.nodes.resize(nodes_);
    return places;
}

}  // namespace pol::check
