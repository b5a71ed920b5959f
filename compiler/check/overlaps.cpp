// Two benefits of one jurisdiction do not both hold; the cases of a definition neither overlap nor
// leave a gap.
#include <algorithm>

#include "compiler/check/check.h"
#include "compiler/check/claims.h"

namespace pol::check {
namespace {

using ir::NodeId;
using ir::Op;

// What was found of two conditions that should exclude each other, or of several that should leave
// nothing out.
class Exclusion {
  public:
    Exclusion(const ir::Program& program, Diagnostics& diagnostics, Cancel cancel)
        : program_(program), diagnostics_(diagnostics), cancel_(cancel) {}

    void benefits(const ir::Jurisdiction& j) {
        for (std::size_t a = 0; a < j.benefits.size(); ++a) {
            for (std::size_t b = a + 1; b < j.benefits.size(); ++b) {
                benefits(program_[j.benefits[a]], program_[j.benefits[b]], {});
            }
        }
    }

    // Amendments of one benefit by two places: the narrower is asked first, and the other's changes
    // would be lost.
    void amendments(const ir::Jurisdiction& narrow, const ir::Jurisdiction& wide) {
        for (const ir::BenefitId a : wide.benefits) {
            for (const ir::BenefitId b : narrow.benefits) {
                // A benefit of that name that the narrower place has itself is another.
                if (one_root(program_[a], program_[b]) && !has(narrow, program_[b].root)) {
                    benefits(program_[a], program_[b],
                             {program_[narrow.holds].expression, program_[wide.holds].expression});
                }
            }
        }
    }

    void cases(const ir::Quantity& definition) {
        const NodeId id = choice(definition.expression);
        const ir::Node& choose = program_[id];
        if (choose.op != Op::choose) {
            return;
        }
        std::vector<NodeId> conditions;
        for (std::size_t i = 0; i + 1 < choose.args.size(); i += 2) {
            conditions.push_back(choose.args[i]);
        }
        for (std::size_t a = 0; a < conditions.size(); ++a) {
            for (std::size_t b = a + 1; b < conditions.size(); ++b) {
                const Found found = find_claim(
                    program_,
                    {Wanted{conditions[a], Ask::holds}, Wanted{conditions[b], Ask::holds}},
                    cancel_);
                if (found.kind == Found::Kind::claim) {
                    diagnostics_
                        .add(Code::E0410_cases_overlap, program_[conditions[b]].span,
                             {definition.name, found.claim})
                        .label(program_[conditions[a]].span, Note::first_is_here)
                        .hint(Note::narrow_condition);
                    return;
                }
                if (found.kind == Found::Kind::undecided) {
                    undecided(definition.name, program_[conditions[b]].span,
                              program_[conditions[a]].span);
                    return;
                }
            }
        }
        if (choose.args.size() % 2 == 0) {
            gap(definition, conditions);
        }
    }

  private:
    bool has(const ir::Jurisdiction& j, const std::string& benefit) const {
        return std::any_of(j.benefits.begin(), j.benefits.end(), [&](const ir::BenefitId id) {
            return program_[id].name == benefit && program_[id].root.empty();
        });
    }

    static bool one_root(const ir::Benefit& a, const ir::Benefit& b) {
        return !a.root.empty() && a.root == b.root;
    }

    void benefits(const ir::Benefit& first, const ir::Benefit& second,
                  const std::vector<NodeId>& where) {
        std::vector<Wanted> wanted{{program_[first.holds].expression, Ask::holds},
                                   {program_[second.holds].expression, Ask::holds}};
        for (const NodeId place : where) {
            wanted.push_back({place, Ask::holds});
        }
        const Found found = find_claim(program_, wanted, cancel_);
        if (found.kind == Found::Kind::claim && one_root(first, second)) {
            diagnostics_
                .add(Code::E0413_amendments_overlap, program_[second.holds].span,
                     {first.name, second.name, found.claim})
                .label(program_[first.holds].span, Note::first_is_here)
                .hint(Note::say_order, {first.name});
        } else if (found.kind == Found::Kind::claim) {
            diagnostics_
                .add(Code::E0402_benefits_overlap, program_[second.holds].span,
                     {first.name, second.name, found.claim})
                .label(program_[first.holds].span, Note::first_is_here)
                .hint(Note::narrow_condition);
        }
        if (found.kind == Found::Kind::undecided) {
            undecided(second.name, program_[second.holds].span, program_[first.holds].span);
        }
    }

    void gap(const ir::Quantity& definition, const std::vector<NodeId>& conditions) {
        std::vector<Wanted> none;
        none.reserve(conditions.size());
        for (const NodeId condition : conditions) {
            none.push_back({condition, Ask::fails});
        }
        const Found found = find_claim(program_, none, cancel_);
        if (found.kind == Found::Kind::claim) {
            diagnostics_.add(Code::E0411_cases_gap, definition.span, {definition.name, found.claim})
                .hint(Note::add_rest);
        }
        if (found.kind == Found::Kind::undecided) {
            undecided(definition.name, definition.span, definition.span);
        }
    }

    void undecided(const std::string& name, Span second, Span first) {
        Diagnostic& d = diagnostics_.add(Code::W0412_not_decided, second, {name});
        if (!(first == second)) {
            d.label(first, Note::first_is_here);
        }
        d.hint(Note::first_counts);
    }

    // The choice that a stored value comes from.
    NodeId choice(NodeId id) const {
        while (program_[id].op == Op::round || program_[id].op == Op::rescale ||
               program_[id].op == Op::truth) {
            id = program_[id].args[0];
        }
        return id;
    }

    const ir::Program& program_;
    Diagnostics& diagnostics_;
    Cancel cancel_;
};

}  // namespace

void overlaps(const ir::Program& program, Diagnostics& diagnostics, Cancel cancel) {
    Exclusion exclusion(program, diagnostics, cancel);
    for (const ir::Quantity& q : program.quantities) {
        if (q.role == ir::Role::cases) {
            exclusion.cases(q);
        }
    }
    for (const ir::Jurisdiction& j : program.jurisdictions) {
        exclusion.benefits(j);
    }
    for (std::size_t narrow = 0; narrow < program.jurisdictions.size(); ++narrow) {
        for (std::size_t wide = narrow + 1; wide < program.jurisdictions.size(); ++wide) {
            exclusion.amendments(program.jurisdictions[narrow], program.jurisdictions[wide]);
        }
    }
}

}  // namespace pol::check
